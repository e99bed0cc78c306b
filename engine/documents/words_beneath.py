"""The words of a page, laid beneath its picture: typst draws letters as shapes, and what a browser prints of
those can't be searched, copied or read aloud. Where words stand is read from the same paper as PDF, which we
set ourselves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import byref, c_double
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

#: Between one letter and the next of a line, in sizes of the font: beyond it another line begins.
_FAR = 3.0
#: From where the last letter of a line stands to its end, in sizes of the font.
_LAST = 0.5


@dataclass(frozen=True, kw_only=True)
class Letter:
    """`x`, `y`: where it stands on its line, in points from the upper left corner of the page."""

    text: str
    x: float
    y: float
    size: float


Line = list[Letter]


def lines_of(pdf: bytes) -> list[list[Line]]:
    """Lines of words, page by page, in the order in which they were written."""
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(pdf) as document:
        return [list(_lines(_letters(page))) for page in document]


def with_words(svg: bytes, lines: list[Line]) -> bytes:
    """White, and below the page's own white: there for who reads, seen by nobody."""
    head, end, rest = svg.partition(b">")
    words = "".join(map(_drawn, lines))
    return b"".join((head, end, f'<g fill="#fff" font-family="sans-serif">{words}</g>'.encode(), rest))


def _letters(page: Any) -> Iterator[Letter | None]:
    """None where the reader found that a line or a word ends: a character that no page has."""
    from pypdfium2 import raw

    height, written = page.get_height(), page.get_textpage()
    x, y = c_double(), c_double()
    for place in range(written.count_chars()):
        text = chr(raw.FPDFText_GetUnicode(written, place))
        if raw.FPDFText_IsGenerated(written, place) == 1 or not text.isprintable():
            yield None
            continue
        raw.FPDFText_GetCharOrigin(written, place, byref(x), byref(y))
        size = raw.FPDFText_GetFontSize(written, place)
        yield Letter(text=text, x=x.value, y=height - y.value, size=size)


def _lines(letters: Iterator[Letter | None]) -> Iterator[Line]:
    line: Line = []
    for letter in letters:
        if line and (letter is None or _distance(line[-1], letter) > _FAR * letter.size):
            yield line
            line = []
        if letter is not None:
            line.append(letter)
    if line:
        yield line


def _distance(start: Letter, end: Letter) -> float:
    return math.hypot(end.x - start.x, end.y - start.y)


def _drawn(line: Line) -> str:
    """As long as it is on the paper, whatever font the browser takes; a heading may be turned."""
    first, last = line[0], line[-1]
    long = _distance(first, last) + _LAST * first.size
    turn = math.degrees(math.atan2(last.y - first.y, last.x - first.x))
    turned = f' transform="rotate({turn:.1f} {first.x:.1f} {first.y:.1f})"' if abs(turn) > 1 else ""
    words = escape("".join(letter.text for letter in line))
    return (
        f'<text x="{first.x:.1f}" y="{first.y:.1f}" font-size="{first.size:.1f}" textLength="{long:.1f}"'
        f' lengthAdjust="spacingAndGlyphs"{turned}>{words}</text>'
    )
