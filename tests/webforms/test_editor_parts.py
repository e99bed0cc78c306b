"""Small parts of the editor, each by itself: conditions, norms, ids, NIP."""

from __future__ import annotations

from engine.bpmn.scripts import check_condition
from engine.calendar import parse_norm
from engine.forms.conditions import parse
from tests.webforms.editor.node import call, calls

EXPRESSIBLE = {
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
}
BEYOND = [
    'keputusan == "ya" and kunci != "website"',
    "embargo == None or waktu_tayang >= embargo",
    'dasar.startswith("Persetujuan")',
    "len(foto) >= 1",
    'x == "a" or True',
    "waktu_tayang <= sekarang",
    'keputusan == "ya"\nor True',
    "embargo < None",
]


def test_a_condition_is_read_into_field_operator_and_value() -> None:
    found = calls("conditions", "readCondition", *([source] for source in EXPRESSIBLE))
    assert found == list(EXPRESSIBLE.values())


def test_what_says_more_is_left_as_it_stands() -> None:
    assert calls("conditions", "readCondition", *([source] for source in BEYOND)) == [None] * len(BEYOND)


def test_what_is_written_means_the_same_when_read_again() -> None:
    parts = list(EXPRESSIBLE.values())
    written = calls("conditions", "writeCondition", *([part] for part in parts))
    assert calls("conditions", "readCondition", *([source] for source in written)) == parts
    for source, part in zip(written, parts, strict=True):
        # Both engines read it: the form's conditions and the gateway's.
        assert parse(source).names == {part["field"]}
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
