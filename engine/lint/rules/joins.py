"""Whether every join gets what it waits for: the drawing played as a game of tokens, all choices taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from engine.bpmn.elements import Node
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex

#: Flows on which a token stands, sorted; one stands twice where two tokens do.
Tokens = tuple[str, ...]
#: A drawing with more moves than this is not played to the end, and lint says so.
MAX_MOVES = 5000
_MAX_TOKENS = 50
#: Of an inclusive gateway with more branches only single ones and all of them are taken.
_MAX_BRANCHES = 8


def join_waits_in_vain(index: DiagramIndex) -> Iterator[Finding]:
    """Parallel branches meet when all have come: where one was never begun, or left, the instance stops.

    An inclusive join waits only for who can still come; two of them may wait for each other.
    """
    for part, nodes in index.inside.items():
        game = _Game(index, nodes)
        if game.joins or game.any_joins:
            game.play()
            for join, missing in game.in_vain.items():
                yield index.error("join_waits_in_vain", join, source=index.called(missing))
            for join, other in game.for_each_other.items():
                yield index.error("joins_wait_for_each_other", join, other=index.called(other))
            if game.gave_up and not game.in_vain:
                yield index.warning("joins_not_checked", part or index.diagram.process_id)


class _Game:
    """One process or subprocess.

    Only choices are branched over. A token that stands before anything but a join can be hindered by no
    other, so it moves first and alone: that visits all states in which an instance can stop, and little
    else.
    """

    def __init__(self, index: DiagramIndex, nodes: Sequence[Node]) -> None:
        self.index = index
        self.nodes = {node.id: node for node in nodes}
        sources = [name for name in self.nodes if name in index.reached]
        flows = [flow for name in sources for flow in index.outgoing[name] if flow.target in self.nodes]
        self.target = {flow.id: flow.target for flow in flows}
        self.source = {flow.id: flow.source for flow in flows}
        meeting = [node for node in nodes if len(self._into(node.id)) > 1]
        self.joins = {node.id: self._into(node.id) for node in meeting if node.type == "parallelGateway"}
        self.any_joins = {node.id: self._into(node.id) for node in meeting if node.type == "inclusiveGateway"}

        #: Join → the element from which nothing comes any more, although something came from another.
        self.in_vain: dict[str, str] = {}
        #: Inclusive join → the join at which the token stands that it waits for.
        self.for_each_other: dict[str, str] = {}
        #: Whether some of what can happen was not looked at.
        self.gave_up = False

    def play(self) -> None:
        """Fills in what was found."""
        pending = [self._out_of(node) for node in self.nodes.values() if node.type == "startEvent"]
        seen = set(pending)
        for _ in range(MAX_MOVES):
            if not pending:
                return
            tokens = pending.pop()
            moved = self._moves(tokens)
            fresh = set(moved) - seen
            seen |= fresh
            few = [item for item in fresh if len(item) <= _MAX_TOKENS]
            self.gave_up |= len(few) < len(fresh)
            pending.extend(few)
            if not moved:
                self._stopped(tokens)
        self.gave_up = True

    def _stopped(self, tokens: Tokens) -> None:
        """Nothing moves any more: what the tokens that are left wait for."""
        at = {self.target[token] for token in tokens}
        for join in at & self.joins.keys():
            self.in_vain[join] = self.source[next(flow for flow in self.joins[join] if flow not in tokens)]
        if not at & self.joins.keys():
            waiting = [name for name in self.any_joins if name in at]
            for join in waiting:
                other = next(name for name in waiting if name in self._awaited(join, tokens))
                if other not in self.for_each_other:  # once for the two
                    self.for_each_other[join] = other

    def _moves(self, tokens: Tokens) -> list[Tokens]:
        """What the tokens may become next; nothing where all are through, or all wait."""
        for flow in tokens:
            name = self.target[flow]
            if name not in self.joins and name not in self.any_joins:
                if "terminate" in self.nodes[name].marks:
                    return [()]
                rest = _without(tokens, (flow,))
                return [_with(rest, branch) for branch in self._branches(self.nodes[name])]
        for join, flows in self.joins.items():
            if all(flow in tokens for flow in flows):
                return [_with(_without(tokens, flows), self._out_of(self.nodes[join]))]
        for join, flows in self.any_joins.items():
            come = tuple(flow for flow in flows if flow in tokens)
            if come and not self._someone_comes(join, tokens):
                rest = _without(tokens, come)
                return [_with(rest, branch) for branch in self._branches(self.nodes[join])]
        return []

    def _branches(self, node: Node) -> list[Tokens]:
        """The flows that may be taken out of an element: each choice of branches."""
        out = self._out_of(node)
        if node.type == "exclusiveGateway":
            return [(flow,) for flow in out] or [()]
        if node.type == "inclusiveGateway":
            sizes = range(1, len(out) + 1) if len(out) <= _MAX_BRANCHES else (1, len(out))
            self.gave_up |= len(out) > _MAX_BRANCHES
            return list(chain.from_iterable(combinations(out, size) for size in sizes)) or [()]
        branches = [out]
        for timer in self.index.diagram.timers_of(node.id):
            late = self._out_of(timer)
            branches += [late] if timer.interrupting else [(*out, *late)]
        return branches

    def _out_of(self, node: Node) -> Tokens:
        return tuple(sorted(flow.id for flow in self.index.outgoing[node.id] if flow.id in self.target))

    def _into(self, name: str) -> Tokens:
        return tuple(flow.id for flow in self.index.incoming[name] if flow.id in self.target)

    def _someone_comes(self, join: str, tokens: Tokens) -> bool:
        return any(self.target[token] in self._awaited(join, tokens) for token in tokens)

    def _awaited(self, join: str, tokens: Tokens) -> set[str]:
        """Elements from which a token can come by a flow on which none has come, and not by one on which one
        has (BPMN 2.0.2, 13.4.3)."""
        come = self._leading_to(join, [flow for flow in self.any_joins[join] if flow in tokens])
        missing = self._leading_to(join, [flow for flow in self.any_joins[join] if flow not in tokens])
        return missing - come

    def _leading_to(self, join: str, flows: Sequence[str]) -> set[str]:
        """Elements from which a token can come by these flows without passing the join."""
        found: set[str] = set()
        pending = [self.source[flow] for flow in flows]
        while pending:
            name = pending.pop()
            if name not in found and name != join:
                found.add(name)
                host = self.nodes[name].attached_to
                pending.extend([host] if host else (self.source[flow] for flow in self._into(name)))
        return found


def _with(tokens: Tokens, more: Tokens) -> Tokens:
    return tuple(sorted((*tokens, *more)))


def _without(tokens: Tokens, gone: Tokens) -> Tokens:
    left = list(tokens)
    for flow in gone:
        left.remove(flow)
    return tuple(left)
