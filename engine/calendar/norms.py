"""How a diagram writes a step's norm: an ISO-8601 duration, counted in working time; or time by the clock.

    PT60M, PT1H30M    minutes and hours while the office works
    P5D               five working days: until the office closes on the fifth one. The day on which the work
                      arrives is not counted, as in Indonesian administrative practice.
    P1DT2H            both: two working hours after that
    PT1H/PT2H         a range: due at its maximum, both shown

    1x24H, 3x24H      by the clock, day and night and on holidays: so many times 24 hours ("3 × 24 jam", as
                      UU 27/2022 and many SOPs write it). 1x12H and 1x30M, too; 1x24H/3x24H is a range.

PT24H is 24 hours of work, more than three days. One norm is counted in one of the two. Weeks, months and
years have no agreed number of working days, and seconds no meaning in an SOP: they are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

_CLOCK = re.compile(r"(\d{1,4})x(\d{1,3})([HM])", re.ASCII)
_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?", re.ASCII)
#: 37.5 hours a week on five days.
USUAL_DAY = 450


class BadNorm(ValueError):
    """Not a duration that a norm can be."""


@dataclass(frozen=True, kw_only=True)
class Norm:
    days: int = 0
    minutes: int = 0
    #: `minutes` run by the clock, not only while the office works; `days` is 0.
    by_clock: bool = False
    #: Of a range: its lower end. The norm itself is the maximum.
    minimum: Norm | None = None


@lru_cache(maxsize=1024)
def parse_norm(text: str) -> Norm:
    """Raises BadNorm."""
    lowest, slash, highest = text.strip().partition("/")
    if not slash:
        return _duration(lowest)
    minimum, norm = _duration(lowest), _duration(highest)
    if minimum.by_clock != norm.by_clock:
        raise BadNorm(f"{text!r}: a range is of working time or by the clock, not of both")
    if _size(minimum) > _size(norm):
        raise BadNorm(f"{text!r}: a range begins with the shorter time")
    return replace(norm, minimum=minimum)


def _duration(text: str) -> Norm:
    if found := _CLOCK.fullmatch(text):
        minutes = int(found[1]) * int(found[2]) * (60 if found[3] == "H" else 1)
        if minutes:
            return Norm(minutes=minutes, by_clock=True)
    found = _DURATION.fullmatch(text)
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not (days or hours or minutes):
        raise BadNorm(f"{text!r} is not a norm; write PT60M, PT2H, P5D, 1x24H or PT1H/PT2H")
    return Norm(days=days, minutes=60 * hours + minutes)


def _size(norm: Norm) -> int:
    return norm.days * USUAL_DAY + norm.minutes
