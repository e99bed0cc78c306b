"""What differs between two versions, in the words that people read."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from engine.bpmn.diagram import read_diagram
from engine.diff.compare import Change, compare
from engine.texts import LANGUAGES
from tests.conftest import ROOT
from tests.diagrams import NAMES, drawn
from tests.office import field, small_sop

SOP_032 = (ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8")


def changes(before: str, after: str) -> list[Change]:
    return compare(read_diagram(before), read_diagram(after))


def sentences(before: str, after: str, language: str = "id") -> list[str]:
    return [change.sentence(language) for change in changes(before, after)]


def replaced(old: str, new: str, xml: str | None = None) -> str:
    before = xml or small_sop()
    assert old in before
    return before.replace(old, new)


def test_equal_diagrams_have_no_difference() -> None:
    assert changes(SOP_032, SOP_032) == []
    loose = replaced('sourceRef="Mulai"', 'sourceRef="Tiada"', SOP_032)
    assert changes(loose, loose) == []


def test_what_only_moved_on_the_canvas_is_no_difference() -> None:
    moved = re.sub(r'(<(?:\w+:)?Bounds x=")(\d+)', lambda m: f"{m[1]}{int(m[2]) + 40}", SOP_032)
    assert moved != SOP_032
    assert changes(SOP_032, moved) == []


def test_other_prefixes_and_white_space_are_no_difference() -> None:
    assert changes(small_sop(), small_sop().replace("bpmn:", "b:").replace("xmlns:bpmn", "xmlns:b")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('value="PT5M"', 'value="PT10M"', "Norma langkah “Menayangkan”: 5 menit → 10 menit"),
        ('value="PT5M"', 'value="P2D"', "Norma langkah “Menayangkan”: 5 menit → 2 hari kerja"),
        (
            'name="Memeriksa materi"',
            'name="Memeriksa naskah"',
            "“Memeriksa materi” berganti nama menjadi “Memeriksa naskah”",
        ),
        (
            'name="Ketua Tim Kerja"',
            'name="Kepala Dinas"',
            "Lajur “Ketua Tim Kerja” berganti nama menjadi “Kepala Dinas”",
        ),
        (
            'value="099 / SOP / 2026"',
            'value="100 / SOP / 2026"',
            "Nomor SOP: “099 / SOP / 2026” menjadi “100 / SOP / 2026”",
        ),
        (
            'keputusan == "ya"</',
            'keputusan != "tidak"</',
            "Syarat dari “Disetujui?” ke “Menayangkan”: “Disetujui?” sama dengan “Ya” → "
            "“Disetujui?” tidak sama dengan “Tidak”",
        ),
        (
            'sourceRef="Disetujui" targetRef="Pilih"',
            'sourceRef="Disetujui" targetRef="Serah"',
            "Dari “Disetujui?” sekarang berlanjut ke “Menyerahkan materi”",
        ),
        (
            '<camunda:value id="tidak" name="Tidak"/>',
            '<camunda:value id="tidak" name="Belum"/>',
            "Formulir “Memeriksa materi”: pilihan “Tidak” pada “Disetujui?” menjadi “Belum”",
        ),
        (
            'name="pemisahan_tugas" value="Serah Pilih"',
            'name="pemisahan_tugas" value="Pilih"',
            "Langkah “Memeriksa materi” tidak boleh dikerjakan oleh pelaku langkah: Memilih bahan",
        ),
    ],
)
def test_a_change_is_one_sentence(old: str, new: str, said: str) -> None:
    assert sentences(small_sop(), replaced(old, new)) == [said]


def test_a_step_that_changes_hands_has_moved() -> None:
    xml = replaced("Mulai Serah".replace(" ", "</bpmn:flowNodeRef><bpmn:flowNodeRef>"), "Mulai")
    xml = replaced(
        "<bpmn:flowNodeRef>Pilih", "<bpmn:flowNodeRef>Serah</bpmn:flowNodeRef><bpmn:flowNodeRef>Pilih", xml
    )
    [change] = changes(small_sop(), xml)
    assert (change.kind, change.element) == ("moved", "Serah")
    assert change.sentence("id") == (
        "“Menyerahkan materi” pindah dari Admin Bidang/Petugas Lapangan (Tim Kerja) "
        "ke Pengelola Website (Tim Kerja)"
    )


def test_fields_that_come_go_and_change_are_told_apart() -> None:
    before = small_sop(extra_field=field("cuaca", "Cuaca"))
    after = small_sop(extra_field=field("cuaca", "Cuaca", required="1") + field("kutipan", "Kutipan"))
    assert sentences(before, after) == [
        "Formulir “Menyerahkan materi”: isian “Cuaca” menjadi wajib",
        "Formulir “Menyerahkan materi”: isian “Kutipan” (teks) ditambah",
    ]
    assert sentences(after, small_sop()) == [
        "Formulir “Menyerahkan materi”: isian “Cuaca” dihapus",
        "Formulir “Menyerahkan materi”: isian “Kutipan” dihapus",
    ]


def test_options_are_told_in_their_order() -> None:
    """The same two diagrams give the same sentences, in the record and on every page."""
    few = small_sop(extra_field=field("hari", "Hari", "select", options="senin"))
    many = small_sop(
        extra_field=field("hari", "Hari", "select", options="senin selasa rabu kamis jumat sabtu")
    )
    added = [change.params["option"] for change in changes(few, many)]
    assert added == ["Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"]
    assert [change.params["option"] for change in changes(many, few)] == added


def test_conditions_of_fields_are_said_with_questions_and_answers() -> None:
    old = 'id="wajib_jika" value=\'keputusan == "tidak"\''
    old = old if old in SOP_032 else old.replace("wajib_jika", "tampil_jika")
    said = sentences(SOP_032, replaced(old, old.replace("==", "!="), SOP_032))
    assert said
    assert all("tidak sama dengan “" in item and "keputusan !=" not in item for item in said)


def test_a_part_is_named_with_its_group() -> None:
    old = 'id="foto.keterangan" label="Keterangan foto"'
    [said] = sentences(SOP_032, replaced(old, 'id="foto.keterangan" label="Judul foto"', SOP_032))
    assert "“Foto – Keterangan foto” menjadi “Foto – Judul foto”" in said


def test_a_renamed_id_is_the_same_step() -> None:
    assert (
        sentences(small_sop(), small_sop().replace('"Tayang"', '"Terbit"').replace(">Tayang<", ">Terbit<"))
        == []
    )


def test_an_added_step_is_one_change_and_its_arrows_belong_to_it() -> None:
    xml = replaced('sourceRef="Tayang" targetRef="Selesai"', 'sourceRef="Tayang" targetRef="Arsip"')
    xml = replaced(
        "<bpmn:endEvent",
        '<bpmn:userTask id="Arsip" name="Mengarsipkan"/>'
        '<bpmn:sequenceFlow id="f8" sourceRef="Arsip" targetRef="Selesai"/><bpmn:endEvent',
        xml,
    )
    said = sentences(small_sop(), xml)
    assert any(item.startswith("Langkah “Mengarsipkan” ditambahkan") for item in said)
    assert {change.kind for change in changes(small_sop(), xml)} <= {"added", "moved"}
    back = changes(xml, small_sop())
    assert [change.kind for change in back if change.code == "step.removed"] == ["removed"]


def test_when_an_added_step_is_reached_is_told_in_words() -> None:
    flow = re.search(
        r'<bpmn:sequenceFlow id="[^"]+" sourceRef="Disetujui" targetRef="Tayang">.*?</bpmn:sequenceFlow>',
        small_sop(),
    )
    assert flow
    added = (
        '<bpmn:userTask id="Konsultasi" name="Berkonsultasi"/>'
        '<bpmn:sequenceFlow id="Ragu" name="Ragu" sourceRef="Disetujui" targetRef="Konsultasi">'
        "<bpmn:conditionExpression>keputusan == None or keputusan in [&quot;ya&quot;, &quot;tidak&quot;]"
        "</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    said = sentences(small_sop(), replaced(flow[0], flow[0] + added))
    assert said[-1] == (
        "Jawaban baru “Ragu” pada “Disetujui?” menuju “Berkonsultasi”, diambil jika “Disetujui?” belum diisi "
        "atau “Disetujui?” salah satu dari “Ya”, “Tidak”"
    )


def test_a_property_that_nobody_knows_is_called_by_its_own_name() -> None:
    theirs = replaced(
        "<camunda:properties>", '<camunda:properties><camunda:property name="warna" value="biru"/>'
    )
    assert sentences(small_sop(), theirs)[0].startswith("warna diisi")


def test_english_says_the_same() -> None:
    xml = replaced('value="PT5M"', 'value="PT10M"')
    assert sentences(small_sop(), xml, "en") == ["Norm of step “Menayangkan”: 5 minutes → 10 minutes"]


def test_every_change_can_be_stored() -> None:
    import json

    for change in changes(small_sop(), SOP_032):
        assert json.loads(json.dumps(change.as_dict()))["kind"] in {"added", "removed", "changed", "moved"}
        for language in ("id", "en"):
            assert not change.sentence(language).startswith("diff.")


@pytest.mark.thorough
def test_any_two_diagrams_can_be_compared() -> None:
    diagrams = [read_diagram(drawn(name, "Trisotech")) for name in NAMES]
    for before, after in permutations(diagrams, 2):
        told = [change.sentence(language) for change in compare(before, after) for language in LANGUAGES]
        assert told
        assert all(told)
        assert not [sentence for sentence in told if sentence.startswith("diff.")]
