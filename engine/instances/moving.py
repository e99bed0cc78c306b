"""Moving running cases to another version of their procedure: look first, then case by case, in the worker.

Answers, history and claims stay. Each case is one transaction; one that can't be moved stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import DEFINITIONS, deny, record_on
from engine.audit.names import Happened
from engine.bpmn.migrate import CannotMove, Route, move_tokens, standing_on
from engine.database import transaction
from engine.errors import Conflict, IllegalMove, NotAllowed, NotFound
from engine.instances.locks import lock_instance
from engine.instances.transfer import RUNNING, move_instance, route_between, running_elsewhere
from engine.people.rights import Right, require
from engine.tables.definitions import Definition, Version, VersionState
from engine.tables.instances import Instance
from engine.tables.moves import Move, MoveFailure, MoveState

#: Version id (as text: it is stored as JSON) → element before → element after.
Mapping_ = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Whether one case can be moved."""

    instance_id: int
    number: str
    title: str
    version: int
    #: Names of the steps where it stands.
    stands_on: tuple[str, ...]
    #: A key below moves.why, and the element it is about; None: it can be moved.
    why: str | None
    element: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """A version that running cases follow, and what its elements become."""

    version_id: int
    number: int
    cases: int
    route: Route


@dataclass(frozen=True, kw_only=True)
class DryRun:
    target: Version
    sources: list[Source]
    #: One page of cases, by id.
    cases: list[Outlook]
    next_after: int | None
    total: int
    movable: int
    reasons: Counter[str]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which cases to list: one page, by id."""

    after: int = 0
    limit: int = 50
    #: Leave out those that can be moved.
    only_stuck: bool = False


ALL = Part()


def dry_run(
    session: Session,
    version_id: int,
    *,
    mapping: Mapping_ | None = None,
    by: Actor,
    part: Part = ALL,
) -> DryRun:
    """Every running case of the procedure that follows another version, with "can" or why not.

    All are counted, those of `part` listed.
    """
    _require(session, by)
    target = _target(session, version_id)
    sources = _sources(session, target, mapping or {})
    routes = {source.version_id: source.route for source in sources}
    names = {source.version_id: source.number for source in sources}
    total = movable = 0
    reasons: Counter[str] = Counter()
    cases: list[Outlook] = []
    more = False
    for instance in session.execute(
        running_elsewhere(target).order_by(Instance.id).execution_options(yield_per=500)
    ):
        total += 1
        outlook = _outlook(instance, routes[instance.version_id], names[instance.version_id])
        movable += outlook.why is None
        reasons.update([outlook.why] if outlook.why else [])
        if instance.id <= part.after or (part.only_stuck and outlook.why is None):
            continue
        if len(cases) < part.limit:
            cases.append(outlook)
        else:
            more = True
    return DryRun(
        target=target,
        sources=sources,
        cases=cases,
        next_after=cases[-1].instance_id if more else None,
        total=total,
        movable=movable,
        reasons=reasons,
    )


def begin(
    session: Session,
    version_id: int,
    *,
    instances: Collection[int] | None = None,
    mapping: Mapping_ | None = None,
    by: Actor,
) -> Move:
    """Order the move of all running cases (None) or of some. The worker does it."""
    _require(session, by)
    target = _target(session, version_id)
    chosen = sorted(set(instances)) if instances is not None else None
    wanted = running_elsewhere(target)
    if chosen is not None:
        wanted = wanted.where(Instance.id.in_(chosen))
    order = Move(
        definition_id=target.definition_id,
        version_id=target.id,
        mapping={str(version): dict(pairs) for version, pairs in (mapping or {}).items()},
        chosen=chosen,
        person_id=by.id,
        started_at=clock.now(),
        total=session.scalar(select(func.count()).select_from(wanted.subquery())) or 0,
    )
    session.add(order)
    session.flush()
    record_on(
        session,
        DEFINITIONS,
        Happened.MOVE_BEGUN,
        by=by,
        definition=session.get_one(Definition, target.definition_id).key,
        version=target.number,
        cases=order.total,
    )
    return order


def stop(session: Session, move_id: int, *, by: Actor) -> Move:
    return _turn(session, move_id, MoveState.RUNNING, MoveState.STOPPED, by=by)


def resume(session: Session, move_id: int, *, by: Actor) -> Move:
    return _turn(session, move_id, MoveState.STOPPED, MoveState.RUNNING, by=by)


def work_off() -> int:
    """Do what is ordered, case by case, until nothing is left or somebody stops it; cases looked at."""
    looked_at = 0
    while _one_case():
        looked_at += 1
    return looked_at


def _one_case() -> bool:
    """The next case of the oldest order, in one transaction; False when there is nothing to do."""
    with transaction() as session:
        order = session.scalar(
            select(Move)
            .where(Move.state == MoveState.RUNNING)
            .order_by(Move.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if order is None:
            return False
        target = session.get_one(Version, order.version_id)
        wanted = running_elsewhere(target).where(Instance.id > order.cursor).order_by(Instance.id).limit(1)
        if order.chosen is not None:
            wanted = wanted.where(Instance.id.in_(order.chosen))
        found = session.execute(wanted).first()
        if found is None:
            order.state, order.ended_at = MoveState.DONE, clock.now()
            return False
        order.cursor = found.id
        try:
            _move_one(session, order, target, found.id)
            order.moved += 1
        except CannotMove as error:
            order.failed += 1
            session.add(
                MoveFailure(
                    move_id=order.id,
                    instance_id=found.id,
                    why=str(error.params["why"]),
                    element=str(error.params.get("element") or ""),
                )
            )
        return True


def _move_one(session: Session, order: Move, target: Version, instance_id: int) -> None:
    instance = lock_instance(session, instance_id)
    if instance.state not in RUNNING or instance.version_id == target.id:
        return
    pairs = order.mapping.get(str(instance.version_id), {})
    move_instance(session, instance, target, route_between(session, instance.version, target, pairs))


def _outlook(instance: Any, along: Route, version: int) -> Outlook:
    why, element = None, ""
    try:
        move_tokens(instance.tokens, along)
    except CannotMove as error:
        why, element = str(error.params["why"]), str(error.params.get("element") or "")
    return Outlook(
        instance_id=instance.id,
        number=instance.number,
        title=instance.title,
        version=version,
        stands_on=standing_on(instance.tokens, along.before),
        why=why,
        element=element,
    )


def _sources(session: Session, target: Version, mapping: Mapping_) -> list[Source]:
    rows = session.execute(
        select(Version, func.count(Instance.id))
        .join(Instance, Instance.version_id == Version.id)
        .where(
            Instance.definition_id == target.definition_id,
            Instance.version_id != target.id,
            Instance.state.in_(RUNNING),
        )
        .group_by(Version.id)
        .order_by(Version.number)
    )
    return [
        Source(
            version_id=version.id,
            number=version.number,
            cases=cases,
            route=route_between(session, version, target, mapping.get(str(version.id), {})),
        )
        for version, cases in rows
    ]


def _target(session: Session, version_id: int) -> Version:
    version = session.get(Version, version_id)
    if version is None:
        raise NotFound(version=version_id)
    if version.state is not VersionState.ACTIVE:
        raise IllegalMove(state=version.state.value, wanted=VersionState.ACTIVE.value)
    return version


def _turn(session: Session, move_id: int, wanted: MoveState, to: MoveState, *, by: Actor) -> Move:
    _require(session, by)
    order = session.get(Move, move_id, with_for_update=True)
    if order is None:
        raise NotFound(move=move_id)
    if order.state is not wanted:
        raise Conflict(move=move_id)
    order.state = to
    return order


def _require(session: Session, by: Actor) -> None:
    try:
        require(by, Right.MOVE_CASES)
    except NotAllowed as error:
        raise deny(session, error, by=by, deed="move_cases") from None
