"""Tables as they are found: what is read, and from where."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml

from engine.importing.cells.grid import InvalidTable
from engine.importing.rows.dates import date_of
from engine.importing.rows.reading import read_table
from tests.engine.importing.drawn import planned

HEAD = "No\tKegiatan\tStaf\tKepala\tKelengkapan\tWaktu\tOutput\tKeterangan\n"
TOP = "No\tKegiatan\tPelaksana\t\tMutu Baku\t\t\tKeterangan\n\t\tStaf\tKepala\tKelengkapan\tWaktu\tOutput\t\n"


def problem(content: bytes | str, name: str = "") -> str:
    with pytest.raises(InvalidTable) as refusal:
        read_table(content, name)
    (one,) = refusal.value.problems.values()
    return one.code.rpartition(".")[2]


def test_the_identity_block_is_read_with_its_html_remnants() -> None:
    text = (
        "Nomor SOP\t7 / SOP / 2026\t<p>PEMERINTAH KABUPATEN CONTOH DINAS PERTANIAN <i>Makmur</i></p> "
        "<p>Kompleks Perkantoran Jl. Melati 1 Contoh Telp (0000) 1</p>\n"
        "Tgl. Pembuatan\t5 Agustus 2026\t\nTgl. Revisi\t\t\n"
        "Tgl. Pengesahan Disahkan Oleh\t6 Agustus 2026 PEMERINTAH KABUPATEN CONTOH DINAS "
        "PERTANIAN Pembina, IV/a "
        "SITI AMINAH, S.P., M.Si. NIP. 19700101 199503 2 001\t\n"
        "Nama SOP\tPembagian Bibit\t\n"
        "Dasar Hukum\t<ol> 1. UU No. 1 Tahun 2020; 2. PP No. 2 Tahun 2021. </ol>"
        "\tKualifikasi Pelaksana <ol> 1. SLTA; 2. Teliti\n"
        "Peringatan\tBibit mati.\tPencatatan dan Pendataan Buku <i>bibit</i> .\n"
        + TOP
        + "1\tMembagi bibit\tX\t\tBibit\t1 jam\tBibit\t\n"
    )
    identity = read_table(text).identity
    assert identity["nomor_sop"] == "7 / SOP / 2026"
    assert identity["tgl_pembuatan"] == "2026-08-05"
    assert identity["tgl_pengesahan"] == "2026-08-06"
    assert "tgl_revisi" not in identity
    assert identity["disahkan_oleh"] == "SITI AMINAH, S.P., M.Si."
    assert identity["disahkan_pangkat"] == "Pembina, IV/a"
    assert identity["disahkan_nip"] == "197001011995032001"
    assert identity["unit_kerja"] == "Dinas Pertanian Kabupaten Contoh"
    assert identity["alamat_unit"].splitlines() == [
        "Kompleks Perkantoran",
        "Jl. Melati 1 Contoh",
        "Telp (0000) 1",
    ]
    assert identity["dasar_hukum"] == "UU No. 1 Tahun 2020;\nPP No. 2 Tahun 2021."
    assert identity["kualifikasi_pelaksana"] == "SLTA;\nTeliti"
    assert identity["pencatatan"] == "Buku bibit."


@pytest.mark.parametrize(
    ("text", "iso"),
    [("11 November 2024", "2024-11-11"), ("3 Maret 2026", "2026-03-03"), ("07/08/2025", "2025-08-07"),
     ("2025-01-31", "2025-01-31"), ("1 Agt 2025", "2025-08-01"), ("", ""), ("31 Foo 2020", "")],
)  # fmt: skip
def test_dates_are_read(text: str, iso: str) -> None:
    assert date_of(text) == iso


def test_a_cell_that_goes_on_in_the_next_line_stays_one() -> None:
    plan = planned(
        TOP
        + (
            "1\tMembuat laporan\tX\t\tData\t1 jam\tLaporan\t\n\tsecara lengkap\t\t\tdan "
            "foto\t\t\t\n2\tMemeriksa\t\tX\t\t5 menit\t\t\n"
        )
    )
    assert [step.name for step in plan.steps] == ["Membuat laporan secara lengkap", "Memeriksa"]
    assert plan.steps[0].row.inputs == "Data dan foto"


def test_rows_without_numbers_count_and_numbers_may_repeat() -> None:
    text = TOP + (
        "1\tMembuat\tX\t\t\t5 menit\t\t\n1\tMemberi nomor\tX\t\t\t5 menit\t\t\n"
        "\tMengirim surat\tX\t\t\t5 menit\t\t\n"
    )
    plan = planned(text)
    assert [step.key for step in plan.steps] == ["1", "1#2", "2"]
    assert {("duplicate_number", "1#2"), ("row_without_number", "2")} <= {
        (assumption.kind, assumption.row) for assumption in plan.assumptions
    }


def test_headers_that_repeat_on_the_next_page_are_no_rows() -> None:
    plan = planned(
        TOP + "1\tMembuat surat\tX\t\t\t5 menit\t\t\n" + TOP + "2\tMengirim surat\t\tX\t\t5 menit\t\t\n"
    )
    assert [step.name for step in plan.steps] == ["Membuat surat", "Mengirim surat"]


def test_a_table_goes_on_in_a_second_table_of_the_document() -> None:
    document = docx.Document()
    for lines in (
        [
            ["No", "Kegiatan", "Staf", "Kepala", "Kelengkapan", "Waktu", "Output"],
            ["1", "Membuat surat", "X", "", "A", "5 menit", "B"],
        ],
        [["2", "Menandatangani surat", "", "X", "B", "5 menit", "C"]],
    ):
        table = document.add_table(len(lines), 7)
        for r, line in enumerate(lines):
            for c, text in enumerate(line):
                table.cell(r, c).text = text
    document.tables[0].cell(0, 2).text = "Pelaksana"
    file = io.BytesIO()
    document.save(file)
    assert len(planned(file.getvalue(), "a.docx").steps) == 2


def test_symbols_drawn_as_shapes_in_word_are_seen() -> None:
    document = docx.Document()
    lines = [
        ["No", "Kegiatan", "Pelaksana", "", "Kelengkapan", "Waktu", "Output"],
        ["", "", "Staf", "Kepala", "", "", ""],
    ]
    lines += [
        ["1", "Membuat surat", "", "", "A", "5 menit", "B"],
        ["2", "Menyetujui surat", "", "", "B", "5 menit", "C"],
        ["3", "Mengirim surat", "", "", "C", "5 menit", "D"],
    ]
    table = document.add_table(len(lines), 7)
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            table.cell(r, c).text = text
    for r, c, shape in (
        (2, 2, "flowChartTerminator"),
        (3, 3, "flowChartDecision"),
        (4, 2, "flowChartTerminator"),
    ):
        table.cell(r, c).paragraphs[0]._p.append(_drawn(shape))
    file = io.BytesIO()
    document.save(file)
    plan = planned(file.getvalue(), "a.docx")
    assert [step.lane for step in plan.steps] == [0, 1, 0]
    assert list(plan.decisions) == ["2"]


def _drawn(shape: str) -> object:
    run = OxmlElement("w:r")
    run.append(
        parse_xml(
            '<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><wps:spPr>'
            f'<a:prstGeom prst="{shape}"/></wps:spPr></wps:wsp>'
        )
    )
    return run


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        ("", "", "no_table"),
        ("Selamat pagi", "", "no_table"),
        (TOP, "", "no_rows"),
        (b"%PDF-1.7", "sop.pdf", "unreadable"),
        (b"\xd0\xcf\x11\xe0 old", "sop.doc", "old_format"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "sop.png", "unknown_format"),
        (b"PK\x03\x04 broken", "sop.docx", "unreadable"),
        (b"nonsense", "sop.xlsx", "unreadable"),
        ("x" * 600_000, "", "too_large"),
        (TOP + "".join(f"{n}\tMembuat surat\tX\t\t\t5 menit\t\t\n" for n in range(400)), "", "too_many_rows"),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_reason(content: bytes | str, name: str, why: str) -> None:
    assert problem(content, name) == why
