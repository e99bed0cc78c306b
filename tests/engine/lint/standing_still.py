"""An instance that stands still at a join, as the token game plays it; and whether the rule foresaw it."""

from __future__ import annotations

import random
from typing import Any

from engine.bpmn.diagram import read_diagram
from engine.lint.index import DiagramIndex
from engine.lint.rules.joins import join_waits_in_vain
from tests.engine.runtime import walks
from tests.engine.runtime.token_game import Circle, Game, Stuck


def found(xml: str) -> set[str]:
    findings = join_waits_in_vain(DiagramIndex(read_diagram(xml)))
    return {finding.element for finding in findings if finding.rule != "joins_not_checked"}


def speaks_up_where_the_game_stops(xml: str, shape: Any) -> bool:
    """Whether the rule spoke up. More walks are tried where it did: one has to come to a stop."""
    joins = found(xml)
    assert any(stands_still(shape, seed) for seed in range(400 if joins else 6)) == bool(joins), xml
    return bool(joins)


def stands_still(shape: Any, seed: int, *, steps: int = 30) -> bool:
    """Whether a walk with random answers, and random timers running out, ends with a token that waits."""
    chance = random.Random(seed)
    answers = walks.Answers(shape, chance)
    try:
        game = Game(shape, answers.choose)
        for _ in range(steps):
            if game.ended:
                break
            answers.decide()
            step = chance.choice(game.waiting())
            timers = game.border.get(step, [])
            if timers and chance.random() < 0.4:
                game.fire(chance.choice(timers))
            else:
                game.complete(step)
    except Circle:
        return False
    except Stuck:
        return True
    return False
