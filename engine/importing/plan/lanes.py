"""Who does a step, where the marks that said so are lost: the likeliest actors for all rows together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from engine.importing.cells.words import plain
from engine.importing.plan import verbs
from engine.importing.rows.table import Row

#: Weights, highest first. They only have to order the actors of one table; see tests for what they get right.
_SUBJECT = 10.0
_RECIPIENT = -6.0
_RECEIVED = 4.0
_FIELD = 1.6
_RANK = 2.4
_FIRST = 1.2
_SAME_LANE = 0.5
_OWN_CHECK = -1.5
_NEXT_COLUMN = 0.3
_OUTSIDE = -0.7


def guess_lanes(rows: Sequence[Row], actors: Sequence[str]) -> list[int]:
    """An actor for each row; a marked row keeps its first mark. Viterbi: own evidence, and hand-overs."""
    if not actors:
        return [0] * len(rows)
    common = _common_words(rows)
    scores = [_emission(row, None, actors, common) for row in rows[:1]]
    paths: list[list[int]] = []
    everyone = range(len(actors))
    for before, row in pairwise(rows):
        own, last = _emission(row, before, actors, common), scores[-1]
        step = [
            max(everyone, key=lambda a, b=b: (last[a] + _hand_over(before, row, b - a), -a))  # type: ignore[misc]
            for b in everyone
        ]
        scores.append([last[a] + _hand_over(before, row, b - a) + own[b] for b, a in enumerate(step)])
        paths.append(step)
    if not scores:
        return []
    best = max(range(len(actors)), key=lambda a: (scores[-1][a], -a))
    found = [best]
    for step in reversed(paths):
        found.append(step[found[-1]])
    return found[::-1]


def mentions(text: str, actor: str) -> str:
    """How a text names an actor: "subject", "recipient", or empty."""
    for name in _names(actor):
        found = re.search(rf"\b{re.escape(name)}\b", plain(text))
        if found:
            before = plain(text)[: found.start()]
            if not before:
                return "subject"
            if re.search(r"\boleh $", before):
                return "subject"
            if verbs.RECIPIENT.search(before):
                return "recipient"
    return ""


def _names(actor: str) -> list[str]:
    """A role's names, longest first."""
    bare = re.sub(r"\(.*?\)", " ", actor)
    return sorted(
        {plain(part) for part in (bare, *bare.split("/")) if len(plain(part)) > 2}, key=len, reverse=True
    )


def _common_words(rows: Sequence[Row]) -> Mapping[str, float]:
    """Word → share of the rows in which it stands: what every row names distinguishes no actor."""
    found: dict[str, int] = {}
    for row in rows:
        for word in set(plain(row.description).split()):
            found[word] = found.get(word, 0) + 1
    return {word: n / len(rows) for word, n in found.items()}


def _emission(
    row: Row, before: Row | None, actors: Sequence[str], common: Mapping[str, float]
) -> list[float]:
    if row.actors:
        return [100.0 if a == row.actors[0] else 0.0 for a in range(len(actors))]
    return [_fit(row, before, actors, a, common) for a in range(len(actors))]


def _fit(row: Row, before: Row | None, actors: Sequence[str], a: int, common: Mapping[str, float]) -> float:
    actor, text = actors[a], row.description
    how = mentions(text, actor)
    score = {"subject": _SUBJECT, "recipient": _RECIPIENT}.get(how, 0.0)
    if before is not None and mentions(before.description, actor) == "recipient":
        score += _RECEIVED
    if how != "recipient":
        shared = verbs.field_words(actor) & set(plain(text).split())
        score += _FIELD * min(1.5, sum(1.1 - common[word] for word in shared))
    score += _by_rank(text, actor, actors)
    if before is not None and verbs.outside(actor) and how != "subject":
        score += _OUTSIDE
    if before is None:
        score += _FIRST * (a == 0) + (0.5 if verbs.rank(actor) < 1 else 0)
    return score


def _by_rank(text: str, actor: str, actors: Sequence[str]) -> float:
    """Deciding falls to the highest, checking to those between, the rest to the workers."""
    ranks = [verbs.rank(each) for each in actors]
    own, low, high = verbs.rank(actor), min(ranks), max(ranks)
    height = (own - low) / (high - low) if high > low else 0.5
    if verbs.APPROVES.search(text):
        return _RANK * height
    if verbs.CHECKS.search(text):
        return _RANK * (
            0.5 if 1 < own < high else 0.3 if own >= 1 and own < high else 0.1 if own >= 1 else -0.4
        )
    if verbs.MAKES.search(text):
        return _RANK * (0.5 if own == 1 else 0.0 if own < 1 else -0.5 * height)
    return -_RANK * 0.3 * height


def _hand_over(before: Row, row: Row, step: int) -> float:
    """Whether work that goes from one row to the next stays with its actor (step 0) or goes to another."""
    if verbs.TAKES.match(row.description) or verbs.GIVES.match(before.description):
        return _SAME_LANE if step else -_SAME_LANE
    checking = verbs.CHECKS.search(row.description) or verbs.APPROVES.search(row.description)
    if checking and verbs.MAKES.search(before.description):
        return _NEXT_COLUMN * (step == 1) if step else _OWN_CHECK
    if checking and verbs.CHECKS.search(before.description):
        return _NEXT_COLUMN * (step == 1)
    return 0.0 if step else _SAME_LANE
