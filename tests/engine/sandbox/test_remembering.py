"""What was answered is not asked again; what was too much is refused at once, for a while."""

from __future__ import annotations

import pytest

from engine.errors import TooCostly
from engine.sandbox.pool import Limits, Pool
from engine.sandbox.remembering import Remembering
from tests.engine.sandbox import room


class Asked(Pool):
    """Notes what it is asked; `costly` is too much for it."""

    def __init__(self) -> None:
        super().__init__(room.__name__, Limits.of_text(seconds=1, answer=1000))
        self.asked: list[str] = []

    def run(self, task: str, *arguments: object) -> str:
        self.asked.append(task)
        if task == "costly":
            raise TooCostly(reason="memory")
        return task * 3


def test_each_question_is_answered_once() -> None:
    pool = Asked()
    known = Remembering(pool, 20, len)
    assert [known.ask(task) for task in ("ab", "ab", "c" * 10, "c" * 10)] == ["ababab"] * 2 + ["c" * 30] * 2
    # The long answer is larger than all that is remembered.
    assert pool.asked == ["ab", "c" * 10, "c" * 10]
    known.forget()
    known.ask("ab")
    assert pool.asked[-1] == "ab"


def test_what_was_too_much_is_refused_without_a_look() -> None:
    pool = Asked()
    known = Remembering(pool, 20, len)
    for _ in range(3):
        with pytest.raises(TooCostly):
            known.ask("costly")
    assert pool.asked == ["costly"]
