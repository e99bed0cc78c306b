"""What the editor writes is read by the engine.

What its parts do alone is tested in webforms/frontend/tests/editor.
"""

from __future__ import annotations

from random import Random
from typing import Any

from engine.bpmn.diagram import read_diagram
from engine.calendar import parse_norm
from engine.forms.conditions import parse
from engine.starlark.scripts import check_condition
from tests.conftest import ROOT
from tests.node import call

#: Operator and value, as webforms/frontend/src/editor/conditions.js has them.
PARTS: list[tuple[str, Any]] = [
    ("==", "ya"),
    ("!=", 'kata "kutip" dan \\'),
    (">=", 10),
    ("<", -2.5),
    ("<", 0.0000001),
    (">", -0.00000025),
    ("==", "Jalan 1\nBantul\t55711"),
    ("==", True),
    ("empty", None),
    ("filled", None),
    ("in", ["tayang", "dijadwalkan"]),
    ("contains", "anak"),
    ("lacks", "anak"),
    ("len>=", 2),
    ("len==", 0),
    (">=", {"name": "mulai"}),
    ("<=", {"name": "langkah.Periksa.selesai"}),
    ("not in", {"name": "pilihan"}),
]


def test_a_written_condition_is_read_by_the_form_and_by_the_gateway() -> None:
    parts = [{"field": "isian", "operator": operator, "value": value} for operator, value in PARTS]
    for source, (_, value) in zip(
        call("editor/conditions", "writeCondition", [[part] for part in parts]), PARTS, strict=True
    ):
        other = {value["name"]} if isinstance(value, dict) else set()
        assert parse(source).names == {"isian", *other}
        assert check_condition(source) is None


#: What a condition may compare with, and pieces that only look like it.
PIECES = [
    "a",
    "é",
    "\\n",
    "\\t",
    "\\\\",
    '\\"',
    "\\'",
    "'",
    " ",
    "\t",
    "\n",
    "\\d",
    "\\u0041",
    "{",
    "#",
    "and",
]
NUMBERS = [
    "0",
    "7",
    "-3",
    "007",
    "1.",
    ".5",
    "1e5",
    "0.0000001",
    "-12.50",
    "1000000000000000",
    "0x10",
    "1_000",
]


def test_the_editor_reads_a_value_as_the_server_does_or_leaves_it_as_it_stands() -> None:
    random = Random(8)
    texts = ["".join(random.choices(PIECES, k=random.randint(0, 4))) for _ in range(300)]
    literals = [*(f'"{text}"' for text in texts), *(f"'{text}'" for text in texts), *NUMBERS]
    sources = [f"isian == {literal}" for literal in literals]
    read = call("editor/conditions", "readCondition", [[source] for source in sources])
    understood = {source: part for source, part in zip(sources, read, strict=True) if part}
    assert len(understood) > 200
    for source, part in understood.items():
        assert parse(source).tree == ("==", ("name", "isian"), ("value", part["value"])), source
    for source, part in zip(
        call("editor/conditions", "writeCondition", [[part] for part in understood.values()]),
        understood.values(),
        strict=True,
    ):
        assert parse(source).tree[2] == ("value", part["value"])
        assert check_condition(source) is None


def test_conditions_that_are_joined_are_read_by_both() -> None:
    parts = [
        {"field": "keputusan", "operator": "==", "value": "ya"},
        {"field": "kanal", "operator": "contains", "value": "web and site"},
    ]
    joined = [[{"join": join, "parts": parts}] for join in ("and", "or")]
    for source in call("editor/conditions", "writeConditions", joined):
        assert parse(source).names == {"keputusan", "kanal"}
        assert check_condition(source) is None


def test_every_rule_of_our_own_forms_can_be_said_in_words() -> None:
    diagram = read_diagram((ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_bytes())
    fields = [
        each for step in diagram.steps.values() for field in step.form for each in (field, *field.parts)
    ]
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
    read = call("editor/conditions", "readConditions", [[source] for source in sources])
    unsaid = [source for source, found in zip(sources, read, strict=True) if found is None]
    assert unsaid == []
    [only_read] = call("editor/conditions", "readConditions", [["a == None or b.startswith(a)"]])
    assert only_read is None


def test_a_written_norm_is_read_by_the_calendar() -> None:
    norms = [
        {"unit": unit, "least": least, "most": most}
        for unit in ("menit", "jam", "hari")
        for least, most in (("", "15"), ("1", "2"))
    ]
    for iso in call("editor/norms", "writeNorm", [[norm] for norm in norms]):
        parse_norm(iso)


def test_a_fields_id_is_no_word_of_the_conditions() -> None:
    labels = ["Judul kegiatan", "Kunci", "Langkah", "In", "2 saksi", "True", "None", "Len", "Not", "Sekarang"]
    for name in call("editor/names", "fieldId", [[label, {"among": []}] for label in labels]):
        assert parse(f"{name} == 1").names == {name}
