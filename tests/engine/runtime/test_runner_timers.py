"""Timers on a person's step: what firing does to the tokens. When they fire is not the runner's business."""

from __future__ import annotations

import pytest

from engine.errors import Conflict, InvalidDiagram, NotFound
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.bpmn.diagrams import bpmn

LATE = bpmn(
    """
    s -> t_one -> t_two -> e
    t_one ~ r_only; t_one ~ r_soon -> t_told -> e_told; t_one ~ d_late -> t_boss -> t_two
    """
)


def fired(*timers: str) -> Runner:
    runner = Runner.start(compile_program(LATE), {})
    for timer in timers:
        runner = Runner.load(compile_program(LATE), runner.save(), runner.data)
        token = next(work.token for work in runner.waiting() if work.element == "t_one")
        runner.fire(token, timer)
    return runner


def do(runner: Runner, element: str) -> None:
    runner.complete(next(work.token for work in runner.waiting() if work.element == element), {})


def test_a_reminder_leaves_the_step_and_its_token_alone() -> None:
    before = fired()
    after = fired("r_only")
    assert after.waiting() == before.waiting()
    assert after.save() == before.save()
    assert after.moved == ["r_only"]


def test_a_reminder_may_begin_a_branch_beside_its_step() -> None:
    runner = fired("r_soon")
    assert [work.element for work in runner.waiting()] == ["t_one", "t_told"]
    assert runner.moved == ["r_soon"]
    do(runner, "t_one")
    do(runner, "t_two")
    assert not runner.ended
    do(runner, "t_told")
    assert runner.ended


def test_a_deadline_withdraws_its_step_and_the_instance_goes_on_along_its_flow() -> None:
    runner = fired("r_soon", "d_late")
    assert [work.element for work in runner.waiting()] == ["t_told", "t_boss"]


def test_a_timer_can_fire_only_where_its_step_waits() -> None:
    runner = fired("d_late")
    (work,) = runner.waiting()
    for token, timer, error in (
        ("1", "d_late", Conflict),
        (work.token, "d_late", NotFound),
        (work.token, "x", NotFound),
    ):
        before = runner.save()
        with pytest.raises(error):
            runner.fire(token, timer)
        assert runner.save() == before


@pytest.mark.parametrize(
    "flows",
    [
        "s -> t_one -> e; s ~ r_soon",
        "s -> t_one -> e; t_one ~ d_late",
        "s -> t_one -> e; x ~ r_soon",
        "s -> a; a -> t_one -> e; a -> r_soon; t_one ~ r_soon",
    ],
)
def test_timers_that_can_not_run_are_refused(flows: str) -> None:
    with pytest.raises(InvalidDiagram):
        compile_program(bpmn(flows))


@pytest.mark.parametrize("written", ["", "besok", "PT1H/PT2H", "${batas}", "PT30S"])
def test_a_timer_whose_time_can_not_be_read_is_refused(written: str) -> None:
    with pytest.raises(InvalidDiagram) as refused:
        compile_program(bpmn("s -> t_one -> e; t_one ~ r_soon", durations={"r_soon": written}))
    assert refused.value.params["element"] == "r_soon"
