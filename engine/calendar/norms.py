"""How a diagram writes a step's norm: an ISO-8601 duration, counted in working time.

    PT60M, PT1H30M    minutes and hours while the office works
    P5D               five working days: until the office closes on the fifth one. The day on which the work
                      arrives is not counted, as in Indonesian administrative practice.
    P1DT2H            both: two working hours after that
    PT1H/PT2H         a range: due at its maximum, both shown

"1 x 24 jam" is P1D: nobody works at night, so the promise is "by the end of the next working day"; PT24H
would be 24 hours of work, more than three days. Weeks, months and years have no agreed number of working
days, and seconds no meaning in an SOP: they are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?", re.ASCII)
#: 37.5 hours a week on five days.
USUAL_DAY = 450


class BadNorm(ValueError):
    """Not a duration that a norm can be."""


@dataclass(frozen=True, kw_only=True)
class Norm:
    days: int = 0
    minutes: int = 0
    #: Of a range: its lower end. The norm itself is the maximum.
    minimum: Norm | None = None


@lru_cache(maxsize=1024)
def parse_norm(text: str) -> Norm:
    """Raises BadNorm."""
    lowest, slash, highest = text.strip().partition("/")
    if not slash:
        return _duration(lowest)
    minimum, norm = _duration(lowest), _duration(highest)
    if _size(minimum) > _size(norm):
        raise BadNorm(f"{text!r}: a range begins with the shorter time")
    return Norm(days=norm.days, minutes=norm.minutes, minimum=minimum)


def _duration(text: str) -> Norm:
    found = _DURATION.fullmatch(text)
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not (days or hours or minutes):
        raise BadNorm(f"{text!r} is not a norm; write PT60M, PT2H, P5D or PT1H/PT2H")
    return Norm(days=days, minutes=60 * hours + minutes)


def _size(norm: Norm) -> int:
    return norm.days * USUAL_DAY + norm.minutes
