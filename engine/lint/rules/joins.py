"""Whether every join gets what it waits for: the drawing played as a game of tokens, all choices taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from engine.bpmn.elements import Node
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex

#: Flows on which a token stands, sorted; one stands twice where two tokens do.
Tokens = tuple[str, ...]
#: A drawing with more moves than this is not played to the end: what was found until then is reported.
MAX_MOVES = 5000
_MAX_TOKENS = 50
#: Of an inclusive gateway with more branches only single ones and all of them are taken.
_MAX_BRANCHES = 4


def join_waits_in_vain(index: DiagramIndex) -> Iterator[Finding]:
    """Parallel branches meet when all have come: where one was never begun, or left, the instance stops."""
    for nodes in index.inside.values():
        game = _Game(index, nodes)
        if game.joins:
            for join, missing in game.waiting_in_vain().items():
                yield index.error("join_waits_in_vain", join, source=index.called(missing))


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

    def waiting_in_vain(self) -> dict[str, str]:
        """Join → the element from which nothing comes any more, although something came from another."""
        found: dict[str, str] = {}
        pending = [self._out_of(node) for node in self.nodes.values() if node.type == "startEvent"]
        seen = set(pending)
        for _ in range(MAX_MOVES):
            if not pending:
                break
            tokens = pending.pop()
            moved = self._moves(tokens)
            fresh = {item for item in moved if len(item) <= _MAX_TOKENS} - seen
            seen |= fresh
            pending.extend(fresh)
            if not moved:
                found |= self._missing(tokens)
        return found

    def _missing(self, tokens: Tokens) -> dict[str, str]:
        waiting = {self.target[token] for token in tokens} & self.joins.keys()
        return {
            join: self.source[next(flow for flow in self.joins[join] if flow not in tokens)]
            for join in waiting
        }

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
        """By a flow on which none has come, and not by one on which one has (BPMN 2.0.2, 13.4.3)."""
        come = self._leading_to(join, [flow for flow in self.any_joins[join] if flow in tokens])
        missing = self._leading_to(join, [flow for flow in self.any_joins[join] if flow not in tokens])
        return any(self.target[token] in missing - come for token in tokens)

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
