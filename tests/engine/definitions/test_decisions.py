"""A step decides what its own gateways read of its form, and nothing else."""

from __future__ import annotations

import pytest

from engine.bpmn.diagram import read_diagram
from engine.definitions.decisions import deciding_fields, decision_fields, opening_answers
from tests.engine.bpmn.diagrams import bpmn
from tests.office import field, small_sop

FORM = "<bpmn:extensionElements><camunda:formData>{}</camunda:formData></bpmn:extensionElements>"


def deciding(xml: str, step: str) -> list[str]:
    diagram = read_diagram(xml)
    return [field.name for field in deciding_fields(diagram, diagram.steps[step])]


def told(xml: str, step: str) -> list[str]:
    diagram = read_diagram(xml)
    return [field.name for field in decision_fields(diagram, diagram.steps[step])]


def drawn(flows: str, *asked: str, **more: dict[str, str]) -> str:
    """A diagram whose step t_one asks for these fields."""
    xml = bpmn(flows, **more)
    fields = "".join(field(name, name) for name in asked)
    element = '<bpmn:userTask id="t_one" name="T_One">'
    assert element in xml
    return xml.replace(element, element + FORM.format(fields))


def test_the_step_before_the_gateway_decides() -> None:
    assert deciding(small_sop(), "Periksa") == ["keputusan"]
    assert [deciding(small_sop(), step) for step in ("Serah", "Pilih", "Tayang")] == [[], [], []]


def test_what_a_later_gateway_reads_is_no_decision_of_this_step() -> None:
    later = small_sop(
        extra_field=field("nominal", "Nominal", "number"),
        yes='keputusan == "ya" and nominal != None and nominal &lt; 1000000',
    )
    assert deciding(later, "Serah") == []
    assert deciding(later, "Periksa") == ["keputusan"]


@pytest.mark.parametrize("name", ["ya", "keputusan_lama", "and"])
def test_a_name_that_only_stands_in_the_text_is_not_read(name: str) -> None:
    xml = small_sop(yes='keputusan == "ya keputusan_lama and"').replace('id="alasan"', f'id="{name}"')
    assert deciding(xml, "Periksa") == ["keputusan"]


def test_a_reason_is_told_with_the_decision_that_calls_for_it() -> None:
    assert told(small_sop(), "Periksa") == ["keputusan", "alasan"]
    named_so = small_sop().replace("keputusan == &quot;tidak&quot;", "catatan == &quot;keputusan&quot;")
    assert told(named_so, "Periksa") == ["keputusan"]


def test_a_picture_that_a_decision_calls_for_is_no_reason_in_words() -> None:
    proof = field("bukti", "Bukti", "files", wajib_jika="keputusan == &quot;tidak&quot;")
    xml = small_sop().replace('<camunda:formField id="alasan"', f'{proof}<camunda:formField id="alasan"')
    assert told(xml, "Periksa") == ["keputusan", "alasan"]


def test_all_gateways_up_to_the_next_step_are_its_own() -> None:
    chain = """s -> t_one -> x_a; x_a -> c_note -> o_b : one == 1; x_a -> e : default
               o_b -> t_two : two == 2; o_b -> e2 : default
               t_two -> x_c; x_c -> t_one : three; x_c -> e3 : default"""
    xml = drawn(chain, "three", "two", "one", scripts={"c_note": "four = 1"})
    assert deciding(xml, "t_one") == ["two", "one"]


def test_a_way_that_is_taken_when_nothing_else_holds_reads_nothing() -> None:
    xml = drawn("s -> t_one -> x_a; x_a -> t_two : one; x_a -> e : default", "one", "two")
    default = xml.partition('default="')[2].partition('"')[0]
    flow = f'<bpmn:sequenceFlow id="{default}" sourceRef="x_a" targetRef="e">'
    assert flow in xml
    condition = "<bpmn:conditionExpression>two</bpmn:conditionExpression>"
    assert deciding(xml.replace(flow, flow + condition), "t_one") == ["one"]


def test_a_gateway_in_or_behind_a_subprocess_is_read_before_the_next_step_too() -> None:
    into = drawn(
        "s -> t_one -> b_box -> e", "one",
        inside={"b_box": "s2 -> x_a; x_a -> t_two : one; x_a -> e2 : default; t_two -> e3"},
    )  # fmt: skip
    assert deciding(into, "t_one") == ["one"]
    out = drawn(
        "s -> b_box -> x_a; x_a -> t_two : one; x_a -> e : default; t_two -> e4", "one",
        inside={"b_box": "s2 -> t_one -> e2"},
    )  # fmt: skip
    assert deciding(out, "t_one") == ["one"]


def test_a_condition_that_nobody_can_read_reads_nothing() -> None:
    assert deciding(small_sop(yes='keputusan == "'), "Periksa") == []


def test_a_decision_opens_empty_other_forms_as_they_were_answered() -> None:
    diagram = read_diagram(small_sop())
    data = {"judul": "Bakti sosial", "keputusan": "tidak"}
    assert opening_answers(diagram, diagram.steps["Periksa"], data) == {}
    assert opening_answers(diagram, diagram.steps["Serah"], data) == data
