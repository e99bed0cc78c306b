"""One page of the manual: its sections as HTML for a reader, and as plain words for the search."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markupsafe import Markup

from engine.texts import LANGUAGES
from webforms.manual import FOLDER, PAGES, markdown
from webforms.manual.reference import reference_tables

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Stands in the page `diagram` where the properties of the diagram are listed.
REFERENCE = "<reference>"


@dataclass(frozen=True, kw_only=True)
class Section:
    #: Empty: the page's beginning, with its title and lead.
    anchor: str
    title: str
    #: 1 the page's title, 2 and 3 below it.
    level: int
    #: With its heading.
    html: Markup
    #: Without its heading and without markup.
    words: str


@dataclass(frozen=True, kw_only=True)
class Page:
    name: str
    language: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """Of its first section."""
        return self.sections[0].title

    @property
    def lead(self) -> str:
        """What it is about, and for whom."""
        return self.sections[0].words.partition("\n")[0]

    @property
    def html(self) -> Markup:
        """All sections, one after the other."""
        return Markup().join(section.html for section in self.sections)

    def title_of(self, anchor: str) -> str:
        """Of a section; KeyError when there is none."""
        return {section.anchor: section.title for section in self.sections}[anchor]


def pages(language: str, *, whole: bool = False) -> list[Page]:
    """All, in the manual's order. `whole`: as in `page`."""
    return [page(name, language, whole=whole) for name in PAGES]


@cache
def page(name: str, language: str, *, whole: bool = False) -> Page:
    """`whole`: as a part of all pages in one, where anchors carry the page's name. KeyError: no such page."""
    if name not in PAGES or language not in LANGUAGES:
        raise KeyError(name)
    tokens = markdown.parse(source(name, language))
    markdown.point_links(tokens, here=name, whole=whole)
    markdown.place_pictures(tokens, language)
    markdown.label_cells(tokens)
    parts = markdown.sections(tokens)
    return Page(
        name=name,
        language=language,
        sections=tuple(_section(part, prefix=name if whole else "") for part in parts),
    )


def source(name: str, language: str) -> str:
    """Markdown, with the tables of the reference in it."""
    written = (FOLDER / language / f"{name}.md").read_text("utf-8")
    return written.replace(REFERENCE, reference_tables(language))


def _section(tokens: list[Token], *, prefix: str) -> Section:
    heading, level = tokens[0], int(tokens[0].tag[1])
    anchor = markdown.take_anchor(tokens)
    title = markdown.plain(tokens[1])
    name = ".".join(part for part in (prefix, anchor) if part)
    if name:
        heading.attrSet("id", name)
    # tokens[:3] are the heading: opened, its words, closed.
    words = _Words()
    words.feed(markdown.html(tokens[3:]))
    words.close()
    return Section(
        anchor=anchor,
        title=title,
        level=level,
        html=Markup(markdown.html(tokens)),  # noqa: S704  # our own files, and HTML in them is off
        words=words.text,
    )


class _Words(HTMLParser):
    """The words of HTML, a paragraph or cell a line."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self._parts.append(data)

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._parts).splitlines())
        return "\n".join(line for line in lines if line)
