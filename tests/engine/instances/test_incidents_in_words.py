"""Why an instance stands still is said by names, conditions in words and answers."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from engine.bpmn.diagram import Diagram, read_diagram
from engine.errors import ProcessFailed
from engine.instances.incident import explain
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from engine.texts import LANGUAGES, text
from tests.engine.bpmn.diagrams import bpmn
from tests.office import field

FORM = field("jumlah", "Jumlah barang", "number") + field("k", "Keputusan", "radio", options="ya tidak ragu")


def stuck(flows: str, answers: dict[str, Any], **more: Any) -> tuple[Diagram, str, str]:
    """Diagram, element and reason of the move that failed."""
    xml = bpmn(flows, names={"x_q": "Disetujui?"}, **more).replace(
        'name="T"></bpmn:userTask>',
        'name="T"><bpmn:extensionElements><camunda:formData>'
        f"{FORM}</camunda:formData></bpmn:extensionElements></bpmn:userTask>",
    )
    runner = Runner.start(compile_program(xml), {})
    with pytest.raises(ProcessFailed) as failed:
        runner.complete(runner.waiting()[0].token, answers)
    return read_diagram(xml), str(failed.value.params["element"]), str(failed.value.params["reason"])


TWO = "s -> t -> x_q; x_q -> e : {}; x_q -> t2 -> e : default"


@pytest.mark.parametrize(
    ("flows", "answers", "cause", "labels"),
    [
        (TWO.format("jumlah > 1000"), {"jumlah": None}, "empty", ["Jumlah barang"]),
        (TWO.format("100 / jumlah > 2"), {"jumlah": 0}, "zero", ["Jumlah barang"]),
        (TWO.format("k"), {"k": "ya"}, "no_truth", ["Keputusan"]),
        (TWO.format("k > 3 or jumlah == 1"), {"k": "ya", "jumlah": 2}, "condition",
         ["Jumlah barang", "Keputusan"]),
        ('s -> t -> x_q; x_q -> e : k == "ya"; x_q -> t2 -> e : k == "tidak"', {"k": "ragu"}, "no_branch",
         ["Keputusan"]),
        ("s -> t -> x1 -> x_q; x_q -> x1 : True; x_q -> e : default", {}, "circle", []),
        ("s -> t -> x_q; x_q -> a_j : 1 == 1; x_q -> t2 -> a_j : 1 == 2; a_j -> e", {}, "waits", []),
        ("s -> t -> c_code -> e", {"jumlah": 0}, "script", []),
    ],
)  # fmt: skip
def test_the_cause_is_said_with_conditions_and_answers(
    flows: str, answers: dict[str, Any], cause: str, labels: list[str]
) -> None:
    diagram, element, reason = stuck(flows, answers, scripts={"c_code": "a = 1 // 0"})
    for language in LANGUAGES:
        told = explain(diagram, element, reason, answers, language=language, zone=UTC)
        assert told.cause == text(f"instances.incident.cause.{cause}", language)
        assert [answer.label for answer in told.answers] == labels
        whole = " ".join([told.place, told.cause, told.advice, *told.conditions])
        assert element not in whole.replace("Disetujui?", "").split()
        assert reason not in whole
        if element == "x_q":
            assert "Disetujui?" in told.place
    told = explain(diagram, element, reason, answers, language="id", zone=UTC)
    if cause == "no_branch":
        assert len(told.conditions) == 2
