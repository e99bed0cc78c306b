"""A diagram never gets Python to run: SpiffWorkflow's own script engine is out of reach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest
from SpiffWorkflow.bpmn import workflow as spiff_workflow
from SpiffWorkflow.bpmn.script_engine import python_engine, python_environment

from engine.errors import InvalidDiagram, ProcessFailed
from engine.runtime.program import RUNNABLE, compile_program
from engine.runtime.runner import Runner
from engine.runtime.script_engine import SCRIPT_ENGINE
from engine.starlark.scripts import ScriptFailed
from tests.engine.bpmn.diagrams import bpmn

ROOT = Path(__file__).parents[3]


@pytest.fixture
def python_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_arguments: object, **_options: object) -> NoReturn:
        raise AssertionError("Python was asked to evaluate")

    for module in (python_environment, python_engine):
        for name in ("eval", "exec", "compile"):
            monkeypatch.setattr(module, name, forbidden, raising=False)
    monkeypatch.setattr(python_engine.PythonScriptEngine, "__init__", forbidden)
    monkeypatch.setattr(python_environment.TaskDataEnvironment, "evaluate", forbidden)
    monkeypatch.setattr(python_environment.TaskDataEnvironment, "execute", forbidden)


@pytest.mark.usefixtures("python_forbidden")
def test_conditions_and_scripts_never_reach_spiffworkflows_engine() -> None:
    program = compile_program(
        bpmn(
            """
            s -> c -> x; x -> b : jumlah == 1; x -> t : default; t -> e
            b -> o; o -> t_one -> e1 : jumlah > 0; o -> t_two -> e2 : jumlah * 2 > 5
            """,
            inside={"b": "s_in -> c_in -> e_in"},
            scripts={"c": "jumlah = 1", "c_in": "dalam = jumlah + 1"},
        )
    )
    runner = Runner.start(program, {})
    runner = Runner.load(program, runner.save(), runner.data)
    assert [work.element for work in runner.waiting()] == ["t_one"]
    assert runner.data == {"jumlah": 1, "dalam": 2}


def test_the_fixture_would_notice_spiffworkflows_engine(python_forbidden: None) -> None:
    with pytest.raises(AssertionError, match="asked to evaluate"):
        spiff_workflow.PythonScriptEngine()
    with pytest.raises(AssertionError, match="asked to evaluate"):
        python_environment.eval("1")


@pytest.mark.parametrize(
    "python",
    ["__import__('os').system('touch broken')", "().__class__.__base__", "[c for c in ().__class__.__mro__]"],
)
@pytest.mark.usefixtures("python_forbidden")
def test_python_in_a_condition_or_script_is_a_fault_of_the_diagram(python: str, tmp_path: Path) -> None:
    for xml in (
        bpmn(f"s -> x; x -> t -> e : {python}; x -> e2 : 1 == 1"),
        bpmn(f"s -> o; o -> t -> e : {python}; o -> e2 : 1 == 1"),
        bpmn("s -> c -> e", scripts={"c": f"x = {python}"}),
    ):
        with pytest.raises(ProcessFailed):
            Runner.start(compile_program(xml), {})
    assert not (ROOT / "broken").exists()
    assert not (tmp_path / "broken").exists()


#: What SpiffWorkflow would evaluate in Python, each as its parser reads it.
TIMER = (
    '<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition><bpmn:timeDuration>'
    "__import__('os').getcwd()</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
)
CONDITIONAL = (
    '<bpmn:intermediateCatchEvent id="t"><bpmn:conditionalEventDefinition><bpmn:condition>1</bpmn:condition>'
    "</bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>"
)
LOOP = (
    '<bpmn:userTask id="t"><bpmn:standardLoopCharacteristics><bpmn:loopCondition>1</bpmn:loopCondition>'
    "</bpmn:standardLoopCharacteristics></bpmn:userTask>"
)
MANY = (
    '<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>9'
    "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
)
AD_HOC = (
    '<bpmn:adHocSubProcess id="t"><bpmn:completionCondition>9 == 9 and True'
    "</bpmn:completionCondition></bpmn:adHocSubProcess>"
)
DMN = '<bpmn:businessRuleTask id="t" camunda:decisionRef="keputusan"/>'
SERVICE = '<bpmn:serviceTask id="t" camunda:expression="1"/>'
CALL = '<bpmn:callActivity id="t" calledElement="lain"/>'


@pytest.mark.parametrize("element", [TIMER, CONDITIONAL, LOOP, MANY, AD_HOC, DMN, SERVICE, CALL])
def test_what_spiffworkflow_would_evaluate_otherwise_is_not_even_built(element: str) -> None:
    xml = bpmn("s -> t -> e").replace('<bpmn:userTask id="t" name="T"></bpmn:userTask>', element)
    assert element in xml
    with pytest.raises(InvalidDiagram) as refusal:
        compile_program(xml)
    assert refusal.value.params == {"reason": "running.reason.not_runnable", "element": "t"}


def test_only_elements_that_compute_nothing_else_can_be_built() -> None:
    """A new kind of element must be looked at before it may run: does it evaluate anything?"""
    assert set(RUNNABLE) == {
        "startEvent", "endEvent", "task", "userTask", "manualTask", "scriptTask", "exclusiveGateway",
        "inclusiveGateway", "parallelGateway", "subProcess", "boundaryEvent",
    }  # fmt: skip


def test_the_script_engine_has_no_back_door() -> None:
    with pytest.raises(ScriptFailed):
        SCRIPT_ENGINE.call_service({}, name="x")
    with pytest.raises(ScriptFailed):
        _ = SCRIPT_ENGINE.environment


@pytest.mark.thorough
def test_spiffworkflows_parsers_and_dmn_are_not_even_loaded() -> None:
    code = (
        "import sys, engine.runtime.runner; "
        "print([n for n in sys.modules if n.startswith(('SpiffWorkflow.dmn', 'SpiffWorkflow.bpmn.parser', "
        "'SpiffWorkflow.camunda', 'SpiffWorkflow.spiff'))])"
    )
    done: Any = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
