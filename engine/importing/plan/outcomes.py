"""The ways out of a row that decides, as far as they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.importing.rows.table import Row

#: A place beyond the last row: the SOP ends.
THE_END = -1


@dataclass(frozen=True, kw_only=True)
class Outcome:
    label: str
    target: int
    negative: bool
    #: Kind of the assumption that led here; empty when the table says so.
    assumed: str = ""
    #: The table's words, where the label is shorter.
    words: str = ""


@dataclass
class Layout:
    """The rows, and what has been found out about them."""

    rows: Sequence[Row]
    lanes: Sequence[int]
    actors: Sequence[str]
    numbers: dict[str, int]
    deciding: Sequence[int]
    #: Row → where it leads, where that is not the next row.
    after: dict[int, int] = field(default_factory=dict)
    #: Rows whose way stands in words or as an arrow.
    written: set[int] = field(default_factory=set)
    #: Rows that end the SOP before the last one does.
    ends: set[int] = field(default_factory=set)
    #: Row that decides → words of its branches that stand loose below the table.
    loose: dict[int, list[str]] = field(default_factory=dict)
    #: Rows that are not the ordinary next step of the row before them.
    side_rows: set[int] = field(default_factory=set)

    def following(self, place: int) -> int:
        """The next row; THE_END behind the last."""
        return place + 1 if place + 1 < len(self.rows) else THE_END

    def lane_names(self) -> list[str]:
        """The actor of each row, in the order of the rows."""
        return [self.actors[lane] if self.actors else "" for lane in self.lanes]


def distinct(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Outcomes that can be told from one another: the table's words part two ways of one label."""
    found: list[Outcome] = []
    for outcome in outcomes:
        alike = [each for each in found if each.label == outcome.label]
        if not alike:
            found.append(outcome)
        elif all(each.target != outcome.target for each in alike):
            found.append(replace(outcome, label=_other_label(outcome, {each.label for each in found})))
    return found


def _other_label(outcome: Outcome, taken: set[str]) -> str:
    words = outcome.words[:1].upper() + outcome.words[1:]
    if words and words not in taken:
        return words
    return next(label for n in range(2, len(taken) + 3) if (label := f"{outcome.label} ({n})") not in taken)
