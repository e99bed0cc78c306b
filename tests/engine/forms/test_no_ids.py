"""The id of a file is shown to nobody, wherever its answer or its input is read: files have names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.errors import InvalidAnswers
from engine.forms.described import audience
from engine.forms.fields import Field, Form, Option
from engine.forms.read import read_answers
from engine.forms.scope import Scope
from engine.forms.show import show
from engine.forms.shown import Shown, key_label
from engine.forms.typed_words import typed_in_words
from engine.forms.types import TYPES, FieldType
from tests.engine.forms.conftest import WIB, photo, scope
from tests.sample_fields import ITEM, every_answered, field_of, typed_of

ID, GONE = "0b0f7f2e-4a52-4b2b-9a77-0d6a2c1f7a10", "7f3c1d9a-8a61-4f0e-8a0f-1d2e3f405162"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
SENT = {**ITEM, "file": ID, "name": "serah-terima.jpg", "keterangan": None}
PHOTO = replace(photo(ID), name="serah-terima.jpg")


def with_file(*, known: bool = True) -> Scope:
    """Where the file was sent by an earlier step, and again by this one; or is gone."""
    return scope(PHOTO, data={"foto": [SENT], "kanal": [ID]}) if known else scope()


def as_ids(typed: dict[str, list[str]], file: str = ID) -> dict[str, list[str]]:
    named = {name.replace("u1", file): texts for name, texts in typed.items()}
    return {name: [text.replace("u1", file) for text in texts] for name, texts in named.items()}


def words(shown: Shown) -> Iterator[str]:
    yield from (shown.label, shown.text, *shown.items, *(media.name for media in shown.media))
    for part in (*shown.parts, *(each for media in shown.media for each in media.about)):
        yield from words(part)


def answers() -> dict[str, Any]:
    """By type: an answer that names a file wherever it can."""
    found: dict[str, Any] = {}
    for name, kind in TYPES.items():
        if kind.answered:
            form = Form(fields=(field_of(kind),))
            found[name] = read_answers(form, as_ids(typed_of(kind)), with_file())["f"]
    return found


ANSWERS = answers()


@every_answered
def test_an_answer_of_any_type_is_read_as_any_other_without_an_id(kind: FieldType) -> None:
    """A field may have been of another type when it was answered, or have one answer for each file."""
    assert any(_ID.search(str(answer)) for answer in ANSWERS.values())
    for answer in (*ANSWERS.values(), {ID: ANSWERS[kind.name]}, [ID], ID):
        for field in (field_of(kind), field_of(kind, per="kanal")):
            for items in ({ID: SENT}, {}):
                shown = show(field, answer, "id", WIB, items=items)
                assert [each for each in words(shown) if _ID.search(each)] == [], (answer, items)


@every_answered
@pytest.mark.parametrize("file", [ID, GONE])
def test_what_was_typed_is_read_without_an_id(kind: FieldType, file: str) -> None:
    options = (Option(id="a", label="Pilihan A"),) if kind.has_options else ()
    field = field_of(kind, options=options)
    form = Form(fields=(field, Field(name="lain", label="Lain", per="kanal")))
    typed = {**as_ids(typed_of(kind), file), f"lain.{file}": ["Naskah"], "lain.website": [file]}
    here = with_file(known=file == ID)
    to = audience([form], here.data, language="id", zone=WIB)
    lines = typed_in_words(form, typed, here, to)
    assert len(lines) >= 3
    assert [line for line in lines if _ID.search(" ".join(line))] == []
    if file == ID and any(ID in " ".join((name, *texts)) for name, texts in as_ids(typed_of(kind)).items()):
        assert any("jpg" in " ".join(line) for line in lines)
    if kind.has_options:
        assert "Pilihan A" in " ".join(" ".join(line) for line in lines)


def test_what_cannot_be_read_stands_as_it_was_typed() -> None:
    form = Form(fields=(Field(name="n", label="Jumlah", type="number"),))
    with pytest.raises(InvalidAnswers):
        read_answers(form, {"n": ["dua"]}, scope())
    to = audience([form], {}, language="id", zone=WIB)
    assert typed_in_words(form, {"n": ["dua"], "gone": ["x"]}, scope(), to) == [("Jumlah", "dua")]


def test_a_key_that_is_a_file_nobody_knows_is_called_one() -> None:
    assert key_label(GONE) == "file"
    assert key_label("sewon") == "sewon"
