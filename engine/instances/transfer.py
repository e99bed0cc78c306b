"""Putting one running instance on another version of its definition."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any

from cachetools import LRUCache
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine import calendar
from engine.audit.log import record
from engine.audit.names import EventName
from engine.bpmn.diagram import Step, lane_roles
from engine.calendar import parse_norm, working_time
from engine.definitions.ahead import outside_transactions
from engine.definitions.deployed import Deployed, deployed
from engine.instances import clocks
from engine.instances.step import name_instance
from engine.instances.token_mapping import Route, move_tokens, route
from engine.tables.definitions import Version
from engine.tables.instances import OPEN_STATES, Instance, InstanceState, Task, TaskState
from engine.tables.people import Grant, GrantKind

RUNNING = (InstanceState.RUNNING, InstanceState.INCIDENT)


def move_instance(session: Session, instance: Instance, target: Version, along: Route) -> None:
    """Put one locked instance on another version. Raises CannotMove with nothing changed."""
    tokens = move_tokens(instance.tokens, instance.data, along)
    before = instance.version.number
    instance.tokens, instance.version_id = tokens, target.id
    # Where two steps became one, what was done last counts.
    by_time = sorted(instance.done.items(), key=lambda item: str(item[1].get("at", "")))
    instance.done = {along.counterparts.get(element, element): done for element, done in by_time}
    if instance.incident:
        element = str(instance.incident["element"])
        instance.incident = {
            **instance.incident,
            "element": along.counterparts.get(element, element),
        }
        if "timer" in instance.incident:
            event = str(instance.incident["timer"])
            instance.incident = {**instance.incident, "timer": along.counterparts.get(event, event)}
    open_now = select(Task).where(Task.instance_id == instance.id, Task.state.in_(OPEN_STATES))
    tasks = session.scalars(open_now).all()
    for task in tasks:
        element = task.element
        _adapt(session, task, along.after.steps[along.counterparts[element]])
        clocks.follow(session, task, element, along)
    clocks.note_due(instance, tasks)
    name_instance(instance, along.after)
    record(
        session,
        instance,
        EventName.INSTANCE_MOVED,
        by=None,
        version_before=before,
        version=target.number,
    )


def _adapt(session: Session, task: Task, step: Step) -> None:
    """The open task as the other version would have opened it; claimed still, if its holder may."""
    task.element, task.name = step.id, step.name
    norm = parse_norm(step.quality.norm) if step.quality.norm else None
    times = working_time(lane_roles(step.lane))
    task.norm_minutes = times.minutes_of(norm) if norm else None
    task.by_clock = bool(norm and norm.by_clock)
    task.due_at = times.due(task.created_at, norm) if norm else None
    task.calendar_version = calendar.current().version
    if task.lane == step.lane:
        return
    task.lane = step.lane
    holder = task.claimed_by or task.offered_to
    able = holder is not None and session.scalar(
        select(Grant.person_id)
        .where(
            Grant.person_id == holder,
            Grant.kind == GrantKind.ROLE,
            Grant.name.in_(lane_roles(step.lane)),
        )
        .limit(1)
    )
    if not able:
        task.state, task.claimed_by, task.claimed_at, task.offered_to = TaskState.OPEN, None, None, None


def running_elsewhere(target: Version) -> Select[*tuple[Any, ...]]:
    """Running instances of the definition that follow another version."""
    return select(
        Instance.id, Instance.number, Instance.title, Instance.version_id, Instance.tokens, Instance.data
    ).where(
        Instance.definition_id == target.definition_id,
        Instance.version_id != target.id,
        Instance.state.in_(RUNNING),
    )


def route_between(session: Session, before: Version, target: Version, pairs: Mapping[str, str]) -> Route:
    """`pairs`: element before → after, where an admin corrected it; "" for none. Found once for all
    instances."""
    old = deployed(session, before.id, before.content_hash)
    new = deployed(session, target.id, target.content_hash)
    key = (before.content_hash, target.content_hash, tuple(sorted(pairs.items())))
    with _lock:
        found = _routes.get(key)
    return found or outside_transactions(lambda: _found(key, old, new, pairs))


_Key = tuple[str, str, tuple[tuple[str, str], ...]]
#: An order to move instances needs one for each older version.
_routes: LRUCache[_Key, Route] = LRUCache(8)
_lock = Lock()


def _found(key: _Key, old: Deployed, new: Deployed, pairs: Mapping[str, str]) -> Route:
    made = route(old.diagram, new.diagram, new.program, mapping=pairs)
    with _lock:
        _routes[key] = made
    return made
