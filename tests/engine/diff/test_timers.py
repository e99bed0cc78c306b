"""What changed about reminders and deadlines, in sentences."""

from __future__ import annotations

import pytest

from engine.bpmn.diagram import read_diagram
from engine.definitions.differences import GROUPS
from engine.diff.compare import compare
from tests.office import small_sop, timed_sop, timer

SOON, LATE = timer("Ingat", "Pilih", "PT30M"), timer("Batas", "Pilih", "PT2H", to="Periksa")


def said(before: str, after: str, language: str = "id") -> list[str]:
    return [change.sentence(language) for change in compare(read_diagram(before), read_diagram(after))]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((), (SOON,), "Langkah “Memilih bahan”: pengingat setelah 30 menit ditambah"),
        ((), (LATE,), "Langkah “Memilih bahan”: batas waktu 2 jam ditambah, lalu ke “Memeriksa materi”"),
        ((LATE,), (), "Langkah “Memilih bahan”: batas waktu 2 jam dihapus"),
        (
            (LATE,),
            (timer("Batas", "Pilih", "P1D", to="Periksa"),),
            "Langkah “Memilih bahan”: batas waktu 2 jam → 1 hari kerja",
        ),
        (
            (LATE,),
            (LATE.replace("<bpmn:boundaryEvent", '<bpmn:boundaryEvent cancelActivity="false"'),),
            "Langkah “Memilih bahan”: batas waktu 2 jam menjadi pengingat setelah 2 jam",
        ),
        (
            (LATE,),
            (timer("Batas", "Pilih", "PT2H", to="Selesai"),),
            "Langkah “Memilih bahan”: batas waktu 2 jam sekarang menuju akhir berkas "
            "(semula “Memeriksa materi”)",
        ),
        (
            (SOON,),
            (timer("Ingat", "Pilih", "PT30M", to="Tayang"),),
            "Langkah “Memilih bahan”: pengingat setelah 30 menit sekarang menuju “Menayangkan” "
            "(semula tidak ke mana-mana)",
        ),
        (
            (SOON,),
            (timer("Ingat", "Serah", "PT30M"),),
            "Langkah “Menyerahkan materi”: pengingat setelah 30 menit pindah ke sini dari “Memilih bahan”",
        ),
        (
            (SOON,),
            (SOON.replace("<bpmn:boundaryEvent", '<bpmn:boundaryEvent name="Ingatkan"'),),
            "Langkah “Memilih bahan”: pengingat setelah 30 menit sekarang bernama “Ingatkan”",
        ),
    ],
)
def test_a_change_of_a_timer_is_one_sentence(
    before: tuple[str, ...], after: tuple[str, ...], told: str
) -> None:
    assert said(timed_sop(*before), timed_sop(*after)) == [told]


def test_the_same_time_and_another_id_are_no_change() -> None:
    otherwise = timer("Batas9", "Pilih", "PT120M", to="Periksa")
    assert said(timed_sop(LATE), timed_sop(otherwise)) == []


def test_a_timer_is_told_right_after_its_step() -> None:
    after = timed_sop(LATE).replace('value="PT30M"', 'value="PT40M"').replace('value="PT5M"', 'value="PT6M"')
    assert [line.partition(":")[0] for line in said(small_sop(), after)] == [
        "Norma langkah “Memilih bahan”",
        "Langkah “Memilih bahan”",
        "Norma langkah “Menayangkan”",
    ]


def test_a_timer_is_told_in_english_too() -> None:
    assert said(timed_sop(SOON), timed_sop(timer("Ingat", "Pilih", "P3D")), "en") == [
        "Step “Memilih bahan”: reminder after 30 minutes → 3 working days"
    ]


def test_it_stands_among_the_steps() -> None:
    [change] = compare(read_diagram(small_sop()), read_diagram(timed_sop(LATE)))
    assert GROUPS[change.code.partition(".")[0]] == "steps"


def test_what_is_told_can_be_kept_in_the_record() -> None:
    [change] = compare(read_diagram(small_sop()), read_diagram(timed_sop(LATE)))
    assert change.as_dict()["params"] == {
        "step": "Memilih bahan",
        "timer": [True, "PT2H"],
        "onward": ["Memeriksa materi"],
    }
