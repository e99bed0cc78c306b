"""Groups of fields, and one for each chosen channel."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.forms.fields import Field, Rule
from tests.engine.forms.conftest import photo, read

RESULTS = Field(
    name="hasil",
    label="Hasil",
    type="group",
    per="kanal",
    required=True,
    parts=(
        Field(name="status", label="Status", required=True),
        Field(name="url", label="URL", type="url", channel_limit="url", required_if='status == "tayang"'),
        Field(
            name="layar", label="Layar", type="file", required_if='status == "tayang" and kunci != "website"'
        ),
        Field(
            name="waktu",
            label="Waktu",
            type="datetime",
            rules=(Rule(condition="waktu >= langkah.Periksa.selesai", message="Mendahului."),),
        ),
    ),
)


def test_a_part_of_a_group_for_a_channel_that_nobody_typed_into_is_empty() -> None:
    parts = (
        Field(name="lampiran", label="L", type="files"),
        Field(name="alasan", label="A", type="per_item_select", of=("foto",)),
        Field(name="teks", label="T", per="kanal"),
    )
    group = Field(name="hasil", label="H", type="group", per="kanal", required_if='kunci == "x"', parts=parts)
    typed = {"hasil.instagram.teks.x": "a"}
    assert read([group], typed, data={"kanal": ["x", "instagram"]}) == {"hasil.x": "required"}
    assert read([group], {}, data={"kanal": ["instagram"]}) == {"hasil": {}}
    assert read([group], {**typed, "hasil.instagram.teks.instagram": "b"}, data={"kanal": "instagram"}) == {
        "hasil.instagram.teks.x": "not_requested"
    }
    assert read([group], {"hasil.instagram.teks.instagram": "b"}, data={"kanal": "instagram"}) == {
        "hasil": {"instagram": {"lampiran": [], "alasan": {}, "teks": {"instagram": "b"}}}
    }


def test_a_required_group_wants_something_unless_nothing_is_asked() -> None:
    part = Field(name="isi", label="I", shown_if="ada")
    group = Field(name="g", label="G", type="group", required=True, parts=(part,))
    assert read([group], {}, data={"ada": True}) == {"g": "required"}
    assert read([group], {"g.isi": "x"}, data={"ada": True}) == {"g": {"isi": "x"}}
    assert read([group], {}, data={"ada": False}) == {"g": None}


def test_a_day_is_compared_with_the_local_day_of_a_step() -> None:
    rule = Rule(condition="hari >= langkah.A.selesai", message="Dini.")
    field = Field(name="hari", label="H", type="date", rules=(rule,))
    done = {"A": datetime(2026, 11, 22, 23, 30, 59, tzinfo=UTC)}  # the 23rd, 06.30 WIB
    assert read([field], {"hari": "2026-11-22"}, done=done) == {"hari": "Dini."}
    assert read([field], {"hari": "2026-11-23"}, done=done) == {"hari": "2026-11-23"}


def test_a_group_for_each_channel_knows_its_channel() -> None:
    typed = {
        "hasil.website.status": "tayang",
        "hasil.website.url": "https://www.bantulkab.go.id/a",
        "hasil.x.status": "tayang",
        "hasil.x.url": "https://x.com.jahat.id/a",
        "hasil.x.waktu": "2026-11-23T08:59",
    }
    done = {"Periksa": datetime(2026, 11, 23, 2, 0, tzinfo=UTC)}
    data = {"kanal": ["website", "x"]}
    problems = {
        "hasil.x.url": "wrong_host",
        "hasil.x.layar": "field_types.file.missing",
        "hasil.x.waktu": "Mendahului.",
    }
    assert read([RESULTS], typed, data=data, done=done) == problems
    good = {
        **typed,
        "hasil.x.url": "https://x.com/a",
        "hasil.x.waktu": "2026-11-23T09:00",
        "hasil.x.layar.file": "a",
    }
    answers = read([RESULTS], good, photo("a"), data=data, done=done)
    assert list(answers["hasil"]) == ["website", "x"]
    assert answers["hasil"]["x"]["waktu"] == "2026-11-23T09:00:00+07:00"
    assert read([RESULTS], {}, data={"kanal": ["website"]}) == {"hasil.website.status": "required"}


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://instagram.com/p/1", True),
        ("https://www.instagram.com/p/1", True),
        ("https://INSTAGRAM.com./p/1", True),
        ("https://notinstagram.com/p/1", False),
        ("https://instagram.com.jahat.id/", False),
        ("https://іnstagram.com/", False),  # a Cyrillic і
    ],
)
def test_a_link_must_lead_to_its_channel(url: str, fine: bool) -> None:
    field = Field(name="u", label="U", type="url", per="kanal", channel_limit="url")
    answers = read([field], {"u.instagram": url}, data={"kanal": ["instagram"]})
    assert answers == ({"u": {"instagram": url}} if fine else {"u.instagram": "wrong_host"})


def test_a_group_that_nobody_must_fill_may_stay_empty() -> None:
    group = Field(
        name="g",
        label="G",
        type="group",
        parts=(Field(name="a", label="A", required=True), Field(name="b", label="B")),
    )
    assert read([group], {}) == {"g": None}
    assert read([group], {"g.b": "x"}) == {"g.a": "required"}
    assert read([group], {"g.a": "x"}) == {"g": {"a": "x", "b": None}}
