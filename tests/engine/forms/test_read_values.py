from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.forms.fields import Field, Option, Rule
from engine.forms.scope import Locale
from engine.forms.types import type_of
from engine.forms.types.base import ValueType
from engine.forms.wrong import Wrong
from tests.engine.forms.conftest import one, read

COLOURS = (
    Option(id="merah", label="Merah"),
    Option(id="hijau", label="Hijau"),
    Option(id="biru", label="Biru"),
)


@pytest.mark.parametrize(
    ("type_", "typed", "answer"),
    [
        ("text", "  dua\n kata  ", "dua kata"),
        ("text", "a\x00b\u202ec\x1b", "abc"),
        ("text", "e\u0301", "é"),
        ("text", "   ", None),
        ("text", "\ud800x", "x"),
        ("textarea", "satu\r\ndua\rtiga\n", "satu\ndua\ntiga"),
        ("number", "1.250.000", 1250000),
        ("number", "1.250,5", 1250.5),
        ("number", "12,50", 12.5),
        ("number", "12.5", 12.5),
        ("number", "0.125", 0.125),
        ("number", "012.500", 12.5),
        ("number", "-3", -3),
        ("number", " 1 000 ", 1000),
        ("number", "7,0", 7),
        ("number", "", None),
        ("number", "dua", "not_a_number"),
        ("number", "1e5", "not_a_number"),
        ("number", "1,2,3", "not_a_number"),
        ("number", "1.25.000", "not_a_number"),
        ("number", "٣", "not_a_number"),
        ("number", "9" * 30, "number_too_big"),
        ("date", "2026-11-23", "2026-11-23"),
        ("date", "23/11/2026", "2026-11-23"),
        ("date", "2026-02-30", "not_a_date"),
        ("date", "20261123", "not_a_date"),
        ("date", "0001-01-01", "not_a_date"),
        ("datetime", "2026-11-23T10:00", "2026-11-23T10:00:00+07:00"),
        ("datetime", "2026-11-23T10:00:30", "2026-11-23T10:00:30+07:00"),
        ("datetime", "23-11-2026 10.00 WIB", "2026-11-23T10:00:00+07:00"),
        ("datetime", "23-11-2026 10.00 wib", "2026-11-23T10:00:00+07:00"),
        ("datetime", "23-11-2026 10.00 WITA", "not_a_datetime"),
        ("datetime", "2026-11-23", "not_a_datetime"),
        ("datetime", "2026-11-23T24:00", "not_a_datetime"),
        ("datetime", "9999-12-31T23:59", "not_a_datetime"),
        ("checkbox", "ya", True),
        ("checkbox", "", False),
        ("checkbox", "tidak", False),
        ("tags", ["#Bantul, #sosial  kursiRoda#BANTUL"], ["Bantul", "sosial", "kursiRoda"]),
        ("tags", "a-b", "bad_tag"),
        ("tags", "", []),
        (
            "url",
            "https://sosial.bantulkab.go.id/berita?id=1#a",
            "https://sosial.bantulkab.go.id/berita?id=1#a",
        ),
        ("url", "ftp://a.id/", "not_a_url"),
        ("url", "javascript:alert(1)", "not_a_url"),
        ("url", "https://instagram.com@jahat.id/", "not_a_url"),
        ("url", "https://jahat.id\\@instagram.com/", "not_a_url"),
        ("url", "https://a b.id/", "not_a_url"),
        ("url", "https://localhost/", "not_a_url"),
        ("url", "https://a.id:99999/", "not_a_url"),
        ("url", 'https://a.id/"onclick=', "not_a_url"),
        ("url", "https://[::1]/", "not_a_url"),
        ("url", "https://a.id/" + "x" * 2000, "url_too_long"),
    ],
)
def test_one_typed_value_is_read(
    type_: str, typed: list[str] | str, answer: bool | float | int | list[object] | list[str] | str | None
) -> None:
    assert one(type_, typed) == answer


def test_a_time_is_that_of_the_offices_own_zone() -> None:
    field, makassar = Field(name="f", label="F", type="datetime"), ZoneInfo("Asia/Makassar")
    kind = type_of(field)
    assert isinstance(kind, ValueType)
    assert kind.value(field, ["23/11/2026 10.00 WITA"], Locale("id", makassar)) == "2026-11-23T10:00:00+08:00"
    with pytest.raises(Wrong):
        kind.value(field, ["23/11/2026 10.00 WIB"], Locale("id", makassar))


def test_a_name_that_was_not_asked_for_is_dropped() -> None:
    assert read([Field(name="a", label="A")], {"a": "x", "peran": "admin", "a.b": "y"}) == {"a": "x"}


def test_only_options_of_the_list_are_answers() -> None:
    assert one("select", "merah", options=COLOURS) == "merah"
    assert one("radio", "ungu", options=COLOURS) == "not_an_option"
    assert one("multiselect", ["biru", "merah", "biru"], options=COLOURS) == ["merah", "biru"]
    assert one("multiselect", ["merah", "ungu"], options=COLOURS) == "not_an_option"


def test_a_required_checklist_wants_every_item() -> None:
    assert one("checklist", ["merah"], options=COLOURS) == ["merah"]
    assert one("checklist", ["merah"], options=COLOURS, required=True) == "field_types.checklist.missing"
    assert one("checklist", [], options=COLOURS, required=True) == "field_types.checklist.missing"
    assert one("checklist", ["biru", "merah", "hijau"], options=COLOURS, required=True) == [
        "merah",
        "hijau",
        "biru",
    ]


def test_characters_are_counted_as_people_count_them() -> None:
    # é typed as two code points, a line end typed as two characters
    assert one("textarea", "e\u0301\r\n😀", max_length=3) == "é\n😀"
    assert one("text", "abcd", max_length=3) == "too_long"
    assert one("text", "ab", min_length=3) == "too_short"


def test_numbers_and_lists_have_limits() -> None:
    assert one("number", "0", minimum=Decimal(1)) == "too_small"
    assert one("number", "2,5", maximum=Decimal("2.4")) == "too_large"
    assert one("number", "0", required=True) == 0
    assert one("multiselect", ["merah"], options=COLOURS, min_items=2) == "too_few"
    assert one("tags", "a b c", max_items=2) == "too_many"


def test_all_problems_come_at_once() -> None:
    fields = [
        Field(name="a", label="A", required=True),
        Field(name="b", label="B", type="number"),
        Field(name="c", label="C", type="select", options=COLOURS),
        Field(name="d", label="D", type="checkbox", required=True),
    ]
    problems = {
        "a": "required",
        "b": "not_a_number",
        "c": "not_an_option",
        "d": "field_types.checkbox.missing",
    }
    assert read(fields, {"b": "x", "c": "y"}) == problems


def test_a_field_is_required_only_while_its_condition_holds() -> None:
    fields = [
        Field(
            name="keputusan",
            label="K",
            type="radio",
            options=(Option(id="ya", label="Ya"), Option(id="tidak", label="T")),
        ),
        Field(name="alasan", label="A", type="textarea", required_if='keputusan == "tidak"'),
    ]
    assert read(fields, {"keputusan": "tidak"}) == {"alasan": "required"}
    assert read(fields, {"keputusan": "ya"}) == {"keputusan": "ya", "alasan": None}


def test_a_hidden_field_has_no_answer_and_what_was_typed_there_is_not_lost_unseen() -> None:
    fields = [
        Field(name="a", label="A"),
        Field(name="b", label="B", type="number", required=True, shown_if='a == "x"'),
        Field(name="c", label="C", required_if="b == 5"),
    ]
    assert read(fields, {"a": "y"}) == {"a": "y", "b": None, "c": None}
    for typed in ("bukan angka", "5"):
        assert read(fields, {"a": "y", "b": typed}) == {"b": "not_requested"}
    assert read(fields, {"a": "x", "b": "5"}) == {"c": "required"}


def test_of_a_hidden_list_nothing_is_chosen() -> None:
    """A gateway that asks whether something is in it would fail on None."""
    options = (Option(id="x", label="X"),)
    fields = [
        Field(name="a", label="A"),
        Field(name="b", label="B", type="checklist", options=options, shown_if='a == "x"'),
        Field(name="c", label="C", per="b", shown_if='a == "x"'),
    ]
    assert read(fields, {"a": "y"}) == {"a": "y", "b": [], "c": {}}
    assert read(fields, {"a": "y", "b": "x", "c.x": "1"}) == {"b": "not_requested", "c": "not_requested"}


def test_a_rule_speaks_with_its_own_sentence() -> None:
    rules = (Rule(condition="f <= sekarang", message="Belum tiba."),)
    assert one("datetime", "2026-11-23T10:01", rules=rules) == "Belum tiba."
    assert one("datetime", "2026-11-23T10:00", rules=rules) == "2026-11-23T10:00:00+07:00"
    assert one("date", "2026-11-23", rules=rules) == "2026-11-23"
    assert one("date", "", rules=rules) is None
    assert one("date", "2026-11-24", rules=(Rule(condition="f <= sekarang", message=""),)) == "rule"


def test_a_rule_about_a_field_that_is_wrong_itself_is_not_judged() -> None:
    fields = [
        Field(name="mulai", label="M", type="datetime", required=True),
        Field(
            name="selesai",
            label="S",
            type="datetime",
            rules=(Rule(condition="selesai >= mulai", message="Mendahului."),),
        ),
    ]
    assert read(fields, {"selesai": "2026-11-23T10:00"}) == {"mulai": "required"}
    wrong = {"mulai": "2026-11-23T11:00", "selesai": "2026-11-23T10:00"}
    assert read(fields, wrong) == {"selesai": "Mendahului."}


def test_too_much_text_is_refused_as_a_whole() -> None:
    assert read([Field(name="a", label="A")], {"x": "y" * 1_000_001}) == {"": "too_much"}
