"""Where an instance has been in its diagram."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from engine.bpmn.diagram import Diagram, read_diagram
from engine.instances.passed import passed
from tests.office import small_sop


def decisions_in_a_row(count: int) -> Diagram:
    """Serah, then so many questions of which each has two answers that come together again, then Pilih."""
    xml, before = small_sop(), "Serah"
    drawn = ""
    for n in range(count):
        drawn += f'<bpmn:exclusiveGateway id="a{n}"/><bpmn:exclusiveGateway id="b{n}"/>'
        for item, source, target in (
            (f"to{n}", before, f"a{n}"), (f"yes{n}", f"a{n}", f"b{n}"), (f"no{n}", f"a{n}", f"b{n}"),
        ):  # fmt: skip
            drawn += f'<bpmn:sequenceFlow id="{item}" sourceRef="{source}" targetRef="{target}"/>'
        before = f"b{n}"
    xml = xml.replace('id="f2" sourceRef="Serah"', f'id="f2" sourceRef="{before}"')
    return read_diagram(xml.replace("</bpmn:process>", f"{drawn}</bpmn:process>"))


def at(diagram: Diagram, step: str, *, done: tuple[str, ...] = ()) -> Any:
    instance = SimpleNamespace(state="running", incident=None)
    return SimpleNamespace(
        diagram=diagram, step=SimpleNamespace(id=step), instance=instance, ended=False, track=[],
        visited=list(done), current=[step], open_tasks=[], timeline=[],
    )  # fmt: skip


def test_many_decisions_in_a_row_are_read_at_once() -> None:
    diagram = decisions_in_a_row(60)
    assert [node.id for node in diagram.next_steps("Serah")] == ["Pilih"]
    seen = set(passed(at(diagram, "Pilih", done=("Serah",))))
    assert {"Mulai", "f1", "Serah", "to0", "a0", "yes0", "no0", "b59", "f2"} <= seen
    assert not {"Pilih", "f3", "Periksa"} & seen


def test_only_the_answer_that_was_given_is_marked() -> None:
    diagram = read_diagram(small_sop())
    done = ("Serah", "Pilih", "Periksa")
    seen = set(passed(at(diagram, "Tayang", done=done)))
    assert {"f4", "Disetujui", "ya"} <= seen
    assert not {"tidak", "f7", "Selesai"} & seen
