"""The rules of SOP 032's forms, as they stand in its diagram."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.diagram import read_diagram
from engine.errors import InvalidAnswers
from engine.forms.read import FileInfo, Scope, read_answers

FILE = Path(__file__).parents[2] / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
DIAGRAM = read_diagram(FILE.read_bytes())
WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=WIB)


def problems(step: str, typed: dict[str, list[str]], **scope: Any) -> dict[str, str]:
    """What is wrong, by input: a rule's own sentence, or the code."""
    photo = FileInfo(
        id="p", name="p.jpg", media_type="image/jpeg", size=1, state="ready", width=4000, height=3000
    )
    proof = FileInfo(
        id="b", name="b.pdf", media_type="application/pdf", size=1, state="ready", restricted=True
    )
    try:
        read_answers(
            DIAGRAM.steps[step].form, typed, Scope(now=NOW, zone=WIB, files={"p": photo, "b": proof}, **scope)
        )
    except InvalidAnswers as error:
        return {path: problem.text or problem.code for path, problem in error.problems.items()}
    return {}


@pytest.mark.parametrize(
    ("people", "consent", "fine"),
    [
        (["tidak_ada"], "tidak_diperlukan", True),
        (["pejabat"], "kedinasan", True),
        (["pejabat"], "tidak_diperlukan", False),
        (["dewasa"], "tertulis", True),
        (["pejabat", "dewasa"], "kedinasan", False),
        (["anak"], "wali_anak", True),
        (["anak"], "tertulis", False),
        (["anak"], "disamarkan", True),
        (["anak"], "belum", True),
        (["disabilitas"], "wali_disabilitas", True),
        (["disabilitas"], "tertulis", False),
        (["anak", "disabilitas"], "wali_anak", True),
        (["penerima"], "kedinasan", False),
        (["penerima"], "tertulis", True),
        (["korban_abh"], "disamarkan", True),
        (["korban_abh"], "belum", True),
        (["anak", "korban_abh"], "wali_anak", False),
        (["korban_abh"], "tertulis", False),
    ],
)
def test_consent_must_fit_the_people_in_the_photo(people: list[str], consent: str, fine: bool) -> None:
    typed = {
        "foto.0.file": ["p"],
        "foto.0.subjek": people,
        "foto.0.dasar_persetujuan": [consent],
        "foto.0.bukti_persetujuan.file": ["b"],
    }
    assert ("foto.0.dasar_persetujuan" not in problems("Serahkan_materi", typed)) is fine


@pytest.mark.parametrize("consent", ["tertulis", "wali_anak", "wali_disabilitas"])
def test_consent_on_paper_is_shown(consent: str) -> None:
    typed = {"foto.0.file": ["p"], "foto.0.dasar_persetujuan": [consent]}
    found = problems("Serahkan_materi", typed)
    assert any(path.startswith("foto.0.bukti_persetujuan") for path in found)
    found = problems("Serahkan_materi", typed | {"foto.0.dasar_persetujuan": ["disamarkan"]})
    assert not any(path.startswith("foto.0.bukti_persetujuan") for path in found)


def test_nobody_and_somebody_do_not_go_together() -> None:
    typed = {"foto.0.file": ["p"], "foto.0.subjek": ["tidak_ada", "pejabat"]}
    assert "“Tidak ada”" in problems("Serahkan_materi", typed)["foto.0.subjek"]


@pytest.mark.parametrize(("kind", "fine"), [("berita", False), ("pengumuman", True)])
def test_only_an_announcement_may_come_before_the_event(kind: str, fine: bool) -> None:
    typed = {"jenis_konten": [kind], "kapan_mulai": ["2026-12-01T08:00"]}
    assert ("kapan_mulai" not in problems("Serahkan_materi", typed)) is fine


def test_a_village_belongs_to_its_kapanewon() -> None:
    typed = {"di_mana_kapanewon": ["bantul"], "di_mana_kalurahan": ["sewon_panggungharjo"]}
    assert "di_mana_kalurahan" in problems("Serahkan_materi", typed)
    typed["di_mana_kapanewon"] = ["sewon"]
    assert "di_mana_kalurahan" not in problems("Serahkan_materi", typed)


ITEMS = {
    "foto": [
        {"file": "a", "sha256": "1", "dasar_persetujuan": "kedinasan"},
        {"file": "b", "sha256": "2", "dasar_persetujuan": "belum"},
    ],
    "video": [{"file": "v", "sha256": "3"}],
}


def test_what_has_no_consent_yet_cannot_be_selected_but_a_video_can() -> None:
    assert "pilih_media" not in problems("Pilih_bahan", {"pilih_media": ["a", "v"]}, data=ITEMS)
    assert (
        "Belum ada persetujuan" in problems("Pilih_bahan", {"pilih_media": ["b"]}, data=ITEMS)["pilih_media"]
    )


def test_the_main_photo_is_one_of_the_selected() -> None:
    assert "foto_utama" in problems("Pilih_bahan", {"pilih_media": ["v"], "foto_utama": ["a"]}, data=ITEMS)
    assert "foto_utama" not in problems(
        "Pilih_bahan", {"pilih_media": ["a"], "foto_utama": ["a"]}, data=ITEMS
    )


def test_the_checklist_is_complete_or_explained() -> None:
    checklist = DIAGRAM.steps["Pilih_bahan"].form.get("daftar_periksa")
    assert checklist is not None
    items = [option.id for option in checklist.options]
    assert "daftar_periksa" in problems("Pilih_bahan", {"daftar_periksa": items[1:]})
    assert "daftar_periksa" in problems("Pilih_bahan", {})
    assert "daftar_periksa" not in problems("Pilih_bahan", {"daftar_periksa": items})
    explained = {"daftar_periksa": items[1:], "catatan": ["Unsur “mengapa” menyusul."]}
    assert "daftar_periksa" not in problems("Pilih_bahan", explained)


def test_nothing_is_planned_before_the_embargo() -> None:
    data = {"embargo": "2026-11-25T08:00:00+07:00"}
    assert "jadwal" in problems("Pilih_bahan", {"jadwal": ["2026-11-25T07:59"]}, data=data)
    assert "jadwal" not in problems("Pilih_bahan", {"jadwal": ["2026-11-25T08:00"]}, data=data)


YES = {"keputusan": ["ya"], "konfirmasi_privasi": ["ya"], "sesuai_klasifikasi": ["berkala"]}


def test_a_yes_needs_its_confirmations_and_a_no_its_reasons() -> None:
    assert problems("Periksa_materi", YES) == {}
    assert set(problems("Periksa_materi", {"keputusan": ["ya"]})) == {
        "konfirmasi_privasi",
        "sesuai_klasifikasi",
    }
    assert set(problems("Periksa_materi", {"keputusan": ["tidak"]})) == {"kategori_alasan", "alasan"}


def test_what_waits_for_the_ppid_is_held() -> None:
    held = problems("Periksa_materi", YES | {"perlu_telaah_ppid": ["ya"]})
    assert "ditahan" in held["keputusan"]
    doubtful = {"klasifikasi_awal": "perlu_telaah"}
    assert problems("Periksa_materi", YES, data=doubtful) == {}
    unclassified = {name: value for name, value in YES.items() if name != "sesuai_klasifikasi"}
    assert "PPID" in problems("Periksa_materi", unclassified, data=doubtful)["keputusan"]


def published(**parts: str) -> dict[str, list[str]]:
    row = {"status": "tayang", "url": "https://sosial.bantulkab.go.id/x", "waktu_tayang": "2026-11-23T10:50"}
    return {f"hasil_kanal.website.{name}": [value] for name, value in (row | parts).items()} | {
        "sesuai_persetujuan": ["ya"]
    }


@pytest.mark.parametrize(
    ("parts", "embargo", "wrong"),
    [
        ({}, None, set()),
        ({"waktu_tayang": "2026-11-23T10:29"}, None, {"waktu_tayang"}),
        ({"waktu_tayang": "2026-11-23T11:01"}, None, {"waktu_tayang"}),
        ({}, "2026-11-23T10:51:00+07:00", {"waktu_tayang"}),
        ({}, "2026-11-23T10:50:00+07:00", set()),
        ({"waktu_tayang": "2026-11-23T10:30"}, None, set()),
        ({"url": "https://example.org/x"}, None, {"url"}),
        ({"url": ""}, None, {"url"}),
        ({"status": "gagal", "url": "", "waktu_tayang": ""}, None, {"alasan_gagal"}),
        ({"status": "gagal", "alasan_gagal": "x" * 20}, None, {"url", "waktu_tayang"}),
        ({"status": "dijadwalkan", "url": "", "waktu_tayang": ""}, None, set()),
    ],
)
def test_what_was_published_is_proven(parts: dict[str, str], embargo: str | None, wrong: set[str]) -> None:
    done = {"Periksa_materi": datetime(2026, 11, 23, 10, 30, 45, tzinfo=WIB)}
    data = {"kanal": ["website"], "embargo": embargo}
    found = problems("Tayangkan", published(**parts), data=data, done=done)
    assert set(found) == {f"hasil_kanal.website.{name}" for name in wrong}


def test_a_social_channel_needs_a_screenshot() -> None:
    data = {"kanal": ["x"]}
    typed = {
        "hasil_kanal.x.status": ["tayang"],
        "hasil_kanal.x.url": ["https://x.com/dinsos/1"],
        "hasil_kanal.x.waktu_tayang": ["2026-11-23T10:50"],
        "sesuai_persetujuan": ["tidak"],
    }
    done = {"Periksa_materi": datetime(2026, 11, 23, 10, 30, tzinfo=WIB)}
    found = problems("Tayangkan", typed, data=data, done=done)
    assert {path.removesuffix(".file") for path in found} == {
        "hasil_kanal.x.tangkapan_layar",
        "uraian_perubahan",
    }
