"""What somebody has typed and not yet handed in: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.denials import deny
from engine.bpmn.diagram import Diagram, lane_roles
from engine.errors import Invalid, NotAllowed, Problem, TypedElsewhere
from engine.inbox.rights import has_role
from engine.instances.locks import lock_task
from engine.tables.instances import Draft, Task, TaskState
from engine.tables.people import Grant, GrantKind, Person

#: Characters of all names and values together; as much as a form may send.
MAX_DRAFT = 1_000_000
#: Whoever typed within this time is taken to be still at it.
TYPING = timedelta(minutes=10)
#: Characters of a title that nobody has handed in yet.
MAX_TITLE = 200

# Built once, see engine.instances.locks; no session holds the draft that is deleted.
_DISCARD = (
    delete(Draft)
    .where(Draft.person_id == bindparam("person"), Draft.task_id == bindparam("task"))
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class Page:
    """An opened page that saves by itself: what it is called, and the draft it last saw."""

    name: str
    seen: datetime | None


def save(
    session: Session, task_id: int, typed: dict[str, list[str]], *, by: Actor, page: Page | None = None
) -> datetime:
    """Store raw input of a person for a task, whatever the task's state is by now. Returns when it was saved,
    in UTC.

    With `page`: only over its own draft or the one it saw (else TypedElsewhere). A page knows its own by
    name, because the answer to an earlier save may have been lost. Raises NotAllowed without a role of the
    lane, Invalid for more than MAX_DRAFT characters.
    """
    # The instance first, as everywhere: two windows of one person, or a draft and its own sending, come at
    # once.
    task, instance = lock_task(session, task_id, by=by)
    if not has_role(task, by):
        raise deny(session, NotAllowed(lane=task.lane), instance=instance, by=by, action="fill_task")
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > MAX_DRAFT:
        raise Invalid({"": Problem("forms.too_much", {"max": MAX_DRAFT})})
    now = clock.now()
    known = [or_(Draft.page == page.name, Draft.saved_at == page.seen)] if page else []
    name = page.name if page else ""
    changed = session.execute(
        update(Draft)
        .where(Draft.person_id == by.id, Draft.task_id == task_id, *known)
        .values(typed=typed, saved_at=now, page=name)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        other = load(session, task_id, by=by) if page else None
        if other:
            raise TypedElsewhere(at=other.saved_at, typed=other.typed)
        session.add(Draft(person_id=by.id, task_id=task_id, typed=typed, saved_at=now, page=name))
    # The first letter typed ends the waiting, claimed or not.
    task.opened_at = task.opened_at or now
    return now


def save_refused(session: Session, task_id: int, typed: dict[str, list[str]], *, by: Actor) -> None:
    """As `save`, for input that was refused: what is too much is lost, not refused a second time."""
    try:
        save(session, task_id, typed, by=by)
    except Invalid:
        return


def load(session: Session, task_id: int, *, by: Actor) -> Draft | None:
    """What this person last typed for the task."""
    return session.scalar(select(Draft).where(Draft.person_id == by.id, Draft.task_id == task_id))


def typed_title(diagram: Diagram, typed: Mapping[str, Sequence[str]]) -> str:
    """What was typed into the field that names the instance; empty where nothing was."""
    return next(iter(typed.get(diagram.title_field or "", ())), "").strip()[:MAX_TITLE]


def discard(session: Session, task_id: int, *, by: Actor) -> None:
    """This person's draft; others keep theirs."""
    session.execute(_DISCARD, {"person": by.id, "task": task_id})


def others_typing(session: Session, task_id: int, *, by: Actor) -> list[str]:
    """Names of colleagues who typed into an unclaimed task within TYPING: one of them is at it for nothing.
    Of a claimed one nobody: its holder is known."""
    task = session.get_one(Task, task_id)
    if task.state is not TaskState.OPEN or not has_role(task, by):
        return []
    colleagues = select(Grant.person_id).where(
        Grant.kind == GrantKind.ROLE, Grant.name.in_(lane_roles(task.lane)), Grant.person_id != by.id
    )
    return list(
        session.scalars(
            select(Person.name)
            .join(Draft, Draft.person_id == Person.id)
            .where(Draft.task_id == task.id, Draft.saved_at > clock.now() - TYPING)
            # By the key of drafts, which begins with the person.
            .where(Draft.person_id.in_(colleagues))
            .order_by(Person.name)
        )
    )
