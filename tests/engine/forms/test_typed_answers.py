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
from engine.forms.types import TYPES, Inputs
from tests.sample_fields import field_of, with_photo

TABLE: dict[str, list[tuple[str, Any]]] = json.loads(
    (Path(__file__).parent / "typed_answers.json").read_text("utf-8")
)
WRONG = {"wrong": True}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_typed_means_what_the_table_says(name: str) -> None:
    form = Form(fields=(field_of(TYPES[name]),))
    meant = {}
    for typed, _ in TABLE[name]:
        try:
            meant[typed] = read_answers(form, {"f": [typed]}, with_photo())["f"]
        except InvalidAnswers:
            meant[typed] = WRONG
    assert meant == dict(TABLE[name])


def test_each_type_whose_answer_stands_in_inputs_of_its_own_name_is_in_the_table() -> None:
    named = {Inputs.VALUE, Inputs.OPTIONS, Inputs.ITEMS}
    assert {kind.name for kind in TYPES.values() if kind.inputs in named} == {*TABLE}
