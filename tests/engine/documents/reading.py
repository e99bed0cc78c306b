"""A paper as an independent reader finds it: characters, ruled lines, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

import pdfplumber

#: Points: ink and rounding.
_SLACK = 0.8
#: Lines that are no borders: arrows and symbols are drawn thicker.
_THIN = 0.7
#: Break opportunities, marks of direction, and the like: nothing is drawn for them.
_UNSEEN = "\u200b\u200c\u200d\ufe0e\ufe0f\xad"


@lru_cache(maxsize=1)
def pages(pdf: bytes) -> list[Any]:
    """The document's pages, as pdfplumber reads them."""
    return list(pdfplumber.open(BytesIO(pdf)).pages)


def outside(pdf: bytes, *, margin: tuple[float, float, float, float]) -> list[str]:
    """What leaves its page's margins (points: top, right, bottom, left), or crosses a border of its cell."""
    return [fault for page in pages(pdf) for fault in _outside(page, margin)]


def _outside(page: Any, margin: tuple[float, float, float, float]) -> Iterator[str]:
    top, right, bottom, left = margin
    thin = [line for line in page.lines if line["linewidth"] < _THIN]
    upright = [line for line in thin if line["x1"] - line["x0"] < 0.1]
    level = [line for line in thin if line["bottom"] - line["top"] < 0.1]
    for char in page.chars:
        # The watermark lies across everything.
        if char["text"].isspace() or _turned(char):
            continue
        x0, x1, y0, y1 = char["x0"], char["x1"], char["top"], char["bottom"]
        where = f"page {page.page_number}: {char['text']!r} at {x0:.0f}, {y0:.0f}"
        if x0 < left - _SLACK or x1 > page.width - right + _SLACK:
            yield f"{where} leaves the margins"
        # A page's first line has its capitals at the margin, its ascenders above it.
        if y0 < top - 0.3 * char["size"] or y1 > page.height - bottom + _SLACK:
            yield f"{where} leaves the page"
        if _beside_an_arrow(char):
            continue
        middle = (y0 + y1) / 2
        for line in upright:
            if line["top"] < middle < line["bottom"] and x0 + _SLACK < line["x0"] < x1 - _SLACK:
                yield f"{where} stands across the line at x = {line['x0']:.0f}"
        # A line of text is higher than its letters.
        base = y1 - 0.3 * (y1 - y0)
        for line in level:
            if line["x0"] < (x0 + x1) / 2 < line["x1"] and middle < line["top"] < base:
                yield f"{where} stands across the line at y = {line['top']:.0f}"


def _beside_an_arrow(char: Any) -> bool:
    """An answer, or the letter in a pentagon: among the actors it may stand where it likes. Both are bold,
    but in a font that has no bold letters."""
    fonts = ("Bold", "NotoSansJavanese", "NotoEmoji")
    return any(font in char["fontname"] for font in fonts) and round(char["size"], 2) in {6.0, 7.0}


def _turned(char: Any) -> bool:
    """Neither level nor upright: the watermark."""
    a, b, *_rest = char["matrix"]
    return bool(abs(a) > 0.01 and abs(b) > 0.01)


def letters(texts: Iterable[str]) -> Counter[str]:
    """How often each character is drawn."""
    return Counter(char for text in texts for char in text if not char.isspace() and char not in _UNSEEN)


def written(pdf: bytes) -> Counter[str]:
    """How often each character is found on all pages."""
    return letters(char["text"] for page in pages(pdf) for char in page.chars)
