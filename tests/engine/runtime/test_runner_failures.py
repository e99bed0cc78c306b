"""A fault in the diagram is told in a short sentence and leaves the instance as it was."""

from __future__ import annotations

import time

import pytest

import engine.runtime.runner
from engine.errors import ProcessFailed
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.bpmn.diagrams import SOP, bpmn
from tests.engine.runtime.test_runner import do, elements, start
from tests.patience import PATIENCE

NO_BRANCH = bpmn('s -> t -> x; x -> t_yes -> e : keputusan == "ya"; x -> t_no -> e : keputusan == "tidak"')


@pytest.mark.parametrize(
    ("xml", "answers", "element", "reason"),
    [
        (NO_BRANCH, {"keputusan": "mungkin"}, "x", "no condition"),
        (NO_BRANCH.replace('"ya"', "(17 &lt; None)"), {}, "x", "not supported"),
        (NO_BRANCH.replace('keputusan == "ya"', "keputusan"), {"keputusan": "ya"}, "x", "gives text"),
        (
            bpmn("s -> t -> o; o -> t_one -> e : a; o -> t_two -> e : b"),
            {"a": False, "b": False},
            "o",
            "no condition",
        ),
        (bpmn("s -> t -> c -> e", scripts={"c": "x = [1][5]"}), {}, "c", "the script fails"),
        (bpmn("s -> t -> b -> e", inside={"b": "s2 -> c -> e2"}, scripts={"c": "1 // 0"}), {}, "c", "script"),
        (bpmn("s -> t -> x1; x1 -> x2 -> x1 : True; x1 -> e : default"), {}, "x", "in a circle"),
        (bpmn("s -> t -> x; x -> a : 1 == 1; x -> t2 -> a : 1 == 2; a -> e"), {}, "a", "nobody is on"),
    ],
)
def test_a_fault_in_the_diagram_names_the_element_and_changes_nothing(
    xml: str, answers: dict[str, object], element: str, reason: str
) -> None:
    runner = start(xml, before="kept")
    tokens, data = runner.save(), runner.data
    for _ in range(2):
        with pytest.raises(ProcessFailed) as failure:
            runner.complete(runner.waiting()[0].token, answers)
        assert str(failure.value.params["element"]).startswith(element)
        assert reason in str(failure.value.params["reason"])
        assert len(str(failure.value.params["reason"])) < 250
        assert type(failure.value) is ProcessFailed
        assert (runner.save(), runner.data, elements(runner)) == (tokens, data, ["t"])
        assert data == {"before": "kept"}


def test_after_a_failed_move_the_step_can_be_done_again() -> None:
    runner = start(NO_BRANCH)
    with pytest.raises(ProcessFailed):
        do(runner, "t", keputusan="mungkin")
    do(runner, "t", keputusan="ya")
    assert elements(runner) == ["t_yes"]


def test_a_loop_of_scripts_runs_as_often_as_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.runtime.runner, "MAX_SECONDS", PATIENCE)
    counting = bpmn(
        "s -> t -> c_begin -> x1 -> c -> x2; x2 -> x1 : n < 1200; x2 -> t_next -> e : default",
        scripts={"c_begin": "n = 0", "c": "n = n + 1"},
    )
    runner = start(counting)
    do(runner, "t")
    assert (elements(runner), runner.data["n"]) == (["t_next"], 1200)


@pytest.mark.parametrize(
    "flows",
    [
        "s -> t -> x1; x1 -> a1; a1 -> x1; a1 -> e",
        "s -> t -> x1; x1 -> a1; a1 -> a2; a2 -> x1; a1 -> t_side -> e; a2 -> e2",
        "s -> t -> x1 -> c -> c2 -> x2; x2 -> x1 : n < 9; x2 -> e : default",
        "s -> t -> x1; x1 -> b; b -> x1",
    ],
)
def test_a_circle_is_noticed_at_once_however_many_tokens_it_makes(flows: str) -> None:
    """A round that changes nothing, or leaves only more tokens behind, is gone through for ever."""
    xml = bpmn(flows, scripts={"c": "n = 5", "c2": "n = 3"}, inside={"b": "s2 -> a3; a3 -> e2; a3 -> e3"})
    runner = start(xml)
    begin = time.process_time()
    with pytest.raises(ProcessFailed, match="in a circle"):
        do(runner, "t")
    assert time.process_time() - begin < 1
    assert elements(runner) == ["t"]


def test_a_loop_that_never_comes_to_its_end_is_stopped_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.runtime.runner, "MAX_SECONDS", 0.3)
    counting = bpmn(
        "s -> t -> c_begin -> x1 -> c -> x2; x2 -> x1 : n > 0; x2 -> t_next -> e : default",
        scripts={"c_begin": "n = 0", "c": "n = n + 1"},
    )
    runner = start(counting)
    with pytest.raises(ProcessFailed, match="too long"):
        do(runner, "t")


def test_a_move_never_changes_the_data_it_was_given() -> None:
    data = {"judul": "lama"}
    runner = Runner.start(compile_program(SOP), data)
    held = runner.data
    do(runner, "t_serahkan", judul="baru")
    assert data == held == {"judul": "lama"}
    assert runner.data == {"judul": "baru"}
