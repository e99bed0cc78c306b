"""One walk through a diagram, played by our runner, by the token game and by SpiffWorkflow as it comes."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from engine.errors import ProcessFailed
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.runtime import walks
from tests.engine.runtime.stock import Stock
from tests.engine.runtime.token_game import Game, Stuck

STEPS = 20


class Walk:
    """An instance that is stored and loaded at every step."""

    def __init__(self, xml: str, shape: Any, seed: int) -> None:
        self.xml, self.shape = xml, shape
        self.chance = random.Random(seed)
        self.answers = walks.Answers(shape, self.chance)
        self.program = compile_program(xml)
        self.told: dict[str, Any] = dict(self.answers.now)
        self.runner = self._begun()
        self.step = 0

    def _begun(self) -> Runner | None:
        try:
            return Runner.start(self.program, self.told)
        except ProcessFailed:
            return None

    @property
    def goes_on(self) -> bool:
        return self.runner is not None and not self.runner.ended and self.step < STEPS

    def waiting(self) -> list[str] | None:
        return None if self.runner is None else sorted(work.element for work in self.runner.waiting())

    def complete_one(self) -> str:
        assert self.runner is not None
        self.step += 1
        element = self.chance.choice(self.waiting() or [])
        self.answers.decide()
        answers = {**self.answers.now, f"step {self.step}": element}
        self.told.update(answers)
        runner = Runner.load(self.program, self.runner.save(), self.runner.data)
        token = next(work.token for work in runner.waiting() if work.element == element)
        self.runner = self._moved(runner, lambda: runner.complete(token, answers))
        return element

    def late(self) -> str | None:
        """A timer that runs out now, if one can."""
        waiting = self.waiting() or []
        timers = [
            element
            for element in self.shape.iter(f"{walks.BPMN}boundaryEvent")
            if element.get("attachedToRef") in waiting
        ]
        if not timers or self.chance.random() < 0.5:
            return None
        return str(self.chance.choice(timers).get("id"))

    def fire(self, event: str) -> None:
        assert self.runner is not None
        self.step += 1
        runner = Runner.load(self.program, self.runner.save(), self.runner.data)
        host = next(
            element.get("attachedToRef") for element in self.shape.iter() if element.get("id") == event
        )
        token = next(work.token for work in runner.waiting() if work.element == host)
        self.runner = self._moved(runner, lambda: runner.fire(token, event))

    @staticmethod
    def _moved(runner: Runner, move: Callable[[], None]) -> Runner | None:
        """None when nobody can go on: a token waits for ever, or runs in a circle."""
        try:
            move()
        except ProcessFailed:
            return None
        return runner


def play(walk: Walk) -> int:
    """The same walk by the book; how many steps were compared."""
    game: Game | None = None
    try:
        game = Game(walk.shape, walk.answers.choose)
        while walk.goes_on:
            assert walk.runner is not None
            assert (walk.waiting(), walk.runner.ended) == (game.waiting(), game.ended)
            assert walk.runner.data == walk.told
            event = walk.late()
            if event is not None:
                walk.fire(event)
                game.fire(event)
            else:
                game.complete(walk.complete_one())
        assert walk.runner is not None
        assert (walk.waiting(), walk.runner.ended) == (game.waiting(), game.ended)
    except Stuck:
        assert walk.runner is None
    return walk.step


def stays_with_stock(xml: str, shape: Any, seed: int) -> bool:
    """The same walk in SpiffWorkflow as it comes, uncut and never stored."""
    try:
        return _stays(Walk(xml, shape, seed))
    except RecursionError:  # it predicts without end where gateways lead to each other
        return False


def _stays(walk: Walk) -> bool:
    if walk.runner is None:
        return True
    stock = Stock(walk.xml, walk.told)
    while walk.goes_on and walk.waiting() == stock.waiting():
        stock.complete(walk.complete_one(), walk.told)
    if walk.runner is None:
        return not stock.waiting() and not stock.ended
    return (walk.waiting(), walk.runner.ended, walk.runner.data) == (stock.waiting(), stock.ended, stock.data)
