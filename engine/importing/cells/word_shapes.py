"""Shapes that Word draws over a table's cells.

Word ties a shape to a paragraph and says how far to the right of its cell it stands, so the actor's column
can be found from the widths of the columns. How far down says nothing where rows are as high as their text:
a shape counts for the row it is tied to, and where many are tied to one cell, nobody knows whose they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from engine.importing.cells.grid import MAX_COLUMNS, Line
from engine.importing.cells.marks import is_answer
from engine.importing.cells.shapes import begins_or_ends, symbol_of
from engine.importing.cells.words import one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: English Metric Units of a twentieth of a point, in which columns are measured, and of a point.
_TWENTIETH, _POINT = 635, 12700
DRAWN = {"wsp", "shape", "rect", "oval", "roundrect"}
_ARROW = re.compile(r"(?:straight|bent|curved)Connector|(?:right|left|up|down|bent)\w*Arrow|line$")
_VML_ARROW = re.compile(r"#_x0000_t(?:3[2-9]|40|13|66|67|68)$")
_MARGIN, _WIDTH = (re.compile(rf"(?:^|;)\s*{name}:\s*(-?[\d.]+)pt") for name in ("margin-left", "width"))
#: More symbols than these in one cell belong to other rows.
_MAX_SYMBOLS = 2


def borders_of(grid: Any) -> list[float]:
    """Where the table's columns begin; empty when it doesn't say how wide they are."""
    widths = (
        [element.get(f"{_W}w", "") for element in grid.iterfind(f"{_W}gridCol")] if grid is not None else []
    )
    if not widths or not all(width.isascii() and width.isdigit() and len(width) < 6 for width in widths):
        return []
    return [0.0, *accumulate(int(width) * _TWENTIETH for width in widths[:MAX_COLUMNS])]


def with_drawn(line: Line, places: Sequence[tuple[int, Any]], borders: Sequence[float]) -> Line:
    """The line with the symbols drawn over its cells. `places`: column → the cell's element."""
    found: dict[int, tuple[str, ...]] = {}
    for c, cell in places:
        drawn = list(_symbols(cell))
        for symbol, middle in drawn if len(drawn) <= _MAX_SYMBOLS else ():
            place = _beneath(c, middle, borders, line)
            found[place] = (*found.get(place, ()), symbol)
    return tuple(replace(cell, shapes=found[c]) if c in found else cell for c, cell in enumerate(line))


def _beneath(c: int, middle: float | None, borders: Sequence[float], line: Line) -> int:
    """The column over which a shape's middle lies that is tied to the cell of column c."""
    if middle is None or c >= len(borders):
        return c
    place = bisect_right(borders, borders[c] + middle) - 1
    if not 0 <= place < min(len(borders) - 1, len(line)):
        return c
    while place > 0 and line[place].left:
        place -= 1
    return place


def _symbols(cell: Any) -> Iterator[tuple[str, float | None]]:
    """A box around "Ya" is a label, not an activity."""
    for element in cell.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in DRAWN and not _in_fallback(element) and (symbol := _symbol(element)):
            yield symbol, _middle(element)


def _in_fallback(element: Any) -> bool:
    return any(str(parent.tag).endswith("}Fallback") for parent in element.iterancestors())


def _middle(shape: Any) -> float | None:
    """How far right of its cell's border; None where that is measured from elsewhere, or within a group."""
    if style := shape.get("style"):
        left, wide = _MARGIN.search(style), _WIDTH.search(style)
        return (float(left[1]) + float(wide[1]) / 2) * _POINT if left and wide else None
    anchor = next(
        (ancestor for ancestor in shape.iterancestors() if str(ancestor.tag).endswith("}anchor")), None
    )
    if anchor is None or any(str(ancestor.tag).endswith("}wgp") for ancestor in shape.iterancestors()):
        return None
    position, size = anchor.find("{*}positionH"), anchor.find("{*}extent")
    if position is None or size is None or position.get("relativeFrom") != "column":
        return None
    lengths = [position.findtext("{*}posOffset") or "", size.get("cx") or ""]
    if not all(re.fullmatch(r"-?\d{1,10}", item) for item in lengths):
        return None
    return float(lengths[0]) + float(lengths[1]) / 2


def _words(shape: Any) -> str:
    return one_line("".join(element.text or "" for element in shape.iter(f"{_W}t")))


def _symbol(shape: Any) -> str:
    words = _words(shape)
    boxed = any(element.get("txBox") in {"1", "true"} for element in shape.iter("{*}cNvSpPr"))
    if boxed or is_answer(words) or len(words) > 40:
        return ""
    geometry = next(
        (element.get("prst") or "" for element in shape.iter() if str(element.tag).endswith("}prstGeom")), ""
    )
    symbol = symbol_of(geometry or shape.get("type") or shape.tag.rpartition("}")[2])
    return begins_or_ends(symbol, words)


def is_symbol(shape: Any) -> bool:
    """Whether a shape is one of the flowchart's symbols; lines and boxes with text are not."""
    return bool(_symbol(shape))


def question_in(shape: Any) -> str:
    """What a diamond asks is text of its cell; what stands in other symbols repeats the step."""
    words = _words(shape)
    return f"\n{words}\n" if words.endswith("?") else ""


def has_arrows(root: Any) -> bool:
    """Whether arrows are drawn over tables."""
    tables = root.iter(f"{_W}tbl")
    return any(
        _ARROW.match(element.get("prst") or "") or _VML_ARROW.match(element.get("type") or "")
        for table in tables
        for element in table.iter()
        if isinstance(element.tag, str)
    )
