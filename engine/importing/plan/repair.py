"""A plan that can be walked from its beginning to its end, whatever the table's words made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.importing.plan.steps import END, Branch, Decision


@dataclass
class Graph:
    """Steps in the order of the rows, and where each leads."""

    keys: list[str]
    starts: tuple[str, ...]
    after: dict[str, str]
    decisions: dict[str, Decision]
    #: Steps whose way the table writes: it is never taken from them.
    written: frozenset[str] = frozenset()

    def targets(self, key: str) -> list[str]:
        """Keys of the steps that a step leads to, or END."""
        decision = self.decisions.get(key)
        return [branch.target for branch in decision.branches] if decision else [self.after[key]]


def mend(graph: Graph) -> list[str]:
    """Makes every step reachable and able to end. Returns the steps that lead elsewhere now."""
    changed: list[str] = []
    for _attempt in range(2 * len(graph.keys) + 2):
        key = next(_unreached(graph), None)
        if key is not None:
            before = graph.keys[graph.keys.index(key) - 1]
            _lead(graph, before, key)
            changed.append(before)
            continue
        key = next(_endless(graph), None)
        if key is None:
            break
        place = graph.keys.index(key) + 1
        _lead(graph, key, graph.keys[place] if place < len(graph.keys) else END)
        changed.append(key)
    return list(dict.fromkeys(changed))


def _lead(graph: Graph, key: str, target: str) -> None:
    """A step goes on to the target; one that decides by a branch that repeats another, else by one more."""
    decision = graph.decisions.get(key)
    if decision is None:
        if key in graph.written and graph.after[key] != target:
            graph.decisions[key] = _chosen(graph.after.pop(key), target)
        else:
            graph.after[key] = target
        return
    branches = list(decision.branches)
    seen: set[str] = set()
    for place, branch in enumerate(branches):
        if branch.target in seen:
            branches[place] = replace(branch, target=target)
            break
        seen.add(branch.target)
    else:
        taken = {branch.value for branch in branches}
        value = next(
            f"lain_{n}" if n else "lain"
            for n in range(len(branches) + 1)
            if (f"lain_{n}" if n else "lain") not in taken
        )
        branches.insert(0, Branch(label="Lainnya", value=value, target=target))
    graph.decisions[key] = replace(decision, branches=tuple(branches))


def _chosen(written: str, other: str) -> Decision:
    """The table's way, and the one that is needed besides."""
    question = f"Langsung ke langkah {written}?" if written != END else "Selesai pada langkah ini?"
    return Decision(
        question=question,
        branches=(
            Branch(label="Tidak", value="tidak", target=other),
            Branch(label="Ya", value="ya", target=written),
        ),
    )


def _unreached(graph: Graph) -> Iterator[str]:
    reached = _closure(graph.starts, {key: graph.targets(key) for key in graph.keys})
    return (key for key in graph.keys if key not in reached)


def _endless(graph: Graph) -> Iterator[str]:
    """Steps from which no path leads to the end, the last one first."""
    into: dict[str, list[str]] = {}
    for key in graph.keys:
        for target in graph.targets(key):
            into.setdefault(target, []).append(key)
    ending = _closure((END,), into)
    return (key for key in reversed(graph.keys) if key not in ending)


def _closure(begin: tuple[str, ...], leads: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    pending = list(begin)
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending.extend(leads.get(key, ()))
    return found
