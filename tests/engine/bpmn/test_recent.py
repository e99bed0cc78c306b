from __future__ import annotations

import pytest

from engine.bpmn.recent import Recent


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    recent, made = Recent[str, str](2), []

    def get(key: str) -> str:
        return recent.get(key, lambda: made.append(key) or key.upper())

    assert [get(key) for key in "abab"] == ["A", "B", "A", "B"]
    assert made == ["a", "b"]
    get("a"), get("c"), get("a"), get("b")
    assert made == ["a", "b", "c", "b"]


def test_what_could_not_be_made_is_tried_again() -> None:
    recent = Recent[str, int](2)
    with pytest.raises(ValueError, match="no number"):
        recent.get("a", lambda: int("no number"))
    assert recent.get("a", lambda: 1) == 1
