"""Text copied from a PDF viewer: cells behind one another, or on lines of their own."""

from __future__ import annotations

import pytest

from engine.importing.plan.steps import Plan
from tests.engine.importing.drawn import planned
from tests.engine.importing.examples import CUTI, PERJALANAN_DINAS, SURAT_MASUK
from tests.engine.importing.oddities import TAMU
from tests.engine.importing.pdf.printed import How, as_pdf, copied
from tests.engine.importing.tables import Sop, official

# Each paper is set and read whole.
pytestmark = pytest.mark.thorough

_HEAD = """STANDAR OPERASIONAL PROSEDUR
Nomor SOP 065/12/2026
Nama SOP Peminjaman Arsip
No Uraian Prosedur Pelaksana Mutu Baku Keterangan
Pemohon Kepala Bidang Arsip Petugas Depo Kelengkapan Waktu Output
"""


def _row(plan: Plan, number: str) -> tuple[str, str, str, str, str]:
    row = next(step.row for step in plan.steps if step.key == number)
    return row.description, row.inputs, row.time, row.output, row.remarks


def _texts(plan: Plan, kind: str) -> str:
    return " ".join(str(item.params["text"]) for item in plan.assumptions if item.kind == kind)


@pytest.mark.parametrize("sop", [SURAT_MASUK, CUTI, PERJALANAN_DINAS, TAMU], ids=lambda sop: sop.name)
@pytest.mark.parametrize("how", [How(), How(ruled=False)], ids=["copied", "without lines"])
def test_its_steps_and_ways_are_those_that_were_printed(sop: Sop, how: How) -> None:
    pdf = as_pdf(sop, official(sop), how)
    plan = planned(copied(pdf)) if how.ruled else planned(pdf, "sop.pdf")
    assert plan.name == sop.name
    assert set(plan.edges()) == sop.edges
    assert _texts(plan, "cells_run_together")


def test_cells_in_one_line_are_parted_where_one_sign_says_so() -> None:
    plan = planned(
        _HEAD + "1 Mengajukan permohonan pinjam arsip Formulir pinjam 10 menit Formulir terisi\n"
        "2. Memeriksa ketersediaan arsip Daftar arsip 1-2 jam Catatan Jika tidak ada kembali ke no. 1\n"
        "3 Menyerahkan arsip kepada Pemohon\nArsip\n14 (empat belas) hari\nkerja Tanda terima\n"
    )
    assert (plan.name, plan.identity["nomor_sop"]) == ("Peminjaman Arsip", "065/12/2026")
    assert plan.lanes == ("Pemohon", "Kepala Bidang Arsip", "Petugas Depo")
    assert _row(plan, "1") == (
        "Mengajukan permohonan pinjam arsip", "Formulir pinjam", "10 menit", "Formulir terisi", "",
    )  # fmt: skip
    assert _row(plan, "2")[4] == "Jika tidak ada kembali ke no. 1"
    assert _row(plan, "3")[:4] == (
        "Menyerahkan arsip kepada Pemohon", "Arsip", "14 (empat belas) hari kerja", "Tanda terima",
    )  # fmt: skip
    assert [step.norm for step in plan.steps] == ["PT10M", "PT1H/PT2H", "P14D"]


def test_cells_on_lines_of_their_own_are_the_same() -> None:
    plan = planned(
        _HEAD + "1\nMengajukan permohonan\nFormulir pinjam\n10 menit\nFormulir terisi\n"
        "2\nMemeriksa ketersediaan arsip yang\ndiminta\nDaftar arsip\n2 jam\nCatatan\n"
    )
    assert [step.row.inputs for step in plan.steps] == ["Formulir pinjam", "Daftar arsip"]
    assert plan.steps[1].name == "Memeriksa ketersediaan arsip yang diminta"


def test_what_leaves_a_choice_stays_whole_and_is_told() -> None:
    plan = planned(
        _HEAD + "1 Mengajukan permohonan Formulir pinjam Kartu identitas 10 menit Formulir terisi\n"
        "2 Menyerahkan arsip tanpa keterangan waktu Arsip\n"
    )
    assert _row(plan, "1")[:2] == ("Mengajukan permohonan Formulir pinjam Kartu identitas", "")
    assert _row(plan, "2")[1:3] == ("", "")
    assert "2: Menyerahkan arsip tanpa keterangan waktu Arsip | – | – | – | –" in _texts(
        plan, "cells_run_together"
    )


def test_a_signature_and_the_next_page_are_no_part_of_a_row() -> None:
    plan = planned(
        _HEAD + "1 Mengajukan permohonan Formulir 10 menit Formulir terisi\n"
        "No Uraian Prosedur Pelaksana Mutu Baku Keterangan\n"
        "2 Menyerahkan arsip Arsip 2 jam Tanda terima\n"
        "Bantul, 3 Maret 2026\nKepala Dinas\nDrs. AMIR HASAN, M.Si\nNIP. 196912311996031017\n"
    )
    assert [step.name for step in plan.steps] == ["Mengajukan permohonan", "Menyerahkan arsip"]
    assert plan.steps[1].row.output == "Tanda terima"


def test_an_ordinary_letter_is_no_table() -> None:
    from engine.importing.cells.grid import InvalidTable

    with pytest.raises(InvalidTable):
        planned("Kegiatan ini memerlukan waktu dan output:\n1 Rapat 10 menit\nDemikian.")
