"""A fault in the diagram is told in a short sentence and leaves the instance as it was."""

from __future__ import annotations

import pytest

from engine.errors import ProcessFailed
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.bpmn.diagrams import SOP, bpmn
from tests.engine.runtime.test_runner import do, elements, start

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


def test_a_move_never_changes_the_data_it_was_given() -> None:
    data = {"judul": "lama"}
    runner = Runner.start(compile_program(SOP), data)
    held = runner.data
    do(runner, "t_serahkan", judul="baru")
    assert data == held == {"judul": "lama"}
    assert runner.data == {"judul": "baru"}
