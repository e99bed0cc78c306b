"""Entries of the calendar as they stand in its forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.calendar.changes import hours_in_words
from engine.calendar.entries import Entries, Observes
from engine.calendar.feasts import ramadans
from engine.calendar.hours import WEEKDAYS, write_hours
from engine.calendar.lawful import ramadan_week_of
from engine.forms.shown import typed_day
from webforms.presentation.language import current_language, t


def hours_words(hours: Any) -> str:
    """Hours of a day, as they are typed."""
    return hours_in_words(write_hours(hours), current_language())


def day_fields(day: Any) -> dict[str, str]:
    """Of a free or worked day (engine.calendar.entries.Day)."""
    return {
        "kind": day.kind.value,
        "first": _typed(day.first),
        "last": "" if day.last == day.first else _typed(day.last),
        "name": day.name,
        "decree": day.decree,
        "hours": hours_words(day.hours) if day.hours is not None else "",
        "unit": str(day.unit),
    }


def hours_fields(other: Any) -> dict[str, str]:
    """Of other hours for a time (engine.calendar.entries.OtherHours)."""
    days = {} if other.first is None else {"first": _typed(other.first), "last": _typed(other.last)}
    yearly = {"yearly": "1"} if other.yearly else {}
    return {
        "name": other.name,
        "decree": other.decree,
        "unit": str(other.unit),
        **days,
        **yearly,
        **_week(other.week),
    }


def _typed(day: date) -> str:
    return typed_day(day, current_language())


def unit_fields(unit: Any) -> dict[str, str]:
    """Of a unit (engine.calendar.entries.Unit); of none: as a new one begins."""
    if unit is None:
        return {"observes": Observes.ALL.value}
    return {"name": unit.name, "observes": unit.observes.value, **_week(unit.week)}


def _week(week: Any) -> dict[str, str]:
    return {name: hours_words(hours) for name, hours in zip(WEEKDAYS, week, strict=True)}


def lawful_fields(entries: Entries, year: str, unit_id: int | None) -> dict[str, str]:
    """Of other hours: the Ramadan that begins in `year`; "yearly" for each; else blank. The hours are those
    of a unit (the office where there is none of that id) that works such a week, else left to be typed."""
    unit = entries.unit(unit_id or 0) or entries.units[0]
    lawful = ramadan_week_of(unit.week)
    week = {"unit": str(unit.id), **(_week(lawful) if lawful else {})}
    if year == "yearly":
        return {"name": t("calendar.ramadan"), "decree": t("calendar.ramadan_law"), "yearly": "1", **week}
    for ramadan in ramadans():
        if str(ramadan.first.year) == year:
            days = {"first": _typed(ramadan.first), "last": _typed(ramadan.last)}
            return {
                "name": t("calendar.ramadan_of", year=year),
                "decree": t("calendar.ramadan_law"),
                **days,
                **week,
            }
    return {"unit": str(unit.id)}
