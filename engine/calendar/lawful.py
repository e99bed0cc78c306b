"""Hours as the law has them, to begin from: Perpres 21/2023."""

from __future__ import annotations

from datetime import time, timedelta

from engine.calendar.office import Hours, Week

_MORNING, _AFTERNOON = time(7, 30), time(13)
_USUAL: Hours = ((_MORNING, timedelta(hours=4.5)), (_AFTERNOON, timedelta(hours=3)))
_FRIDAY: Hours = ((_MORNING, timedelta(hours=4)), (_AFTERNOON, timedelta(hours=3.5)))
#: 32.5 hours a week from 08:00, with a break of 30 minutes, on Fridays of 60; the head of the region may say
#: other hours.
_FASTING: Hours = ((time(8), timedelta(hours=4)), (time(12, 30), timedelta(hours=2.5)))
_FASTING_FRIDAY: Hours = ((time(8), timedelta(hours=3.5)), (time(12, 30), timedelta(hours=3)))
#: As many on six days, in the proportions in which districts decree them (Bantul 2025: 24 + 3.5 + 5 hours):
#: the short Friday ends before its prayer.
_FASTING_OF_SIX: Hours = ((time(8), timedelta(hours=4)), (time(12, 30), timedelta(hours=2)))
_FASTING_FRIDAY_OF_SIX: Hours = ((time(8), timedelta(hours=3.5)),)
_FASTING_SATURDAY: Hours = ((time(8), timedelta(hours=5)),)
_FIVE, _SIX = (True,) * 5 + (False, False), (True,) * 6 + (False,)


def usual_week() -> Week:
    """37.5 hours on five days, from 07:30, with a break of 60 minutes, on Fridays of 90."""
    return (_USUAL, _USUAL, _USUAL, _USUAL, _FRIDAY, (), ())


def ramadan_week() -> Week:
    """In Ramadan, on five days."""
    return (_FASTING, _FASTING, _FASTING, _FASTING, _FASTING_FRIDAY, (), ())


def ramadan_week_of(usual: Week) -> Week | None:
    """In Ramadan, of who usually works such a week, Monday to Friday or to Saturday. None of any other one:
    how shifts and turns change is nowhere written."""
    worked = tuple(bool(hours) for hours in usual)
    if worked == _SIX:
        return (*(_FASTING_OF_SIX,) * 4, _FASTING_FRIDAY_OF_SIX, _FASTING_SATURDAY, ())
    return ramadan_week() if worked == _FIVE else None
