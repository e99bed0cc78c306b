"""An instance must not stand still at a join: the rule against the token game, which knows nothing of it."""

from __future__ import annotations

import pytest

from tests.engine.bpmn.diagrams import bpmn
from tests.engine.lint.standing_still import found, speaks_up_where_the_game_stops, stands_still
from tests.engine.runtime import shapes, walks


@pytest.mark.parametrize(
    ("flows", "joins"),
    [
        ("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; a2 -> e", set()),
        # One of two was chosen; all are waited for.
        ("s -> x; x -> t_left -> a2 : 1; x -> t_right -> a2 : default; a2 -> e", {"a2"}),
        # Back into one of two branches that have met already.
        ("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; a2 -> t -> x; x -> t_left : 1; x -> e : default",
         {"a2"}),
        # Back to before they part; where they part, it would be one more to be waited for.
        ("s -> x0 -> a1; a1 -> t_l -> a2; a1 -> t_r -> a2; a2 -> t -> x; x -> x0 : 1; x -> e : default",
         set()),
        ("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; a2 -> t -> x; x -> a1 : 1; x -> e : default",
         {"a1"}),
        # A deadline leads past the meeting.
        ("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; t_left ~ d_late -> e2; a2 -> e", {"a2"}),
        ("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; t_left ~ d_late -> a2; a2 -> e", {"a2"}),
        # An end that ends everything leaves nothing waiting.
        ("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; t_left ~ d_late -> k; a2 -> e", set()),
        # As many as were chosen are waited for.
        ("s -> o1; o1 -> t_left -> o2 : 1; o1 -> t_right -> o2 : default; o2 -> e", set()),
        # The inclusive one before it waits for what it must, and no more.
        ("s -> o1; o1 -> t_left -> o2 : 1; o1 -> t_right -> o2 : default; o2 -> a2; s -> a2; a2 -> e", set()),
    ],
)  # fmt: skip
def test_a_join_that_may_wait_for_ever_is_found(flows: str, joins: set[str]) -> None:
    assert found(bpmn(flows)) == joins


def test_each_subprocess_is_played_for_itself() -> None:
    stuck = {"b_box": "s2 -> x; x -> t_left -> a2 : 1; x -> t_right -> a2 : default; a2 -> e2"}
    assert found(bpmn("s -> b_box -> e", inside=stuck)) == {"a2"}


@pytest.mark.thorough
def test_it_speaks_up_where_the_token_game_comes_to_a_stop_and_only_there() -> None:
    diagrams = walks.every_diagram(timers=True)
    heard = sum(speaks_up_where_the_game_stops(xml, shape) for _, xml, shape in diagrams)
    assert 0 < heard < len(diagrams)


@pytest.mark.thorough
def test_in_a_thicket_it_hears_at_least_what_the_token_game_runs_into() -> None:
    for seed in range(12):
        made = walks.walkable(shapes.random_shape(seed).encode())
        assert made is not None
        xml, shape = made
        assert found(xml) or not any(stands_still(shape, walk) for walk in range(3)), seed


def test_a_drawing_with_very_many_ways_takes_no_time() -> None:
    """Twenty decisions in each of four branches: a million ways, of which few matter."""
    ways = [
        f"x{b}_{n} -> t{b}_{n} -> x{b}_{n + 1} : 1; x{b}_{n} -> x{b}_{n + 1} : default"
        for b in range(4)
        for n in range(20)
    ]
    ends = [f"a1 -> x{b}_0; x{b}_20 -> a2" for b in range(4)]
    assert found(bpmn("; ".join(["s -> a1", *ends, *ways, "a2 -> e"]))) == set()
