"""Text with a little form: paragraphs, **tebal**, *miring*, lists ("- "), and web addresses as links.

What is typed stays plain text, so it can be copied to any channel; only reading turns it into HTML, and
everything that isn't one of these few marks is escaped.
"""

from __future__ import annotations

import html
import re

from engine.forms.web_address import host_of
from engine.forms.wrong import Wrong


class Html(str):
    """HTML made here, safe to print as it stands (templates ask for `__html__`)."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


_LINK = re.compile(r"https?://[^\s<>\"'`*]+[^\s<>\"'`*.,;:!?)\]]")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![*\w])")
_ITEM = re.compile(r"[-•] +")


def to_html(source: str) -> Html:
    """Blocks stand between empty lines; anything but the few marks is escaped."""
    blocks = (block for block in re.split(r"\n\s*\n", source) if block.strip())
    return Html("\n".join(_block(block.strip("\n").split("\n")) for block in blocks))


def _block(lines: list[str]) -> str:
    parts: list[str] = []
    run: list[str] = []
    in_list = False
    for line in [*lines, None]:
        is_item = line is not None and bool(_ITEM.match(line))
        if run and (line is None or is_item is not in_list):
            parts.append(_list(run) if in_list else f"<p>{'<br>'.join(map(_inline, run))}</p>")
            run = []
        if line is not None:
            in_list = is_item
            run.append(line)
    return "".join(parts)


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{_inline(_ITEM.sub('', line, count=1))}</li>" for line in lines) + "</ul>"


def _inline(text: str) -> str:
    parts, at = [], 0
    for match in _LINK.finditer(text):
        parts += [_marks(text[at : match.start()]), _anchor(match[0])]
        at = match.end()
    return "".join([*parts, _marks(text[at:])])


def _marks(text: str) -> str:
    # Escaping brings no asterisk, and the marks bring nothing that needs escaping.
    escaped = html.escape(text)
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", escaped))


def _anchor(url: str) -> str:
    try:
        host_of(url)
    except Wrong:
        return html.escape(url)
    return f'<a href="{html.escape(url)}" rel="noopener noreferrer nofollow">{html.escape(url)}</a>'
