"""Work that waits for one person by name goes to a colleague by name: before they leave, or lose a role.

The colleague is offered it first, as who did a step last round is: others of the lane may still take it over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.log import record
from engine.audit.names import EventName
from engine.errors import Invalid, Problem
from engine.inbox.deviations import able_people
from engine.inbox.four_eyes import first_clash
from engine.inbox.stranded import waiting_for
from engine.instances.lifecycle import process_of
from engine.instances.locks import lock_task
from engine.people.names import name_of
from engine.people.notices import tell_of_work
from engine.people.rights import Right, require_right
from engine.tables.instances import Instance, Task, TaskState
from engine.tables.people import Person

#: Tasks whose colleagues are looked up one by one; of more than these, the oldest.
MAX_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class TaskOfPerson:
    """A task that waits for one person by name, and who could do it in their place."""

    id: int
    name: str
    #: Of its instance.
    number: str
    #: Id → name of colleagues of its lane whom no separation of duties keeps from it.
    colleagues: Mapping[int, str]


def tasks_of_person(session: Session, person_id: int) -> list[TaskOfPerson]:
    """The oldest MAX_SHOWN of them. Whoever asks may manage accounts."""
    rows = session.execute(waiting_for(person_id).limit(MAX_SHOWN).with_only_columns(Task, Instance)).all()
    return [
        TaskOfPerson(
            id=task.id,
            name=task.name,
            number=instance.number,
            colleagues={person.id: person.name for person in _colleagues(session, task, instance, person_id)},
        )
        for task, instance in rows
    ]


def hand_over(session: Session, task_id: int, *, holder: int, to: int | None, by: Actor) -> bool:
    """From `holder` to the colleague `to`, who is told; None: to all of the lane. Needs HAND_OVER_TASK.

    False where it waits for the holder no longer. Raises NotFound, Invalid (`task-ID`) for somebody who can't
    do it.
    """
    require_right(session, Right.HAND_OVER_TASK, by)
    task, instance = lock_task(session, task_id, by=None)
    if task.waits_for != holder:
        return False
    about = {"task": task.id, "element": task.element, "step": task.name}
    if to is None:
        _offer(task, None)
        record(session, instance, EventName.TASK_RELEASED, by=by, **about)
        return True
    found = next((each for each in _colleagues(session, task, instance, holder) if each.id == to), None)
    if found is None:
        raise Invalid({f"task-{task_id}": Problem("people.cannot_take_over", {"step": task.name})})
    _offer(task, found.id)
    names = {"person": found.name, "had": name_of(session, holder) or ""}
    ids = {"person_id": found.id, "from_id": holder}
    record(session, instance, EventName.TASK_HANDED_OVER, by=by, **about, **ids, **names)
    step = f"{task.name} ({instance.number})"
    tell_of_work(session, found, step, had=names["had"], by=by)
    return True


def _offer(task: Task, to: int | None) -> None:
    task.state, task.claimed_by, task.claimed_at, task.offered_to = TaskState.OPEN, None, None, to


def _colleagues(session: Session, task: Task, instance: Instance, holder: int) -> list[Person]:
    step = process_of(session, instance).diagram.steps[task.element]
    return [
        person
        for person in able_people(session, task)
        if person.id != holder
        and (task.waived_for == person.id or not first_clash(step.separated_from, instance.done, person.id))
    ]
