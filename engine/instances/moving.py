"""Moving running instances to another version of their definition: look first, then instance by instance, in
the worker.

Answers, history and claims stay. Each instance is one transaction; one that can't be moved stays as it was.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any

import structlog
from sqlalchemy import Select, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import DEFINITIONS, record_on
from engine.audit.names import EventName
from engine.database import transaction
from engine.errors import Conflict, NotFound
from engine.instances.locks import lock_instance
from engine.instances.move_orders import called
from engine.instances.outlook import Mapping_, Source, past_new_steps, sources_of, target_version
from engine.instances.token_mapping import CannotMove
from engine.instances.transfer import RUNNING, move_instance, route_between, running_elsewhere
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition, Version, VersionState
from engine.tables.instances import Instance
from engine.tables.moves import Move, MoveFailure, MoveState

log = structlog.get_logger("alur.moving")

#: Seconds between two instances. SQLite lets one write at a time and has no queue: without a gap whoever
#: hands in a form meanwhile waited 1 to 4 s, and so did who wanted to stop the move.
BREATH = 0.003


def begin(
    session: Session,
    version_id: int,
    *,
    instances: Collection[int] | None = None,
    mapping: Mapping_ | None = None,
    skipping: bool = False,
    by: Actor,
) -> Move:
    """Order the move of all running instances (None) or of some. The worker does it.

    `skipping`: also of those that are past a new step, which they then never do; else these are left.
    """
    require_right(session, Right.MOVE_INSTANCES, by)
    target = target_version(session, version_id)
    chosen = sorted(set(instances)) if instances is not None else None
    wanted = running_elsewhere(target)
    left = set() if skipping else past_new_steps(session, target, mapping or {})
    if left:
        all_ids = session.scalars(wanted.with_only_columns(Instance.id)) if chosen is None else chosen
        chosen = sorted(set(all_ids) - left)
    if chosen is not None:
        wanted = wanted.where(Instance.id.in_(chosen))
    order = Move(
        definition_id=target.definition_id,
        version_id=target.id,
        mapping={str(version): dict(pairs) for version, pairs in (mapping or {}).items()},
        instance_ids=chosen,
        person_id=by.id,
        started_at=clock.now(),
        total=session.scalar(select(func.count()).select_from(wanted.subquery())) or 0,
    )
    session.add(order)
    session.flush()
    record_on(
        session,
        DEFINITIONS,
        EventName.MOVE_BEGUN,
        by=by,
        definition=session.get_one(Definition, target.definition_id).key,
        version=target.number,
        instances=order.total,
        mapping=_mapping_used(session, target, wanted, mapping or {}),
    )
    return order


def stop(session: Session, move_id: int, *, by: Actor) -> Move:
    """The worker takes no further instance. Needs MOVE_INSTANCES. Raises NotFound, Conflict unless it is
    running."""
    return _turn(session, move_id, MoveState.RUNNING, MoveState.STOPPED, by=by)


def resume(session: Session, move_id: int, *, by: Actor) -> Move:
    """The worker goes on. Needs MOVE_INSTANCES. Raises NotFound, Conflict unless it is stopped."""
    return _turn(session, move_id, MoveState.STOPPED, MoveState.RUNNING, by=by)


def work_off(*, at_most: int | None = None) -> int:
    """Move what is ordered, instance by instance, until nothing is left or somebody stops it.

    Returns how many instances were tried, at most `at_most`.
    """
    looked_at = 0
    while looked_at != at_most and _one_instance():
        looked_at += 1
        time.sleep(BREATH)
    return looked_at


def _mapping_used(
    session: Session, target: Version, wanted: Select[*tuple[Any, ...]], mapping: Mapping_
) -> list[dict[str, object]]:
    """What becomes of each element, for the record: with names, because either version may be forgotten."""
    concerned = set(session.scalars(select(wanted.subquery().c.version_id).distinct()))
    return [
        {"from": source.number, "elements": _elements(source, mapping.get(str(source.version_id), {}))}
        for source in sources_of(session, target, mapping)
        if source.version_id in concerned
    ]


def _elements(source: Source, corrected: Mapping[str, str]) -> list[dict[str, object]]:
    """The steps in their order, then whatever else the admin corrected."""
    before, after, found = source.route.before, source.route.after, source.route.counterparts
    elements = dict.fromkeys([*before.main_path(), *before.steps, *corrected])
    return [
        {
            "before": element,
            "name_before": called(before, element),
            "after": found.get(element, ""),
            "name_after": called(after, found[element]) if element in found else "",
            "corrected": element in corrected,
        }
        for element in elements
    ]


def _one_instance() -> bool:
    """The next instance of the oldest order, in one transaction; False when there is nothing to do."""
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
        if target.state is not VersionState.ACTIVE:
            # Another version came into force meanwhile: the admin decides anew.
            order.state = MoveState.STOPPED
            return False
        wanted = running_elsewhere(target).where(Instance.id > order.cursor).order_by(Instance.id).limit(1)
        if order.instance_ids is not None:
            wanted = wanted.where(Instance.id.in_(order.instance_ids))
        found = session.scalar(wanted.with_only_columns(Instance.id))
        if found is None:
            order.state, order.ended_at = MoveState.DONE, clock.now()
            return False
        order.cursor = found
        try:
            with session.begin_nested():
                _move_one(session, order, target, found)
            order.moved += 1
        except CannotMove as error:
            _record_failure(
                session, order, found, str(error.params["why"]), str(error.params.get("element") or "")
            )
        except OperationalError:
            raise  # not this instance's fault: the whole is tried again
        except Exception:  # the instances behind it must not wait for it for ever
            log.exception("instance_not_moved", instance=found, move=order.id)
            _record_failure(session, order, found, "unforeseen", "")
        return True


def _record_failure(session: Session, order: Move, instance_id: int, why: str, element: str) -> None:
    order.failed += 1
    session.add(MoveFailure(move_id=order.id, instance_id=instance_id, why=why, element=element))


def _move_one(session: Session, order: Move, target: Version, instance_id: int) -> None:
    instance = lock_instance(session, instance_id, by=None)
    if instance.state not in RUNNING or instance.version_id == target.id:
        return
    pairs = order.mapping.get(str(instance.version_id), {})
    move_instance(session, instance, target, route_between(session, instance.version, target, pairs))


def _turn(session: Session, move_id: int, wanted: MoveState, to: MoveState, *, by: Actor) -> Move:
    require_right(session, Right.MOVE_INSTANCES, by)
    order = session.get(Move, move_id, with_for_update=True)
    if order is None:
        raise NotFound(move=move_id)
    if order.state is not wanted:
        raise Conflict(move=move_id)
    order.state = to
    return order
