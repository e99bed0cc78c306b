"""Looking before running instances are moved: which can, which can't and why, and what becomes of a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.errors import IllegalMove, NotFound
from engine.instances.skipping import skipped_steps
from engine.instances.token_mapping import CannotMove, Route, move_tokens, waiting_steps
from engine.instances.transfer import RUNNING, route_between, running_elsewhere
from engine.people.rights import Right, require_right
from engine.tables.definitions import Version, VersionState
from engine.tables.instances import Instance

#: Version id (as text: it is stored as JSON) → element before → element after.
Mapping_ = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Whether one instance can be moved."""

    instance_id: int
    number: str
    title: str
    version: int
    #: Names of the steps where it waits.
    waits_at: tuple[str, ...]
    #: A key below moves.why, and the element it is about; None: it can be moved.
    why: str | None
    element: str
    #: New steps of the other version that it is past already, and so would never do.
    skips: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """A version that running instances follow, and what its elements become."""

    version_id: int
    number: int
    instances: int
    route: Route


@dataclass(frozen=True, kw_only=True)
class DryRun:
    target: Version
    sources: list[Source]
    #: One page of instances, by id.
    instances: list[Outlook]
    next_after: int | None
    total: int
    movable: int
    reasons: Counter[str]
    #: How many of the movable would pass by a new step, and which steps these are, by how many.
    skipping: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which instances to list: one page, by id."""

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
    """Every running instance of the definition that follows another version, with "can" or why not.

    All are counted, those of `part` listed.
    """
    require_right(session, Right.MOVE_INSTANCES, by)
    target = target_version(session, version_id)
    sources = sources_of(session, target, mapping or {})
    routes = {source.version_id: source.route for source in sources}
    names = {source.version_id: source.number for source in sources}
    total = movable = skipping = 0
    reasons: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    instances: list[Outlook] = []
    more = False
    for instance in session.execute(
        running_elsewhere(target).order_by(Instance.id).execution_options(yield_per=500)
    ):
        total += 1
        outlook = _outlook(instance, routes[instance.version_id], names[instance.version_id])
        movable += outlook.why is None
        reasons.update([outlook.why] if outlook.why else [])
        skipping += bool(outlook.skips)
        skipped.update(outlook.skips)
        if instance.id <= part.after or (part.only_stuck and outlook.why is None):
            continue
        if len(instances) < part.limit:
            instances.append(outlook)
        else:
            more = True
    return DryRun(
        target=target,
        sources=sources,
        instances=instances,
        next_after=instances[-1].instance_id if more else None,
        total=total,
        movable=movable,
        reasons=reasons,
        skipping=skipping,
        skipped=skipped,
    )


def past_new_steps(session: Session, target: Version, mapping: Mapping_) -> set[int]:
    """Ids of the instances that follow another version and are past a new step of `target`."""
    routes = {source.version_id: source.route for source in sources_of(session, target, mapping)}
    rows = session.execute(running_elsewhere(target).execution_options(yield_per=500))
    return {row.id for row in rows if skipped_steps(row.tokens, routes[row.version_id])}


def corrections(session: Session, version_id: int, wanted: Mapping_) -> dict[str, dict[str, str]]:
    """Of what an admin says of counterparts, that which is not found anyway."""
    found = {
        str(source.version_id): source.route.counterparts
        for source in sources_of(session, target_version(session, version_id), {})
    }
    differ = {
        version: {old: new for old, new in pairs.items() if found[version].get(old, "") != new}
        for version, pairs in wanted.items()
        if version in found
    }
    return {version: pairs for version, pairs in differ.items() if pairs}


def sources_of(session: Session, target: Version, mapping: Mapping_) -> list[Source]:
    """The versions that running instances follow instead of `target`, in their order."""
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
            instances=instances,
            route=route_between(session, version, target, mapping.get(str(version.id), {})),
        )
        for version, instances in rows
    ]


def target_version(session: Session, version_id: int) -> Version:
    """What instances are moved to: the version in force. Raises NotFound, IllegalMove."""
    version = session.get(Version, version_id)
    if version is None:
        raise NotFound(version=version_id)
    if version.state is not VersionState.ACTIVE:
        raise IllegalMove(state=version.state.value, wanted=VersionState.ACTIVE.value)
    return version


def _outlook(instance: Any, along: Route, version: int) -> Outlook:
    why, element = None, ""
    try:
        move_tokens(instance.tokens, instance.data, along)
    except CannotMove as error:
        why, element = str(error.params["why"]), str(error.params.get("element") or "")
    return Outlook(
        instance_id=instance.id,
        number=instance.number,
        title=instance.title,
        version=version,
        waits_at=waiting_steps(instance.tokens, along.before),
        why=why,
        element=element,
        skips=() if why else skipped_steps(instance.tokens, along),
    )
