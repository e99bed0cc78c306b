"""A field whose type nobody knows: it is seen and named, never taken for a text, and its step stays open.

Lint refuses such a diagram; one in force can come to it by an Alur that knows fewer types.
"""

from __future__ import annotations

import pytest

from engine.forms.fields import Field, Form, Option
from engine.forms.read import to_typed
from engine.forms.show import show, show_form
from engine.forms.types import UNKNOWN, type_of
from engine.texts import text
from tests.engine.forms.conftest import WIB, one, read, scope
from tests.webforms.html_form.form_page import rendered
from webforms.html_form import FormView

HOLOGRAM = Field(name="f", label="Hologram", type="hologram", options=(Option(id="a", label="A"),))


def test_it_is_of_no_type_that_somebody_can_answer() -> None:
    assert type_of(HOLOGRAM) is UNKNOWN
    assert type_of(Field(name="f", label="F", type="unknown")) is UNKNOWN


@pytest.mark.parametrize("typed", [[], ["apa saja"]])
def test_what_is_typed_for_it_is_no_answer(typed: list[str]) -> None:
    assert one("hologram", typed) == "unknown_type"


def test_a_step_that_asks_it_cannot_be_completed() -> None:
    group = Field(name="g", label="G", type="group", parts=(HOLOGRAM,))
    rows = Field(name="r", label="R", type="repeat", parts=(HOLOGRAM, Field(name="n", label="N")))
    keyed = Field(name="k", label="K", type="hologram", per="kanal")
    assert read([Field(name="a", label="A"), HOLOGRAM], {"a": "x"}) == {"f": "unknown_type"}
    assert read([group], {}) == {"g.f": "unknown_type"}
    assert read([rows], {"r.0.n": "x"}) == {"r.0.f": "unknown_type"}
    assert read([keyed], {}, data={"kanal": ["x"]}) == {"k.x": "unknown_type"}


def test_what_is_not_asked_now_stops_nothing() -> None:
    hidden = Field(name="f", label="F", type="hologram", shown_if='a == "ya"')
    assert read([Field(name="a", label="A"), hidden], {"a": "tidak"}) == {"a": "tidak", "f": None}
    assert read([Field(name="r", label="R", type="repeat", parts=(HOLOGRAM,))], {}) == {"r": []}


def test_what_was_answered_before_is_still_told() -> None:
    assert show(HOLOGRAM, ["a", 3], "id", WIB).text == "a, 3"
    assert [shown.text for shown in show_form(Form(fields=(HOLOGRAM,)), {"f": "x"}, "id", WIB)] == ["x"]
    assert to_typed(Form(fields=(HOLOGRAM,)), {"f": "x"}, WIB) == {"f": ["x"]}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_says_that_it_cannot_be_filled_in(language: str) -> None:
    root = rendered(FormView(Form(fields=(HOLOGRAM,)), {}, scope=scope(), language=language))
    (section,) = root.xpath("//*[@data-control='unknown']")
    assert section.xpath(".//input | .//select | .//textarea") == []
    assert text("field_types.unknown.hint", language, type="hologram") in section.text_content()
