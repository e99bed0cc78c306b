"""Orders to move running instances, for reading: how far they are, and what stayed behind and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import Diagram
from engine.definitions.deployed import deployed
from engine.errors import NotFound
from engine.instances.transfer import RUNNING
from engine.people.names import names_of
from engine.people.rights import Right, require_right
from engine.tables.definitions import Version
from engine.tables.instances import OPEN_STATES, Instance, Task
from engine.tables.moves import Move, MoveFailure, MoveState

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class OrderView:
    id: int
    state: MoveState
    who: str
    started_at: datetime
    ended_at: datetime | None
    total: int
    moved: int
    failed: int

    @property
    def looked_at(self) -> int:
        """How many of `total` the worker has tried."""
        return self.moved + self.failed


@dataclass(frozen=True, kw_only=True)
class Failure:
    """An instance that stayed as it was."""

    instance_id: int
    number: str
    title: str
    version: int
    #: A key below moves.why, and what the element in the way is called.
    why: str
    element: str


@dataclass(frozen=True, kw_only=True)
class FailurePage:
    rows: list[Failure]
    #: Give it as `after` for the next page; None on the last.
    next_after: int | None


def orders(session: Session, version_id: int, *, by: Actor) -> list[OrderView]:
    """All orders to move instances to a version, newest first."""
    require_right(session, Right.MOVE_INSTANCES, by)
    found = session.scalars(select(Move).where(Move.version_id == version_id).order_by(Move.id.desc())).all()
    names = names_of(session, [order.person_id for order in found])
    return [_view(order, names) for order in found]


def order(session: Session, version_id: int, move_id: int, *, by: Actor) -> OrderView:
    """Raises NotFound."""
    require_right(session, Right.MOVE_INSTANCES, by)
    found = session.get(Move, move_id)
    if found is None or found.version_id != version_id:
        raise NotFound(move=move_id)
    return _view(found, names_of(session, [found.person_id]))


def failures(session: Session, move_id: int, *, by: Actor, after: int = 0, limit: int = PAGE) -> FailurePage:
    """What an order left where it was, by instance."""
    require_right(session, Right.MOVE_INSTANCES, by)
    rows = session.execute(
        select(MoveFailure, Instance.number, Instance.title, Version)
        .join(Instance, Instance.id == MoveFailure.instance_id)
        .join(Version, Version.id == Instance.version_id)
        .where(MoveFailure.move_id == move_id, MoveFailure.instance_id > after)
        .order_by(MoveFailure.instance_id)
        .limit(limit + 1)
    ).all()
    shown = [
        Failure(
            instance_id=row.MoveFailure.instance_id,
            number=row.number,
            title=row.title,
            version=row.Version.number,
            why=row.MoveFailure.why,
            element=called(
                deployed(session, row.Version.id, row.Version.content_hash).diagram, row.MoveFailure.element
            ),
        )
        for row in rows[:limit]
    ]
    return FailurePage(rows=shown, next_after=shown[-1].instance_id if len(rows) > limit else None)


def waiting_at(session: Session, definition_id: int) -> Mapping[tuple[int, str], int]:
    """(version id, step) → how many running instances wait there."""
    rows = session.execute(
        select(Instance.version_id, Task.element, func.count())
        .join(Task, Task.instance_id == Instance.id)
        .where(
            Instance.definition_id == definition_id,
            Instance.state.in_(RUNNING),
            Task.state.in_(OPEN_STATES),
        )
        .group_by(Instance.version_id, Task.element)
    )
    return {(version, element): instances for version, element, instances in rows}


def called(diagram: Diagram, element: str) -> str:
    """What people call it."""
    node = diagram.nodes.get(element)
    return node.name if node is not None and node.name else element


def _view(found: Move, names: Mapping[int, str]) -> OrderView:
    return OrderView(
        id=found.id,
        state=found.state,
        who=names.get(found.person_id, ""),
        started_at=found.started_at,
        ended_at=found.ended_at,
        total=found.total,
        moved=found.moved,
        failed=found.failed,
    )
