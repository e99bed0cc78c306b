"""What is typed and what it means, type by type, in a table that the page's own readers are held to as well
(webforms/frontend/tests/form/typed_answers.test.js).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InvalidAnswers
from engine.forms.fields import Form
from engine.forms.read import read_answers
from engine.forms.typed import LANGUAGE
from engine.forms.types import TYPES, Inputs
from tests.sample_fields import field_of, with_photo

#: By type: what is typed, what it means, and the language of the page, where that isn't Indonesian.
TABLE: dict[str, list[list[Any]]] = json.loads(
    (Path(__file__).parent / "typed_answers.json").read_text("utf-8")
)
WRONG = {"wrong": True}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_typed_means_what_the_table_says(name: str) -> None:
    form = Form(fields=(field_of(TYPES[name]),))
    meant = []
    for typed, _answer, *language in TABLE[name]:
        try:
            answer = read_answers(form, {"f": [typed], LANGUAGE: language}, with_photo())["f"]
        except InvalidAnswers:
            answer = WRONG
        meant.append([typed, answer, *language])
    assert meant == TABLE[name]


def test_each_type_whose_answer_stands_in_inputs_of_its_own_name_is_in_the_table() -> None:
    named = {Inputs.VALUE, Inputs.OPTIONS, Inputs.ITEMS}
    assert {kind.name for kind in TYPES.values() if kind.inputs in named} == {*TABLE}
