"""A plan that can be walked from its beginning to its end, whatever the table's words made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.bpmn.sop_table.plan import END, Branch, Decision


@dataclass
class Ways:
    """Steps in the order of the rows, and where each leads."""

    keys: list[str]
    starts: tuple[str, ...]
    after: dict[str, str]
    decisions: dict[str, Decision]

    def targets(self, key: str) -> list[str]:
        decision = self.decisions.get(key)
        return [branch.target for branch in decision.branches] if decision else [self.after[key]]


def mend(ways: Ways) -> list[str]:
    """Makes every step reachable and able to end. Returns the steps whose way was changed."""
    changed: list[str] = []
    for _attempt in range(2 * len(ways.keys) + 2):
        key = next(_unreached(ways), None)
        if key is not None:
            before = ways.keys[ways.keys.index(key) - 1]
            _lead(ways, before, key)
            changed.append(before)
            continue
        key = next(_endless(ways), None)
        if key is None:
            break
        place = ways.keys.index(key) + 1
        _lead(ways, key, ways.keys[place] if place < len(ways.keys) else END)
        changed.append(key)
    return list(dict.fromkeys(changed))


def _lead(ways: Ways, key: str, target: str) -> None:
    """A step goes on to the target; one that decides by a way that repeats another, else by one more."""
    decision = ways.decisions.get(key)
    if decision is None:
        ways.after[key] = target
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
    ways.decisions[key] = replace(decision, branches=tuple(branches))


def _unreached(ways: Ways) -> Iterator[str]:
    reached = _closure(ways.starts, {key: ways.targets(key) for key in ways.keys})
    return (key for key in ways.keys if key not in reached)


def _endless(ways: Ways) -> Iterator[str]:
    """Steps from which no way leads to the end, the last one first."""
    into: dict[str, list[str]] = {}
    for key in ways.keys:
        for target in ways.targets(key):
            into.setdefault(target, []).append(key)
    ending = _closure((END,), into)
    return (key for key in reversed(ways.keys) if key not in ending)


def _closure(begin: tuple[str, ...], leads: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    pending = list(begin)
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending.extend(leads.get(key, ()))
    return found
