"""What was assumed can be chosen otherwise, in its place; the diagram shows the choice, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.bpmn.diagram import read_diagram
from engine.definitions import understanding
from engine.definitions.imported import Imported
from engine.importing.plan.controls import MAX_TYPED, Control
from tests.engine.importing.examples import OWN, PENGADAAN, PENGADUAN
from tests.engine.importing.tables import Sop, as_tabs, official

_HEAD = "No\tKegiatan\tStaf\tKepala\tKelengkapan\tWaktu\tOutput\tKeterangan\n"
TABLE = (
    _HEAD
    + "1\tMengajukan daring\t⬭\t\tBahan\t2 hari\tSurat\t\n"
    + "2\tMengajukan lewat loket\t⬭\t\tBahan\tsecukupnya\tSurat\t\n"
    + "3\tMencetah surat\t▭\t\tBahan\t1-2 jam\tSurat\t\n"
    + "4\tMemeriksa surat\t\t◇\tSurat\t10 menit\tSurat\t\n"
    + "5\tMenyimpan surat\t▭\t▭\tSurat\t10 menit\tArsip\t\n"
)
COPIED = """No Uraian Prosedur Pelaksana Mutu Baku Keterangan
Pemohon Kepala Bidang Arsip Kelengkapan Waktu Output
1 Mengajukan permohonan Formulir 10 menit Formulir
2 Menyerahkan arsip Arsip 2 jam Tanda terima
"""


def _drawn(text: str, **chosen: str) -> Imported:
    values = {key.replace("__", "."): value for key, value in chosen.items()}
    return _redrawn(understanding.read(text), values)


def _redrawn(found: Imported, chosen: Mapping[str, str]) -> Imported:
    return understanding.read_packed(found.packed, chosen=chosen)


def _controls(found: Imported) -> dict[str, Control]:
    return {control.key: control for control in found.controls if control}


def test_every_kind_of_assumption_has_its_control() -> None:
    found = understanding.read(TABLE)
    assert set(_controls(found)) == {
        "title..", "starts.2.", "time.1.", "time.2.", "time.3.", "word.3.", "step.4.tidak", "question.4.",
        "lane.5.",
    }  # fmt: skip
    assert len(found.controls) == len(found.assumptions)
    assert found.chosen == {}


@pytest.mark.parametrize(
    ("key", "value", "seen"),
    [
        ("title..", "Surat Keluar", 'name="Surat Keluar"'),
        ("time.2.", "3 hari kerja", 'value="P3D"'),
        ("time.1.", "4 jam", 'value="PT4H"'),
        ("word.3.", "Mencetak", 'name="Mencetak surat"'),
        ("question.4.", "Sudah benar?", 'name="Sudah benar?"'),
    ],
)
def test_a_choice_is_drawn_and_no_longer_marked(key: str, value: str, seen: str) -> None:
    before = understanding.read(TABLE)
    assert seen not in before.xml
    after = _redrawn(before, {key: value})
    assert seen in after.xml
    assert after.chosen == {key: value}
    assert after.xml.count("Asumsi:") <= before.xml.count("Asumsi:")
    assert [item.kind for item in after.assumptions] == [item.kind for item in before.assumptions]
    undone = _redrawn(after, {key: _controls(before)[key].value})
    assert (undone.xml, undone.chosen) == (before.xml, {})


def test_a_branch_leads_where_it_was_said() -> None:
    found = _drawn(TABLE, step__4__tidak="5")
    leads = {branch.label: branch.to for branch in found.steps[3].leads}
    assert leads["Tidak"] == "5"
    ending = _drawn(TABLE, step__4__tidak="")
    assert {branch.label: branch.to for branch in ending.steps[3].leads}["Tidak"] == ""


def test_a_lane_and_the_beginning_are_chosen() -> None:
    found = _drawn(TABLE, lane__5__="Kepala", starts__2__="all")
    assert found.steps[4].lane == "Kepala"
    types = {node.type for node in found.diagram.nodes.values()}
    assert "parallelGateway" in types


def test_names_that_ran_together_are_parted_anew() -> None:
    found = _drawn(COPIED, actors____="Pemohon; Kepala Bidang; Arsip")
    assert [lane.name for lane in found.diagram.lanes] == ["Pemohon", "Kepala Bidang", "Arsip"]
    nameless = _drawn(COPIED, actors____=" ; ")
    assert [lane.name for lane in nameless.diagram.lanes] == ["Pemohon", "Kepala Bidang Arsip"]
    assert nameless.unusable == 1
    many = "; ".join(f"Petugas {n} {'Bidang Pelayanan' * 5}" for n in range(12))
    assert len(many) < _controls(found)["actors.."].max_length
    assert [lane.name for lane in _drawn(COPIED, actors____=many).diagram.lanes] == many.split("; ")
    assert _drawn(COPIED, actors____=f"Pemohon; {'x' * (MAX_TYPED + 1)}").unusable == 1


@pytest.mark.parametrize("value", ["sebentar", "", "x" * 301])
def test_a_time_that_is_none_is_said_and_not_drawn(value: str) -> None:
    before = understanding.read(TABLE)
    after = _redrawn(before, {"time.2.": value})
    assert (after.unusable, after.xml) == (1, before.xml)
    assert _controls(after)["time.2."].value == value


def test_what_nobody_offered_changes_nothing() -> None:
    before = understanding.read(TABLE)
    forged = {"lane.5.": "Bupati", "step.4.tidak": "99", "starts.2.": "x", "lane.1.": "Kepala", "x": "y"}
    assert _redrawn(before, forged).xml == before.xml


@pytest.mark.parametrize("sop", OWN, ids=lambda sop: sop.name)
def test_any_choice_gives_a_diagram_that_can_be_read(sop: Sop) -> None:
    before = understanding.read(as_tabs(sop, official(sop)))
    for key, control in _controls(before).items():
        for value in control.options[:4] or ("1 jam",):
            after = _redrawn(before, {key: value})
            assert read_diagram(after.xml).steps
            assert after.unusable == 0


def test_a_choice_stays_when_another_is_made() -> None:
    before = understanding.read(as_tabs(PENGADUAN, official(PENGADUAN)))
    chosen = {key: control.options[-1] for key, control in _controls(before).items() if control.options}
    assert _redrawn(_redrawn(before, chosen), chosen).xml == _redrawn(before, chosen).xml


def test_a_saved_preview_of_a_known_definition_keeps_the_choices() -> None:
    from engine.definitions.imported import Known

    before = understanding.read(as_tabs(PENGADAAN, official(PENGADAAN)))
    known = Known(key=before.key, name=before.name, number=1, xml=before.xml)
    key = next(key for key in _controls(before) if key.startswith("step."))
    after = understanding.read_packed(before.packed, known, chosen={key: ""})
    assert after.chosen == {key: ""}
