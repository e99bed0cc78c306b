from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engine.forms.fields import Field, Form
from engine.forms.types import TYPES
from tests.sample_fields import ITEM
from webforms.presentation import instance

TAKING = sorted(name for name, kind in TYPES.items() if kind.takes_files)


@pytest.mark.parametrize("kind", TAKING)
def test_the_files_of_an_instance_are_those_of_every_type_that_takes_files(
    kind: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(instance, "current_language", lambda: "id")
    answer = [ITEM] if TYPES[kind].sends_items else ITEM
    field = Field(name="f", label="Bukti", type=kind)
    assert files_of(field, answer) == ["u1"]
    inside = Field(name="g", label="Hasil", type="group", parts=(field,))
    assert files_of(inside, {"f": answer}) == ["u1"]


def test_words_in_place_of_a_file_are_no_file(monkeypatch: Any) -> None:
    monkeypatch.setattr(instance, "current_language", lambda: "id")
    assert files_of(Field(name="f", label="Bukti", type="file_or_text"), {"text": "Isi surat"}) == []


def files_of(field: Field, answer: Any) -> list[str]:
    step, diagram = SimpleNamespace(form=Form(fields=(field,))), SimpleNamespace(steps={})
    answers: Any = instance.answers_of(step, diagram, {field.name: answer})
    return [media.id for media in instance.media_of([answers])]
