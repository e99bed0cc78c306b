"""PDFs that LibreOffice 7.4 made of our own SOPs in Word's format: wide, and with columns as narrow as they
get. What its rows and cells were is known, so is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing.cells.pdf.broken import whole_words
from engine.importing.plan.steps import Plan
from tests.engine.importing.drawn import planned
from tests.engine.importing.examples import REKOMENDASI
from tests.engine.importing.oddities import BULETIN
from tests.engine.importing.tables import PENTAGON, Sop
from tests.import_score.sops import EVERY

FOLDER = Path(__file__).parent / "libreoffice"
MAGANG = next(sop for sop in EVERY if sop.name == "Penerimaan Siswa Magang")


def read(name: str) -> Plan:
    return planned((FOLDER / f"{name}.pdf").read_bytes(), "sop.pdf")


@pytest.mark.parametrize(("name", "sop"), [("rekomendasi", REKOMENDASI), ("magang", MAGANG)])
def test_a_table_comes_back_with_its_lanes_and_ways(name: str, sop: Sop) -> None:
    plan = read(name)
    assert set(plan.edges()) == sop.edges
    # "Verifikat⏎or", "Pengadministr⏎asi Umum": too long for their columns.
    rows = [row for row in sop.rows if row.symbol != PENTAGON]
    assert [plan.lanes[step.lane] for step in plan.steps] == [sop.actors[row.actors[0]] for row in rows]


def test_a_row_goes_on_on_the_next_page_and_words_broken_in_narrow_columns_are_whole() -> None:
    plan = read("buletin-sempit")
    assert set(plan.edges()) == BULETIN.edges
    assert {plan.lanes[step.lane] for step in plan.steps} == set(BULETIN.actors)
    named = {step.key: step.name for step in plan.steps}
    assert named["1"] == "Mengumpulkan naskah"
    assert named["5"].startswith("Mengirim buletin lewat surel bila pelanggan")


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Pengadministr", "asi Umum"], ["Pengadministrasi Umum"]),
        (["Pert", "anggungja", "waban"], ["Pertanggungjawaban"]),
        (["permohon", "an"], ["permohonan"]),
        (["Mengu", "mpulkan", "naskah,", "dan"], ["Mengumpulkan", "naskah,", "dan"]),
        # Two words, whatever they are together.
        (["Kepala", "bidang"], ["Kepala", "bidang"]),
        (["kerja", "sama"], ["kerja", "sama"]),
        (["ke", "langka", "h 9"], ["ke", "langkah 9"]),
        (["di", "setujui"], ["di", "setujui"]),
        (["Sekretaris", "Dinas"], ["Sekretaris", "Dinas"]),
        (["Zukabo", "qir"], ["Zukabo", "qir"]),
        ([], []),
    ],
)
def test_a_broken_word_is_joined_where_it_is_one(lines: list[str], whole: list[str]) -> None:
    assert whole_words(lines) == whole
