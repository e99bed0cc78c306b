"""One task, whole: what its page shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.log import chain_of
from engine.audit.names import EventName
from engine.bpmn.diagram import Diagram, Step
from engine.definitions.decisions import deciding_fields
from engine.definitions.deployed import deployed
from engine.errors import NotFound
from engine.forms.content import Change, changes
from engine.forms.scope import Scope
from engine.inbox import drafts
from engine.inbox.four_eyes import first_clash
from engine.inbox.rights import has_role, onward_of
from engine.inbox.scope import Typed, scope_of
from engine.instances.pending import Pending, pending_timers
from engine.instances.seeing import visible_instance
from engine.instances.timeline import Entry, entries, entry_of
from engine.instances.track import Timing, TrackStep, track
from engine.instances.view import open_tasks, timing_of
from engine.people.rights import Right, allows
from engine.tables.definitions import Definition, Version
from engine.tables.events import Event
from engine.tables.instances import Draft, Instance, InstanceState, Task, TaskState
from engine.tables.people import Person

_OPENING = tuple(
    item.value for item in (EventName.TASK_COMPLETED, EventName.INSTANCE_RETURNED, EventName.DEADLINE_PASSED)
)
_CLOSED = {TaskState.DONE, TaskState.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class TaskView:
    task: Task
    instance: Instance
    definition: str
    version: int
    diagram: Diagram
    step: Step
    track: list[TrackStep]
    timing: Timing
    #: Reminders and deadlines still to come.
    timers: Collection[Pending]
    #: Where the instance went on, in the reader's language, when a deadline took the task away.
    lapsed_to: str
    #: Names of who holds, did, is offered the task.
    holder: str | None
    done_by: str | None
    offered_to: str | None
    scope: Scope
    draft: Draft | None
    #: Names of colleagues who type into it now, while nobody has claimed it.
    others_typing: list[str]
    #: The event that sent the instance back here, when this is not the first round: its answers or its
    #: reason.
    sent_back: Entry | None
    #: What others changed since this step was last done in this instance.
    changes: list[Change]
    #: Steps done before, in the order of the definition, with their last completion.
    earlier: list[tuple[Step, Mapping[str, Any]]]
    #: Name of the earlier step that the reader did and that this one checks, if that forbids it.
    clash: str | None
    can_work: bool
    can_claim: bool
    can_release: bool
    can_return: bool
    can_withdraw: bool
    can_waive: bool

    @property
    def closed(self) -> bool:
        """Done or cancelled."""
        return self.task.state in _CLOSED

    @property
    def title(self) -> str:
        """Of the instance; as long as it has none, what the reader typed as such."""
        typed = self.draft.typed if self.draft else {}
        return self.instance.title or drafts.typed_title(self.diagram, typed)

    @property
    def decides(self) -> bool:
        """Whether this step's answers choose the branch."""
        return bool(deciding_fields(self.diagram, self.step))

    @property
    def next_roles(self) -> list[str]:
        """Of the steps that may follow, one text a lane; empty when the instance ends with this one."""
        roles = {lane.name: " / ".join(lane.roles) for lane in self.diagram.lanes}
        following = (self.diagram.steps.get(node.id) for node in self.diagram.next_steps(self.step.id))
        return list(dict.fromkeys(roles.get(step.lane, step.lane) for step in following if step))


def view_task(session: Session, task_id: int, *, by: Actor, typed: Typed | None = None) -> TaskView:
    """Raises NotFound when `by` may not see the instance. `typed`: input being shown again, for its files."""
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound(task=task_id)
    instance = visible_instance(session, task.instance_id, by=by)
    number, content_hash, definition = session.execute(
        select(Version.number, Version.content_hash, Definition.name)
        .join(Definition, Definition.id == Version.definition_id)
        .where(Version.id == instance.version_id)
    ).one()
    diagram = deployed(session, instance.version_id, content_hash).diagram
    step = diagram.steps[task.element]
    draft = drafts.load(session, task_id, by=by) if has_role(task, by) else None
    names = _names(session, task)
    clash = first_clash(step.separated_from, instance.done, by.id) if task.waived_for != by.id else None
    running = instance.state is InstanceState.RUNNING and task.state not in _CLOSED
    able = running and has_role(task, by)
    free = task.state is TaskState.OPEN or task.claimed_by == by.id
    work = able and free and clash is None
    since = {open_.element: open_.created_at for open_, _holder, _offered in open_tasks(session, instance.id)}
    shown = typed if typed is not None else (draft.typed if draft else {})
    return TaskView(
        task=task,
        instance=instance,
        definition=definition,
        version=number,
        diagram=diagram,
        step=step,
        track=track(diagram, instance.done, since, ended=instance.ended_at is not None),
        timing=timing_of(task),
        timers=pending_timers(session, diagram, {task.id: task.element}).get(task.id, ()),
        lapsed_to=onward_of(task, diagram, by),
        holder=names.get(task.claimed_by),
        done_by=names.get(task.done_by),
        offered_to=names.get(task.offered_to),
        scope=scope_of(session, instance, shown, by=by),
        draft=draft,
        others_typing=drafts.others_typing(session, task.id, by=by) if running else [],
        sent_back=_sent_back(session, task),
        changes=_changes_since(session, instance, task, diagram),
        earlier=[
            (diagram.steps[element], instance.done[element])
            for element in diagram.main_path()
            if element in instance.done and element != task.element
        ],
        clash=diagram.steps[clash].name if clash else None,
        can_work=work,
        can_claim=work and task.state is TaskState.OPEN,
        can_release=running
        and task.state is TaskState.CLAIMED
        and (task.claimed_by == by.id or allows(by, Right.RELEASE_TASK)),
        can_return=work and step.returns_to is not None,
        can_withdraw=running and (instance.started_by == by.id or allows(by, Right.WITHDRAW_INSTANCE)),
        can_waive=running and allows(by, Right.WAIVE_SEPARATION) and bool(step.separated_from),
    )


def _names(session: Session, task: Task) -> dict[int | None, str]:
    ids = [item for item in (task.claimed_by, task.done_by, task.offered_to) if item is not None]
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}


def _sent_back(session: Session, task: Task) -> Entry | None:
    """The action that opened this task anew: the newest completion, return or deadline before it."""
    if task.round == 1:
        return None
    event = session.scalar(
        select(Event)
        .where(
            Event.chain == chain_of(task.instance_id),
            Event.name.in_(_OPENING),
            Event.at <= task.created_at,
        )
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return entry_of(event) if event else None


def _changes_since(session: Session, instance: Instance, task: Task, diagram: Diagram) -> list[Change]:
    """Answers of other steps that were given anew since this step was last done: before and now."""
    last = instance.done.get(task.element, {}).get("seq") if task.round > 1 else None
    if last is None:
        return []
    anew = {
        element: done
        for element, done in instance.done.items()
        if element != task.element and done["seq"] > last and done.get("before")
    }
    found = entries(session, instance.id, [done["before"] for done in anew.values()])
    return [
        change
        for element, done in anew.items()
        if element in diagram.steps and done["before"] in found
        for change in changes(diagram.steps[element].form, found[done["before"]].answers or {}, instance.data)
    ]
