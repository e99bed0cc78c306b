"""The same drawings from many tools: each becomes one procedure, whichever tool it came from."""

from __future__ import annotations

import pytest

from engine.bpmn.diagram import Diagram, read_diagram
from engine.importing.foreign import convert
from engine.lint.check import check
from engine.texts import catalogue
from tests.diagrams import NAMES, drawn, every, written
from tests.diagrams.claims import errors, is_converted

pytestmark = pytest.mark.thorough

#: Drawing → what its author has to mend; in all others nothing is left. What tools write as conditions is
#: another matter: some of it can't be read, whatever is drawn.
LEFT = {
    "again-and-again": {"unsupported_element"},
    "boxes": {"no_end", "no_start", "timer_on_no_step", "unreachable_step", "unsupported_element"},
    "careless": {
        "branch_without_condition", "dead_end", "deadline_leads_nowhere", "flow_astray", "join_waits_in_vain",
        "several_starts", "timer_on_no_step", "timer_without_duration", "unreachable_step",
    },
    "data": {"unsupported_element"},
    "events": {"dead_end", "for_compensation", "several_outgoing", "unreachable_step", "unsupported_element"},
    "odd-names": {"unreachable_step"},
    "timers": {
        "deadline_leads_nowhere", "timer_by_date", "timer_on_no_step", "timer_unreadable",
        "timer_without_duration", "unsupported_element",
    },
}  # fmt: skip
CONDITIONS = {
    "branch_without_condition", "condition_astray", "condition_reads_empty", "condition_reads_unknown",
    "gateway_condition_unreadable",
}  # fmt: skip
#: Tool → what is left of `conditions` with it.
READ = {
    "Camunda Modeler 7": {"condition_astray", "gateway_condition_unreadable"},
    "Flowable": {"condition_astray", "gateway_condition_unreadable"},
    "Signavio": {"branch_without_condition"},
    "SpiffArena": {"condition_astray", "condition_reads_unknown", "gateway_condition_unreadable"},
}
#: Told of diagrams in other tests: a form that is no JSON, a drawing that was made.
ELSEWHERE = {
    "foreign_form_unreadable", "foreign_drawn", "foreign_start_form", "foreign_start_form_lost",
    "foreign_form_unused", "foreign_working_time", "foreign_field_rule", "foreign_form_too_large",
}  # fmt: skip
WITH_GROUPS = ("Camunda Modeler 7", "Camunda Modeler 8", "Flowable", "a text editor")


def ways(diagram: Diagram) -> list[tuple[str, str, str]]:
    """From, to and words of each flow, by names: ids differ from tool to tool."""

    def called(name: str) -> str:
        node = diagram.nodes.get(name)
        return (node.name or node.type) if node else ""

    return [(called(flow.source), called(flow.target), flow.name) for flow in diagram.flows]


@pytest.mark.parametrize("drawing", NAMES)
def test_a_drawing_becomes_the_same_definition_whichever_tool_it_comes_from(drawing: str) -> None:
    procedures = {}
    for item in written(drawing):
        converted = is_converted(item.xml, check(item.xml))
        diagram, left = read_diagram(converted.xml), errors(check(converted.xml))
        procedures[item.dialect] = (ways(diagram), [step.name for step in diagram.steps.values()])
        assert left - CONDITIONS == LEFT.get(drawing, set()) - CONDITIONS, item.dialect
    first = procedures["Camunda Modeler 7"]
    assert [tool for tool, procedure in procedures.items() if procedure != first] == []


@pytest.mark.parametrize("tool", READ)
def test_conditions_are_taken_over_as_far_as_the_tool_wrote_them_readably(tool: str) -> None:
    assert errors(check(convert(drawn("conditions", tool)).xml)) == READ[tool]


def test_who_works_is_taken_from_where_the_tool_says_it() -> None:
    for tool in WITH_GROUPS:
        steps = read_diagram(convert(drawn("groups-and-forms", tool)).xml).steps.values()
        assert [step.lane for step in steps] == ["Pegawai", "Kepegawaian/Sekretaris", "Kepala"], tool
    (catat, *_) = read_diagram(convert(drawn("data", "Bizagi")).xml).steps.values()
    assert catat.lane == "Juru Tulis"


@pytest.mark.parametrize(
    ("tool", "lane"), [("Signavio", "Pelaksana 3"), ("Bizagi", "Pelaksana 3"), ("a text editor", "Arsiparis")]
)
def test_a_step_that_no_lane_lists_is_in_the_one_where_it_was_drawn(tool: str, lane: str) -> None:
    steps = read_diagram(convert(drawn("lanes-in-lanes", tool)).xml).steps.values()
    lanes = {step.name: step.lane for step in steps}
    assert lanes["Menandatangani berita acara"] == lane
    assert lanes["Memindahkan boks"] == "Petugas Depot"


def test_forms_come_with_their_steps_where_the_file_has_them() -> None:
    for tool in WITH_GROUPS:
        (ajukan, *_) = read_diagram(convert(drawn("groups-and-forms", tool)).xml).steps.values()
        assert [(field.name, field.label, field.type) for field in ajukan.form] == [
            ("alasan", "Alasan cuti", "text"),
            ("lama", "Lama (hari)", "number"),
        ], tool


def test_an_event_becomes_plain_whether_or_not_the_tool_names_its_flows() -> None:
    """To take away what follows an element in the file ended the search: the last event kept its message."""
    for item in written("two-offices"):
        nodes = read_diagram(convert(item.xml).xml).nodes.values()
        assert {node.marks for node in nodes if node.type.endswith("Event")} == {()}, item.dialect


def test_every_note_that_an_import_can_give_is_told_of_some_drawing() -> None:
    told = {note.kind for item in every() for note in convert(item.xml).notes}
    known = {key.split(".")[2] for key in catalogue("id") if key.startswith("importing.assumption.foreign_")}
    assert known - told == ELSEWHERE
