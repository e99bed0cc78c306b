"""`checklist`: points to be confirmed one by one; where it is required, all of them."""

from __future__ import annotations

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import Names
from engine.forms.types.choices import SeveralOptions, offered_options
from engine.forms.wrong import problem


class Checklist(SeveralOptions):
    name = "checklist"

    def missing(self, field: Field, names: Names) -> Problem:
        return _all_ticked(field, [], names) or problem("required")

    def limit(self, field: Field, value: list[str], names: Names, *, needed: bool) -> Problem | None:
        return (
            _all_ticked(field, value, names) if needed else super().limit(field, value, names, needed=needed)
        )


def _all_ticked(field: Field, value: list[str], names: Names) -> Problem | None:
    left = [option.label for option in offered_options(field, names) if option.id not in value]
    params: dict[str, object] = {"n": len(left), "left": "; ".join(left)}
    return Problem(code="field_types.checklist.missing", params=params) if left else None
