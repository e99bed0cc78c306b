"""When an SOP is to be evaluated again: a year after it was last looked at, or as planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine import clock
from engine.bpmn.elements import Identity
from engine.calendar import local_zone

#: A reminder comes so long before the day.
NOTICE = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    #: None: the identity block has no readable date.
    due: date | None
    #: Never revised since it was made.
    never_revised: bool
    #: upcoming, soon (within NOTICE), overdue, unknown
    state: str


def evaluation_today(identity: Identity, activated_at: datetime | None) -> Evaluation:
    """As of today in the office's time zone; `activated_at`: when the version came in force."""
    zone = local_zone()
    in_force = activated_at.astimezone(zone).date() if activated_at else None
    return evaluation(identity, clock.now().astimezone(zone).date(), in_force=in_force)


def evaluation(identity: Identity, today: date, *, in_force: date | None = None) -> Evaluation:
    """A year after somebody last looked at the SOP as a whole, or on the day that is planned for it.

    Tgl. Revisi may be the planned review (PermenPAN-RB 35/2012; domain.md §8): it is one when it lies in the
    future, or lay there when the version came in force (`in_force`), so that a review that nobody held is
    overdue and not done.
    """
    revised = _day(identity.revised_on)
    if revised is not None and revised > (in_force or today):
        return Evaluation(due=revised, never_revised=True, state=_state(revised, today))
    days = [day for day in (revised, _day(identity.ratified_on), _day(identity.created_on)) if day]
    due = _a_year_after(max(days)) if days else None
    return Evaluation(due=due, never_revised=revised is None, state=_state(due, today))


def _state(due: date | None, today: date) -> str:
    if due is None:
        return "unknown"
    if due < today:
        return "overdue"
    return "soon" if due - NOTICE <= today else "upcoming"


def _day(iso: str) -> date | None:
    try:
        day = date.fromisoformat(iso.strip())
    except ValueError:
        return None
    return day if day.year < date.max.year else None  # a slip of the keyboard, and no year comes after it


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)
