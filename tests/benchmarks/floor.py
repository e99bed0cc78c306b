"""The floor under a completed task: a bare Flask view, the same server, the same database, the same rows.

It loads one row, writes what completing wrote (as many rows, as many bytes) and commits once. No login, no
rights, no form, no diagram. The statements are written by hand: nothing is spent on objects.
"""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import insert, select, update

from engine import clock
from engine.database import reading, transaction
from engine.tables import Table
from engine.tables.events import Event
from engine.tables.instances import Instance, Task, TaskState

#: Rows without the ORM: its work is none of the floor.
INSTANCES, TASKS, EVENTS = (Table.metadata.tables[name] for name in ("instances", "tasks", "events"))

floor = Flask("floor")


@floor.post("/<int:instance>/<int:task>")
def write(instance: int, task: int) -> ResponseReturnValue:
    """`instance` has just been through the completion that this is the floor of; `task` is one
    that was done."""
    event = sample_event(instance)
    request.form.get("csrf_token")
    with transaction() as session:
        row = session.execute(select(INSTANCES).where(Instance.id == instance)).mappings().one()
        now = clock.now()
        session.execute(
            update(INSTANCES)
            .where(Instance.id == instance)
            .values(
                **{name: row[name] for name in ("data", "tokens", "done", "round", "title")},
                chain_seq=row["chain_seq"] + 1,
                chain_hash=uuid.uuid4().hex * 2,
            )
        )
        session.execute(
            update(TASKS)
            .where(Task.id == task)
            .values(
                state=TaskState.DONE,
                done_at=now,
                done_by=row["started_by"],
                opened_at=now,
                claimed_at=now,
                claimed_by=row["started_by"],
            )
        )
        session.execute(insert(TASKS).values(**_task(instance), token=uuid.uuid4().hex[:8], created_at=now))
        session.execute(
            insert(EVENTS).values(
                **event, chain=f"floor:{instance}", seq=row["chain_seq"] + 1, at=now,
                previous_hash=uuid.uuid4().hex * 2, hash=uuid.uuid4().hex * 2,
            )
        )  # fmt: skip
    return redirect("/")


@cache
def sample_event(instance: int) -> dict[str, Any]:
    """Name, person and body of the instance's last event."""
    with reading() as session:
        row = session.execute(
            select(Event.name, Event.person_id, Event.body)
            .where(Event.chain == f"instance:{instance}")
            .order_by(Event.seq.desc())
            .limit(1)
        ).one()
        return dict(row._mapping)


@cache
def _task(instance: int) -> dict[str, Any]:
    """The task that the completion opened, as columns; done already, so that it appears in no inbox."""
    with reading() as session:
        row = session.execute(
            select(TASKS).where(Task.instance_id == instance).order_by(Task.id.desc()).limit(1)
        ).one()
        left_out = {"id", "token", "created_at"}
        columns = {name: value for name, value in row._mapping.items() if name not in left_out}
        done = {"state": TaskState.DONE, "done_at": clock.now(), "done_by": 1, "waits_for": None}
        return {**columns, **done}
