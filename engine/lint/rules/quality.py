"""Mutu Baku: what a step needs, how long it may take, what it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from engine.bpmn.elements import Quality
from engine.calendar import BadNorm, parse_norm
from engine.lint.findings import Finding, Word
from engine.lint.index import DiagramIndex

#: Words that carry no meaning of their own.
_SMALL = frozenset(
    {
        "dan", "yang", "di", "ke", "dari", "untuk", "dengan", "sudah", "telah", "akan", "dalam", "pada",
        "atau", "serta", "oleh", "sebagai",
    }
)  # fmt: skip
#: No cell of an SOP has more.
_MAX_WORDS = 80
#: Nor has one more steps that follow each other.
_MAX_PAIRS = 500
#: "kegiatan" and "kegiatannya" are the same word, "disetujui" and "ditolak" are not.
_SAME_WORD = 0.72


def quality_missing(index: DiagramIndex) -> Iterator[Finding]:
    """A cell of the Mutu Baku is blank, as in many signed SOPs: the instance runs, but nothing
    is promised."""
    for step in index.diagram.steps.values():
        missing = [name for name in ("inputs", "norm", "outputs") if not getattr(step.quality, name)]
        if missing:
            parts = tuple(Word(f"lint.quality.{name}") for name in missing)
            yield index.warning("quality_missing", step.id, parts=parts)


def norm_unreadable(index: DiagramIndex) -> Iterator[Finding]:
    """A norm that can't be read gives no due time: the step would never be late."""
    for step in index.diagram.steps.values():
        if step.quality.norm:
            try:
                parse_norm(step.quality.norm)
            except BadNorm:
                yield index.error("norm_unreadable", step.id, norm=step.quality.norm)


def output_unlike_next_input(index: DiagramIndex) -> Iterator[Finding]:
    """What a step gives is what the next one needs; where the texts disagree, the SOP contradicts itself."""
    for step, following in islice(_neighbours(index), _MAX_PAIRS):
        yield from _compare(index, step, following)


def _compare(index: DiagramIndex, step: str, following: str) -> Iterator[Finding]:
    gives: Quality = index.diagram.steps[step].quality
    needs: Quality = index.diagram.steps[following].quality
    if unlike(gives.outputs, needs.inputs):
        yield index.warning(
            "output_unlike_next_input",
            following,
            output=gives.outputs,
            input=needs.inputs,
            step=index.called(step),
        )


def unlike(output: str, needed: str) -> bool:
    """Whether each text says something that the other doesn't; one that only says more agrees."""
    left, right = _words(output), _words(needed)
    return bool(_only_in(left, right) and _only_in(right, left))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL][:_MAX_WORDS]


def _only_in(words: list[str], others: list[str]) -> list[str]:
    return [word for word in words if not any(_same(word, other) for other in others)]


def _same(word: str, other: str) -> bool:
    return word == other or SequenceMatcher(None, word, other).ratio() >= _SAME_WORD


def _neighbours(index: DiagramIndex) -> Iterator[tuple[str, str]]:
    """Steps that follow each other, in the order of the rows; where a flow leads back, texts may differ."""
    steps = index.diagram.steps
    order = {name: place for place, name in enumerate(index.diagram.main_path())}
    for name, place in order.items():
        if steps[name].quality.outputs:
            later = (step for step in _next_steps(index, name) if order[step] > place)
            yield from ((name, item) for item in later if steps[item].quality.inputs)


def _next_steps(index: DiagramIndex, step: str) -> Iterator[str]:
    """The steps that follow with nothing but gateways, events and scripts between."""
    seen: set[str] = set()
    pending = [flow.target for flow in index.outgoing[step]]
    while pending:
        name = pending.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name in index.diagram.steps:
            yield name
        else:
            pending.extend(flow.target for flow in index.outgoing[name])
