"""Small parts of the editor, each by itself: conditions, norms, ids, NIP."""

from __future__ import annotations

from typing import Any

from engine.bpmn.diagram import read_diagram
from engine.bpmn.scripts import check_condition
from engine.calendar import parse_norm
from engine.forms.conditions import parse
from tests.conftest import ROOT
from tests.webforms.editor.node import call, calls

EXPRESSIBLE: dict[str, dict[str, Any]] = {
    'keputusan == "ya"': {"field": "keputusan", "operator": "==", "value": "ya"},
    "keputusan != 'ya'": {"field": "keputusan", "operator": "!=", "value": "ya"},
    "jumlah >= 10": {"field": "jumlah", "operator": ">=", "value": 10},
    "jumlah < -2.5": {"field": "jumlah", "operator": "<", "value": -2.5},
    "setuju == True": {"field": "setuju", "operator": "==", "value": True},
    "embargo == None": {"field": "embargo", "operator": "empty", "value": None},
    "embargo != None": {"field": "embargo", "operator": "filled", "value": None},
    'status in ["tayang", "dijadwalkan"]': {
        "field": "status",
        "operator": "in",
        "value": ["tayang", "dijadwalkan"],
    },
    'judul == "kata \\"kutip\\" dan \\\\"': {
        "field": "judul",
        "operator": "==",
        "value": 'kata "kutip" dan \\',
    },
    '"anak" in subjek': {"field": "subjek", "operator": "contains", "value": "anak"},
    '"anak" not in subjek': {"field": "subjek", "operator": "lacks", "value": "anak"},
    "len(foto) >= 2": {"field": "foto", "operator": "len>=", "value": 2},
    "len(foto) == 0": {"field": "foto", "operator": "len==", "value": 0},
    "selesai >= mulai": {"field": "selesai", "operator": ">=", "value": {"name": "mulai"}},
    "tayang >= langkah.Periksa.selesai": {
        "field": "tayang",
        "operator": ">=",
        "value": {"name": "langkah.Periksa.selesai"},
    },
    "kunci not in pilihan": {"field": "kunci", "operator": "not in", "value": {"name": "pilihan"}},
}
TOGETHER = {
    'keputusan == "ya" and kunci != "web and site"': ("and", ["keputusan", "kunci"]),
    'embargo == None or tayang >= embargo or "x" in kanal': ("or", ["embargo", "tayang", "kanal"]),
    'keputusan == "ya"\n  and jumlah > 2': ("and", ["keputusan", "jumlah"]),
    'keputusan == "ya"': ("and", ["keputusan"]),
}
BEYOND = [
    'dasar.startswith("Persetujuan")',
    'x == "a" or True',
    'keputusan == "ya"\nor True',
    "embargo < None",
    "not setuju",
    "setuju",
    'a == "1" or b == "2" and c == "3"',
    '(a == "1" or b == "2") and c == "3"',
    "len(foto) > len(video)",
    "x == not",
    "True == True",
]


def test_a_condition_is_read_into_field_operator_and_value() -> None:
    found = calls("conditions", "readCondition", *([source] for source in EXPRESSIBLE))
    assert found == list(EXPRESSIBLE.values())


def test_what_says_more_is_left_as_it_stands() -> None:
    assert calls("conditions", "readConditions", *([source] for source in BEYOND)) == [None] * len(BEYOND)


def test_several_parts_are_joined_by_all_or_by_one_of_them() -> None:
    found = calls("conditions", "readConditions", *([source] for source in TOGETHER))
    assert [(one["join"], [part["field"] for part in one["parts"]]) for one in found] == [*TOGETHER.values()]
    written = calls("conditions", "writeConditions", *([one] for one in found))
    assert written == [" ".join(source.split()) for source in TOGETHER]
    for source in written:
        assert parse(source).names
        assert check_condition(source) is None


def test_every_rule_of_our_own_forms_can_be_said_in_words() -> None:
    diagram = read_diagram((ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_bytes())
    fields = [each for step in diagram.steps.values() for one in step.form for each in (one, *one.parts)]
    sources = [
        source
        for field in fields
        for source in (
            field.shown_if,
            field.required_if,
            field.selectable_if,
            *(rule.condition for rule in field.rules),
        )
        if source
    ]
    assert len(sources) > 30
    unsaid = [
        source
        for source, found in zip(
            sources, calls("conditions", "readConditions", *([one] for one in sources)), strict=True
        )
        if found is None
    ]
    assert unsaid == ["di_mana_kapanewon == None or di_mana_kalurahan.startswith(di_mana_kapanewon)"]


def test_what_is_written_means_the_same_when_read_again() -> None:
    parts = list(EXPRESSIBLE.values())
    written = calls("conditions", "writeCondition", *([part] for part in parts))
    assert calls("conditions", "readCondition", *([source] for source in written)) == parts
    for source, part in zip(written, parts, strict=True):
        # Both engines read it: the form's conditions and the gateway's.
        compared = part["value"]["name"] if isinstance(part["value"], dict) else part["field"]
        assert parse(source).names == {part["field"], compared}
        assert check_condition(source) is None


def test_a_norm_is_a_number_a_unit_or_a_range() -> None:
    forms = {
        "PT15M": {"unit": "menit", "least": "", "most": "15"},
        "PT1H/PT2H": {"unit": "jam", "least": "1", "most": "2"},
        "P5D": {"unit": "hari", "least": "", "most": "5"},
    }
    assert calls("norms", "readNorm", *([iso] for iso in forms)) == list(forms.values())
    assert calls("norms", "writeNorm", *([form] for form in forms.values())) == list(forms)
    for iso in forms:
        parse_norm(iso)


def test_an_empty_norm_can_be_filled_and_an_odd_one_is_left_alone() -> None:
    assert call("norms", "readNorm", "") == {"unit": "menit", "least": "", "most": ""}
    assert calls("norms", "readNorm", ["PT1H30M"], ["P1M"], ["PT1H/P2D"], ["segera"]) == [None] * 4
    assert call("norms", "writeNorm", {"unit": "menit", "least": "", "most": "nol"}) == ""


def test_ids_come_from_names_and_are_safe() -> None:
    names = ["Memeriksa materi", "Start", "end", "1. Terima", "Résumé / CV", "🙂", "End"]
    ids = calls("names", "elementId", *([name, {"taken": ["Memeriksa_materi"]}] for name in names))
    assert ids == ["Memeriksa_materi_2", "Start_2", "end", "Unsur_1_Terima", "Resume_CV", "Unsur", "End_2"]


def test_a_fields_id_is_no_word_of_the_conditions() -> None:
    labels = ["Judul kegiatan", "Kunci", "Langkah", "In", "2 saksi"]
    ids = calls("names", "fieldId", *([label, {"taken": []}] for label in labels))
    assert ids == ["judul_kegiatan", "kunci_2", "langkah_2", "in_2", "isian_2_saksi"]
    for name in ids:
        assert parse(f"{name} == 1").names == {name}


def test_a_nip_is_looked_at_part_by_part() -> None:
    numbers = {
        "196912311996031017": "",
        "19691231 199603 1 017": "",
        "": "",
        "1234": "editor.nip.length",
        "196913311996031017": "editor.nip.born",
        "196902301996031017": "editor.nip.born",
        "196912311996131017": "editor.nip.appointed",
        "199612311969031017": "editor.nip.order",
        "196912311996033017": "editor.nip.sex",
    }
    assert calls("nip", "nipProblem", *([number] for number in numbers)) == list(numbers.values())
