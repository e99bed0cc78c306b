"""Markdown of ours as HTML of ours: anchors, links between pages, pictures, tables that a phone can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: CSS pixels of every picture of a desktop and of a phone: nothing jumps when they arrive.
DESKTOP, PHONE = (1120, 720), (390, 760)

_ANCHOR = re.compile(r" *\{#([a-z0-9-]+)\}$", re.ASCII)
_PAGE = re.compile(r"(?:([a-z]+)\.md)?(?:#([a-z0-9-]+))?", re.ASCII)


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables; HTML in the source is shown as text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def parse(source: str) -> list[Token]:
    """Block tokens; inline ones are their children."""
    return parser().parse(source)


def html(tokens: list[Token]) -> str:
    """Not escaped again: the source is ours."""
    found: str = parser().renderer.render(tokens, parser().options, {})
    return found


def sections(tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut before each heading."""
    part: list[Token] = []
    for token in tokens:
        if token.type == "heading_open" and part:
            yield part
            part = []
        part.append(token)
    if part:
        yield part


def take_anchor(heading: list[Token]) -> str:
    """The anchor that a heading's own tokens say; they don't say it any more. Empty: it has none."""
    words = (heading[1].children or [])[-1]
    found = _ANCHOR.search(words.content)
    if found is None:
        return ""
    words.content = words.content[: found.start()]
    return found[1]


def point_links(tokens: list[Token], *, here: str, whole: bool) -> None:
    """`work.md#claim` → `work#claim`, or `#work.claim` where all pages are one. Other addresses stay."""
    for token in everything(tokens):
        found = _PAGE.fullmatch(str(token.attrGet("href") or "")) if token.type == "link_open" else None
        if found is None:
            continue
        page, anchor = found[1] or here, found[2]
        end = f"{'.' if whole else '#'}{anchor}" if anchor else ""
        token.attrSet("href", f"#{page}{end}" if whole else f"{page}{end}")


def place_pictures(tokens: list[Token], language: str) -> None:
    """`pictures/inbox.avif` → `pictures/id/inbox.avif`, with its size. Only the first is asked for before it
    comes in sight: it is what a reader sees."""
    for number, token in enumerate(each for each in everything(tokens) if each.type == "image"):
        name = str(token.attrGet("src")).removeprefix("pictures/")
        phone = name.removesuffix(".avif").endswith("-phone")
        width, height = PHONE if phone else DESKTOP
        token.attrs |= {
            "src": f"pictures/{language}/{name}",
            "width": width,
            "height": height,
            "loading": "lazy" if number else "eager",
            "class": "phone" if phone else "desktop",
        }


def label_cells(tokens: list[Token]) -> None:
    """Each cell says its column's name, for phones, where rows stand one below the other."""
    heads: list[str] = []
    column = 0
    for position, token in enumerate(tokens):
        if token.type == "table_open":
            heads = []
        elif token.type == "th_open":
            heads.append(plain(tokens[position + 1]))
        elif token.type == "tr_open":
            column = 0
        elif token.type == "td_open":
            if heads[column]:
                token.attrSet("data-label", heads[column])
            column += 1


def plain(token: Token) -> str:
    """An inline token's words without markup."""
    return "".join(item.content for item in token.children or [] if item.type in {"text", "code_inline"})


def everything(tokens: list[Token]) -> Iterator[Token]:
    """Each token, and after it its children."""
    for token in tokens:
        yield token
        yield from token.children or []
