"""What somebody was refused: an event the first time in an hour, one more with the number when it is over.

In chains of their own: who may not act must neither lock an instance nor fill its story. However often
somebody tries, an hour adds at most two events for each of MAX_DENIALS different refusals.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit import bodies
from engine.audit.log import record_on
from engine.audit.names import EventName
from engine.database import after_rollback, reading, transaction, upserting
from engine.errors import NotAllowed
from engine.tables.events import Denial, Event
from engine.tables.instances import Instance

#: The chain of what was refused outside of any instance.
DENIALS = "denials"
#: Different refusals of one person that an hour tells apart; what comes then is counted together.
MAX_DENIALS = 50
#: Refusals summed up in one transaction: it waits for other chains, and others wait for it.
_AT_ONCE = 50
#: The keys are those of a released body: engine.audit.bodies.
_OTHERS = {"deed": "others", "reason": NotAllowed.code}


def denials_of(instance_id: int) -> str:
    """Name of the chain of what was refused in an instance."""
    return f"{DENIALS}:{instance_id}"


def deny(
    session: Session, error: NotAllowed, *, instance: Instance | None = None, by: Actor, action: str
) -> NotAllowed:
    """The error to raise; that the action was refused is remembered although its transaction is rolled back.

    `instance`: one that `by` may see (engine.instances.seeing); of another they are not to learn anything.
    """
    chain = DENIALS if instance is None else denials_of(instance.id)
    details = {"deed": action, "reason": error.code, **_plain(error.params)}
    after_rollback(session, lambda fresh: _remember(fresh, chain, details, by=by))
    return error


def sum_up() -> int:
    """Write down how often, for hours that are over, and forget their tallies. For the worker."""
    hours = 0
    while summed := _sum_some():
        hours += summed
    return hours


def _remember(session: Session, chain: str, details: dict[str, Any], *, by: Actor) -> None:
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    if _counted(session, hour, _key(chain, details), by):
        return
    in_hour = select(func.count()).where(Denial.person_id == by.id, Denial.hour == hour)
    if (session.scalar(in_hour) or 0) >= MAX_DENIALS:
        chain, details = DENIALS, _OTHERS
    if _begun(session, hour, chain, details, by):
        seq = record_on(session, chain, EventName.DENIED, by=by, **details)
        session.execute(_tally(hour, _key(chain, details), by).values(seq=seq))


def _counted(session: Session, hour: datetime, key: str, by: Actor) -> bool:
    """One more of what was refused before in this hour."""
    counted = _tally(hour, key, by).values(times=Denial.times + 1).returning(Denial.times)
    return session.scalar(counted) is not None


def _begun(session: Session, hour: datetime, chain: str, details: dict[str, Any], by: Actor) -> bool:
    """The first in this hour. Of two at the same moment the second waits, and then is one more."""
    row = {"hour": hour, "key": _key(chain, details), "chain": chain, "times": 1}
    first = upserting(session, Denial).values(person_id=by.id, **row)
    repeated = first.on_conflict_do_update(
        index_elements=["person_id", "hour", "key"], set_={"times": Denial.times + 1}
    )
    return bool(session.scalar(repeated.returning(Denial.times)) == 1)


def _tally(hour: datetime, key: str, by: Actor) -> Any:
    return (
        update(Denial)
        .where(Denial.person_id == by.id, Denial.hour == hour, Denial.key == key)
        .execution_options(synchronize_session=False)
    )


def _sum_some() -> int:
    over = clock.now().replace(minute=0, second=0, microsecond=0)
    with reading() as session:
        # By chain, as every other round takes them: nobody waits in a circle.
        waiting = session.execute(
            select(Denial.person_id, Denial.hour, Denial.key)
            .where(Denial.hour < over)
            .order_by(Denial.chain, Denial.hour, Denial.person_id, Denial.key)
            .limit(_AT_ONCE)
        ).all()
    if waiting:
        with transaction() as session:
            for person_id, hour, key in waiting:
                _sum_one(session, person_id, hour, key)
    return len(waiting)


def _sum_one(session: Session, person_id: int, hour: datetime, key: str) -> None:
    """Nothing, where another worker did."""
    row = session.execute(
        delete(Denial)
        .where(Denial.person_id == person_id, Denial.hour == hour, Denial.key == key)
        .returning(Denial.chain, Denial.seq, Denial.times)
        .execution_options(synchronize_session=False)
    ).first()
    if row is None or row.times == 1:
        return
    first = select(Event.body).where(Event.chain == row.chain, Event.seq == row.seq)
    details = bodies.read(session.scalars(first).one())
    by = Actor(**details.pop("by"))
    for name in ("at", "name"):
        del details[name]
    often = {"count": row.times, "since": hour.isoformat()}
    record_on(session, row.chain, EventName.DENIED_REPEATEDLY, by=by, **details, **often)


def _key(chain: str, details: dict[str, Any]) -> str:
    words = orjson.dumps([chain, details], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(words).hexdigest()


def _plain(params: dict[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int | str) else str(value) for name, value in params.items()}
