"""What a table of an SOP consists of, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import Invalid, Problem
from engine.texts import text

#: A table of the official format has about 20 rows; these only keep a page from working for ever.
MAX_ROWS = 150
MAX_ACTORS = 20
MAX_COLUMNS = 60
MAX_GRID_ROWS = 3000
MAX_CELL = 10_000


class InvalidTable(Invalid):
    """No table of an SOP could be made out. `problems`: place → reason (keys below importing.problem)."""

    code = "invalid_table"


def refused(reason: str, place: str = "table", **params: object) -> InvalidTable:
    return InvalidTable({place: Problem(code=f"importing.problem.{reason}", params=params)})


@dataclass(frozen=True)
class Cell:
    text: str = ""
    #: Colour alone can mark an actor's cell.
    filled: bool = False
    #: Merged with the cell to its left, or with the one above.
    left: bool = False
    above: bool = False
    #: Shapes drawn over the cell: names of engine.bpmn.sop_table.marks.
    shapes: tuple[str, ...] = ()
    #: Where arrows drawn from here lead, in words: "Tidak ke 2".
    said: tuple[str, ...] = ()


Line = tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table as it stands in the file. Lines may differ in length."""

    lines: tuple[Line, ...]
    #: Sheet or place, for what is told of it.
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Everything a file holds that may matter."""

    grids: tuple[Grid, ...]
    #: Text that stands in no table.
    loose: tuple[str, ...] = ()
    #: What could not be read, as keys below importing.assumption.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    #: As written; empty when the row bears none.
    number: str
    description: str
    #: Indices into the table's actors whose columns are marked.
    actors: tuple[int, ...] = ()
    #: start, task, decision, end, capsule (start or end), connector; empty when the mark says nothing more.
    symbol: str = ""
    inputs: str = ""
    time: str = ""
    output: str = ""
    remarks: str = ""
    #: Words at the row's arrows: "Ya", "Tidak ke 2".
    labels: tuple[str, ...] = ()
    #: Its duration stands in a cell merged with the one above.
    shared_time: bool = False
    #: The row's cells stood one or more columns from where the header says.
    shifted: bool = False


@dataclass(frozen=True, kw_only=True)
class SopTable:
    identity: Mapping[str, str]
    actors: tuple[str, ...]
    rows: tuple[Row, ...]
    #: Words of branches that stand outside the rows: loose "Ya" and "Tidak".
    loose_labels: tuple[str, ...] = ()
    #: Oddities met while reading, as keys below importing.assumption.
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Note:
    kind: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """Something that the table does not say. The words are in importing.toml, under `assumption.KIND`."""

    kind: str
    #: Id of the element in the diagram; the process's own id where the whole SOP is meant.
    element: str = ""
    #: Number of the row; empty where the whole SOP is meant.
    row: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def what(self, language: str) -> str:
        return self._words("what", language)

    def why(self, language: str) -> str:
        return self._words("why", language)

    def _words(self, part: str, language: str) -> str:
        params = {"row": self.row, **self.params}
        if params.get("target") == "":
            params["target"] = text("importing.the_end", language)
        elif "target" in params:
            params["target"] = text("importing.step", language, number=params["target"])
        return text(f"importing.assumption.{self.kind}.{part}", language, **params)

    def as_dict(self, language: str) -> dict[str, str]:
        return {
            "kind": self.kind,
            "element": self.element,
            "row": self.row,
            "what": self.what(language),
            "why": self.why(language),
        }
