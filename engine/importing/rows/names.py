"""Actors named in words, in one column, instead of marked in columns of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.importing.cells.marks import symbols_in
from engine.importing.cells.words import clean, plain
from engine.importing.rows.table import Row

_AND = re.compile(r",|/|&|\+|\bdan\b|\bbersama\b")


def named(text: str, names: list[str]) -> tuple[tuple[int, ...], str]:
    """(indices into `names`, which learns the new ones; the symbol that stands with them)"""
    symbol, words = symbols_in(clean(text))
    written = [" ".join(part.split()) for part in re.split(r"\n|;", words) if part.strip()] or [words.strip()]
    found = []
    for name in written:
        if not name or name == "-":
            continue
        known = next((n for n, other in enumerate(names) if plain(other) == plain(name)), None)
        if known is None:
            names.append(name)
            known = len(names) - 1
        found.append(known)
    return tuple(found), symbol


def parted(names: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """ "Peminjam, Staf" are two, where each of them also stands alone."""
    alone = {plain(name): n for n, name in enumerate(names)}
    parts: dict[int, list[int]] = {}
    for n, name in enumerate(names):
        found = [alone.get(plain(part)) for part in _AND.split(name)]
        if len(found) > 1 and all(item is not None and item != n for item in found):
            parts[n] = [item for item in found if item is not None]
    left = [n for n in range(len(names)) if n not in parts]
    new = {n: left.index(n) for n in left}

    def of(row: Row) -> Row:
        actors = [new[part] for actor in row.actors for part in parts.get(actor, [actor]) if part in new]
        return replace(row, actors=tuple(dict.fromkeys(actors)))

    return [names[n] for n in left], [of(row) for row in rows]
