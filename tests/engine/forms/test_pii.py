from __future__ import annotations

import time

import pytest

from engine.forms.fields import Field, Form
from engine.forms.pii import find
from engine.forms.read import warnings

ALL = ("nik", "no_kk", "no_hp", "email_pribadi")


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        ("NIK 3402121503800001 atas nama", "nik", "3402••••••••••••"),
        ("NIK: 3402125503800001.", "nik", "3402••••••••••••"),  # a woman: day + 40
        ("3402 1215 0380 0001", "nik", "3402 •••• •••• ••••"),
        ("34.02.12.150380.0001", "nik", "34.02.••.••••••.••••"),
        ("KK 3402129903800001", "no_kk", "3402••••••••••••"),
        ("(3402121503800001)", "nik", "3402••••••••••••"),
        ("NIK 9271012902000001", "nik", "9271••••••••••••"),  # of a young province, born on a leap day
        # No such day, neither a man's nor a woman's; no serial number: then it is a family's card.
        ("3402123102800001", "no_kk", "3402••••••••••••"),
        ("3402127102800001", "no_kk", "3402••••••••••••"),
        ("3402126902810001", "no_kk", "3402••••••••••••"),
        ("3402124003800001", "no_kk", "3402••••••••••••"),
        ("3402120003800001", "no_kk", "3402••••••••••••"),
        ("3402127203800001", "no_kk", "3402••••••••••••"),
        ("3402121513800001", "no_kk", "3402••••••••••••"),
        ("3402121503800000", "no_kk", "3402••••••••••••"),
        ("hubungi 081234567890", "no_hp", "0812••••••••"),
        ("hubungi 0812-3456-7890 ya", "no_hp", "0812-••••-••••"),
        ("+62 812 3456 7890", "no_hp", "+62 81• •••• ••••"),
        ("6281234567890", "no_hp", "6281•••••••••"),
        ("WA:0856 4321 234", "no_hp", "0856 •••• •••"),
        ("surel ani.w+x@gmail.com ya", "email_pribadi", "a•••@gmail.com"),
        ("budi@yahoo.co.id", "email_pribadi", "b•••@yahoo.co.id"),
    ],
)
def test_personal_data_is_found_and_masked(text: str, kind: str, masked: str) -> None:
    assert [(item.kind, item.masked) for item in find(text, ALL)] == [(kind, masked)]


@pytest.mark.parametrize(
    "text",
    [
        "tahun 2024 sampai 2026",
        "Rp 1.234.567.890.123,00",
        "Rp1234567890123456",
        "anggaran 1.250.000.000 rupiah",
        "032 / SOP DIN SOS BTL / 2024",
        "NIP 196912311996031017",
        "NIP. 19691231 199603 1 017",
        "Telp (0274) 367338, Fax (0274) 367504",
        "20 November 2026 pukul 08.30-10.00",
        "23-11-2026 08:00 dan 24-11-2026 09:00",
        "https://sosial.bantulkab.go.id/3402121503800001",
        "kode ABC3402121503800001X",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16",
        "08 12 15 20",
        "sosial@bantulkab.go.id",
        "UU 11/2012 pasal 19, Perda 08/2012",
        "12 kursi roda, 240 peserta, 08.00 WIB",
        "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6",
    ],
)
def test_ordinary_numbers_raise_no_alarm(text: str) -> None:
    assert find(text, ALL) == []


def test_only_what_was_asked_for_is_looked_for() -> None:
    text = "NIK 3402121503800001, 081234567890, ani@gmail.com"
    assert [item.kind for item in find(text, ("no_hp",))] == ["no_hp"]
    assert [item.kind for item in find(text, ALL)] == ["nik", "no_hp", "email_pribadi"]
    assert [item.kind for item in find("3402129903800001", ("nik",))] == ["nik"]
    assert [item.kind for item in find("3402129903800001", ("no_hp", "nik"))] == ["nik"]


@pytest.mark.thorough
def test_long_hostile_text_takes_no_time() -> None:
    started = time.process_time()
    for piece in ("0", "0812-", "1 ", "12 ", "a@", "+62", "08 1", "3402 1215 0380 0001; "):
        find(piece * 40_000, ALL)
    assert time.process_time() - started < 5


def test_doubts_stand_under_the_input_that_raises_them() -> None:
    form = Form(
        fields=(
            Field(name="judul", label="J", warn_over=3),
            Field(name="siapa", label="S", type="textarea", detect=ALL),
            Field(name="k", label="K", type="repeat", parts=(Field(name="isi", label="I", detect=("nik",)),)),
            Field(name="t", label="T", type="textarea", per="kanal", channel_limit="text", detect=("no_hp",)),
            Field(name="video", label="V", type="files", accept=("video/mp4",)),
        )
    )
    answers = {
        "judul": "empat",
        "siapa": "081234567890",
        "k": [{"isi": "-"}, {"isi": "3402121503800001"}],
        "t": {"instagram": "#a #b #c #d #e #f", "whatsapp_channel": "x" * 1025, "x": "081234567890"},
        "video": [],
    }
    doubts = {
        path: problem.code.removeprefix("forms.warning.") for path, problem in warnings(form, answers).items()
    }
    assert doubts == {
        "judul": "long",
        "siapa": "no_hp",
        "k.1.isi": "nik",
        "t.instagram": "hashtags",
        "t.whatsapp_channel": "channel_long",
        "t.x": "no_hp",
        "video": "no_video",
    }
