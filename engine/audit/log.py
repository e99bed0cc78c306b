"""Adding to the audit trail, in the transaction of the action: fact and action stand or fall together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit import tally
from engine.audit.bodies import versioned
from engine.audit.chain import GENESIS, seal, write_body
from engine.audit.names import EventName
from engine.database import upserting
from engine.tables.events import Chain, Event
from engine.tables.instances import Instance

#: Chains that belong to no instance.
PEOPLE, DEFINITIONS, CALENDAR = "people", "definitions", "calendar"


def chain_of(instance_id: int) -> str:
    """Name of an instance's chain."""
    return f"instance:{instance_id}"


def record(
    session: Session, instance: Instance, event: EventName, *, by: Actor | None, **details: Any
) -> None:
    """Append to an instance's chain. The instance row is locked by the caller: it carries the
    chain's head."""
    instance.chain_seq += 1
    instance.chain_hash = _append(
        session, chain_of(instance.id), (instance.chain_seq, instance.chain_hash), event, by, details
    )


def record_on(session: Session, chain: str, event: EventName, *, by: Actor | None, **details: Any) -> int:
    """Append to a chain that belongs to no instance. Gives the event's place in it."""
    head = lock_chain(session, chain)
    head.seq += 1
    head.head = _append(session, chain, (head.seq, head.head), event, by, details)
    session.flush()
    return head.seq


def lock_chain(session: Session, chain: str) -> Chain:
    """The chain's head; nobody else adds to the chain until this transaction ends.

    It is the last lock of an action: whoever holds it and then waits for another row may wait in a circle.
    """
    # A row of its own is locked, because locking "the newest event" lets two writers fork the chain.
    head = session.scalar(_head(chain))
    if head is None:
        # Of two that come first at once, the second waits here and then finds the row of the first.
        session.execute(
            upserting(session, Chain).values(name=chain, seq=0, head=GENESIS).on_conflict_do_nothing()
        )
        head = session.scalars(_head(chain)).one()
    return head


def _head(chain: str) -> Select[Chain]:
    locked = select(Chain).where(Chain.name == chain).with_for_update()
    return locked.execution_options(populate_existing=True)


def _append(
    session: Session,
    chain: str,
    place: tuple[int, str],
    event: EventName,
    by: Actor | None,
    details: dict[str, Any],
) -> str:
    seq, previous = place
    at = clock.now()
    who = {"id": by.id, "username": by.username, "name": by.name} if by else None
    body = write_body(versioned({"at": at.isoformat(), "name": event.value, "by": who, **details}))
    sealed = seal(chain, seq, previous, body)
    tally.note(session, event)
    session.add(
        Event(
            chain=chain,
            seq=seq,
            name=event.value,
            at=at,
            person_id=by.id if by else None,
            body=body,
            previous_hash=previous,
            hash=sealed,
        )
    )
    return sealed
