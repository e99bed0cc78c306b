"""What is shown of an answer reads as that answer again, in each language: nobody who copies a figure from
the page into a form sends another one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form
from engine.forms.read import read_answers, to_typed
from engine.forms.show import show
from engine.forms.typed import LANGUAGE
from engine.forms.types import TYPES, FieldType, Inputs
from engine.forms.types.dispatch import written_in
from engine.texts import LANGUAGES, number_in_words, text
from tests.engine.forms.conftest import WIB, scope
from tests.sample_fields import field_of
from tests.tries import tries

#: What is typed as words; what is ticked or sent as a file is never typed from what is shown.
WRITTEN = [
    kind for kind in TYPES.values() if kind.inputs is Inputs.VALUE and kind.answered and not kind.has_options
]
_ZONES = [WIB, ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")]
_NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15).filter(
    lambda x: len(format(Decimal(repr(x)), "f")) < 40
)
_MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30)).map(
    lambda at: at.replace(microsecond=0)
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "number": _NUMBERS.map(lambda x: int(x) if x == int(x) else x),
    "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
    "datetime": _MOMENTS,
    "checkbox": st.just(True),
    "url": st.from_regex(r"https://[a-z]{2,9}\.go\.id/[a-z0-9?=&.,-]{0,20}", fullmatch=True),
    "tags": st.lists(st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True), min_size=1, unique=True),
}
_TEXTS = st.text(min_size=1)


def value_of(kind: FieldType, drawn: Any, zone: ZoneInfo) -> Any:
    """As a form stores it."""
    if kind.name == "datetime":
        return drawn.replace(tzinfo=zone).isoformat()
    return kind.plain(drawn) if kind.is_prose else drawn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: str(kind.name))
@settings(max_examples=tries(60))
@given(data=st.data())
def test_what_is_shown_is_read_as_the_same(kind: FieldType, language: str, data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(_ZONES))
    value = value_of(kind, data.draw(VALUES.get(kind.name, _TEXTS)), zone)
    field = field_of(kind)
    words = show(field, value, language, zone).text
    if value in (None, ""):
        return
    typed = {"f": [words], LANGUAGE: [language]}
    assert read_answers(Form(fields=(field,)), typed, scope(zone=zone))["f"] == value


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=tries(60))
@given(value=_NUMBERS, before=st.sampled_from(LANGUAGES))
def test_a_draft_means_the_same_in_another_language(value: float, before: str, language: str) -> None:
    """Also a number in a row; what is no number stays as it was typed."""
    number = Field(name="n", label="Jumlah", type="number")
    form = Form(fields=(number, Field(name="baris", label="Baris", type="repeat", parts=(number,))))
    answers = {"n": value, "baris": [{"n": value}]}
    typed = {**to_typed(form, answers, WIB, before), "baris.1.n": ["1.2,3"]}
    written = written_in(language, form, typed, WIB)
    assert written.pop("baris.1.n") == ["1.2,3"]
    assert read_answers(form, written, scope()) == answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_is_written_as_its_answer_is(language: str) -> None:
    field = Field(name="n", label="Jumlah", type="number", minimum=Decimal("1250.5"))
    form = Form(fields=(field,))
    with pytest.raises(InvalidAnswers) as refused:
        read_answers(form, {"n": ["1"], LANGUAGE: [language]}, scope())
    problem = refused.value.problems["n"]
    words = text(problem.code, language, **problem.params)
    limit = next(word.rstrip(".") for word in words.split() if word[0].isdigit())
    assert read_answers(form, {"n": [limit], LANGUAGE: [language]}, scope()) == {"n": 1250.5}


def test_seconds_are_shown_only_where_there_are_some() -> None:
    at = datetime(2026, 11, 23, 10, tzinfo=WIB)
    field = Field(name="f", label="Waktu", type="datetime")
    shown = [show(field, (at + timedelta(seconds=more)).isoformat(), "id", WIB).text for more in (0, 5)]
    assert shown == ["Senin, 23 November 2026, 10.00 WIB", "Senin, 23 November 2026, 10.00.05 WIB"]


def test_a_number_has_no_decimals_that_it_did_not_have() -> None:
    numbers = (250, 1500, 0.5, 1250000.5, Decimal("1250.50"), 10**15, 0, -1000)
    assert [number_in_words(each, "id") for each in numbers] == [
        "250", "1.500", "0,5", "1.250.000,5", "1.250,5", "1.000.000.000.000.000", "0", "-1.000",
    ]  # fmt: skip
