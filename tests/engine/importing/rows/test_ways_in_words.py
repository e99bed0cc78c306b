"""Several ways in one cell, loose words and written targets: each is drawn, none is overruled."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engine.importing.plan.steps import Plan
from tests.engine.importing.drawn import drawn, errors, planned, walk

_HEAD = "No;Kegiatan;Pelaksana;;Mutu Baku;;;Keterangan\n;;Staf;Kepala;Kelengkapan;Waktu;Output;\n"
_STEPS = (
    "Menerima berkas",
    "Memeriksa berkas",
    "Mencatat berkas",
    "Menyusun jawaban",
    "Menyalin",
    "Mengirim",
)


def _sop(
    remark: str = "",
    *,
    place: int = 2,
    below: str = "",
    mark: str = "X",
    marks: Sequence[object] = range(1, 7),
) -> Plan:
    rows = [
        f"{marks[n - 1]};{text};{mark if n == place else 'X'};;Berkas;10 menit;Berkas;"
        f'"{remark if n == place else ""}"\n'
        for n, text in enumerate(_STEPS, 1)
    ]
    return planned(f"{_HEAD}{''.join(rows)}{below}".encode(), "sop.csv")


def _ways(plan: Plan, key: str = "2") -> dict[str, str]:
    return {branch.label: branch.target for branch in plan.decisions[key].branches}


def _said(plan: Plan, kind: str) -> list[str]:
    return [str(item.params.get("text", "")) for item in plan.assumptions if item.kind == kind]


@pytest.mark.parametrize("between", ["\n", " / ", "/", "; ", ", ", " | ", " • ", " dan ", " - "])
@pytest.mark.parametrize("sign", ["→", "->", ":", "ke no.", "lanjut ke langkah"])
def test_each_of_several_ways_in_a_cell_is_a_branch(between: str, sign: str) -> None:
    words = {"Tersedia dan terbuka": "3", "Tidak dikuasai": "4", "Dikecualikan": "6"}
    ways = _ways(_sop(between.join(f"{label} {sign} {number}" for label, number in words.items())))
    assert {label: ways.get(label) for label in words} == words


def test_a_way_broken_over_lines_is_one() -> None:
    assert _ways(_sop("Jika tidak\nlengkap, kembali ke\nno. 1\nuntuk diperbaiki"))["Tidak lengkap"] == "1"


def test_long_words_at_an_arrow_are_its_label_and_never_join_two_ways() -> None:
    plan = _sop(
        "Sebagian informasi dikuasai unit lain di daerah → 4\nSemua informasi dikuasai oleh unit sendiri → 5"
    )
    assert {"4", "5"} <= set(_ways(plan).values())


def test_a_way_to_a_number_that_is_not_there_is_told() -> None:
    plan = _sop("Ada garansi → 10\nTidak ada → 5")
    assert _ways(plan)["Tidak ada"] == "5"
    assert "way_nowhere" in {item.kind for item in plan.assumptions}


def test_loose_words_below_the_table_are_branches_or_are_told() -> None:
    plan = _sop(below="Administratif;;;;;;;\nDikecualikan;;;;;;;\n")
    assert {"Administratif", "Dikecualikan"} <= set(_ways(plan))
    assert _said(_sop(below="Zukabo;;;;;;;\n"), "unread") == ["Zukabo"]


def test_a_written_way_is_not_overruled() -> None:
    plan = _sop("Lanjut ke no. 4")
    assert {("2", "4"), ("2", "3")} <= {(source, target) for source, target, _label in plan.edges()}
    assert "asked_where" in {item.kind for item in plan.assumptions}


def test_rows_may_have_roman_numbers() -> None:
    plan = _sop("Ya → III, Tidak → I", marks=("I", "II", "III", "IV", "V", "VI"))
    assert [step.key for step in plan.steps] == ["I", "II", "III", "IV", "V", "VI"]
    assert _ways(plan, "II") == {"Ya": "III", "Tidak": "I"}


@pytest.mark.parametrize("column", [3, 4, 5, 6])
@pytest.mark.parametrize(
    "lines", [("Kepala Dinas", "BUDI SANTOSO"), ("Mengetahui", "SITI A., S.Sos", "NIP. 19691")]
)
def test_a_signature_is_no_part_of_the_last_row(column: int, lines: tuple[str, ...]) -> None:
    below = "".join(f"{';' * column}{words}{';' * (7 - column)}\n" for words in lines)
    last = _sop(below=below).steps[-1].row
    assert (last.inputs, last.time, last.output, last.remarks) == ("Berkas", "10 menit", "Berkas", "")


def test_words_in_an_actors_cell_are_told() -> None:
    assert _said(_sop(mark="◇ Paraf"), "unread") == ["◇ Paraf"]


def test_as_above_and_another_order_are_the_same_actors() -> None:
    head = "No;Kegiatan;Pelaksana;Kelengkapan;Waktu;Output\n"
    names = ("Staf/ Kasi/ Camat", "sda", "Kasi / Staf/ Camat", "idem")
    rows = "".join(f"{n};Memeriksa berkas;{name};Berkas;5 menit;Berkas\n" for n, name in enumerate(names, 1))
    assert planned(f"{head}{rows}".encode(), "sop.csv").lanes == ("Staf/ Kasi/ Camat",)


def test_hours_and_days_may_have_columns_of_their_own() -> None:
    head = "No;Kegiatan;Pelaksana;Mutu Baku;;;;Keterangan\n;;;Kelengkapan;Waktu;;Output;\n;;;;Jam;Hari;;\n"
    rows = "1;Menyusun surat;Staf;Bahan;2;;Konsep;\n2;Memeriksa surat;Camat;Konsep;;3;Surat;\n"
    plan = planned(f"{head}{rows}".encode(), "sop.csv")
    assert [(step.norm, step.row.inputs, step.row.output) for step in plan.steps] == [
        ("PT2H", "Bahan", "Konsep"),
        ("P3D", "Konsep", "Surat"),
    ]


def test_pointed_brackets_are_no_mark_up() -> None:
    plan = _sop("Nama berkas: <Unit> <nomor daftar>")
    assert plan.steps[1].row.remarks == "Nama berkas: <Unit> <nomor daftar>"


@pytest.mark.parametrize(
    ("first", "second", "alternative"),
    [
        ("Mengajukan permohonan secara daring", "Mengajukan permohonan di loket", True),
        ("Melapor lewat telepon", "Mengirim surat aduan", True),
        ("Menyusun usulan bidang", "Menyusun usulan bidang bersama tim", False),
        ("Menyiapkan ruangan", "Menyusun undangan", False),
    ],
)
def test_several_beginnings_are_a_choice_unless_they_go_together(
    first: str, second: str, *, alternative: bool
) -> None:
    rows = (f"1;{first};○", f"2;{second};○", "3;Mencatat;□", "4;Mengarsipkan;○")
    content = f"{_HEAD}{''.join(f'{row};;Berkas;10 menit;Berkas;{chr(10)}' for row in rows)}".encode()
    done = walk(drawn(content, "sop.csv"))
    assert ("Memilih_awal" in done) is alternative
    assert errors(drawn(content, "sop.csv")) == []


@pytest.mark.parametrize(
    "words",
    ["Lompat ke 3", "loncat ke no. 3", "Teruskan ke langkah 3", "Selanjutnya ke 3", "Maju ke nomor 3"],
)
def test_a_word_that_only_leads_is_no_answer(words: str) -> None:
    plan = planned(_table(words))
    assert {branch.label for branch in plan.decisions["1"].branches} == {"Ya", "Tidak"}
    assert ("1", "3") in {(source, target) for source, target, _label in plan.edges()}


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ke langkah tiga", "3"),
        ("kembali ke nomor tiga", "3"),
        ("Ya ke c, tidak ke a", "c"),
        ("lanjut ke iii", "iii"),
    ],
)
def test_a_way_in_letters_or_words_is_told(words: str, number: str) -> None:
    plan = planned(_table(words))
    assert number in [item.params["number"] for item in plan.assumptions if item.kind == "way_undrawn"]


def _table(remarks: str) -> str:
    rows = [("1", "Menyusun surat", remarks), ("2", "Mencetak surat", ""), ("3", "Mengirim surat", "")]
    head = "No\tKegiatan\tStaf\tKelengkapan\tWaktu\tOutput\tKeterangan"
    return "\n".join([head, *(f"{n}\t{text}\tX\tBahan\t1 jam\tSurat\t{last}" for n, text, last in rows)])
