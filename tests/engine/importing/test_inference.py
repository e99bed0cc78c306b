"""What is guessed where a table says nothing, and that nothing is guessed where it speaks."""

from __future__ import annotations

import pytest

from engine.importing.plan.spelling import Spelling, corrected
from tests.engine.importing.drawn import drawn, errors, planned, walk

HEAD = (
    "No\tKegiatan\tPelaksana\t\t\tMutu Baku\t\t\tKeterangan\n"
    "\t\tStaf\tSekretaris\tKepala\tKelengkapan\tWaktu\tOutput\t\n"
)


def table(*rows: str) -> str:
    """ "1|Membuat surat|⬭||  |keterangan": number, text, three marks, remarks."""
    found = []
    for row in rows:
        number, text, one, two, three, remarks = [*(part.strip() for part in row.split("|")), "", "", "", ""][
            :6
        ]
        found.append("\t".join([number, text, one, two, three, "Berkas", "5 menit", "Berkas", remarks]))
    return HEAD + "\n".join(found)


def edges(text: str) -> set[str]:
    return {f"{a}>{b}:{label}".rstrip(":") for a, b, label in planned(text).edges()}


def kinds(text: str) -> set[tuple[str, str]]:
    return {(assumption.kind, assumption.row) for assumption in planned(text).assumptions}


def test_tidak_returns_to_the_step_before_when_another_actor_did_it() -> None:
    text = table("1|Membuat surat|⬭", "2|Mengetik surat|▭", "3|Memeriksa surat||◇", "4|Mengirim surat|⬭")
    assert edges(text) == {"1>2", "2>3", "3>4:Ya", "3>2:Tidak"}
    assert ("return_target", "3") in kinds(text)


def test_who_checks_own_work_sends_it_back_to_whoever_made_it() -> None:
    text = table("1|Membuat surat|⬭", "2|Membaca surat||▭", "3|Memeriksa surat||◇", "4|Mengirim surat|⬭")
    assert "3>1:Tidak" in edges(text)


@pytest.mark.parametrize(
    "remarks",
    [
        "Tidak kembali ke no. 1",
        "Jika tidak sesuai, kembali ke langkah 1",
        "Ya lanjut ke 4; tidak ke 1",
        "Tidak → 1",
        "tidak: ke langkah 1",
    ],
)
def test_a_written_target_is_taken_and_not_assumed(remarks: str) -> None:
    text = table(
        "1|Membuat surat|⬭", "2|Mengetik surat|▭", f"3|Memeriksa surat||◇||{remarks}", "4|Mengirim surat|⬭"
    )
    assert {edge.partition(":")[0] for edge in edges(text)} == {"1>2", "2>3", "3>4", "3>1"}
    worded = set() if "sesuai" in remarks else {"question_worded"}
    assert {kind for kind, row in kinds(text) if row == "3"} == worded


def test_words_at_the_arrows_name_targets() -> None:
    text = table(
        "1|Membuat surat|⬭", "2|Mengetik surat|▭", "3|Memeriksa surat|Tidak ke 1|◇ Ya|", "4|Mengirim surat|⬭"
    )
    assert edges(text) == {"1>2", "2>3", "3>4:Ya", "3>1:Tidak"}


def test_ya_does_not_mean_forward_when_the_question_is_inverted() -> None:
    text = table("1|Membuat surat|⬭", "2|Apakah surat perlu perbaikan?||◇", "3|Mengirim surat|⬭")
    assert edges(text) == {"1>2", "2>3:Tidak", "2>1:Ya"}
    assert ("inverted", "2") in kinds(text)


def test_three_ways_out_of_one_decision_stay_three() -> None:
    remarks = "Disetujui ke langkah 4; perlu perbaikan kembali ke langkah 1; ditolak ke langkah 5"
    text = table(
        "1|Membuat usulan|⬭",
        "2|Membaca usulan||▭",
        f"3|Memutuskan usulan|||◇|{remarks}",
        "4|Melaksanakan usulan|▭",
        "5|Mengarsipkan usulan|⬭",
    )
    assert edges(text) == {"1>2", "2>3", "3>4:Disetujui", "3>1:Perlu perbaikan", "3>5:Ditolak", "4>5"}
    assert errors(drawn(text)) == []


def test_a_row_after_the_decision_that_mends_leads_back_to_it() -> None:
    text = table("1|Membuat surat|⬭", "2|Memeriksa surat||◇", "3|Memperbaiki surat|▭", "4|Mengirim surat|⬭")
    assert edges(text) == {"1>2", "2>4:Ya", "2>3:Tidak", "3>2"}


def test_a_row_that_refuses_and_ends_is_the_other_way_out() -> None:
    text = table(
        "1|Menerima permohonan|⬭",
        "2|Menilai permohonan||◇",
        "3|Menolak permohonan|⬭",
        "4|Menerbitkan izin||▭",
        "5|Menyerahkan izin|⬭",
    )
    assert edges(text) == {"1>2", "2>4:Ya", "2>3:Tidak", "4>5"}
    xml = drawn(text)
    assert errors(xml) == []
    assert walk(xml, lambda field, _visit: "tidak")[-1] == "Menolak_permohonan"


def test_loose_ya_and_tidak_make_as_many_decisions_as_there_are_pairs() -> None:
    rows = ["1 Membuat surat", "2 Memeriksa surat", "3 Menyetujui surat", "4 Mengirim surat"]
    head = "Uraian Prosedur\tPelaksana\t\tMutu Baku\tOutput\tKeterangan\n\tStaf\tKepala\t\t\t\n"
    body = "\n".join(f"{row}.\t\t\tBerkas\t5 menit\tBerkas" for row in rows)
    assert len(planned(f"{head}{body}\n\nYa\n\nTidak\n").decisions) == 1
    assert len(planned(f"{head}{body}\n\nYa\nTidak\nYa\nTidak").decisions) == 2


def test_lost_marks_are_guessed_from_recipients_verbs_and_rank() -> None:
    head = (
        "No\tKegiatan\tPelaksana\t\t\tKelengkapan\tWaktu\tOutput\n\t\tPetugas "
        "Lapangan\tPengelola Arsip\tKepala Bidang\t\t\t\n"
    )
    rows = [
        "Menyerahkan berkas kepada pengelola arsip",
        "Menata berkas ke dalam arsip",
        "Menyetujui pemindahan berkas",
        "Menyimpan berkas di ruang arsip",
    ]
    plan = planned(
        head + "\n".join(f"{n}\t{row}\t\t\t\tBerkas\t5 menit\tBerkas" for n, row in enumerate(rows, 1))
    )
    assert [plan.lanes[step.lane] for step in plan.steps] == [
        "Petugas Lapangan",
        "Pengelola Arsip",
        "Kepala Bidang",
        "Pengelola Arsip",
    ]
    assert {
        row
        for kind, row in {(assumption.kind, assumption.row) for assumption in plan.assumptions}
        if kind == "lane"
    } == {
        "1",
        "2",
        "3",
        "4",
    }


def test_a_mark_that_stands_is_never_overruled() -> None:
    text = table("1|Menyerahkan surat kepada Kepala|||X", "2|Menandatangani surat|X", "3|Mengetik surat|||X")
    assert [step.lane for step in planned(text).steps] == [2, 0, 2]
    assert ("lane_conflict", "1") in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Menata arsip",
        "Mendata arsip",
        "Memilah berkas",
        "Menerapkan aturan",
        "Menyiangi kebun",
        "Rapat tim",
        "5 orang",
    ],
)
def test_words_that_exist_are_left_alone(text: str) -> None:
    assert corrected(text) == (text, Spelling())


@pytest.mark.parametrize(
    "rows",
    [
        ("1|Membuat surat|⬭|||kembali ke langkah 1", "2|Mengirim surat|⬭"),
        ("1|Membuat surat|⬭", "2|Mengirim surat|⬭|||kembali ke langkah 1"),
        ("1|Membuat surat|⬭|||lanjut ke langkah 3", "2|Membaca surat|▭", "3|Mengirim surat|⬭"),
        ("1|Memeriksa surat|◇|||Ya ke 3, tidak ke 3", "2|Membaca surat|▭", "3|Mengirim surat|⬭"),
        ("1|Memeriksa surat||◇",),
        ("1|Selesai|⬭", "2|Mulai|⬭", "3|Start|▭", "4|End|▭", "5|!!! ???|▭"),
    ],
)
def test_words_that_lead_nowhere_still_give_a_diagram_that_ends(rows: tuple[str, ...]) -> None:
    xml = drawn(table(*rows))
    assert errors(xml) == []
    walk(xml)


def test_the_ratifier_and_approver_are_told_apart() -> None:
    text = HEAD + (
        "1\tMembuat surat\tX\t\t\tBerkas\t5 menit\tSurat\t\n2\tMemeriksa "
        "surat\t\tX\t\tSurat\t5 menit\tSurat yang disetujui Kepala Dinas\t"
    )
    approver = next(assumption for assumption in planned(text).assumptions if assumption.kind == "approver")
    assert approver.params == {"other": "Kepala Dinas", "lane": "Sekretaris"}


def test_branches_with_words_of_their_own_say_what_is_asked() -> None:
    remarks = "Tidak lengkap kembali ke no. 1"
    text = table("1|Membuat surat|⬭", f"2|Memeriksa surat||◇||{remarks}", "3|Mengirim surat|⬭")
    assert [decision.question for decision in planned(text).decisions.values()] == ["Lengkap?"]


def test_who_was_agreed_to_is_not_refused_in_the_next_row_too() -> None:
    rows = (
        "1|Mengajukan|⬭",
        "2|Memeriksa||◇||Tidak: ke no. 4",
        "3|Menyerahkan izin|▭",
        "4|Menyusun surat penolakan||▭",
    )
    text = table(*rows, "5|Mengarsipkan|⬭")
    assert edges(text) == {"1>2", "2>3:Ya", "2>4:Tidak", "3>5", "4>5"}
    assert ("refusal_passed_by", "3") in kinds(text)
    # At the bottom: both are through.
    assert edges(table(*rows)) == {"1>2", "2>3:Ya", "2>4:Tidak"}
    # What closes a case closes it for all.
    closing = table(*rows[:3], "4|Menutup berkas||▭", "5|Mengarsipkan|⬭")
    assert {"3>4", "2>4:Tidak"} <= edges(closing)
