"""Files that were made to do harm are refused in words, and any text gives a diagram or a refusal."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Literal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.importing.cells import from_excel
from engine.importing.cells.grid import MAX_GRID_ROWS, InvalidTable
from engine.importing.rows.reading import read_table
from engine.texts import LANGUAGES, text
from tests.engine.importing import tables
from tests.engine.importing.drawn import drawn, errors, walk
from tests.engine.importing.examples import OWN
from tests.engine.importing.tables import official
from tests.tries import tries

pytestmark = pytest.mark.thorough

WORD, BOOK = "word/document.xml", "xl/workbook.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(InvalidTable) as found:
        read_table(content, "sop.docx")
    (one,) = found.value.problems.values()
    for language in LANGUAGES:
        assert text(one.code, language, **one.params) != one.code
    return one.code.rpartition(".")[2]


def test_a_zip_bomb_is_not_opened() -> None:
    assert refusal(archive(word__document_xml=b"<a/>", word__media_xml=b"\0" * 70_000_000)) == "hostile"
    assert refusal(archive(word__document_xml=b" " * 30_000_000)) == "hostile"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_resolved(encoding: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]><x>&c;</x>'.encode(encoding)
    assert refusal(archive(word__document_xml=bomb)) == "hostile"
    assert refusal(archive(xl__workbook_xml=bomb)) == "hostile"


def test_names_that_leave_the_archive_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("../../etc/passwd", b"x")
    assert refusal(file.getvalue()) == "hostile"


def test_elements_nested_without_end_are_refused() -> None:
    deep = f"<w:document {W}>".encode() + b"<w:p>" * 5000
    assert refusal(archive(word__document_xml=deep)) in {"hostile", "unreadable"}


def test_a_merged_range_of_a_whole_sheet_is_not_spread_out() -> None:
    book = openpyxl.Workbook()
    file = io.BytesIO()
    book.save(file)
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(
                    b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                ).replace(
                    b"<sheetData />", b'<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                )
                assert b"mergeCell" in content
            new.writestr(name, content)
    assert refusal(changed.getvalue()) == "too_many_rows"


@pytest.mark.parametrize(
    ("row", "state", "too_many"),
    [
        (MAX_GRID_ROWS, "visible", False),
        (MAX_GRID_ROWS + 1, "visible", True),
        # What nobody sees is not read: lists behind drop-downs may be long.
        (MAX_GRID_ROWS + 1, "hidden", False),
    ],
)
def test_a_workbook_with_too_many_rows_is_refused_before_it_is_opened(
    row: int, state: Literal["visible", "hidden"], too_many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Daftar").cell(row, 1).value = "akhir"
    book["Daftar"].sheet_state = state
    file = io.BytesIO()
    book.save(file)
    monkeypatch.setattr(from_excel, "_opened", lambda _content: pytest.fail("opened"))
    if too_many:
        assert refusal(file.getvalue()) == "too_many_rows"
    else:
        with pytest.raises(pytest.fail.Exception, match="opened"):
            refusal(file.getvalue())


def test_more_cells_than_any_table_has_are_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank ones as well: each takes its time."""
    book = openpyxl.Workbook()
    for row in range(1, 12):
        book.worksheets[0].cell(row, 1).value = "x"
    file = io.BytesIO()
    book.save(file)
    monkeypatch.setattr(from_excel, "MAX_CELLS", 10)
    assert refusal(file.getvalue()) == "too_many_rows"


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_file_is_refused_or_read_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    for whole in (tables.as_word(OWN[0], official(OWN[0])), tables.as_excel(OWN[0], official(OWN[0]))):
        for _attempt in range(12):
            damaged = bytearray(whole)
            for _byte in range(chance.randrange(1, 8)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            try:
                read_table(bytes(damaged), "sop.docx")
            except InvalidTable:
                continue


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(content: str) -> None:
    try:
        read_table(content)
    except InvalidTable:
        return


@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.xlsx", "a.csv", "a.txt", ""]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    try:
        read_table(content, name)
    except InvalidTable:
        return


PIECES = [
    "Ya",
    "Tidak",
    "kembali ke no. 2",
    "Jika tidak sesuai kembali ke langkah 3",
    "lanjut ke langkah 9",
    "5 menit",
    "◇",
    "⬭",
    "X",
    "selesai",
    "Mulai",
    "Lihat SOP Lain",
    '"',
    "4b",
    "1",
    "Apakah perlu perbaikan?",
    "",
    "Melengkapi berkas",
    "Jika ya selesai, jika tidak kembali ke langkah 1",
    "\x00",
    "Kepala",
    "Menolak permohonan",
    "kembali ke langkah sebelumnya",
]


@given(
    sop=st.sampled_from(OWN),
    changes=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 30), st.sampled_from(PIECES), st.integers(0, 4)),
        max_size=9,
    ),
)
@settings(max_examples=tries(30))
def test_a_mangled_table_gives_a_diagram_that_runs_or_a_refusal(
    sop: tables.Sop, changes: list[tuple[int, int, str, int]]
) -> None:
    lines = [list(line) for line in official(sop)]
    for r, c, piece, change in changes:
        line = lines[r % len(lines)]
        if change == 0:
            del line[c % len(line)]
            line.append("")
        elif change == 1:
            line.insert(c % len(line), piece)
        elif change == 2 and len(lines) > 3:
            lines.pop(r % len(lines))
        else:
            line[c % len(line)] = piece
    try:
        xml = drawn(tables.as_tabs(sop, lines))
    except InvalidTable:
        return
    assert errors(xml) == []
    walk(xml)
