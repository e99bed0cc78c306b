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


def usual_week() -> Week:
    """37.5 hours on five days, from 07:30, with a break of 60 minutes, on Fridays of 90."""
    return (_USUAL, _USUAL, _USUAL, _USUAL, _FRIDAY, (), ())


def ramadan_week() -> Week:
    """In Ramadan."""
    return (_FASTING, _FASTING, _FASTING, _FASTING, _FASTING_FRIDAY, (), ())
