"""Compiling a diagram into what runs: once per content, for all threads, and only what may run."""

from __future__ import annotations

import threading

import pytest

from engine.errors import InvalidDiagram
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from engine.texts import text
from tests.engine.bpmn.diagrams import SOP, bpmn
from tests.engine.runtime.test_runner import do, elements, start


@pytest.mark.thorough
def test_a_long_process_is_no_deep_one() -> None:
    steps = 2000
    chain = " -> ".join(f"t{number}" for number in range(steps))
    runner = start(bpmn(f"s -> {chain} -> e"))
    do(runner, "t0")
    assert elements(runner) == ["t1"]


def test_many_parallel_blocks_in_a_row_cost_nothing_beforehand() -> None:
    """SpiffWorkflow predicts 2^30 ends here and never starts."""
    blocks = [f"a{n}a -> t{n}l -> a{n}b; a{n}a -> t{n}r -> a{n}b; a{n}b -> a{n + 1}a" for n in range(30)]
    runner = start(bpmn("s -> a0a;" + ";".join(blocks) + "; a30a -> e"))
    for number in range(30):
        do(runner, f"t{number}r")
        do(runner, f"t{number}l")
    assert runner.ended


def test_a_diagram_is_compiled_once_per_content() -> None:
    assert compile_program(SOP) is compile_program(SOP)
    assert compile_program(SOP) is not compile_program(SOP.replace("Memilih", "Pilih"))
    assert compile_program(SOP, "proses") is compile_program(SOP)


def test_one_program_serves_many_threads_at_once() -> None:
    shared = compile_program(SOP)
    ended: list[bool] = []

    def run() -> None:
        for _ in range(20):
            runner = Runner.start(shared, {})
            for element in ("t_serahkan", "t_pilih", "t_periksa", "t_tayangkan"):
                runner = Runner.load(shared, runner.save(), runner.data)
                do(runner, element, keputusan="ya")
            ended.append(runner.ended)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == [True] * 160


LOOPED = bpmn("s -> t -> e").replace(
    'name="T">', 'name="T"><bpmn:multiInstanceLoopCharacteristics isSequential="true"/>'
)


@pytest.mark.parametrize(
    ("xml", "reason", "element"),
    [
        (bpmn("s -> t -> e").replace("userTask", "serviceTask"), "not_runnable", "t"),
        (bpmn("s -> t -> e").replace("userTask", "businessRuleTask"), "not_runnable", "t"),
        (bpmn("s -> t -> e").replace("userTask", "callActivity"), "not_runnable", "t"),
        (bpmn("s -> t -> e").replace("userTask", "intermediateCatchEvent"), "not_runnable", "t"),
        (bpmn("s -> k").replace("terminate", "conditional"), "not_runnable", "k"),
        (
            bpmn("s -> b -> e", inside={"b": "s2 -> e2"}).replace("subProcess", "transaction"),
            "not_runnable",
            "b",
        ),
        (LOOPED, "not_runnable", "t"),
        (bpmn("s -> c -> e"), "no_script", "c"),
        (bpmn("t -> e"), "not_one_start", "proses"),
        (bpmn("s1 -> t; s2 -> t -> e"), "not_one_start", "proses"),
        (bpmn("s -> b -> e", inside={"b": "t -> e2"}), "not_one_start", "b"),
        (bpmn("s -> t; t -> e; t -> e2"), "several_outgoing", "t"),
        (bpmn("s -> x; x -> t; x -> e"), "no_condition", "f2"),
        (bpmn("s -> t; t -> e : ya"), "condition_astray", "f2"),
        (bpmn("s -> t -> e; e -> t"), "flow_astray", "f3"),
        (bpmn("s -> t -> s"), "flow_astray", "f2"),
        (bpmn("s -> t -> e").replace('targetRef="e"', 'targetRef="gone"'), "flow_astray", "f2"),
        (bpmn("s -> t -> e").replace('"t"', '"Start"'), "reserved_id", "Start"),
        (bpmn("s -> t -> e").replace('"e"', '"End"'), "reserved_id", "End"),
        (bpmn("s -> t -> e").replace('id="e"', 'id="t"'), "repeated_id", "t"),
    ],
)
def test_what_cannot_run_is_refused_with_its_element(xml: str, reason: str, element: str) -> None:
    with pytest.raises(InvalidDiagram) as refusal:
        compile_program(xml)
    assert refusal.value.params["reason"] == f"running.reason.{reason}"
    assert refusal.value.params["element"] == element
    for language in ("id", "en"):
        assert element in text(f"running.reason.{reason}", language, element=element)


def test_another_process_than_the_files_own_is_refused() -> None:
    with pytest.raises(InvalidDiagram):
        compile_program(SOP, "another")
