"""Nobody checks their own work. Pure; the rule stands in the diagram (`pemisahan_tugas` of the step)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import SeparationOfDuties


def first_clash(separated_from: tuple[str, ...], done: Mapping[str, Any], person: int) -> str | None:
    """The element among `separated_from` whose present result this person made.

    `done` is the last completion by element, so that a round counts by who made what lies on the table: who
    did step 2 in round 1 may check it in round 2 when somebody else has done it anew.
    """
    return next(
        (element for element in separated_from if element in done and done[element]["by"] == person), None
    )


def require_other_eyes(
    separated_from: tuple[str, ...],
    done: Mapping[str, Any],
    person: int,
    *,
    waived_for: int | None,
    names: Mapping[str, str],
) -> None:
    """Raise SeparationOfDuties(step=name of the earlier step) unless a supervisor allowed this person."""
    element = first_clash(separated_from, done, person)
    if element is not None and waived_for != person:
        raise SeparationOfDuties(step=names.get(element, element))
