"""Which fields are shown, and what the answers are then: what is typed is stored or refused."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form, Option
from engine.forms.read import read_answers
from engine.forms.settled import settle_form
from engine.forms.typed import Reading
from engine.forms.types.dispatch import is_typed
from tests.engine.forms.conftest import photo, read, scope
from tests.engine.forms.random_forms import made

ABC = tuple(Option(id=key, label=key.upper()) for key in "abc")


def shown(condition: str, name: str = "z", **more: Any) -> Field:
    return Field(name=name, label="Z", shown_if=condition, **more)


def is_shown(fields: list[Field], typed: dict[str, str], condition: str) -> bool:
    """Whether a field with that condition is asked after these fields."""
    form = Form(fields=(*fields, shown(condition)))
    texts = {name: [text] for name, text in typed.items()}
    settled = settle_form(form, Reading(typed=texts, scope=scope(photo())))
    return "z" not in settled.hidden


def test_a_reason_that_hangs_on_tags_is_not_dropped_because_two_are_one() -> None:
    tags = Field(name="tagar", label="T", type="tags")
    fields = [tags, shown("len(tagar) >= 2", "alasan", required=True)]
    assert read(fields, {"tagar": "Dinsos dinsos"}) == {"tagar": ["Dinsos"], "alasan": None}
    assert read(fields, {"tagar": "Dinsos dinsos", "alasan": "x"}) == {"alasan": "not_requested"}
    assert read(fields, {"tagar": "Dinsos Sosial", "alasan": "x"})["alasan"] == "x"


def test_what_is_wrong_elsewhere_is_said_first() -> None:
    """The field that hangs on a number with a slip of the pen is not hidden for good."""
    fields = [Field(name="suhu", label="S", type="number"), shown("suhu < 0", "alasan")]
    assert read(fields, {"suhu": "-3x", "alasan": "dingin"}) == {"suhu": "not_a_number"}
    assert read(fields, {"suhu": "\u22123", "alasan": "dingin"}) == {"suhu": -3, "alasan": "dingin"}


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ({}, 0),
        ({"k.0.nama": "", "k.0.jenis": ""}, 0),
        ({"k.0.nama": " ", "k.0.jenis": "a"}, 0),
        ({"k.0.nama": "\u200e", "k.0.jenis": "a"}, 0),
        ({"k.0.nama": "", "k.0.jenis": "b"}, 1),
        ({"k.0.nama": "Ani", "k.0.jenis": "a", "k.3.nama": "", "k.3.jenis": "a"}, 1),
        ({"k.0.rahasia": "x"}, 0),
    ],
)
def test_a_row_counts_when_something_stands_in_it_that_it_does_not_show_by_itself(
    typed: dict[str, str], count: int
) -> None:
    parts = (
        Field(name="nama", label="N"),
        Field(name="jenis", label="J", type="select", options=ABC, default="a"),
        Field(name="rahasia", label="R", shown_if='jenis == "c"'),
    )
    rows = Field(name="k", label="K", type="repeat", parts=parts)
    assert is_shown([rows], typed, f"len(k) == {count}")
    assert not is_shown([rows], typed, f"len(k) != {count}")


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ({}, "not g"),
        ({}, "len(g) == 0"),
        ({"g.t": "#"}, "not g"),
        ({"g.p": "x"}, "not g"),
        ({"g.n": "1"}, "len(g) == 3"),
        ({"g.n": "1", "g.p": "x"}, "g.p == None"),
        ({"g.n": "5", "g.p": "x"}, 'g.p == "x"'),
    ],
)
def test_a_group_in_which_nothing_stands_is_none_and_a_hidden_part_has_no_answer(
    typed: dict[str, str], condition: str
) -> None:
    parts = (
        Field(name="n", label="N", type="number"),
        Field(name="t", label="T", type="tags"),
        Field(name="p", label="P", shown_if="n > 2"),
    )
    assert is_shown([Field(name="g", label="G", type="group", parts=parts)], typed, condition)


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ({"k": "a", "t.a": "x", "t.b": "y"}, 'len(t) == 1 and "b" not in t'),
        ({"k": "a", "c.b": "ya"}, "not c"),
        ({"k": "a"}, "not c and not t"),
        ({"k": "a", "c.a": "ya"}, "c.a"),
    ],
)
def test_of_options_that_are_not_chosen_nothing_is_known(typed: dict[str, str], condition: str) -> None:
    fields = [
        Field(name="k", label="K", type="multiselect", options=ABC),
        Field(name="t", label="T", per="k"),
        Field(name="c", label="C", type="checkbox", per="k"),
    ]
    assert is_shown(fields, typed, condition)


def test_a_file_is_known_with_its_kind() -> None:
    file = Field(name="f", label="F", type="file")
    assert is_shown([file], {"f.file": "a"}, 'f.type == "image/jpeg" and f.name.startswith("a")')


def test_conditions_may_read_what_comes_later() -> None:
    fields = [
        shown('b == "x"', "a"),
        shown('c == "x"', "b"),
        Field(name="c", label="C"),
    ]
    assert read(fields, {"a": "1", "b": "x", "c": "x"}) == {"a": "1", "b": "x", "c": "x"}
    # Without c there is no b, and without b no a.
    assert read(fields, {"a": "1", "b": "x"}) == {"a": "not_requested", "b": "not_requested"}


def test_conditions_in_a_circle_lose_nothing() -> None:
    assert read([shown("x == None", "x")], {"x": "a"}) == {"x": "a"}
    other = [shown("y == None", "x"), shown("x != None", "y")]
    assert read(other, {"x": "a", "y": "b"}) == {"x": "a", "y": "b"}


def test_what_a_hidden_field_shows_by_itself_is_no_loss() -> None:
    fields = [Field(name="a", label="A"), shown('a == "x"', "b", default="biasa")]
    assert read(fields, {"a": "y", "b": " biasa "}) == {"a": "y", "b": None}


@pytest.mark.parametrize("seed", range(400, 500))
def test_what_is_taken_was_asked(seed: int) -> None:
    """Without script all is sent, also what is hidden: it is refused, or nobody typed there."""
    form, typed, scope = made(seed)
    reading = Reading(typed=typed, scope=scope)
    settled = settle_form(form, reading)
    hidden = {path for path, field in settled.hidden.items() if is_typed(reading, field, path)}
    try:
        read_answers(form, typed, scope)
    except InvalidAnswers as refused:
        unwanted = {path for path, item in refused.problems.items() if "not_requested" in item.code}
        assert unwanted in (hidden, set())
    else:
        assert hidden == set()


VILLAGES = (
    Option(id="lain", label="Lain"),
    Option(id="timbulharjo", label="Timbulharjo", parents=("sewon",)),
    Option(id="srimulyo", label="Srimulyo", parents=("sewon", "jetis")),
    Option(id="canden", label="Canden", parents=("jetis",)),
)
DISTRICTS = tuple(Option(id=each, label=each.title()) for each in ("sewon", "jetis"))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"kalurahan": "canden"}, "canden"),
        ({"kapanewon": "jetis", "kalurahan": "canden"}, "canden"),
        ({"kapanewon": "sewon", "kalurahan": "srimulyo"}, "srimulyo"),
        ({"kapanewon": "sewon", "kalurahan": "lain"}, "lain"),
        ({"kapanewon": "sewon", "kalurahan": "canden"}, None),
    ],
)
def test_one_choice_narrows_another(typed: dict[str, str], answer: str | None) -> None:
    """An option belongs to choices, or is always offered; while nothing is chosen all are."""
    kalurahan = Field(name="kalurahan", label="K", type="select", narrowed_by="kapanewon", options=VILLAGES)
    fields = [Field(name="kapanewon", label="K", type="select", options=DISTRICTS), kalurahan]
    found = read(fields, typed)
    assert found["kalurahan"] == ("not_offered" if answer is None else answer)


def test_of_points_to_confirm_only_those_that_are_offered_count() -> None:
    points = Field(
        name="k", label="K", type="checklist", required=True, narrowed_by="kapanewon", options=VILLAGES
    )
    fields = [Field(name="kapanewon", label="K", type="select", options=DISTRICTS), points]
    form, offered = Form(fields=tuple(fields)), ["lain", "timbulharjo", "srimulyo"]
    answers = read_answers(form, {"kapanewon": ["sewon"], "k": offered}, scope())
    assert answers["k"] == offered
    assert "k" in read(fields, {"kapanewon": "sewon", "k": "lain"})
