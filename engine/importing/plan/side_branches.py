"""Rows that only one outcome passes, and where an outcome leads whose arrow is lost."""

from __future__ import annotations

import re

from engine.importing.plan import verbs
from engine.importing.plan.outcomes import THE_END, Layout, Outcome
from engine.importing.rows.table import Row


def side_branch(layout: Layout, place: int) -> list[Outcome]:
    """Rows below that only one of the outcomes passes: "4b", a mending step, a refusal that ends."""
    group = _variants(layout, place)
    first = place + 1
    if group:
        beyond = group[-1] + 1 if group[-1] + 1 < len(layout.rows) else THE_END
        layout.side_rows.update(group)
        if verbs.MENDS.match(layout.rows[first].description):
            layout.after.setdefault(group[-1], place)
            return _mending(first, beyond)
        wanted = _wanted(layout.rows[first])
        return [
            Outcome(label=f"Perlu {wanted}", target=first, negative=False, assumed="optional_branch"),
            Outcome(label=f"Tidak perlu {wanted}", target=beyond, negative=False, assumed="optional_branch"),
        ]
    if first + 1 < len(layout.rows) and first not in layout.deciding:
        row = layout.rows[first]
        if verbs.MENDS.match(row.description):
            layout.side_rows.add(first)
            layout.after.setdefault(first, place)
            return _mending(first, first + 1)
        if first in layout.ends and _refuses(row):
            layout.side_rows.add(first)
            return [
                Outcome(label="Ya", target=first + 1, negative=False, assumed="refusal_branch"),
                Outcome(label="Tidak", target=first, negative=True, assumed="refusal_branch"),
            ]
    return []


def _mending(first: int, beyond: int) -> list[Outcome]:
    return [
        Outcome(label="Ya", target=beyond, negative=False, assumed="mending_branch"),
        Outcome(label="Tidak", target=first, negative=True, assumed="mending_branch"),
    ]


def _variants(layout: Layout, place: int) -> list[int]:
    base = re.match(r"\d+", layout.rows[place].number)
    found: list[int] = []
    for following in range(place + 1, len(layout.rows)):
        variant = re.fullmatch(r"(\d+)[b-z]", layout.rows[following].number)
        if not (base and variant and variant[1] == base[0]):
            break
        found.append(following)
    return found


def _wanted(row: Row) -> str:
    """ "Melaksanakan uji konsekuensi" → "uji", "Menyusun nota dinas" → "nota dinas"."""
    verb, *words = re.findall(r"[\w-]+", row.description.lower())
    light = verb in {"melaksanakan", "melakukan", "mengadakan", "menyelenggarakan"}
    return " ".join(words[: 1 if light else 2]) or "langkah tambahan"


def _refuses(row: Row) -> bool:
    return bool(verbs.REFUSES.search(row.description) or verbs.REFUSES.search(row.output))


def guess(layout: Layout, place: int) -> tuple[int, str]:
    """Where "Tidak" leads when its arrow is lost."""
    for later in range(place + 2, len(layout.rows)):
        if _refuses(layout.rows[later]):
            return later, "skip_target"
    earlier = [item for item in range(place) if item not in layout.side_rows]
    if not earlier:
        return THE_END, "end_target"
    for item in reversed(earlier):
        if layout.lanes[item] != layout.lanes[place]:
            return item, "return_target"
    return earlier[-1], "return_target"
