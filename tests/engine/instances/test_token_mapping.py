"""Tokens go to another version of their diagram, wherever they stand. (Whole instances:
test_moving_instances.)"""

from __future__ import annotations

import pytest

from engine.bpmn.diagram import read_diagram
from engine.instances.token_mapping import CannotMove, move_tokens, route
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.bpmn.diagrams import bpmn

INSIDE = {"b_box": "s_in -> t_one -> t_two -> e_in"}


def moved(before: str, after: str, *done: str, mapping: dict[str, str] | None = None) -> Runner:
    """The instance on `after` that has done these steps on `before`."""
    runner = Runner.start(compile_program(before), {})
    for element in done:
        do(runner, element)
    program = compile_program(after)
    along = route(read_diagram(before), read_diagram(after), program, mapping=mapping)
    return Runner.load(program, move_tokens(runner.save(), {}, along), {})


def do(runner: Runner, element: str) -> None:
    runner.complete(next(work.token for work in runner.waiting() if work.element == element), {})


def waiting(runner: Runner) -> list[str]:
    return sorted(work.element for work in runner.waiting())


def test_a_token_in_a_subprocess_goes_on_in_it() -> None:
    before = bpmn("s -> b_box -> t_last -> e", inside=INSIDE)
    longer = {"b_box": "s_in -> t_one -> t_two -> t_new -> e_in"}
    runner = moved(before, bpmn("s -> b_box -> t_last -> e", inside=longer), "t_one")
    assert waiting(runner) == ["t_two"]
    for element in ("t_two", "t_new", "t_last"):
        do(runner, element)
    assert runner.ended


def test_the_subprocess_and_the_step_may_have_other_names() -> None:
    before = bpmn("s -> b_box -> t_last -> e", inside=INSIDE)
    renamed = {"b_instance": "s_in -> t_one -> t_second -> e_in"}
    after = bpmn("s -> b_instance -> t_last -> e", inside=renamed)
    runner = moved(before, after, "t_one", mapping={"b_box": "b_instance", "t_two": "t_second"})
    assert waiting(runner) == ["t_second"]
    do(runner, "t_second")
    do(runner, "t_last")
    assert runner.ended


def test_no_token_gets_into_a_subprocess_or_out_of_it() -> None:
    before = bpmn("s -> b_box -> t_last -> e", inside=INSIDE)
    flat = bpmn("s -> t_one -> t_two -> t_last -> e")
    for item, other in ((before, flat), (flat, before)):
        with pytest.raises(CannotMove):
            moved(item, other, "t_one")


def test_who_waits_at_a_join_waits_on() -> None:
    before = bpmn("s -> a_split -> t_one -> a_join -> t_last -> e; a_split -> t_two -> a_join")
    after = bpmn("s -> a_split -> t_one -> a_join -> t_last -> e; a_split -> t_two -> t_new -> a_join")
    runner = moved(before, after, "t_one")
    assert waiting(runner) == ["t_two"]
    do(runner, "t_two")
    do(runner, "t_new")
    assert waiting(runner) == ["t_last"]


def test_who_waits_at_a_join_whose_arrow_is_gone_stays() -> None:
    before = bpmn("s -> a_split -> t_one -> a_join -> t_last -> e; a_split -> t_two -> a_join")
    after = bpmn("s -> a_split -> t_one -> t_new -> a_join -> t_last -> e; a_split -> t_two -> a_join")
    with pytest.raises(CannotMove) as refused:
        moved(before, after, "t_one")
    assert refused.value.params["why"] == "arrow_gone"
