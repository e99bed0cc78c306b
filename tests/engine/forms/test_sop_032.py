"""The four forms of SOP 032, as they stand in the diagram."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.bpmn.diagram import Diagram
from engine.forms.fields import Form
from engine.forms.read import to_typed, warnings
from tests.engine.forms.conftest import WIB, photo, read

TEXT = (
    "Dinas Sosial menyerahkan dua belas kursi roda kepada penyandang disabilitas di Pendapa Kapanewon Sewon. "
)
HANDED_IN = {
    "judul_kegiatan": "Penyerahan kursi roda",
    "bidang": "rehabilitasi_sosial",
    "jenis_konten": "berita",
    "apa": TEXT,
    "siapa": "Dinas Sosial bersama Kapanewon Sewon",
    "kapan_mulai": "2026-11-19T09:00",
    "di_mana_tempat": "Pendapa Kapanewon Sewon",
    "di_mana_kapanewon": "sewon",
    "di_mana_kalurahan": "sewon_bangunharjo",
    "mengapa": TEXT,
    "bagaimana": TEXT,
    "narasi": TEXT * 3,
    "foto.0.file": "a",
    "foto.0.keterangan": "Penyerahan simbolis",
    "foto.0.teks_alternatif": "Petugas menyerahkan kursi roda",
    "foto.0.subjek": ["pejabat"],
    "foto.0.dasar_persetujuan": "kedinasan",
    "klasifikasi_awal": "berkala",
    "pernyataan": "ya",
}


@pytest.fixture
def first(sop_032: Diagram) -> Form:
    return sop_032.steps["Serahkan_materi"].form


def test_material_is_handed_in(first: Form) -> None:
    answers = read(first, HANDED_IN, photo())
    assert answers["foto"][0]["sha256"] == "aaaa"
    assert answers["kutipan"] == answers["video"] == []
    again = to_typed(first, answers, WIB)
    assert read(first, again, photo()) == answers
    assert {path: problem.code for path, problem in warnings(first, answers).items()} == {
        "video": "forms.warning.no_video"
    }


def test_an_empty_first_form_names_every_required_field(first: Form) -> None:
    required = {field.name for field in first if field.required}
    assert read(first, {}).keys() == required
    assert len(required) > 10


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"kapan_mulai": "2026-11-23T10:01"}, "kapan_mulai"),
        ({"kapan_selesai": "2026-11-19T08:59"}, "kapan_selesai"),
        ({"di_mana_kalurahan": "sedayu_argodadi"}, "di_mana_kalurahan"),
        ({"foto.0.dasar_persetujuan": "tertulis"}, "foto.0.bukti_persetujuan"),
        ({"foto.0.subjek": ["anak"]}, "foto.0.dasar_persetujuan"),
        (
            {"foto.0.subjek": ["korban_abh"], "foto.0.dasar_persetujuan": "wali_anak"},
            "foto.0.dasar_persetujuan",
        ),
        ({"foto.0.subjek": ["tidak_ada", "anak"]}, "foto.0.subjek"),
        ({"batas_tayang": "2026-11-24T08:00", "embargo": "2026-11-25T08:00"}, "batas_tayang"),
    ],
)
def test_what_the_diagram_forbids_is_named(
    first: Form, change: dict[str, Any] | dict[str, str], path: str
) -> None:
    assert path in read(first, {**HANDED_IN, **change}, photo())


def test_an_announcement_may_precede_its_event(first: Form) -> None:
    typed = {**HANDED_IN, "kapan_mulai": "2026-12-23T10:01", "jenis_konten": "pengumuman"}
    assert "judul_kegiatan" in read(first, typed, photo())


def test_a_return_needs_its_reason_and_an_approval_does_not(sop_032: Diagram) -> None:
    form = sop_032.steps["Periksa_materi"].form
    assert read(form, {"keputusan": "tidak"}) == {
        "kategori_alasan": "field_types.multiselect.missing",
        "alasan": "required",
    }
    yes = {"keputusan": "ya", "konfirmasi_privasi": "ya", "sesuai_klasifikasi": "berkala"}
    answers = read(form, yes)
    assert answers["alasan"] is None
    assert read(form, {**yes, "alasan": "x"}) == {"alasan": "not_requested"}
    assert answers["konsultasi_kepala"] is False
    assert "keputusan" in read(form, {**yes, "perlu_telaah_ppid": "ya"})


def test_publishing_is_told_for_each_approved_channel(sop_032: Diagram) -> None:
    form = sop_032.steps["Tayangkan"].form
    done = {"Periksa_materi": datetime(2026, 11, 23, 2, 0, tzinfo=UTC)}
    typed = {
        "hasil_kanal.website.status": "tayang",
        "hasil_kanal.website.url": "https://sosial.bantulkab.go.id/berita/1",
        "hasil_kanal.website.waktu_tayang": "2026-11-23T09:30",
        "hasil_kanal.x.status": "gagal",
        "sesuai_persetujuan": "ya",
    }
    data = {"kanal": ["website", "x"]}
    assert read(form, typed, data=data, done=done) == {"hasil_kanal.x.alasan_gagal": "required"}
    told = {**typed, "hasil_kanal.x.alasan_gagal": "Akun terkunci"}
    answers = read(form, told, data=data, done=done)
    assert answers["hasil_kanal"]["x"]["url"] is None
    later = {**told, "hasil_kanal.website.waktu_tayang": "2026-11-23T10:30"}
    assert "hasil_kanal.website.waktu_tayang" in read(form, later, data=data, done=done)
