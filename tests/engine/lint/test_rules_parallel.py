"""Branches that meet without a join, and circles without people: the rules against the token game."""

from __future__ import annotations

import os
import random

import pytest

from engine.bpmn.diagram import read_diagram
from engine.errors import ProcessFailed
from engine.lint.components import circles
from engine.lint.index import DiagramIndex, Rule
from engine.lint.rules.circles import circle_without_person
from engine.lint.rules.parallel import step_opened_twice
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.bpmn.diagrams import bpmn
from tests.engine.lint.standing_still import found
from tests.engine.runtime import shapes, walks
from tests.engine.runtime.token_game import Game, Stuck


def spoken(xml: str | bytes, rule: Rule) -> set[str]:
    """By that rule alone: all others, asked as often, would take most of the time."""
    findings = rule(DiagramIndex(read_diagram(xml)))
    return {finding.element for finding in findings if finding.rule == rule.__name__}


@pytest.mark.parametrize(
    ("flows", "joins"),
    [
        # Each waits for the branch that the other would begin.
        ("s -> a; a -> o1; a -> o2; o1 -> t1 -> x1; x1 -> o2 : 1; x1 -> e : default; o2 -> t2 -> x2;"
         "x2 -> o1 : 1; x2 -> e : default", {"o1"}),
        ("s -> a; a -> o1; a -> o2; a -> o3; o1 -> t1 -> o2; o2 -> t2 -> o3; o3 -> x; x -> o1 : 1;"
         "x -> e : default", {"o1"}),
        # The other waits for nobody.
        ("s -> a; a -> o1; a -> o2; o1 -> t1 -> x1; x1 -> o2 : 1; x1 -> e : default; o2 -> t2 -> e", set()),
        # As many flows as lead there from one element are one meeting.
        ("s -> a; a -> o; a -> o; a -> t1; t1 -> o; o -> t2 -> e", set()),
    ],
)  # fmt: skip
def test_inclusive_joins_that_wait_for_each_other_are_found(flows: str, joins: set[str]) -> None:
    waiting = {join for join in found(bpmn(flows)) if join.startswith("o")}
    assert {min(waiting)} == joins if joins else not waiting


@pytest.mark.parametrize(
    ("flows", "twice"),
    [
        ("s -> a1; a1 -> t_left -> t; a1 -> t_right -> t; t -> e", {"t"}),
        # Only the first one behind the meeting is named.
        ("s -> a1; a1 -> t_left -> x; a1 -> t_right -> x; x -> t -> t_next -> e", {"t"}),
        ("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; a2 -> t -> e", set()),
        # Round again, but after they have met.
        ("s -> x -> a1; a1 -> t_l -> a2; a1 -> t_r -> a2; a2 -> x2; x2 -> x : 1; x2 -> e : default", set()),
        # Two have met, the third comes by itself.
        ("s -> a1; a1 -> t_l -> a2; a1 -> t_r -> a2; a2 -> t; a1 -> t_third -> t; t -> e", {"t"}),
        ("s -> a1; a1 -> a3; a3 -> t_l -> a4; a3 -> t_r -> a4; a1 -> t_x -> a2; a4 -> a2; a2 -> e", set()),
        # One of two is chosen.
        ("s -> x1; x1 -> t_left -> t : 1; x1 -> t_right -> t : default; t -> e", set()),
        ("s -> o1; o1 -> t_left -> t : 1; o1 -> t_right -> t : default; t -> e", {"t"}),
        # A reminder takes nobody's place, a deadline does.
        ("s -> t -> t_next -> e; t ~ r_soon -> t_next", {"t_next"}),
        ("s -> t -> t_next -> e; t ~ d_late -> t_next", set()),
        # Twice by the same flow drawn twice.
        ("s -> a1; a1 -> t; a1 -> t; t -> e", {"t"}),
        # Out of a parallel block before it has met, and in again.
        ("s -> x0 -> a1; a1 -> t_l -> x; x -> x0 : 1; x -> a2 : default; a1 -> t_r -> a2; a2 -> e", {"t_r"}),
    ],
)  # fmt: skip
def test_a_step_that_two_branches_come_to_is_found(flows: str, twice: set[str]) -> None:
    assert spoken(bpmn(flows), step_opened_twice) == twice


def test_a_subprocess_that_two_branches_come_to_is_found() -> None:
    xml = bpmn("s -> a1; a1 -> t_l -> b; a1 -> t_r -> b; b -> e", inside={"b": "s2 -> t_in -> e2"})
    assert spoken(xml, step_opened_twice) == {"b"}


@pytest.mark.thorough
def test_no_step_is_opened_twice_where_lint_says_nothing() -> None:
    quiet = 0
    diagrams = [(xml, shape) for _, xml, shape in walks.every_diagram(timers=True)]
    for seed in range(40):
        made = walks.walkable(shapes.random_shape(seed).encode())
        assert made is not None
        diagrams.append(made)
    for xml, shape in diagrams:
        if not spoken(xml, step_opened_twice):
            quiet += 1
            for seed in range(4):
                opened_once(shape, random.Random(seed))
    assert quiet > 60


def opened_once(shape: object, chance: random.Random, steps: int = 25) -> None:
    answers = walks.Answers(shape, chance)
    try:
        game = Game(shape, answers.choose)
        for _ in range(steps):
            waiting = game.waiting()
            assert len(waiting) == len(set(waiting))
            if not waiting:
                break
            answers.decide()
            game.complete(chance.choice(waiting))
    except Stuck:
        pass


COUNTING = {"c0": "n = 0", "c": "n = n + 1", "c_idle": "other = 1"}


@pytest.mark.parametrize(
    ("flows", "circle"),
    [
        ("s -> t -> x1 -> a1; a1 -> x1; a1 -> e", {"x1"}),
        ("s -> t -> x1 -> x2; x2 -> x1 : 1 == 1; x2 -> e : default", {"x2"}),
        ("s -> t -> x2; x2 -> x2 : 1 == 1; x2 -> e : default", {"x2"}),
        ("s -> c0 -> x1 -> c -> x2; x2 -> x1 : n < 9; x2 -> t -> e : default", set()),
        # What is counted is asked nowhere on the circle; what is asked, not counted.
        ("s -> c0 -> x1 -> c_idle -> x2; x2 -> x1 : n < 9; x2 -> t -> e : default", {"x2"}),
        # One of two rounds counts.
        ("s -> c0 -> x1 -> x2; x2 -> x1 : n < 9; x2 -> c -> x1 : n < 5; x2 -> t -> e : default", {"x2"}),
        ("s -> t -> x1 -> b -> x2; x2 -> x1 : n < 9; x2 -> e : default", set()),
        ("s -> t -> x1 -> b_empty -> x2; x2 -> x1 : n < 9; x2 -> e : default", {"x2"}),
        ("s -> t -> x1 -> t2 -> x2; x2 -> x1 : n < 9; x2 -> e : default", set()),
        # Held up at a join, which another rule looks after.
        ("s -> a0; a0 -> t -> a1; a0 -> t2 -> e; a1 -> x -> a1", set()),
    ],
)  # fmt: skip
def test_a_circle_without_people_is_found(flows: str, circle: set[str]) -> None:
    inside = {"b": "s2 -> t_in -> e2", "b_empty": "s3 -> e3"}
    xml = bpmn(flows, scripts=COUNTING, inside=inside)
    assert spoken(xml, circle_without_person) == circle


@pytest.mark.thorough
def test_what_runs_in_a_circle_was_found() -> None:
    """Random nets of automatic elements and one step: where the engine goes round, lint has said so."""
    chance = random.Random(8)
    went_round = 0
    nets = 600 if os.environ.get("ALUR_WIDER") else 25
    for _ in range(nets):
        gateways = [f"{chance.choice('xxa')}{n}" for n in range(chance.randint(1, 4))]
        flows = [f"s -> t -> {gateways[0]}"]
        for gateway in gateways:
            targets = chance.sample([*gateways, "t2", "e"], chance.randint(1, 2))
            last = targets.pop()
            marks = " : default" if gateway[0] == "x" and targets else ""
            flows += [f"{gateway} -> {item}" + (" : k == 1" if marks else "") for item in targets]
            flows.append(f"{gateway} -> {last}{marks}")
        xml = bpmn("; ".join([*flows, "t2 -> e"]))
        program = compile_program(xml)
        runner = Runner.start(program, {})
        for k in (1, 2):
            try:
                fresh = Runner.load(program, runner.save(), {})
                fresh.complete(fresh.waiting()[0].token, {"k": k})
            except ProcessFailed as error:
                if "circle" in str(error.params["reason"]):
                    went_round += 1
                    assert spoken(xml, circle_without_person), xml
    assert went_round > nets // 8


def test_circles_are_groups_that_lead_back() -> None:
    after = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["e"], "e": ["e"], "f": ["gone"]}
    assert sorted(sorted(circle) for circle in circles(after)) == [["a", "b", "c"], ["e"]]


def test_a_path_of_many_elements_is_no_deep_one() -> None:
    after = {str(n): [str(n + 1)] for n in range(20_000)} | {"20000": ["0"]}
    assert len(circles(after)) == 1
