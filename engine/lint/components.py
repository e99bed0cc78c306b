"""Which elements lie on a circle together (Tarjan's strongly connected components)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(after: Mapping[str, Sequence[str]]) -> list[frozenset[str]]:
    """Groups of elements in which a path leads from each to each, itself included.

    `after`: element → where its flows lead; targets that are no key are left out. Linear.
    """
    return [group for group in _components(after) if len(group) > 1 or next(iter(group)) in after[min(group)]]


def _components(after: Mapping[str, Sequence[str]]) -> Iterator[frozenset[str]]:
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: dict[str, None] = {}
    for root in after:
        if root in order:
            continue
        path: list[tuple[str, Iterator[str]]] = []
        fresh: str | None = root
        while fresh is not None or path:
            if fresh is not None:
                order[fresh] = lowest[fresh] = len(order)
                open_[fresh] = None
                path.append((fresh, iter(after[fresh])))
            name, targets = path[-1]
            fresh = _next(name, targets, after, order, lowest, open_)
            if fresh is None:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[name])
                if lowest[name] == order[name]:
                    yield _closed(name, open_)


def _next(
    name: str,
    targets: Iterator[str],
    after: Mapping[str, Sequence[str]],
    order: Mapping[str, int],
    lowest: dict[str, int],
    open_: Mapping[str, None],
) -> str | None:
    """The next element that was not seen yet; what is seen and still open is on a circle with this one."""
    for target in targets:
        if target in after and target not in order:
            return target
        if target in open_:
            lowest[name] = min(lowest[name], order[target])
    return None


def _closed(name: str, open_: dict[str, None]) -> frozenset[str]:
    group = set()
    while name not in group:
        last, _ = open_.popitem()
        group.add(last)
    return frozenset(group)
