"""Actors named in words, in one column, instead of marked in columns of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.importing.cells.marks import symbols_in
from engine.importing.cells.words import clean, plain
from engine.importing.rows.table import Row

_AND = re.compile(r",|;|/|\\|\||&|\+|\bdan\b|\bserta\b|\bbersama\b")


#: "As above", for the actor of the row before.
_SAME = re.compile(
    r"(?:s\.?\s?d\.?\s?a\.?|idem|dit+o|do\.|sama|(?:sama dengan|seperti|tersebut) (?:di )?atas|"
    r"[\"'〃”“„,‚’‘´`]+|-\s?[\"”“„]+\s?-)",
    re.IGNORECASE,
)


def repeats(text: str) -> bool:
    """Whether a cell says "as above": sda, idem, ditto marks."""
    return bool(_SAME.fullmatch(clean(text).strip()))


def named(text: str, names: list[str], before: Row | None = None) -> tuple[tuple[int, ...], str]:
    """(indices into `names`, which learns the new ones; the symbol that stands with them). `before`: the row
    above, which "sda" repeats."""
    symbol, words = symbols_in(clean(text))
    if before is not None and _SAME.fullmatch(words.strip()):
        return before.actors, symbol
    written = [" ".join(part.split()) for part in re.split(r"\n|;", words) if part.strip()] or [words.strip()]
    found = []
    for name in written:
        if not name or name == "-":
            continue
        known = next((n for n, other in enumerate(names) if same_name(other, name)), None)
        if known is None:
            names.append(name)
            known = len(names) - 1
        found.append(known)
    return tuple(found), symbol


def same_name(name: str, other: str) -> bool:
    """Whether two names are of the same actors, in whatever order: "A/ B" and "B / A"."""
    return plain(name) == plain(other) or _parts(name) == _parts(other)


def _parts(name: str) -> frozenset[str]:
    return frozenset(plain(part) for part in _AND.split(name) if plain(part))


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
