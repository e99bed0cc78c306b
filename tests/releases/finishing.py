"""Bringing every instance of a restored database to its end, with the code as it is now."""

from __future__ import annotations

from sqlalchemy import select

from engine import clock
from engine.actor import Actor
from engine.calendar import local_zone
from engine.database import reading, transaction
from engine.errors import SeparationOfDuties, TaskAlreadyClaimed
from engine.inbox.complete import complete
from engine.inbox.deviations import able_people
from engine.instances import lifecycle, moving, timers
from engine.people.logins import find_login, open_login
from engine.tables.definitions import Version, VersionState
from engine.tables.instances import IS_OPEN, Instance, InstanceState, Task
from engine.tables.moves import Move, MoveState
from engine.tables.people import Person
from tests.releases.story.instances import send

_MAX_ACTIONS = 200
Answers = dict[str, dict[str, str]]


def actor(username: str) -> Actor:
    """Somebody of the database, with what they hold there."""
    with transaction() as session:
        person = session.scalars(select(Person.id).where(Person.username == username)).one()
        found = find_login(session, open_login(session, person))
        assert found is not None
        return found.actor


def go_on_with_moves() -> None:
    """What was stopped halfway is done; an instance that its diagram holds up is put on the mended one."""
    by, supervisor = actor("tono"), actor("wati")
    with transaction() as session:
        for order in session.scalars(select(Move.id).where(Move.state == MoveState.STOPPED)).all():
            moving.resume(session, order, by=by)
    moving.work_off()
    for instance, target in _stuck().items():
        with transaction() as session:
            moving.begin(session, target, instances=[instance], by=by)
        moving.work_off()
        with transaction() as session:
            lifecycle.retry(session, instance, by=supervisor)


def _stuck() -> dict[int, int]:
    """Incident → the version in force of its definition."""
    with reading() as session:
        rows = session.execute(
            select(Instance.id, Version.id)
            .join(Version, Version.definition_id == Instance.definition_id)
            .where(Instance.state == InstanceState.INCIDENT, Version.state == VersionState.ACTIVE)
        )
        return {row[0]: row[1] for row in rows}


def finish_all(answers: Answers) -> int:
    """Hand in what waits until nothing does; how many actions that took."""
    for actions in range(_MAX_ACTIONS):
        timers.fire_due()
        with reading() as session:
            task = session.scalar(select(Task).where(IS_OPEN).order_by(Task.id).limit(1))
        if task is None:
            return actions
        _do(task, answers[task.element])
    raise AssertionError("the instances do not come to an end")


def _do(task: Task, typed: dict[str, str]) -> None:
    """By the first of those who may."""
    with reading() as session:
        able = [person.username for person in able_people(session, task)]
    for username in able:
        by = actor(username)
        try:
            _hand_in(task, typed, by=by)
        except (SeparationOfDuties, TaskAlreadyClaimed):
            continue
        return
    raise AssertionError(f"nobody can do {task.element}")


def _hand_in(task: Task, typed: dict[str, str], *, by: Actor) -> None:
    raw = {name: [_typed(task, name, text, by)] for name, text in typed.items()}
    with transaction() as session:
        complete(session, task.id, raw, by=by, confirmed=True)


def _typed(task: Task, name: str, text: str, by: Actor) -> str:
    if text == "@photo":
        return send(task.instance_id, task.element, name.removesuffix(".file"), by=by)
    if text == "@now":
        return clock.now().astimezone(local_zone()).strftime("%Y-%m-%dT%H:%M")
    return text
