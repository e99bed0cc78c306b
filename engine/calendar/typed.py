"""Forms of the calendar's page → entries. What is typed wrong is named under its field. Pure.

Each gives the calendar with the entry in place of the one with that id, or added (None), and raises Invalid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engine.calendar.checking import (
    Problems,
    check_day,
    check_other_hours,
    check_unit,
    read_day_hours,
    read_week,
)
from engine.calendar.entries import (
    EVERYWHERE,
    OFFICE,
    Day,
    DayKind,
    Entries,
    Observes,
    OtherHours,
    Unit,
)
from engine.calendar.hours import BadHours
from engine.calendar.office import Hours
from engine.errors import Invalid, Problem

Typed = Mapping[str, str]


def with_day(entries: Entries, typed: Typed, entry_id: int | None) -> Entries:
    """Fields kind, first, last (blank: one day), name, decree, hours (of a worked day), unit (0: all)."""
    problems: Problems = {}
    kind = typed.get("kind", "")
    if kind not in set(DayKind):
        problems["kind"] = Problem("calendar.problem.kind")
    first, last = _span(typed, problems)
    hours = _hours(typed.get("hours", ""), problems) if kind == DayKind.WORKING else None
    unit = _unit(entries, typed.get("unit", "0"), problems, everywhere=True)
    if problems or first is None or last is None:
        raise Invalid(problems)
    day = Day(
        id=entry_id or entries.next_id(),
        kind=DayKind(kind),
        first=first,
        last=last,
        name=line(typed.get("name", "")),
        decree=line(typed.get("decree", "")),
        hours=hours,
        unit=unit,
    )
    check_day(entries, day)
    return entries.with_entry(day)


def with_other_hours(entries: Entries, typed: Typed, entry_id: int | None) -> Entries:
    """Fields name, decree, unit, yearly (each Ramadan) or first and last, and monday to sunday."""
    problems: Problems = {}
    unit_id = _unit(entries, typed.get("unit", str(OFFICE)), problems, everywhere=False)
    yearly = bool(typed.get("yearly"))
    first, last = (None, None) if yearly else _span(typed, problems)
    unit = entries.unit(unit_id) or entries.units[0]
    try:
        week = read_week(typed, usual=unit.week)
    except Invalid as wrong:
        raise Invalid({**problems, **wrong.problems}) from None
    if problems:
        raise Invalid(problems)
    other = OtherHours(
        id=entry_id or entries.next_id(),
        unit=unit.id,
        name=line(typed.get("name", "")),
        first=first,
        last=last,
        decree=line(typed.get("decree", "")),
        week=week,
    )
    check_other_hours(entries, other)
    return entries.with_entry(other)


def with_unit(entries: Entries, typed: Typed, entry_id: int | None, *, roles: Sequence[str] = ()) -> Entries:
    """Fields name, observes, and monday to sunday; of the office itself only its days."""
    week = read_week(typed)
    if entry_id == OFFICE:
        office = entries.units[0]
        return entries.with_entry(Unit(id=OFFICE, name=office.name, week=week, observes=office.observes))
    observes = typed.get("observes", Observes.ALL)
    if observes not in set(Observes):
        raise Invalid({"observes": Problem("calendar.problem.kind")})
    unit = Unit(
        id=entry_id or entries.next_id(),
        name=line(typed.get("name", "")),
        week=week,
        roles=tuple(dict.fromkeys(filter(None, map(line, roles)))),
        observes=Observes(observes),
    )
    check_unit(entries, unit)
    return entries.with_entry(unit)


def line(typed: str) -> str:
    """On one line, without characters that nobody sees."""
    return " ".join("".join(each if each.isprintable() else " " for each in typed).split())


def _span(typed: Typed, problems: Problems) -> tuple[date | None, date | None]:
    first = _date("first", typed.get("first", ""), problems)
    last = _date("last", typed["last"], problems) if typed.get("last", "").strip() else first
    return first, last


def _date(name: str, written: str, problems: Problems) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        problems[name] = Problem("calendar.problem.date")
        return None


def _hours(written: str, problems: Problems) -> Hours | None:
    if not written.strip():
        return None
    try:
        return read_day_hours(written)
    except BadHours as bad:
        problems["hours"] = Problem(f"calendar.problem.hours_{bad.code}", {"written": bad.written})
        return None


def _unit(entries: Entries, written: str, problems: Problems, *, everywhere: bool) -> int:
    known = {str(unit.id) for unit in entries.units} | ({str(EVERYWHERE)} if everywhere else set())
    if written not in known:
        problems["unit"] = Problem("calendar.problem.unit")
        return OFFICE
    return int(written)
