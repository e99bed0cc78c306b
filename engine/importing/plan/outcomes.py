"""The ways out of a row that decides, as far as they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Outcome:
    label: str
    target: int
    negative: bool
    #: Kind of the assumption that led here; empty when the table says so.
    assumed: str = ""
    #: The table's words, where the label is shorter.
    words: str = ""


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
