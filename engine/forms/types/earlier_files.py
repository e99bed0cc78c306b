"""Choosing among the files of earlier steps, by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.items import Item, offered, selectable
from engine.forms.scope import Answer, Names
from engine.forms.shown import Audience, Shown, gallery
from engine.forms.types.base import FieldType
from engine.forms.wrong import problem

OF_FILES = frozenset({"of", "narrowed_by"})


class OfEarlierFiles(FieldType):
    properties = OF_FILES
    #: Of what `narrowed_by` names, it offers the files that aren't chosen there, not those that are.
    only_the_rest: ClassVar[bool] = False

    def offered(self, field: Field, names: Names) -> dict[str, Item]:
        return offered(field, names, rest=self.only_the_rest)


class Chosen(OfEarlierFiles):
    """An answer that names files: one, or a list of them. Not all that are offered may be chosen."""

    properties = OF_FILES | {"selectable_if", "selectable_message"}

    def settle(self, field: Field, value: Answer, names: Names) -> Answer:
        offer = self.offered(field, names)
        fine = [key for key in offer if key in _chosen(value) and selectable(field, offer[key], names)]
        return fine if isinstance(value, list) else next(iter(fine), None)

    def faults(self, field: Field, value: Answer, names: Names, *, needed: bool) -> Mapping[str, Problem]:
        offer, chosen = self.offered(field, names), _chosen(value)
        if any(key not in offer for key in chosen):
            return {"": problem("not_an_item")}
        if any(not selectable(field, offer[key], names) for key in chosen):
            return {"": Problem(code="forms.problem.not_selectable", text=field.selectable_message or None)}
        return {}

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        ids = value if isinstance(value, list) else [value]
        return gallery(field.label, tuple(to.file(key) for key in ids if key in to.items))

    def about_items(self, field: Field, value: Answer, to: Audience) -> Mapping[str, Shown]:
        yes = Shown(label=field.label, kind="text", text=to.words("forms.show.yes"))
        return dict.fromkeys(_chosen(value), yes)


def _chosen(value: Answer) -> list[str]:
    """The ids in an answer: several, one, or none."""
    return value if isinstance(value, list) else [value] if value else []
