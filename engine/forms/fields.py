"""What a task asks: forms and their fields, as data. Built from a diagram by engine.bpmn.form_fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Option:
    id: str
    label: str
    #: Options of the field that `narrowed_by` names: it is offered with one of these. None: always.
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A condition that a valid answer satisfies, and the sentence shown when it does not."""

    condition: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Field:
    #: Key of the answer. A part of a group has its own short name: `keterangan` of `foto.keterangan`.
    name: str
    label: str
    #: A key of engine.forms.types.TYPES; a name in no registry is an error that lint reports.
    type: str = "text"
    required: bool = False
    help: str = ""
    #: Heading of the part of the form that begins with this field.
    section: str = ""
    default: str = ""
    options: tuple[Option, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    #: Characters above which the page warns but accepts.
    warn_over: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    min_items: int | None = None
    max_items: int | None = None
    #: Media types (image/jpeg) or endings (.srt).
    accept: tuple[str, ...] = ()
    max_mb: int | None = None
    #: Width, height in pixels.
    min_pixels: tuple[int, int] | None = None
    #: Only few may see the files (consent proofs).
    restricted: bool = False
    required_if: str = ""
    shown_if: str = ""
    rules: tuple[Rule, ...] = ()
    #: Kinds of personal data to warn of: nik, no_kk, no_hp, email_pribadi.
    detect: tuple[str, ...] = ()
    #: One answer for each chosen option of that field; the answer is then {option id: value}.
    per: str = ""
    #: "text" or "url": the limit comes from the channel (channels.json) named by the key of `per`.
    channel_limit: str = ""
    #: item_select, item_ref, per_item_select: the files fields of earlier steps whose items are offered;
    #: item_ref may name an item_select field of the same form to offer only what is chosen there,
    #: per_item_select to ask only about what isn't.
    of: tuple[str, ...] = ()
    #: A field whose choice decides what is offered here: its files, or the options that belong to it.
    narrowed_by: str = ""
    #: Condition on an item (its parts are in scope) that must hold for it to be chosen.
    selectable_if: str = ""
    selectable_message: str = ""
    #: Template with {field} names from which the page composes a first text.
    composed_of: str = ""
    parts: tuple[Field, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Form:
    fields: tuple[Field, ...] = ()

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        # Of two with one name the first counts.
        return {field.name: field for field in reversed(self.fields)}

    def get(self, name: str) -> Field | None:
        """None where the form has no such field; parts are not looked at."""
        return self._by_name.get(name)

    def along(self, path: str) -> list[Field]:
        """The field that an input's name leads to (`foto.0.bukti`), after those around it; empty: none.

        Numbers of rows and keys between are passed over.
        """
        first, *rest = path.split(".")
        found = [self._by_name[first]] if first in self._by_name else []
        for name in rest if found else ():
            found += [part for part in found[-1].parts if part.name == name][:1]
        return found
