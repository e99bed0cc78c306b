"""The ways to a step: which decisions lie before it, and a rehearsal that is led there with sample answers.

The rehearsal itself is the judge: each sample is handed in as a person would, and what waits then is looked
at. Pure, but for what a rehearsal reads.
"""

from __future__ import annotations

import heapq
import re
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product, zip_longest

from engine.bpmn.elements import CHOOSING, Diagram, Flow, Node, Step
from engine.errors import Conflict, InvalidAnswers, NotFound, ProcessFailed
from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.types import type_of
from engine.rehearsal import playing
from engine.rehearsal.playing import Rehearsal, Typed
from engine.rehearsal.sampling import inputs_of_answer, sample_of, values_of
from engine.runtime.runner import Work
from engine.starlark.scripts import ScriptFailed, evaluate_each, names_read

__all__ = [
    "Decision", "Flow", "Led", "branch_words", "decisions_before", "filled", "lead", "step_to_reach",
    "steps_before",
]  # fmt: skip

#: Forms that are handed in on the search for a way; seconds of it, of the processor and, since conditions may
#: be judged in another process, by the clock.
_MAX_TRIES, _MAX_SECONDS, _MAX_WAIT = 250, 5.0, 10.0
#: Seconds of the processor for finding decisions: for more than a thousand gateways it is not enough.
_MAX_FINDING = 1.0
#: Of one field and of one form, so many different answers are tried.
_MAX_VALUES, _MAX_VARIANTS = 8, 24
_FAR = 1_000_000
_NONE = object()

Move = Callable[[Rehearsal], Rehearsal]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A gateway before a step, from which several branches lead there."""

    gateway: Node
    branches: tuple[Flow, ...]


@dataclass(frozen=True, kw_only=True)
class Led:
    """How far samples have brought a rehearsal."""

    now: Rehearsal
    reached: bool
    #: What was typed into the first form of it; None where it was there already.
    first: Typed | None


def step_to_reach(diagram: Diagram, element: str) -> Step | None:
    """The step of that id; None for an element at which nobody works. Raises NotFound for none at all."""
    if element not in diagram.nodes and not any(flow.id == element for flow in diagram.flows):
        raise NotFound(element=element)
    return diagram.steps.get(element)


def steps_before(diagram: Diagram, element: str) -> list[Step]:
    """The steps after which an instance comes to an element without passing another step."""
    return [step for step in diagram.steps.values() if _is_next(diagram, step.id, element)]


def decisions_before(diagram: Diagram, target: str) -> list[Decision]:
    """Gateways at which more than one branch leads to a step, in the order of reading; where a diagram has
    more gateways than anybody reads, the first of them."""
    until = time.thread_time() + _MAX_FINDING
    begin = [node.id for node in diagram.nodes.values() if node.type == "startEvent" and not node.parent]
    before = _reached(diagram.successors, begin, without=target)
    found = []
    for name in diagram.reading_order():
        node = diagram.nodes[name]
        if time.thread_time() > until:
            break
        if node.type in CHOOSING and name in before:
            leads = tuple(
                flow
                for flow in diagram.outgoing(name)
                if target in _reached(diagram.successors, [flow.target], without=name)
            )
            if len(leads) > 1:
                found.append(Decision(gateway=node, branches=leads))
    return found


def branch_words(diagram: Diagram, flow: Flow) -> str:
    """What a branch is called: its name, else what it leads to."""
    target = diagram.nodes[flow.target]
    return flow.name or target.name or target.id


def lead(now: Rehearsal, target: str, *, via: Collection[str] = ()) -> Led:
    """On to a step, with samples in all forms before it; where that fails, as near to it as they bring it.

    `via`: flows that are taken at their gateways, where the way comes by.
    """
    search = _Search(now.diagram, target, frozenset(via))
    return search.run(now)


@dataclass(frozen=True)
class _State:
    now: Rehearsal
    depth: int
    first: Typed | None


class _Search:
    """The nearest first, each situation once."""

    def __init__(self, diagram: Diagram, target: str, via: frozenset[str]) -> None:
        self.diagram, self.target = diagram, target
        self.chosen = {flow.source: flow.target for flow in diagram.flows if flow.id in via}
        self.distance = _distances(diagram.successors, target)
        self.conditions = [flow.condition for flow in diagram.flows if flow.condition]
        scripts = (re.findall(r"\w+", node.script) for node in diagram.nodes.values())
        read = (names_read(condition) for condition in self.conditions)
        self.steering = {name for names in (*read, *scripts) for name in names}
        self.tries, self.until = 0, time.thread_time() + _MAX_SECONDS
        self.given_up = time.monotonic() + _MAX_WAIT

    def run(self, now: Rehearsal) -> Led:
        best = _State(now, 0, None)
        pending, seen, n = [(self.far(now), 0, best)], {self.situation(now)}, 0
        while pending and not self.is_over():
            _cost, _n, state = heapq.heappop(pending)
            if self.far(state.now) < self.far(best.now):
                best = state
            if self.far(state.now) == 0:
                break
            for fresh in self.onward(state):
                situation = self.situation(fresh.now)
                if situation not in seen:
                    seen.add(situation)
                    n += 1
                    heapq.heappush(pending, (fresh.depth + self.far(fresh.now), n, fresh))
        return Led(now=best.now, reached=self.far(best.now) == 0, first=best.first)

    def is_over(self) -> bool:
        late = time.thread_time() > self.until or time.monotonic() > self.given_up
        return late or self.tries >= _MAX_TRIES

    def far(self, now: Rehearsal) -> int:
        """Elements to the target from what waits; 0: somebody can do it now."""
        return min((self.distance.get(work.element, _FAR) for work in now.waiting), default=_FAR)

    def situation(self, now: Rehearsal) -> str:
        steering = {name: now.runner.data.get(name) for name in sorted(self.steering)}
        return repr((sorted(work.element for work in now.waiting), steering, sorted(now.reminded)))

    def onward(self, state: _State) -> Iterator[_State]:
        for work in state.now.waiting:
            for typed in self.variants(state.now, work):
                yield from self.after(state, partial(self.done, work=work, typed=typed), typed)
        for work, timer in state.now.timers:
            late = f"{work.token} {timer.id}"
            yield from self.after(state, partial(playing.run_out, timer=late), None)

    def after(self, state: _State, move: Move, typed: Typed | None) -> Iterator[_State]:
        if self.is_over():
            return
        self.tries += 1
        with suppress(InvalidAnswers, ProcessFailed, Conflict):
            now = move(state.now)
            if self.goes_by(now, len(state.now.path)):
                yield _State(now, state.depth + 1, typed if state.first is None else state.first)

    def done(self, now: Rehearsal, work: Work, typed: Typed) -> Rehearsal:
        moved = playing.hand_in(now, work.token, typed, confirmed=True)
        return replace(moved, assumed=tuple(dict.fromkeys((*now.assumed, work.element))))

    def goes_by(self, now: Rehearsal, begin: int) -> bool:
        """Whether the gateways that were passed led where they should."""
        passed = now.path[begin:]
        here = {*passed, *(work.element for work in now.waiting)}
        return all(self.chosen[name] in here for name in passed if name in self.chosen)

    def variants(self, now: Rehearsal, work: Work) -> Iterator[Typed]:
        """The form filled in, in all ways that may make a difference further on."""
        step = self.diagram.steps[work.element]
        fields = [field for field in step.form if field.name in self.steering and type_of(field).answered]
        values = [list(islice(self.answers(field, now), _MAX_VALUES)) for field in fields]
        for combination in islice(product(*values), _MAX_VARIANTS):
            if self.is_over():
                return
            given: Typed = {}
            for field, answer in zip(fields, combination, strict=True):
                given |= inputs_of_answer(field, field.name, answer, now.scope(step.form, {}))
            typed = filled(now, step, given)
            if typed is not None:
                yield typed

    def answers(self, field: Field, now: Rehearsal) -> Iterator[Answer]:
        """Answers to a field: first one for each thing that the conditions can say of it."""
        about = [condition for condition in self.conditions if field.name in names_read(condition)]
        values = values_of(field, self.conditions)
        given = {**dict.fromkeys(self.steering), **now.runner.data}
        rows = [{**given, field.name: answer} for answer in values]
        outcomes = [self.outcomes(condition, rows) for condition in about]
        alike: dict[str, list[Answer]] = {}
        for answer, *found in zip(values, *outcomes, strict=True):
            alike.setdefault(repr(found), []).append(answer)
        for those in zip_longest(*alike.values(), fillvalue=_NONE):
            yield from (answer for answer in those if answer is not _NONE)

    def outcomes(self, condition: str, rows: Sequence[Mapping[str, Answer]]) -> Sequence[object]:
        """What a condition says of each of these data; None where it fails, or nothing more is tried."""
        if self.is_over():
            return [None] * len(rows)
        try:
            return evaluate_each(condition, rows)
        except ScriptFailed:
            half = len(rows) // 2
            return (
                [*self.outcomes(condition, rows[:half]), *self.outcomes(condition, rows[half:])]
                if half
                else [None]
            )


def filled(now: Rehearsal, step: Step, given: Typed | None = None) -> Typed | None:
    """A step's form with samples where it asks for something; None where no sample fits. `given` stays."""
    begun = {**_defaults(step.form.fields), **(given or {})}
    now, typed = playing.with_placeholders(now, step.form, begun)
    return sample_of(
        step.form,
        typed,
        scope=now.scope(step.form, typed),
        check=lambda tried: playing.check(now, step, tried),
    )


def _defaults(fields: Sequence[Field]) -> Typed:
    return {each.name: [each.default] for each in fields if each.default and type_of(each).answered}


def _is_next(diagram: Diagram, step: str, element: str) -> bool:
    onward = diagram.flows_onward(step)
    passed = {flow.id for flow in onward} | {flow.target for flow in onward}
    return element in passed or any(timer.id == element for timer in diagram.timers_of(step))


def _reached(after: Mapping[str, Sequence[str]], begin: Sequence[str], *, without: str) -> set[str]:
    """What can be come to, the element `without` included but not what lies behind it."""
    found, pending = set[str](), list(begin)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(after.get(name, ()) if name != without else ())
    return found


def _distances(after: Mapping[str, Sequence[str]], target: str) -> dict[str, int]:
    """Element → how many elements it is away from the target."""
    before: dict[str, list[str]] = {}
    for name, following in after.items():
        for each in following:
            before.setdefault(each, []).append(name)
    found, pending = {target: 0}, deque([target])
    while pending:
        name = pending.popleft()
        for each in before.get(name, ()):
            if each not in found:
                found[each] = found[name] + 1
                pending.append(each)
    return found
