"""What the page reads in a form is what the server reads: else a condition would show what it should hide."""

from __future__ import annotations

from typing import Any

import pytest

from engine.forms.fields import Field, Form
from engine.forms.read import read_answers, to_typed
from engine.forms.scope import Answer
from engine.forms.types import TYPES, FieldType
from tests.engine.forms.conftest import WIB
from tests.node import packages, run
from tests.sample_fields import every_answered, field_of, typed_of, with_photo
from tests.webforms.html_form.form_page import source
from webforms.html_form import FormView

ANSWERED = [kind for kind in TYPES.values() if kind.answered]


def page_of(*fields: Field, typed: dict[str, list[str]]) -> str:
    return source(FormView(Form(fields=fields), typed, scope=with_photo(), language="id"))


@pytest.fixture(scope="module")
def read_in_the_page() -> dict[tuple[str, bool], Answer]:
    """By type, and whether something was typed."""
    packages()
    forms = {(kind.name, given): kind for kind in ANSWERED for given in (True, False)}
    typed = [written(kind) if given else {} for (_, given), kind in forms.items()]
    pages = [page_of(field_of(kind), typed=each) for kind, each in zip(forms.values(), typed, strict=True)]
    return dict(zip(forms, (read["answers"]["f"] for read in run("read_forms.mjs", pages)), strict=True))


def written(kind: FieldType) -> dict[str, list[str]]:
    """As an input of the browser has it, whose days are written in one way."""
    form = Form(fields=(field_of(kind),))
    return to_typed(form, read_answers(form, typed_of(kind), with_photo()), WIB)


@every_answered
def test_the_page_reads_what_the_server_reads(kind: FieldType, read_in_the_page: Any) -> None:
    answers = read_answers(Form(fields=(field_of(kind),)), typed_of(kind), with_photo())
    assert read_in_the_page[kind.name, True] == answers["f"]


@every_answered
def test_nothing_typed_is_nothing_to_the_page(kind: FieldType, read_in_the_page: Any) -> None:
    read = read_in_the_page[kind.name, False]
    assert (read, type(read)) == (kind.empty, type(kind.empty)) or read is False


def test_a_field_that_nobody_knows_is_not_read() -> None:
    packages()
    (read,) = run(
        "read_forms.mjs", [page_of(Field(name="f", label="Isian", type="never"), typed={"f": ["x"]})]
    )
    assert read["answers"] == {"f": None}
