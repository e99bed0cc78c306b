"""The order in which a graph is read: each node after those that lead to it, loops aside. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence


def reading_order(after: Mapping[str, Sequence[str]], starts: Iterable[str]) -> Iterator[str]:
    """Depth-first in reverse postorder. `after`: node → its successors, in the order of the file."""
    roots = (*starts, *after)
    after = _without_loops(after, roots)
    seen: set[str] = set()
    for root in roots:
        done: list[str] = []
        pending = [(root, False)]
        while pending:
            name, left = pending.pop()
            if left:
                done.append(name)
            elif name not in seen:
                seen.add(name)
                pending.append((name, True))
                # The last pushed is visited first and so comes last in reverse: this gives document order.
                pending.extend((following, False) for following in after[name])
        yield from reversed(done)


def _without_loops(after: Mapping[str, Sequence[str]], roots: Iterable[str]) -> Mapping[str, list[str]]:
    """What leads back to where one came from, going each flow in the order of the file, is left out."""
    onward: dict[str, list[str]] = {}
    entered: set[str] = set()
    for root in roots:
        pending = [(root, iter(after[root]))] if root not in onward else []
        while pending:
            name, rest = pending[-1]
            entered.add(name)
            successors = onward.setdefault(name, [])
            following = next(rest, None)
            if following is None:
                entered.discard(name)
                pending.pop()
            elif following not in entered:
                successors.append(following)
                if following not in onward:
                    pending.append((following, iter(after[following])))
    return onward
