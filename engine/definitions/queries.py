"""Definitions and their versions, for reading."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import Diagram, lane_roles
from engine.bpmn.timers import timer_sentence
from engine.definitions.deployed import deployed, identity_of
from engine.definitions.evaluation import Evaluation, evaluation_today
from engine.definitions.examining import diagram_of, findings_of
from engine.definitions.hues import hue_of
from engine.definitions.running import FOLLOWING, RUNNING
from engine.definitions.seeing import RELEASED, released_unless, sees_unreleased, visible_version
from engine.errors import NotFound
from engine.lint.findings import Finding, errors_in
from engine.people.queries import roles_with_people
from engine.people.rights import Right, allows
from engine.tables.definitions import Definition, LaneRole, Version, VersionState
from engine.tables.people import Person


@dataclass(frozen=True, kw_only=True)
class Startable:
    key: str
    name: str
    sop_number: str
    first_step: str
    lane: str
    hue: int


@dataclass(frozen=True, kw_only=True)
class Named:
    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DefinitionRow:
    key: str
    name: str
    #: Empty: in none.
    folder: str
    #: Number of the active version; None when none is active.
    version: int | None
    activated_at: datetime | None
    running: int
    versions: int
    #: Of the active version; None when none is active.
    evaluation: Evaluation | None


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    id: int
    number: int
    state: VersionState
    file_name: str
    created_by: str | None
    created_at: datetime
    activated_at: datetime | None
    retired_at: datetime | None
    running: int


@dataclass(frozen=True, kw_only=True)
class VersionView:
    id: int
    key: str
    name: str
    folder: str
    number: int
    state: VersionState
    diagram: Diagram
    findings: list[Finding]
    #: Role → names of the active people who hold it.
    people: Mapping[str, list[str]]
    #: Ids of who made it: none of them may approve it.
    authors: list[int]
    #: What changed and why, in the words of who submitted it.
    note: str
    #: Approved before, it becomes active on this day.
    valid_from: date | None
    activated_at: datetime | None

    @property
    def was_active(self) -> bool:
        """It is in force, or was."""
        return self.activated_at is not None

    @property
    def errors(self) -> int:
        """How many findings are errors: with one, it can't be activated."""
        return errors_in(self.findings)

    @property
    def evaluation(self) -> Evaluation:
        """As of today in the office's time zone."""
        return evaluation_today(self.diagram.identity, self.activated_at)

    def timers_of(self, step: str, language: str) -> list[str]:
        """A sentence for each reminder and deadline of a step."""
        return [timer_sentence(self.diagram, timer, language) for timer in self.diagram.timers_of(step)]


def startable(session: Session, *, by: Actor) -> list[Startable]:
    """Active definitions whose first step stands in a lane of the actor's roles."""
    found = []
    for version, definition in _active(session, by.roles):
        diagram = deployed(session, version.id, version.content_hash).diagram
        path = diagram.main_path()
        if not path:
            continue
        first = diagram.steps[path[0]]
        if not by.roles.isdisjoint(lane_roles(first.lane)):
            found.append(
                Startable(
                    key=definition.key,
                    name=definition.name,
                    sop_number=diagram.identity.sop_number,
                    first_step=first.name,
                    lane=first.lane,
                    hue=hue_of(diagram, first.lane),
                )
            )
    return found


def definitions(
    session: Session, *, by: Actor | None, search: str = "", folder: str = ""
) -> list[DefinitionRow]:
    """Those with a version that `by` may see, by name; such versions are counted. Of them those that have
    each of the words of `search` somewhere in their name, and lie in `folder`.

    An instance with an incident is counted as running.
    """
    rows = session.execute(_listed(by, search, folder))
    return [
        DefinitionRow(
            key=row.key,
            name=row.name,
            folder=row.folder,
            version=row.number,
            activated_at=row.activated_at,
            running=row.running,
            versions=row.versions,
            evaluation=_evaluation(session, row.version_id, row.content_hash, row.activated_at),
        )
        for row in rows.all()
    ]


def _listed(by: Actor | None, search: str, folder: str) -> Select[*tuple[Any, ...]]:
    versions = (
        select(Version.definition_id, func.count().label("n"))
        .where(released_unless(by))
        .group_by(Version.definition_id)
        .subquery()
    )
    query = (
        select(
            Definition.key,
            Definition.name,
            Definition.folder,
            Version.number,
            Version.activated_at,
            Version.id.label("version_id"),
            Version.content_hash,
            RUNNING.label("running"),
            versions.c.n.label("versions"),
        )
        .outerjoin(
            Version,
            (Version.definition_id == Definition.id) & (Version.state == VersionState.ACTIVE),
        )
        .join(versions, versions.c.definition_id == Definition.id)
        .order_by(Definition.name)
    )
    if folder:
        query = query.where(Definition.folder == folder)
    # PostgreSQL holds no NUL in a text, so that nothing can contain one.
    for word in search.replace("\0", " ").split():
        query = query.where(Definition.name.icontains(word, autoescape=True))
    return query


def named(session: Session, *, by: Actor) -> list[Named]:
    """The definitions with a version that `by` may see, for a list to be narrowed to one."""
    seen = select(Version.definition_id).where(released_unless(by))
    rows = session.execute(
        select(Definition.key, Definition.name).where(Definition.id.in_(seen)).order_by(Definition.name)
    )
    return [Named(key=row.key, name=row.name) for row in rows]


def evaluations_due(session: Session, *, by: Actor) -> list[DefinitionRow]:
    """Definitions in force whose evaluation is due soon or overdue. No statement for who revises none."""
    if not allows(by, Right.EDIT_DEFINITION):
        return []
    return [
        row
        for row in definitions(session, by=by)
        if row.evaluation is not None and row.evaluation.state in {"soon", "overdue"}
    ]


def _evaluation(
    session: Session, version_id: int | None, content_hash: str | None, activated_at: datetime | None
) -> Evaluation | None:
    if version_id is None or content_hash is None:
        return None
    return evaluation_today(identity_of(session, version_id, content_hash), activated_at)


def versions(session: Session, key: str, *, by: Actor) -> list[VersionRow]:
    """Those that `by` may see, newest first. Raises NotFound where there is none."""
    definition_id = visible_version(session, key, by=by).definition_id
    seen = true() if sees_unreleased(session, definition_id, by=by) else RELEASED
    rows = session.execute(
        select(Version, Person.name.label("author"), FOLLOWING.label("running"))
        .outerjoin(Person, Person.id == Version.created_by)
        .where(Version.definition_id == definition_id, seen)
        .order_by(Version.number.desc())
    )
    return [
        VersionRow(
            id=row.Version.id,
            number=row.Version.number,
            state=row.Version.state,
            file_name=row.Version.file_name,
            created_by=row.author,
            created_at=row.Version.created_at,
            activated_at=row.Version.activated_at,
            retired_at=row.Version.retired_at,
            running=row.running,
        )
        for row in rows
    ]


def view_version(session: Session, key: str, number: int | None = None, *, by: Actor | None) -> VersionView:
    """A version of a definition; without `number` the active one, else the newest. Raises NotFound, also for
    what `by` may not see."""
    version = visible_version(session, key, number, by=by)
    definition = session.get_one(Definition, version.definition_id)
    people = roles_with_people(session)
    return VersionView(
        id=version.id,
        key=definition.key,
        name=definition.name,
        folder=definition.folder,
        number=version.number,
        state=version.state,
        # Read, not compiled: a draft whose errors forbid running it must still show them.
        diagram=diagram_of(version.xml),
        findings=findings_of(version.xml, roles=people.keys()),
        people=people,
        authors=version.authors,
        note=version.note,
        valid_from=version.valid_from,
        activated_at=version.activated_at,
    )


def version_place(session: Session, version_id: int) -> tuple[str, int]:
    """Key of the definition and number of the version: its address."""
    row = session.execute(
        select(Definition.key, Version.number)
        .join(Definition, Definition.id == Version.definition_id)
        .where(Version.id == version_id)
    ).one()
    return row.key, row.number


def version_xml(session: Session, version_id: int) -> tuple[str, str]:
    """The file and its content hash. Raises NotFound."""
    row = session.execute(select(Version.xml, Version.content_hash).where(Version.id == version_id)).first()
    if row is None:
        raise NotFound(version=version_id)
    return row.xml, row.content_hash


def _active(session: Session, roles: Collection[str]) -> list[tuple[Version, Definition]]:
    """Those with a lane of these roles: diagrams of others need not be read."""
    theirs = select(LaneRole.definition_id).where(LaneRole.role.in_(roles))
    rows = session.execute(
        select(Version, Definition)
        .join(Definition, Definition.id == Version.definition_id)
        .where(Version.state == VersionState.ACTIVE, Definition.id.in_(theirs))
        .order_by(Definition.name)
    )
    return [(row[0], row[1]) for row in rows]
