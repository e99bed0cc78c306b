"""Walking the chains: is the history whole?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import GENESIS, Break, Link, first_break
from engine.audit.denials import denials_of
from engine.audit.log import chain_of
from engine.tables.events import Chain, Event
from engine.tables.instances import Instance

#: Of one chain, as many as a page looks at unasked: most instances have fewer.
LOOKED_AT = 100

_COLUMNS = select(
    Event.chain,
    Event.seq,
    Event.name,
    Event.at,
    Event.person_id,
    Event.body,
    Event.previous_hash,
    Event.hash,
)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    chain: str
    #: Number of the instance, for its own chain and for that of what was refused in it.
    instance: str | None
    #: Those that were looked at.
    events: int
    broken: Break | None
    #: How many older ones were not looked at.
    older: int = 0


def verify_instance(session: Session, instance_id: int, *, last: int | None = None) -> Verdict:
    """Against the head that the row of the instance carries. `last`: only so many of the newest events, back
    from that head: nobody has to trust that somebody looked at them before."""
    instance = session.get_one(Instance, instance_id)
    chain = chain_of(instance_id)
    head = (instance.chain_seq, instance.chain_hash)
    older = max(0, instance.chain_seq - last) if last else 0
    start = (0, GENESIS)
    if older:
        before = session.scalar(select(Event.hash).where(Event.chain == chain, Event.seq == older))
        start = (older, before or "")
    rows = session.execute(_COLUMNS.where(Event.chain == chain, Event.seq > older).order_by(Event.seq))
    return replace(_judge(chain, instance.number, head, rows, start=start), older=older)


def verify_all(session: Session) -> Iterator[Verdict]:
    """A verdict for every chain, memory flat: heads first, then the events in the order of chains."""
    heads = _heads(session)
    rows = session.execute(_COLUMNS.order_by(Event.chain, Event.seq).execution_options(yield_per=1000))
    for chain, group in groupby(rows, key=lambda row: str(row.chain)):
        instance, head = heads.pop(chain, (None, (0, GENESIS)))
        yield _judge(chain, instance, head, group)
    for chain, (instance, head) in heads.items():
        yield _judge(chain, instance, head, [])


def _heads(session: Session) -> dict[str, tuple[str | None, tuple[int, str]]]:
    heads: dict[str, tuple[str | None, tuple[int, str]]] = {}
    numbers = {}
    for row in session.execute(select(Instance.id, Instance.number, Instance.chain_seq, Instance.chain_hash)):
        heads[chain_of(row.id)] = (row.number, (row.chain_seq, row.chain_hash))
        numbers[denials_of(row.id)] = row.number
    for name, seq, head in session.execute(select(Chain.name, Chain.seq, Chain.head)):
        heads[name] = (numbers.get(name), (seq, head))
    return heads


def _judge(
    chain: str,
    instance: str | None,
    head: tuple[int, str],
    rows: Iterable[Any],
    *,
    start: tuple[int, str] = (0, GENESIS),
) -> Verdict:
    """In one pass: the chain of people has an event for every login there ever was."""
    events, stray = 0, None

    def links() -> Iterator[Link]:
        nonlocal events, stray
        for row in rows:
            events += 1
            if stray is None and not _columns_match(row):
                stray = Break(row.seq, "column")
            yield Link(row.seq, row.body, row.previous_hash, row.hash)

    left = links()
    broken = first_break(chain, left, head, start=start)
    for _ in left:  # after a break, too: all are counted
        pass
    places = [place for place in (broken, stray) if place is not None]
    return Verdict(
        chain=chain, instance=instance, events=events, broken=min(places, key=lambda p: p.seq, default=None)
    )


def _columns_match(row: Any) -> bool:
    """Lists are searched by columns; those must say what the sealed body says."""
    try:
        body = orjson.loads(row.body)
        by = body["by"]["id"] if body["by"] else None
        return bool(
            body["name"] == row.name and datetime.fromisoformat(body["at"]) == row.at and by == row.person_id
        )
    except (KeyError, TypeError, ValueError):
        return False
