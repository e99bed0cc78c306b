"""Norms and days as people read them."""

from __future__ import annotations

from datetime import date

from engine.calendar.norms import BadNorm, Norm, parse_norm
from engine.texts import joined, text

#: In minutes.
_DAY = 24 * 60


def norm_in_words(iso: str, language: str) -> str:
    """ "60 menit", "1–2 jam", "30 menit – 3 jam", "5 hari kerja", "3 × 24 jam"; as written when it is no
    duration."""
    try:
        norm = parse_norm(iso) if iso else None
    except BadNorm:
        return iso
    if norm is None:
        return ""
    if norm.by_clock:
        return _by_clock(norm, language)
    if norm.minimum is None:
        return _amount(norm.days, norm.minutes, language)
    least = (norm.minimum.days, norm.minimum.minutes)
    return _range(least, (norm.days, norm.minutes), language)


def clock_words(minutes: int, language: str) -> str:
    """A norm by the clock: "3 × 24 jam", "1 × 12 jam", "1 × 30 menit". One length has one spelling."""
    unit, size = _clock_unit(minutes)
    each, times = (24, minutes // size) if size == _DAY else (minutes // size, 1)
    return text(f"diff.norm.clock_{unit}", language, times=times, n=each)


def _by_clock(norm: Norm, language: str) -> str:
    if norm.minimum is None:
        return clock_words(norm.minutes, language)
    least = norm.minimum.minutes
    if least % _DAY == norm.minutes % _DAY == 0:
        times = f"{least // _DAY}–{norm.minutes // _DAY}"
        return text("diff.norm.clock_hours", language, times=times, n=24)
    return joined([clock_words(least, language), clock_words(norm.minutes, language)], " – ")


def _clock_unit(minutes: int) -> tuple[str, int]:
    """The unit in which it is whole, and its size in minutes."""
    if minutes % _DAY == 0:
        return "hours", _DAY
    return ("hours", 60) if minutes % 60 == 0 else ("minutes", 1)


def plain_day(on: date, language: str) -> str:
    """Without time and zone: "11 November 2025"."""
    month = text("ui.time.months", language).split()[on.month - 1]
    return text("ui.time.plain_day", language, day=on.day, month=month, year=on.year)


def _range(least: tuple[int, int], most: tuple[int, int], language: str) -> str:
    """A unit that both have in common is written once."""
    if not least[1] and not most[1]:
        return text("diff.norm.days", language, n=f"{least[0]}–{most[0]}")
    if not least[0] and not most[0]:
        if least[1] % 60 == most[1] % 60 == 0:
            return text("diff.norm.hours", language, n=f"{least[1] // 60}–{most[1] // 60}")
        if most[1] < 120 or most[1] % 60:
            return text("diff.norm.minutes", language, n=f"{least[1]}–{most[1]}")
    return joined([_amount(*least, language), _amount(*most, language)], " – ")


def _amount(days: int, minutes: int, language: str) -> str:
    parts = [text("diff.norm.days", language, n=days)] if days else []
    if minutes:
        hours, rest = divmod(minutes, 60)
        whole = hours > 1 and not rest
        unit, n = ("hours", hours) if whole else ("minutes", minutes)
        parts.append(text(f"diff.norm.{unit}", language, n=n))
    return joined(parts)
