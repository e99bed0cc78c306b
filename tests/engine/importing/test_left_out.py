"""Nothing is taken as certain that the table doesn't say, and nothing is lost without a word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import openpyxl

from engine.importing.plan.steps import END, Plan
from engine.importing.rows.as_json import as_json, from_json
from engine.importing.rows.reading import read_table
from tests.engine.importing.drawn import planned

Line = Sequence[object]

_HEAD: Line = ["No", "Kegiatan", "Staf", "Kepala", "Kelengkapan", "Waktu", "Output", "Keterangan"]
_STEPS: list[list[object]] = [
    [1, "Menyusun surat", "X", "", "Bahan", "1 hari kerja", "Konsep", ""],
    [2, "Menyusun lampiran", "X", "", "Konsep", "", "Lampiran", ""],
    [3, "Memaraf surat", "", "X", "Konsep", "5 menit", "Surat", ""],
]


def _book(*sheets: Sequence[Line], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    for n, lines in enumerate(sheets):
        sheet = book.worksheets[0] if not n else book.create_sheet(f"Lembar {n + 1}")
        for line in lines:
            sheet.append(list(line))
        if merged:
            sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _params(plan: Plan, kind: str) -> list[dict[str, object]]:
    return [dict(assumption.params) for assumption in plan.assumptions if assumption.kind == kind]


def _remarked(*remarks: str) -> Plan:
    lines = [[*line[:7], remark] for line, remark in zip(_STEPS, remarks, strict=True)]
    return planned(_book([_HEAD, *lines]), "sop.xlsx")


def test_a_time_for_two_rows_together_is_told() -> None:
    plan = planned(_book([_HEAD, *_STEPS], merged="F2:F3"), "sop.xlsx")
    assert [
        (assumption.kind, assumption.row)
        for assumption in plan.assumptions
        if assumption.kind == "time_shared"
    ] == [("time_shared", "2")]


def test_another_sop_in_the_same_file_is_told() -> None:
    first: list[Line] = [["Nama SOP", "Cuti"], _HEAD, *_STEPS]
    second: list[Line] = [["Nama SOP", "Lembur"], _HEAD, *_STEPS]
    for plan in (planned(_book(first, second), "a.xlsx"), planned(_book([*first, [], *second]), "a.xlsx")):
        assert ([step.key for step in plan.steps], plan.name) == (["1", "2", "3"], "Cuti")
        assert _params(plan, "other_table") == [{"names": "Lembur"}]


def test_the_same_sop_goes_on_where_its_name_is_repeated() -> None:
    name: Line = ["Nama SOP", "Cuti"]
    plan = planned(_book([name, _HEAD, *_STEPS[:2]], [name, _HEAD, *_STEPS[2:]]), "a.xlsx")
    assert [step.key for step in plan.steps] == ["1", "2", "3"]
    plan = planned(_book([name, _HEAD, *_STEPS[:2], name, _HEAD, *_STEPS[2:]]), "a.xlsx")
    assert [step.key for step in plan.steps] == ["1", "2", "3"]
    assert not _params(plan, "other_table")


def test_the_identity_may_stand_in_the_head_of_the_pages() -> None:
    document = docx.Document()
    table = document.add_table(4, 8)
    for r, line in enumerate([_HEAD, *_STEPS]):
        for c, words in enumerate(line):
            table.cell(r, c).text = str(words)
    head = document.sections[0].header
    head.paragraphs[0].text = "Nomor SOP : 065/2"
    head.add_paragraph("Nama SOP : Surat Keluar")
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        assert "word/header1.xml" in archive.namelist()
    plan = planned(file.getvalue(), "sop.docx")
    assert (plan.name, plan.identity["nomor_sop"]) == ("Surat Keluar", "065/2")


def test_where_only_the_ways_back_are_written_the_one_on_is_told() -> None:
    plan = _remarked("", "Tidak lengkap kembali ke 1; tidak sah ditolak (selesai)", "")
    assert {branch.label: branch.target for branch in plan.decisions["2"].branches} == {
        "Sesuai": "3",
        "Tidak lengkap": "1",
        "Tidak sah ditolak": END,
    }
    assert plan.decisions["2"].question == "Bagaimana hasilnya?"
    assert _params(plan, "forward_way") == [{"label": "Sesuai", "target": "3"}]


def test_answers_below_one_another_each_keep_their_way() -> None:
    plan = _remarked("", "Y → 3\nT → 1", "")
    assert {branch.label: branch.target for branch in plan.decisions["2"].branches} == {
        "Ya": "3",
        "Tidak": "1",
    }
    assert not _params(plan, "return_target")


def test_numbers_of_two_parts_are_numbers() -> None:
    rows: list[Line] = [
        ["1.1", *_STEPS[0][1:]],
        ["1.2", *_STEPS[1][1:]],
        ["2.1", *_STEPS[2][1:7], "Salah: kembali ke 1.1"],
    ]
    plan = planned(_book([_HEAD, *rows]), "sop.xlsx")
    assert [branch.target for branch in plan.decisions["2.1"].branches if branch.negative] == ["1.1"]
    assert not _params(plan, "return_target")


def test_the_heading_of_a_web_page_is_its_own_line() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in line)}</tr>" for line in [_HEAD, *_STEPS])
    page = (
        "<h1>STANDAR OPERASIONAL PROSEDUR</h1><h1>Permohonan Magang</h1><p>Dinas Sosial Kota Tegal</p>"
        f"<table>{rows}</table>"
    )
    plan = planned(page)
    assert (plan.name, plan.identity["unit_kerja"]) == ("Permohonan Magang", "Dinas Sosial Kota Tegal")


def test_what_was_told_of_reading_is_kept_for_the_save() -> None:
    table = read_table(
        _book([["Nama SOP", "Cuti"], ["No. Revisi", "01"], _HEAD, *_STEPS], merged="F4:F5"), "a.xlsx"
    )
    assert [note.kind for note in table.notes] == ["identity_left_out"]
    assert table.rows[1].shared_time
    assert from_json(as_json(table)) == table
