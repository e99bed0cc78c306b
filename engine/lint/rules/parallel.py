"""Steps that two parallel branches come to, each for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn.elements import Flow, Node
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex

_JOINING = frozenset({"parallelGateway", "inclusiveGateway"})
#: A drawing that takes more visits to its elements is not looked through to the end.
_MAX_VISITS = 300_000


def step_opened_twice(index: DiagramIndex) -> Iterator[Finding]:
    """Two branches that meet without a join are two tokens: people get the same work twice."""
    branches = _Branches(index)
    found: set[str] = set()
    for split in index.diagram.nodes.values():
        if split.id in index.reached:
            for name in branches.meeting_unjoined(split):
                if name not in found:
                    found.add(name)
                    yield index.warning("step_opened_twice", name, split=index.called(split.id))
    if branches.gave_up:
        yield index.warning("joins_not_checked", index.diagram.process_id)


class _Branches:
    """From one element at a time: which of its parallel branches come to which elements.

    A set of branches is a number with one bit for each.
    """

    def __init__(self, index: DiagramIndex) -> None:
        self.index = index
        self.nodes = index.diagram.nodes
        self.visits = 0
        #: Steps, and subprocesses with steps in them.
        self.work = {name for step in index.diagram.steps for name in (step, *index.around(step))}

    @property
    def gave_up(self) -> bool:
        """Whether the drawing has more branches than can be looked at."""
        return self.visits > _MAX_VISITS

    def meeting_unjoined(self, split: Node) -> Iterator[str]:
        """The first steps that more than one of the element's branches comes to, each by itself."""
        branches = self._branches(split)
        if len(branches) < 2 or self.gave_up:
            return
        everywhere, every = self._come_to(branches, {}), (1 << len(branches)) - 1
        # Where some are joined they go on as one of them; where all are, no second one is left.
        one_of = {
            name: come & -come if come != every else 0
            for name, come in everywhere.items()
            if self.nodes[name].type in _JOINING and len(self.index.incoming[name]) > 1
        }
        several = {
            name for name, come in self._come_to(branches, one_of).items() if come & (come - 1)
        } - one_of.keys()
        later = self._behind(several & self.work, several)
        yield from (name for name in self.nodes if name in several & self.work and name not in later)

    def _branches(self, split: Node) -> list[Sequence[Flow]]:
        """Flows that are gone along at the same time, each with those that are taken in its place."""
        own = self.index.outgoing[split.id]
        if split.type in _JOINING:
            return [(flow,) for flow in own]
        timers = self.index.diagram.timers_of(split.id)
        late = [flow for timer in timers if timer.interrupting for flow in self.index.outgoing[timer.id]]
        reminders = [self.index.outgoing[timer.id] for timer in timers if not timer.interrupting]
        return [[*own, *late], *reminders] if any(reminders) else []

    def _come_to(self, branches: Sequence[Sequence[Flow]], one_of: Mapping[str, int]) -> dict[str, int]:
        """Element → the branches that come to it. `one_of`: where they are joined, as what they go on."""
        come: dict[str, int] = {}
        pending = [(flow.target, 1 << n) for n, flows in enumerate(branches) for flow in flows]
        while pending and not self.gave_up:
            name, fresh = pending.pop()
            self.visits += 1
            known = come.get(name, 0)
            if fresh | known != known:
                come[name] = fresh | known
                onward = one_of.get(name, come[name])
                pending.extend((target, onward) for target in self._onward(name) if onward)
        return come

    def _behind(self, first: set[str], among: set[str]) -> set[str]:
        """What follows these without leaving `among`: opened twice only because they are."""
        found: set[str] = set()
        pending = [target for name in first for target in self._onward(name)]
        while pending:
            name = pending.pop()
            if name in among and name not in found:
                found.add(name)
                pending.extend(self._onward(name))
        # In a circle each is behind the others: then all of them are first.
        return found if first - found else set()

    def _onward(self, name: str) -> Iterator[str]:
        yield from (flow.target for flow in self.index.outgoing[name])
        for timer in self.index.diagram.timers_of(name):
            yield from (flow.target for flow in self.index.outgoing[timer.id])
