"""A field of each type with something to choose from, and what a person answers to it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form, Option
from engine.forms.read import read_answers
from engine.forms.scope import Scope
from engine.forms.types import TYPES, FieldType, Inputs
from engine.texts import text
from tests.engine.forms.conftest import photo, scope

OPTION = Option(id="a", label="Pilihan A")
ITEM = {"file": "u1", "name": "u1.jpg", "type": "image/jpeg", "sha256": "s", "keterangan": "Penyerahan"}
#: By how the inputs are named: what a person answers where one of everything is offered.
TYPED: dict[Inputs, dict[str, str]] = {
    Inputs.NONE: {},
    Inputs.OPTIONS: {"f": "a"},
    Inputs.ITEMS: {"f": "u1"},
    Inputs.ITEM_KEYS: {"f.u1": "a"},
    Inputs.FILE: {"f.file": "u1"},
    Inputs.GROUP: {"f.nama": "Ani"},
    Inputs.ROWS: {"f.0.nama": "Ani"},
}
every_type = pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
every_answered = pytest.mark.parametrize(
    "kind", [kind for kind in TYPES.values() if kind.answered], ids=lambda kind: str(kind.name)
)


def field_of(kind: FieldType, **more: Any) -> Field:
    parts = (Field(name="nama", label="Nama"),) if kind.has_parts else ()
    options = (OPTION,) if kind.has_options else ()
    of = ("foto",) if kind.offers_items else ()
    values = {"label": "Isian", "parts": parts, "options": options, "of": of, **more}
    return Field(name="f", type=kind.name, **values)


def typed_of(kind: FieldType) -> dict[str, list[str]]:
    typed = TYPED.get(kind.inputs, {"f": "a" if kind.has_options else kind.example})
    if kind.inputs is Inputs.ROWS and kind.takes_files:
        typed = {**typed, "f.0.file": "u1"}
    return {name: [value] for name, value in typed.items()}


def with_photo() -> Scope:
    return scope(photo("u1"), data={"foto": [ITEM]})


def problems(field: Field, typed: dict[str, list[str]]) -> dict[str, str]:
    with pytest.raises(InvalidAnswers) as refused:
        read_answers(Form(fields=(field,)), typed, with_photo())
    return {path: text(item.code, "id", **item.params) for path, item in refused.value.problems.items()}
