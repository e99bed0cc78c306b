"""What tables that nobody had in mind when the reading was written taught it."""

from __future__ import annotations

import pytest

from engine.importing.plan.steps import Plan
from tests.engine.importing.drawn import planned

_HEAD = "No;Uraian;Pelaksana;;Mutu Baku;;;Keterangan\n;;Staf;Kepala Bidang;Kelengkapan;Waktu;Output;\n"
_FIRST = "1;Menyusun konsep surat;X;;Bahan;1 jam;Konsep surat;\n"
_LAST = "3;Mengirim surat;X;;Surat;10 menit;Tanda terima;\n"


def _with(row: str, before: str = "") -> Plan:
    return planned(f"{before}{_HEAD}{_FIRST}{row}\n{_LAST}".encode(), "sop.csv")


def _ways(plan: Plan, key: str = "2") -> dict[str, tuple[str, bool]]:
    return {branch.label: (branch.target, branch.negative) for branch in plan.decisions[key].branches}


def test_a_question_is_no_part_of_its_first_answer() -> None:
    plan = _with("2;Mengoreksi konsep – apakah perlu perbaikan? Ya: ke 1, Tidak: ke 3;;X;Konsep;1 jam;Surat;")
    assert _ways(plan) == {"Ya": ("1", True), "Tidak": ("3", False)}


def test_an_answer_and_its_way_may_stand_apart() -> None:
    plan = _with('2;Apakah ada kerusakan;;X;Surat;1 jam;Surat;"Ya, buat berita acara; Tidak, lanjut 3"')
    assert _ways(plan)["Tidak"] == ("3", False)


def test_letters_are_answers_too() -> None:
    assert _ways(_with("2;Menyetujui konsep;;<>;Konsep;1 jam;Surat;Y = 3, T = 1")) == {
        "Ya": ("3", False),
        "Tidak": ("1", True),
    }


def test_the_way_that_is_not_written_is_named_after_the_one_that_is() -> None:
    named = {
        "Apabila ada koreksi kembali ke No. 1": "Tidak ada koreksi",
        "Surat tidak sah: proses selesai": "Surat sah",
        "Ditolak = proses selesai": "Disetujui",
    }
    for remark, other in named.items():
        plan = _with(f"2;Memeriksa konsep;;X;Konsep;1 jam;Surat;{remark}")
        assert _ways(plan)[other] == ("3", False)
        assert "inverted" not in {assumption.kind for assumption in plan.assumptions}


def test_a_question_in_an_actors_column_is_the_diamond() -> None:
    plan = _with("2;Mempertimbangkan konsep;;disetujui?;Konsep;1 jam;Surat;")
    assert (plan.steps[1].lane, list(plan.decisions)) == (1, ["2"])


def test_actors_stand_behind_the_description_without_a_heading() -> None:
    plan = planned(
        b"SOP Surat Keluar;;;;\nNo;Aktivitas;Staf;Sekretaris;Waktu;Kelengkapan;Hasil\n"
        b"1;Menyusun surat;X;;1 jam;Bahan;Konsep\n2;Memaraf surat;;X;5 menit;Konsep;Surat\n",
        "sop.csv",
    )
    assert plan.name == "Surat Keluar"
    assert [plan.lanes[step.lane] for step in plan.steps] == ["Staf", "Sekretaris"]


def test_the_text_of_a_box_may_stand_below_its_heading() -> None:
    before = (
        "Nama SOP;Surat Keluar\nDasar Hukum;Kualifikasi Pelaksana\n1. UU 38 Tahun 2004;1. D3 Teknik\n"
        "2. PP 34 Tahun 2006;\nPeringatan;Peralatan\nBila terlambat, surat kedaluwarsa;Komputer\n"
    )
    identity = _with("2;Memaraf surat;;X;Konsep;5 menit;Surat;", before).identity
    assert identity["dasar_hukum"] == "UU 38 Tahun 2004\nPP 34 Tahun 2006"
    assert identity["kualifikasi_pelaksana"] == "D3 Teknik"
    assert (identity["peringatan"], identity["peralatan"]) == (
        "Bila terlambat, surat kedaluwarsa",
        "Komputer",
    )


def test_a_ratifiers_titles_are_part_of_the_name() -> None:
    before = "Disahkan oleh;Kepala Dinas PUPR Dra. SRI WAHYUNI, M.Si NIP. 19680512 199303 2 004\n"
    identity = _with("2;Memaraf surat;;X;Konsep;5 menit;Surat;", before).identity
    assert (identity["disahkan_jabatan"], identity["disahkan_oleh"]) == (
        "Kepala Dinas PUPR",
        "Dra. SRI WAHYUNI, M.Si",
    )


def test_a_verb_that_exists_is_not_taken_for_another() -> None:
    plan = _with("2;Mencarikan arsip;;X;Konsep;5 menit;Surat;")
    assert plan.steps[1].name == "Mencarikan arsip"


@pytest.mark.parametrize("above", ["ttd", "Tanda tangan", "Cap", "Kepala Dinas", "Tertanda,"])
@pytest.mark.parametrize("column", [1, 4, 5])
def test_a_signature_without_a_date_is_no_part_of_the_last_row(above: str, column: int) -> None:
    lines = ["\t" * column + words + "\t" * (6 - column) for words in (above, "SITI AMINAH")]
    plan = planned("\n".join([_TABLE, *lines]))
    assert [(step.name, step.row.time, step.row.output) for step in plan.steps] == [
        ("Menyusun surat", "1 jam", "Surat"),
        ("Mengirim surat", "1 jam", "Tanda terima"),
    ]
    assert "SITI AMINAH" in " ".join(str(item.params.get("text")) for item in plan.assumptions)


def test_the_units_of_parted_times_are_understood() -> None:
    plan = planned(
        "No\tKegiatan\tStaf\tWaktu\t\tOutput\tKeterangan\n\t\t\tJam\tHari\t\t\n"
        "1\tMenyusun surat\tX\t1\t\tSurat\t\n2\tMengirim surat\tX\t3\t1\tTanda terima\t"
    )
    assert [step.norm for step in plan.steps] == ["PT1H", "P1DT3H"]
    assert "unread" not in {item.kind for item in plan.assumptions}


@pytest.mark.parametrize("mark", ["sda", "s.d.a.", "Idem", "ditto", '"', ",,", "sama dengan di atas"])
def test_what_repeats_the_row_above_is_its_text(mark: str) -> None:
    plan = planned(
        "No\tKegiatan\tStaf\tKelengkapan\tWaktu\tOutput\tKeterangan\n"
        "1\tMenyusun surat\tX\tBahan\t2 jam\tSurat\t\n"
        f"2;Mencetak surat;X;{mark};{mark};{mark};\n3;Mengirim surat;X;Surat;1 jam;Bukti;".replace(";", "\t")
    )
    row = plan.steps[1].row
    assert (row.inputs, row.time, row.output, plan.steps[1].norm) == ("Bahan", "2 jam", "Surat", "PT2H")
    assert "unread" not in {item.kind for item in plan.assumptions}


_TABLE = (
    "No\tKegiatan\tStaf\tKelengkapan\tWaktu\tOutput\tKeterangan\n"
    "1\tMenyusun surat\tX\tBahan\t1 jam\tSurat\t\n2\tMengirim surat\tX\tSurat\t1 jam\tTanda terima\t"
)
