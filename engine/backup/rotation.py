"""Which backups stay: the newest of each of the last days, weeks and months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.backup.place import moment_of


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How many of each."""

    days: int = 7
    weeks: int = 4
    months: int = 12


def superfluous(names: Iterable[str], keeping: Keeping) -> set[str]:
    """Of these backups, those that may go. The newest never does.

    Days are those of UTC: a backup that is taken at night belongs to one day, whichever.
    """
    newest_first = sorted(names, reverse=True)
    staying = {
        *newest_first[:1],
        *_newest(newest_first, keeping.days, lambda at: at.date()),
        *_newest(newest_first, keeping.weeks, lambda at: at.isocalendar()[:2]),
        *_newest(newest_first, keeping.months, lambda at: (at.year, at.month)),
    }
    return set(newest_first) - staying


def _newest(newest_first: list[str], number: int, span: Callable[[datetime], object]) -> list[str]:
    """One of each of the last `number` spans that have any."""
    by_span: dict[object, str] = {}
    for name in newest_first:
        by_span.setdefault(span(moment_of(name)), name)
    return list(by_span.values())[:number]
