"""Choosing among the files of earlier steps, by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.items import Item, offered, selectable
from engine.forms.scope import Answer, Names
from engine.forms.shown import Audience, Shown, gallery, media_of
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

    def settle(
        self, field: Field, value: Answer, names: Names, *, needed: bool
    ) -> tuple[Answer, Mapping[str, Problem]]:
        offer = self.offered(field, names)
        chosen = value if isinstance(value, list) else [value] if value else []
        answer = [key for key in offer if key in chosen] if isinstance(value, list) else value
        if any(key not in offer for key in chosen):
            return answer, {"": problem("not_an_item")}
        if any(not selectable(field, offer[key], names) for key in chosen):
            words = field.selectable_message or None
            return answer, {"": Problem(code="forms.problem.not_selectable", text=words)}
        return answer, {}

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        """This form doesn't know the parts of an earlier one's files: only caption and alt show."""
        ids = value if isinstance(value, list) else [value]
        media = (media_of(to.items[key]) for key in ids if key in to.items)
        return gallery(field.label, tuple(media))
