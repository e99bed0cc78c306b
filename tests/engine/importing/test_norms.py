"""Waktu as people write it."""

from __future__ import annotations

import pytest

from engine.calendar import parse_norm
from engine.importing.rows.norms import is_time, read_time

WRITTEN = {
    "60 menit": "PT60M",
    "60 Menit.": "PT60M",
    "15 mnt": "PT15M",
    "30'": "PT30M",
    "± 30 menit": "PT30M",
    "1-2 jam": "PT1H/PT2H",
    "1 – 20 hari": "P1D/P20D",
    "30 menit - 3 jam": "PT30M/PT3H",
    "5 s.d. 10 menit": "PT5M/PT10M",
    "1 x 24 jam": "1x24H",
    "2x24 Jam": "2x24H",
    "paling lambat 3 × 24 jam": "3x24H",
    "2 x 24 jam kerja": "P2D",
    "48 jam": "2x24H",
    "5 hari kerja": "P5D",
    "14 (empat belas) hari kerja": "P14D",
    "1 jam 30 menit": "PT1H30M",
    "½ jam": "PT30M",
    "1,5 jam": "PT1H30M",
    "satu jam": "PT1H",
    "1 minggu": "P5D",
    "paling lama 3 hari kerja": "P3D",
    "maks. 2 jam": "PT2H",
    "30 menit/berkas": "PT30M",
}
NOTHING = (
    "",
    "-",
    "–",
    "Hari yang sama",
    "Menyesuaikan",
    "2 bulan",
    "3 - 1 jam",
    "0 menit",
    "99999999 hari",
    "besok",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_duration_becomes_a_norm(text: str) -> None:
    assert read_time(text).norm == WRITTEN[text]
    assert is_time(text)
    parse_norm(WRITTEN[text])


@pytest.mark.parametrize("text", NOTHING)
def test_anything_else_becomes_none(text: str) -> None:
    assert read_time(text).norm == ""


def test_days_without_kind_are_doubted_and_working_days_are_not() -> None:
    assert read_time("3 hari").kinds == ("time_days",)
    assert read_time("3 hari kerja").kinds == ()


def test_the_header_can_give_the_unit() -> None:
    assert read_time("30", unit="menit").norm == "PT30M"
    assert read_time("30").norm == ""


def test_a_text_that_mentions_a_duration_is_none() -> None:
    assert not is_time("Foto dan video berdurasi 5 menit")
    assert not is_time("Bahan rilis")


@pytest.mark.parametrize(
    ("text", "norm"),
    [("1/2 jam", "PT30M"), ("1 1/2 jam", "PT1H30M"), ("1½ jam", "PT1H30M"), ("¾ jam", "PT45M")],
)
def test_fractions_are_durations(text: str, norm: str) -> None:
    assert read_time(text).norm == norm


@pytest.mark.parametrize(
    "text", ["± 1 jam", "minimal 1 jam", "1 jam/berkas", "1 jam per orang", "1 jam (hari yang sama)"]
)
def test_what_a_norm_cannot_say_is_told(text: str) -> None:
    assert (read_time(text).norm, read_time(text).kinds) == ("PT1H", ("time_qualified",))


@pytest.mark.parametrize("text", ["1 (satu) jam", "maks. 15 (lima belas) menit", "paling lama 2 jam"])
def test_a_number_in_words_says_nothing_more(text: str) -> None:
    assert read_time(text).kinds == ()
