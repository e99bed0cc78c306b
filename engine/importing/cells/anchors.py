"""Where the cells of a sheet lie: from the places at which Excel anchors its drawings to cells and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from math import isnan
from typing import Any

from engine.importing.cells.grid import MAX_COLUMNS, MAX_GRID_ROWS

#: English Metric Units: of a pixel, of a point.
PIXEL, POINT = 9525, 12700

#: Row and column, counted from 1.
Place = tuple[int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        """In EMU (English Metric Units, 914 400 an inch), as all lengths of a drawing."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Cells:
    """Where the sheet's columns and rows begin."""

    def __init__(self, sheet: Any) -> None:
        widths = [self._usual(sheet, "defaultColWidth", 8.43, _column)] * MAX_COLUMNS
        for element in sheet.iterfind("{*}cols/{*}col"):
            first, last = (int(number(element.get(name))) for name in ("min", "max"))
            hidden = element.get("hidden") in {"1", "true"}
            for n in range(max(first, 1), min(last, MAX_COLUMNS) + 1):
                widths[n - 1] = 0 if hidden else _column(number(element.get("width")) or 8.43)
        heights = [self._usual(sheet, "defaultRowHeight", 15, lambda high: high * POINT)] * MAX_GRID_ROWS
        for item in sheet.iterfind("{*}sheetData/{*}row"):
            n = int(number(item.get("r")))
            if 1 <= n <= MAX_GRID_ROWS and (item.get("ht") or item.get("hidden") in {"1", "true"}):
                heights[n - 1] = 0 if item.get("hidden") in {"1", "true"} else number(item.get("ht")) * POINT
        self.across = [0.0, *accumulate(widths)]
        self.down = [0.0, *accumulate(heights)]

    @staticmethod
    def _usual(sheet: Any, name: str, otherwise: float, measure: Callable[[float], float]) -> float:
        form = sheet.find("{*}sheetFormatPr")
        return float(measure(number(form.get(name) if form is not None else "") or otherwise))

    def box_of(self, anchor: Any) -> Box | None:
        """In EMU; None where the anchor names no corner. oneCell, twoCell and absolute anchors are read."""
        first = self._corner(anchor.find("{*}from"))
        position, size = anchor.find("{*}pos"), anchor.find("{*}ext")
        if first is None and position is not None:
            first = number(position.get("x")), number(position.get("y"))
        if first is None:
            return None
        last = self._corner(anchor.find("{*}to"))
        if last is None and size is not None:
            last = first[0] + number(size.get("cx")), first[1] + number(size.get("cy"))
        return Box(*first, *(last or first))

    def _corner(self, corner: Any) -> Point | None:
        if corner is None:
            return None
        texts = [corner.findtext(f"{{*}}{name}") or "" for name in ("col", "colOff", "row", "rowOff")]
        column, offset, row, below = (number(item) for item in texts)
        if not all(item.strip().isdigit() for item in (texts[0], texts[2])):
            return None
        return _along(self.across, column, offset), _along(self.down, row, below)

    def place_of(self, point: Point) -> Place:
        """(row, column) of the cell under a point, counted from 1."""
        return bisect_right(self.down, point[1]), bisect_right(self.across, point[0])


def _along(starts: list[float], n: float, more: float) -> float:
    """No further into a cell than it is wide: other programs measure their fonts otherwise."""
    place = min(int(n), len(starts) - 2)
    return min(starts[place] + more, starts[place + 1])


def _column(characters: float) -> float:
    return int(characters * 7 + 5) * PIXEL


def number(written: str | None) -> float:
    """What a file says, within reason; 0 for what is no number."""
    try:
        value = float(written or 0)
    except ValueError:
        return 0.0
    return 0.0 if isnan(value) else min(max(value, -1e11), 1e11)
