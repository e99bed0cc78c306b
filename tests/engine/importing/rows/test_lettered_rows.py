"""Rows in letters and small Roman numerals: read where the series can't be mistaken, told otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from string import ascii_lowercase, ascii_uppercase

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from engine.importing.plan.steps import Plan
from tests.engine.importing.drawn import planned
from tests.engine.importing.examples import CUTI
from tests.engine.importing.pdf.printed import How, as_pdf
from tests.engine.importing.tables import official

SMALL_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()  # noqa: SIM905
SERIES = {"letters": ascii_lowercase[:21], "roman": SMALL_ROMAN, "capitals": ascii_uppercase[:21]}
_HEAD = ("No;Kegiatan;Pelaksana;;Mutu Baku;;;Keterangan", ";;Staf;Kepala;Kelengkapan;Waktu;Output;")


def sop(marks: Sequence[str], remarks: dict[int, str] | None = None, *, description: bool = False) -> Plan:
    """Row n does what no other does; the mark stands in its own column, or before the description."""
    rows = [
        f"{'' if description else mark};{f'{mark}. ' if description else ''}Memeriksa berkas {n};X;;Berkas;"
        f"10 menit;Berkas;{(remarks or {}).get(n, '')}"
        for n, mark in enumerate(marks, 1)
    ]
    return planned("\n".join([*_HEAD, *rows]).encode(), "sop.csv")


def kinds(plan: Plan) -> set[str]:
    return {item.kind for item in plan.assumptions}


def ways(plan: Plan) -> set[tuple[str, str]]:
    return {(source, target) for source, target, _label in plan.edges()}


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("stop", ["", ".", ")"])
@pytest.mark.parametrize("length", [2, 5, 21])
def test_a_series_is_read_as_figures_and_told(name: str, stop: str, length: int) -> None:
    marks = SERIES[name][:length]
    plan = sop([f"{mark}{stop}" for mark in marks])
    assert [step.key for step in plan.steps] == [str(n) for n in range(1, length + 1)]
    [told] = [item for item in plan.assumptions if item.kind == "rows_lettered"]
    assert told.params["text"] == f"{marks[0]}–{marks[-1]} = 1–{length}"
    assert {"unread", "row_without_number"}.isdisjoint(kinds(plan))


@pytest.mark.parametrize("name", ["letters", "roman"])
def test_a_mark_may_stand_before_the_description(name: str) -> None:
    plan = sop(SERIES[name][:4], description=True)
    assert [(step.key, step.row.description) for step in plan.steps] == [
        (str(n), f"Memeriksa berkas {n}") for n in range(1, 5)
    ]


@given(name=st.sampled_from(sorted(SERIES)), data=st.data())
def test_a_way_in_letters_leads_where_the_same_way_in_figures_does(name: str, data: st.DataObject) -> None:
    length = data.draw(st.integers(4, 8))
    marks, figures = SERIES[name][:length], [str(n) for n in range(1, length + 1)]
    place = data.draw(st.integers(2, length))
    first, second = data.draw(st.permutations(range(1, length + 1)))[:2]
    words = data.draw(
        st.sampled_from(
            [
                "Ya → {a} / Tidak → {b}",
                "Jika tidak lengkap, kembali ke langkah {a}, jika lengkap ke {b}",
                "Ya: {a}; Tidak: {b}",
                "Tidak kembali ke no. {a}",
                "Lanjut ke huruf {a}." if name == "letters" else "Lanjut ke {a}.",
            ]
        )
    )
    lettered = sop(marks, {place: words.format(a=marks[first - 1], b=marks[second - 1])})
    figured = words.replace("huruf", "langkah").format(a=first, b=second)
    assert ways(lettered) == ways(sop(figures, {place: figured}))


@pytest.mark.parametrize(
    "marks",
    [
        ["a", "c", "d"],
        ["b", "c", "d"],
        ["a", "b", "b"],
        ["i", "ii", "iv"],
        ["a", "b", "3"],
        ["1", "a", "b"],
        ["a", "B", "c"],
        ["x", "y", "z"],
    ],
)
def test_a_doubtful_series_is_told_and_not_read(marks: list[str]) -> None:
    plan = sop(marks)
    assert "rows_lettered" not in kinds(plan)
    told = [item.params.get("text") for item in plan.assumptions if item.kind == "unread"]
    assert [mark for mark in marks if not mark.isdigit()] == told


def test_letters_that_are_no_targets_stay() -> None:
    plan = sop("abcd", {2: "Lampiran: a, b", 3: "diserahkan ke Bapak A"})
    assert [step.row.remarks for step in plan.steps[1:3]] == ["Lampiran: a, b", "diserahkan ke Bapak A"]


@pytest.mark.parametrize("row_lines", [True, False])
def test_a_printed_table_is_read_in_letters_as_in_figures_also_without_lines_between_rows(
    row_lines: bool,
) -> None:
    def mark(words: str) -> str:
        return re.sub(
            r"(ke (?:no\. |langkah )?)(\d)", lambda found: found[1] + "abcdefgh"[int(found[2]) - 1], words
        )

    lines = official(CUTI)
    lettered = [["abcdefgh"[n], *line[1:-1], mark(line[-1])] for n, line in enumerate(lines[2:])]
    plan = planned(as_pdf(CUTI, [*lines[:2], *lettered], How(row_lines=row_lines)), "sop.pdf")
    assert set(plan.edges()) == CUTI.edges


def test_a_series_goes_on_over_pages() -> None:
    document = Document()
    for page in ("abc", "def"):
        head = ["No", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Keterangan"]
        lines = [head, *([n, f"Menyusun {n}", "Staf", "Berkas", "5 menit", "Berkas", ""] for n in page)]
        table = document.add_table(len(lines), len(head))
        for row, line in zip(table.rows, lines, strict=True):
            for cell, words in zip(row.cells, line, strict=True):
                cell.text = words
        document.add_paragraph("")
    file = BytesIO()
    document.save(file)
    plan = planned(file.getvalue(), "sop.docx")
    assert [step.key for step in plan.steps] == list("123456")
