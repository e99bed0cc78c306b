"""Where lint says nothing of a gateway, no answers that its form accepts stop an instance there.

Random small forms and conditions, and random typing, which knows nothing of what lint tries.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

import pytest

from engine.bpmn.diagram import read_diagram
from engine.errors import InvalidAnswers, ProcessFailed
from engine.forms.read import read_answers
from engine.lint.check import check
from engine.lint.findings import Finding
from engine.lint.samples import SCOPE
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.bpmn.diagrams import bpmn

OPTIONS = ("ya", "tidak", "ragu")
TYPES = ("radio", "select", "checkbox", "number", "text", "multiselect", "tags", "date", "datetime", "group")
TEXTS = ("ya", "Ya", "tidak", "sangat mendesak", "x", "", "12", "surat tugas")
NUMBERS = ("0", "1", "-3", "5", "12", "0,5", "1.000", "1.000,5", "", "abc")
DAYS = ("2026-01-15", "16/01/2026", "", "2025-12-31", "besok")


def typed_for(kind: str, chance: random.Random) -> list[str]:
    if kind in {"radio", "select"}:
        return [chance.choice((*OPTIONS, ""))]
    if kind == "checkbox":
        return chance.choice((["ya"], []))
    if kind == "multiselect":
        return chance.sample(OPTIONS, chance.randint(0, 3))
    if kind == "number":
        return [chance.choice(NUMBERS)]
    if kind == "date":
        return [chance.choice(DAYS)]
    if kind == "datetime":
        return [chance.choice((*(f"{day} 10:00" for day in DAYS[:2]), ""))]
    return [chance.choice(TEXTS)]


def atom(name: str, kind: str, chance: random.Random) -> str:
    """A condition on one field: often right, now and then as a layman writes it."""
    option, number, sign = chance.choice(OPTIONS), chance.choice((0, 1, 5, 12)), chance.choice(("<", ">="))
    right = {
        "radio": [f'{name} == "{option}"', f'{name} != "{option}"', f'{name} in ["ya", "{option}"]'],
        "checkbox": [name, f"not {name}", f"{name} == True", f"{name} == False"],
        "number": [f"{name} {sign} {number}", f"{name} == {number}", f"10 / {name} > 2",
                   f"{name} != None and {name} {sign} {number}", f"{name} + 1 > {number}"],
        "text": [f'{name} == "ya"', f"{name} == None", f"len({name}) > 3", f'{name}.startswith("sangat")'],
        "multiselect": [f'"{option}" in {name}', f"len({name}) >= {number}", f"{name} == []"],
        "date": [f'{name} >= "2026-01-15"', f"{name} == None", f'{name} != None and {name} < "2026-01-15"'],
        "group": [f'{name} != None and {name}["isi"] == "ya"', f'{name}["isi"] == "ya"', f"{name} == None"],
    }  # fmt: skip
    right["select"], right["tags"], right["datetime"] = right["radio"], right["multiselect"], right["date"]
    wrong = [name, f'{name} == "Ya"', f'{name} == "true"', f"{name} > 1.000,5", f"{name} == 1", "1 == 1"]
    return chance.choice(right[kind] if chance.random() < 0.85 else wrong)


def condition(fields: Mapping[str, str], chance: random.Random) -> str:
    names = [chance.choice(list(fields)) for _ in range(chance.choice((1, 1, 2)))]
    atoms = [atom(name, fields[name], chance) for name in names]
    return chance.choice((" and ", " or ")).join(atoms)


def form_xml(fields: Mapping[str, str], chance: random.Random) -> str:
    made = []
    for n, (name, kind) in enumerate(fields.items()):
        inner = ""
        radios = [other for other, its in list(fields.items())[:n] if its == "radio"]
        if radios and chance.random() < 0.4:
            shown = quoteattr(f'{radios[0]} == "tidak"')
            inner += (
                f'<camunda:properties><camunda:property id="tampil_jika" value={shown}/></camunda:properties>'
            )
        if chance.random() < 0.5:
            inner += '<camunda:validation><camunda:constraint name="required"/></camunda:validation>'
        if kind in {"radio", "select", "multiselect"}:
            inner += "".join(f'<camunda:value id="{each}" name="{each.title()}"/>' for each in OPTIONS)
        made.append(
            f'<camunda:formField id="{name}" label="{name}" type="{kind}">{inner}</camunda:formField>'
        )
        if kind == "group":
            made.append(f'<camunda:formField id="{name}.isi" label="isi" type="text"/>')
    form = f"<camunda:formData>{''.join(made)}</camunda:formData>"
    return f"<bpmn:extensionElements>{form}</bpmn:extensionElements>"


def random_diagram(chance: random.Random) -> tuple[str, dict[str, str]]:
    fields = {f"isian{n}": chance.choice(TYPES) for n in range(chance.randint(1, 3))}
    gateway = chance.choice("xxo")
    branches = [f"{gateway} -> t{n} -> e : {condition(fields, chance)}" for n in range(chance.randint(1, 3))]
    if chance.random() < 0.5:
        branches.append(f"{gateway} -> t9 -> e : default")
    xml = bpmn("; ".join([f"s -> t -> {gateway}", *branches]), lanes={"Petugas": "t t0 t1 t2 t9"})
    xml = xml.replace(" : ", " : ").replace('name="T"/>', 'name="T">', 1)
    return xml.replace(
        'name="T"></bpmn:userTask>', f'name="T">{form_xml(fields, chance)}</bpmn:userTask>'
    ), fields


def runs(xml: str, typed: Mapping[str, Sequence[str]]) -> bool:
    """Whether the form takes what was typed; raises ProcessFailed where the instance then stops."""
    form = read_diagram(xml).steps["t"].form
    try:
        answers = read_answers(form, typed, SCOPE)
    except InvalidAnswers:
        return False
    runner = Runner.start(compile_program(xml), {})
    runner.complete(runner.waiting()[0].token, answers)
    return True


def silent_diagrams(seed: int, count: int) -> tuple[int, int]:
    """How many of the random diagrams lint passed, and how many moves they made."""
    chance, passed, moves = random.Random(seed), 0, 0
    for _ in range(count):
        xml, fields = random_diagram(chance)
        findings = check(xml)
        if any(item.severity == "error" or item.rule == "gateway_not_checked" for item in findings):
            continue
        passed += 1
        for _ in range(40):
            typed = {name: typed_for(kind, chance) for name, kind in fields.items()}
            typed |= {f"{name}.isi": typed.pop(name) for name, kind in fields.items() if kind == "group"}
            try:
                moves += runs(xml, typed)
            except ProcessFailed as error:
                pytest.fail(f"{error} with {typed} in\n{xml}")
    return passed, moves


@pytest.mark.thorough
def test_what_lint_passes_stops_at_no_gateway() -> None:
    passed, moves = silent_diagrams(8, 120)
    assert passed > 10
    assert moves > 200


@pytest.mark.parametrize(
    ("kind", "condition", "rule", "corrected"),
    [
        ("radio", 'isi == "Ya"', "condition_value_unknown", 'isi == "ya"'),
        ("radio", 'isi in ["YA", "tidak"]', "condition_value_unknown", 'isi in ["ya", "tidak"]'),
        ("radio", 'isi != "tdak"', "condition_value_unknown", 'isi != "tidak"'),
        ("multiselect", 'isi == "ya"', "condition_other_kind", '"ya" in isi'),
        ("multiselect", 'isi != "Ya"', "condition_other_kind", '"ya" not in isi'),
        ("multiselect", '"Ragu" in isi', "condition_value_unknown", '"ragu" in isi'),
        ("multiselect", "isi > 2", "condition_other_kind", "len(isi) > 2"),
        ("checkbox", 'isi == "true"', "condition_other_kind", "isi == True"),
        ("checkbox", 'isi == "tidak"', "condition_other_kind", "isi == False"),
        ("checkbox", "isi == 1", "condition_other_kind", "isi == True"),
        ("number", 'isi > "1.000,5"', "condition_other_kind", "isi > 1000.5"),
        ("number", 'isi == "lima"', "condition_other_kind", ""),
        ("number", "isi > 1.000,5", "condition_number_written", "isi > 1000.5"),
        (
            "number",
            "isi > 1.250.000 or isi == 12,5",
            "condition_number_written",
            "isi > 1250000 or isi == 12.5",
        ),
        ("text", "isi == 5", "condition_other_kind", 'isi == "5"'),
        ("text", "isi", "condition_gives_no_truth", "isi != None"),
        ("date", 'isi > "16/01/2026"', "condition_other_kind", 'isi > "2026-01-16"'),
        ("number", "isi > 1000", "condition_reads_empty", "isi != None and isi > 1000"),
        ("number", "isi > 9 or isi < 1", "condition_reads_empty", "isi != None and (isi > 9 or isi < 1)"),
    ],
)
def test_a_slip_is_named_and_put_right(kind: str, condition: str, rule: str, corrected: str) -> None:
    found = one_field(kind, condition)
    assert [(item.rule, item.params.get("corrected")) for item in found] == [(rule, corrected)]
    if corrected:
        assert [item.rule for item in one_field(kind, corrected) if item.severity == "error"] in (
            [],
            ["condition_reads_empty"],
        )


def one_field(kind: str, source: str) -> list[Finding]:
    """What lint says of a gateway that reads one optional field."""
    values = "".join(f'<camunda:value id="{each}" name="{each.title()}"/>' for each in OPTIONS)
    options = values if kind in {"radio", "multiselect"} else ""
    form = f'<camunda:formField id="isi" label="Isi" type="{kind}">{options}</camunda:formField>'
    xml = bpmn(f"s -> t -> x; x -> t1 -> e : {source}; x -> e : default", lanes={"Petugas": "t t1"})
    extension = (
        f"<bpmn:extensionElements><camunda:formData>{form}</camunda:formData></bpmn:extensionElements>"
    )
    findings = check(xml.replace('name="T"></bpmn:userTask>', f'name="T">{extension}</bpmn:userTask>'))
    return [item for item in findings if item.rule.startswith("condition")]


@pytest.mark.parametrize("name", ["for", "in", "not", "class", "None", "lambda", "load", "kunci"])
def test_a_name_that_no_condition_can_read_is_found(name: str) -> None:
    form = f'<camunda:formData><camunda:formField id="{name}" label="Isi" type="text"/></camunda:formData>'
    xml = bpmn("s -> t -> e", lanes={"Petugas": "t"}).replace(
        'name="T"></bpmn:userTask>',
        f'name="T"><bpmn:extensionElements>{form}</bpmn:extensionElements></bpmn:userTask>',
    )
    assert "field_name" in [item.rule for item in check(xml)]
