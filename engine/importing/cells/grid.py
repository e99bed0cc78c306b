"""What a file contains, before it is understood: grids of cells, and text outside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.errors import Invalid, Problem

#: These only keep a file from working for ever: what is beyond them is refused (within_limits).
MAX_COLUMNS = 60
MAX_GRID_ROWS = 3000
MAX_CELL = 10_000


class InvalidTable(Invalid):
    """No table of an SOP could be made out. `problems`: place → reason (keys below importing.problem)."""

    code = "invalid_table"


def refused(reason: str, place: str = "table", **params: object) -> InvalidTable:
    """`reason`: a key below importing.problem; `place`: the input that it concerns."""
    return InvalidTable({place: Problem(code=f"importing.problem.{reason}", params=params)})


@dataclass(frozen=True)
class Cell:
    text: str = ""
    #: Colour alone can mark an actor's cell.
    filled: bool = False
    #: Merged with the cell to its left, or with the one above.
    left: bool = False
    above: bool = False
    #: Shapes drawn over the cell: names of engine.importing.cells.marks.
    shapes: tuple[str, ...] = ()
    #: Where arrows drawn from here lead, in words: "Tidak ke 2".
    targets: tuple[str, ...] = ()


Line = tuple[Cell, ...]


def within_limits(cells: Iterable[Cell]) -> Line:
    """A line as a reader found it: what is too wide or too long is refused, never truncated. Raises
    InvalidTable."""
    line: list[Cell] = []
    for n, cell in enumerate(cells):
        if len(cell.text) > MAX_CELL:
            raise refused("cell_too_long", limit=MAX_CELL, begins=" ".join(cell.text[:60].split()))
        if n < MAX_COLUMNS:
            line.append(cell)
        elif cell.text.strip() or cell.shapes:
            raise refused("too_many_columns", limit=MAX_COLUMNS)
    return tuple(line)


@dataclass(frozen=True)
class Grid:
    """A table as it stands in the file. Lines may differ in length."""

    lines: tuple[Line, ...]
    #: Sheet or place, for sentences about it.
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Everything a file holds that may matter."""

    grids: tuple[Grid, ...]
    #: Text that stands in no table, and how many of these texts stand below the last one.
    loose: tuple[str, ...] = ()
    below: int = 0
    #: What could not be read, as keys below importing.assumption.
    notes: tuple[str, ...] = ()
    #: Kind of a note, as above → the texts that it is about: hidden, struck out, formulas.
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
