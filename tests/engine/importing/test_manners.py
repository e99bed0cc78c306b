"""How offices write their tables: what stands there is read, and what can't be is told."""

from __future__ import annotations

from engine.importing.plan.steps import END, Plan
from engine.importing.rows.reading import read_table
from tests.engine.importing.drawn import planned

_HEAD = "No;Uraian;Pelaksana;;Mutu Baku;;;Keterangan\n;;Staf;Kepala Bidang;Kelengkapan;Waktu;Output;\n"
_FIRST = "1;Menyusun konsep surat;X;;Bahan;1 jam;Konsep surat;\n"
_SECOND = "2;Memaraf konsep surat;;X;Konsep;5 menit;Surat;\n"
_LAST = "3;Mengirim surat;X;;Surat;10 menit;Tanda terima;\n"


def _csv(*rows: str, before: str = "", head: str = _HEAD) -> Plan:
    return planned(f"{before}{head}{''.join(rows)}".encode(), "sop.csv")


def _said(plan: Plan) -> set[tuple[str, str]]:
    return {(assumption.kind, assumption.row) for assumption in plan.assumptions}


def _lanes(plan: Plan) -> list[str]:
    return [plan.lanes[step.lane] for step in plan.steps]


def test_signatures_and_footnotes_below_are_no_part_of_the_last_step() -> None:
    below = (
        ";;;;Kendal, 17 Maret 2026;;;\n;;;;KEPALA DINAS;;;\n;;;;Drs. WAHYU HIDAYAT, M.Si;;;\n"
        ";;;;NIP. 197003121990031004;;;\n;*) Surat: surat keterangan;;;;;;\n"
    )
    plan = _csv(_FIRST, _SECOND, _LAST, below)
    assert (plan.steps[-1].name, plan.steps[-1].row.inputs) == ("Mengirim surat", "Surat")
    assert plan.identity["disahkan_oleh"] == "Drs. WAHYU HIDAYAT, M.Si"
    assert plan.identity["disahkan_nip"] == "197003121990031004"
    assert {("ratifier_signed", ""), ("footnotes", "")} <= _said(plan)


def test_begin_and_end_are_no_work() -> None:
    plan = _csv(";Mulai;;;;;;\n", _FIRST, _SECOND, _LAST, ";Selesai;;;;;;\n")
    assert [step.key for step in plan.steps] == ["1", "2", "3"]


def test_a_remark_that_says_the_end_is_the_end() -> None:
    checks = "2;Memeriksa surat;;X;Konsep;5 menit;Surat;Dikabulkan: ke 3, ditolak: ke 4\n"
    last = "4;Menyampaikan penolakan;X;;Surat;5 menit;Surat;\n"
    plan = _csv(_FIRST, checks, _LAST.replace("Tanda terima;", "Tanda terima;Selesai"), last)
    assert plan.after["3"] == END
    assert ("another_end", "3") in _said(plan)


def test_what_is_done_on_the_way_to_the_end_may_stand_before_it() -> None:
    asks = '2;Apakah surat perlu dikirim?;;X;Konsep;5 menit;Surat;"Tidak: disimpan, selesai"\n'
    ways = {branch.label: branch.target for branch in _csv(_FIRST, asks, _LAST).decisions["2"].branches}
    assert ways == {"Ya": "3", "Tidak": END}


def test_a_way_back_to_nowhere_is_a_way_back() -> None:
    checks = "2;Memeriksa jadwal;;X;Konsep;5 menit;Jadwal;Jika ruang terpakai: kembali ke 9\n"
    plan = _csv(_FIRST, checks, _LAST)
    assert {branch.label: branch.target for branch in plan.decisions["2"].branches} == {
        "Ruang tidak terpakai": "3",
        "Ruang terpakai": "1",
    }
    assert ("return_target", "2") in _said(plan)


def test_which_of_anothers_steps_it_goes_back_to_is_told() -> None:
    checks = "3;Memeriksa surat;;X;Konsep;5 menit;Surat;Tidak sesuai: dikembalikan ke Staf\n"
    last = "4;Mengarsipkan surat;X;;Surat;5 menit;Arsip;\n"
    plan = _csv(_FIRST, _SECOND.replace(";;X;", ";X;;"), checks, last)
    assert ("3", "2", "Tidak sesuai") in plan.edges()
    assert ("return_target", "3") in _said(plan)


def test_a_condition_in_a_remark_or_in_brackets_is_told() -> None:
    for told in (("Surat;\n", "Surat;Hanya surat ke luar daerah\n"), ("konsep", "konsep (khusus undangan)")):
        plan = _csv(_FIRST, _SECOND.replace(*told), _LAST)
        assert ("hidden_condition", "2") in _said(plan)


def test_a_decision_hides_no_condition() -> None:
    plan = _csv(_FIRST, "2;Memeriksa surat. Jika tidak sesuai kembali ke 1;;X;;5 menit;Surat;\n", _LAST)
    assert "2" in plan.decisions
    assert ("hidden_condition", "2") not in _said(plan)


def test_quality_may_stand_before_the_actors() -> None:
    head = "No;Uraian;Mutu Baku;;;Pelaksana;;Keterangan\n;;Kelengkapan;Waktu;Output;Staf;Kepala Bidang;\n"
    plan = _csv(
        "1;Menyusun surat;Bahan;1 jam;Konsep;X;;\n", "2;Memaraf surat;Konsep;5 menit;Surat;;X;\n", head=head
    )
    assert _lanes(plan) == ["Staf", "Kepala Bidang"]
    assert [step.row.output for step in plan.steps] == ["Konsep", "Surat"]


def test_any_heading_over_several_names_is_over_the_actors() -> None:
    plan = _csv(_FIRST, _SECOND, _LAST, head=_HEAD.replace("Pelaksana", "Yang Mengerjakan"))
    assert _lanes(plan) == ["Staf", "Kepala Bidang", "Staf"]


def test_numbers_may_stand_below_any_heading() -> None:
    head = "Langkah,Uraian,PIC,Syarat,Durasi,Produk,Catatan\n"
    rows = "1a,Mengisi formulir,Staf,Akun,5 menit,Formulir,\n2,Memeriksa jadwal,Camat,,5 menit,Jadwal,\n"
    assert [step.key for step in _csv(rows, head=head).steps] == ["1a", "2"]


def test_a_column_that_is_taken_for_nothing_is_told() -> None:
    head = "No;Uraian;Pelaksana;Kelengkapan;Risiko;Waktu;Output\n"
    plan = _csv("1;Menyusun surat;Staf;Bahan;Salah ketik;1 jam;Konsep\n", head=head)
    told = [assumption for assumption in plan.assumptions if assumption.kind == "column_left_out"]
    assert [item.params["names"] for item in told] == ["Risiko"]


def test_two_names_in_one_cell_are_two_actors_where_each_stands_alone() -> None:
    head = "No;Uraian;Pelaksana;Kelengkapan;Waktu;Output\n"
    rows = [
        f"{n};Memeriksa ruang;{who};Kunci;5 menit;Ruang\n"
        for n, who in enumerate(("Staf", "Tamu", "Tamu dan Staf"), 1)
    ]
    plan = _csv(*rows, head=head)
    assert (plan.lanes, _lanes(plan)) == (("Staf", "Tamu"), ["Staf", "Tamu", "Tamu"])
    assert ("several_actors", "3") in _said(plan)
    alone = _csv("1;Memeriksa ruang;Kabid Sosial dan Budaya;Kunci;5 menit;Ruang\n", head=head)
    assert alone.lanes == ("Kabid Sosial dan Budaya",)


def test_a_colon_may_have_a_column_of_its_own() -> None:
    before = "Nomor SOP;:;900/31\nNama SOP;:;Pencairan Dana\nNo. Revisi;:;01\nDINAS SOSIAL KOTA TEGAL\n"
    plan = _csv(_FIRST, _SECOND, _LAST, before=before)
    assert (plan.name, plan.identity["nomor_sop"]) == ("Pencairan Dana", "900/31")
    assert plan.identity["unit_kerja"] == "Dinas Sosial Kota Tegal"
    told = [assumption for assumption in plan.assumptions if assumption.kind == "identity_left_out"]
    assert [item.params["names"] for item in told] == ["No. Revisi (01)"]


def test_the_title_may_stand_on_the_next_line() -> None:
    before = "STANDAR OPERASIONAL PROSEDUR (SOP)\nPELAYANAN CUTI\n"
    assert _csv(_FIRST, _SECOND, before=before).name == "PELAYANAN CUTI"
    for title in ("STANDAR OPERASIONAL PROSEDUR (SOP)", "Standard Operating Procedures", "SOP"):
        assert _csv(_FIRST, before=f"{title} PELAYANAN CUTI\n").name == "PELAYANAN CUTI", title


def test_english_tables_are_read() -> None:
    plan = planned(
        "SOP Title\tLegalization\nSOP Number\t421/22\n"
        "No\tActivity\tActors\t\tRequirements\tTime\tOutput\tRemarks\n"
        '\t\tApplicant\tPrincipal\t\t\t\t\n1\tSubmit copies\tX\t\t"Diploma\nCopies"\t5 minutes\tDocuments\t\n'
        "2\tCheck the copies\t\tX\tDocuments\t1 day\tCopies\tIf not matching, return to no. 1\n"
        "3\tCollect the copies\tX\t\tCopies\t5 minutes\tCopies\t\n"
    )
    assert (plan.name, plan.identity["nomor_sop"]) == ("Legalization", "421/22")
    assert plan.steps[0].row.inputs == "Diploma Copies"
    assert ("2", "1", "Not matching") in plan.edges()


def test_cells_of_several_lines_pasted_from_word_stay_cells() -> None:
    table = read_table(
        "\tDisahkan oleh\t:\tCAMAT SIDOREJO\n\nDRS. SUHARTONO\nNIP. 196908051990031008\n"
        "\tNama SOP\t:\tSurat Masuk\n\n"
        "No\tUraian\tPelaksana\t\tMutu Baku\t\t\tKeterangan\n\t\tStaf\tCamat\tKelengkapan\tWaktu\tOutput\t\n"
        "1.\tMenerima surat\tX\t\tSurat masuk,\nbuku agenda\t5 menit\tSurat\tDisimpan\n2 tahun\n"
        "2.\tMendisposisi surat\npenting\t\tX\tSurat\n\nLembar disposisi\t30 menit\tDisposisi\t\n"
        "\nYa\nTidak\n"
    )
    assert [row.number for row in table.rows] == ["1", "2"]
    assert [row.inputs for row in table.rows] == ["Surat masuk, buku agenda", "Surat Lembar disposisi"]
    assert [row.time for row in table.rows] == ["5 menit", "30 menit"]
    assert [row.remarks for row in table.rows] == ["Disimpan 2 tahun", ""]
    assert (table.identity["disahkan_nip"], table.identity["nama_sop"]) == (
        "196908051990031008",
        "Surat Masuk",
    )
    assert table.loose_labels == ("ya", "tidak")


def test_petugas_may_be_an_actor() -> None:
    head = "No;Uraian;Pemohon;Petugas;Kelengkapan;Waktu;Output\n"
    plan = _csv(
        "1;Mengajukan izin;X;;Surat;5 menit;Izin\n", "2;Mencatat izin;;X;Izin;5 menit;Izin\n", head=head
    )
    assert _lanes(plan) == ["Pemohon", "Petugas"]


def test_answers_with_arrows_below_a_row_and_sums_are_no_steps() -> None:
    asks = "2;Memeriksa surat. Lengkap?;;◇;Konsep;5 menit;Surat;\n;Ya;;↓;;;;\n;Tidak;←;;;;;\n"
    plan = _csv(_FIRST, asks, _LAST, ";Total waktu;;;;75 menit;;\n")
    assert [step.key for step in plan.steps] == ["1", "2", "3"]


def test_answers_may_have_columns_of_their_own() -> None:
    head = "No;Uraian;Pelaksana;Kelengkapan;Waktu;Output;Ya;Tidak\n"
    ways = {1: ";", 2: "3;1", 3: ";"}
    rows = [f"{n};Memeriksa berkas;Staf;Berkas;5 menit;Berkas;{way}\n" for n, way in ways.items()]
    plan = _csv(*rows, head=head)
    assert {("2", "3", "Ya"), ("2", "1", "Tidak")} <= set(plan.edges())
    assert {assumption.kind for assumption in plan.assumptions} == {"no_title", "question_worded"}
