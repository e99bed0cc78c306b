"""The roles that people can be given: those of the lanes that are in force, or on their way there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions.examining import diagrams_of
from engine.errors import Invalid, Problem
from engine.people.queries import roles_with_people
from engine.tables.definitions import Definition, LaneRole, Version, VersionState

#: Somebody has to hold a new role before the first instance comes to its lane.
_COMING = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)


@dataclass(frozen=True)
class OfferedRole:
    name: str
    #: "Lajur (prosedur)" of the definitions that know it; empty for a role that none knows any longer.
    lanes: tuple[str, ...]
    #: Names of people.
    people: tuple[str, ...]


def offered_roles(session: Session, granted: Sequence[str] = ()) -> Mapping[str, list[OfferedRole]]:
    """Definition → the roles that a person who was granted `granted` can be given.

    A role of several definitions stands in the first one, with all its lanes named; under "" is what the
    person has and no definition knows any longer.
    """
    rows = lane_roles_of_all(session)
    people = roles_with_people(session)
    lanes: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for definition, lane, roles in rows:
        for role in roles:
            first.setdefault(role, definition)
            lanes.setdefault(role, []).append(f"{lane} ({definition})")
    offered: dict[str, list[OfferedRole]] = {definition: [] for definition, _, _ in rows}
    for role, definition in first.items():
        offered[definition].append(OfferedRole(role, tuple(lanes[role]), tuple(people.get(role, ()))))
    offered[""] = [
        OfferedRole(role, (), tuple(people.get(role, ()))) for role in granted if role not in lanes
    ]
    return {definition: roles for definition, roles in offered.items() if roles}


def offered_names(session: Session) -> set[str]:
    """All roles that people can be given."""
    return {role for _, _, roles in lane_roles_of_all(session) for role in roles}


def require_offered(session: Session, chosen: Collection[str], granted: Sequence[str] = ()) -> None:
    """Raises Invalid for roles that have no lane that they could mean."""
    known = {role.name for roles in offered_roles(session, granted).values() for role in roles}
    unknown = sorted(set(chosen) - known)
    if unknown:
        raise Invalid({"roles": Problem("people.role_unknown", {"role": ", ".join(unknown)})})


def lane_roles_of_all(session: Session) -> list[tuple[str, str, list[str]]]:
    """(definition, lane, roles) of all definitions."""
    lanes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, lane, role in session.execute(
        select(Definition.name, LaneRole.lane, LaneRole.role)
        .join(Definition, Definition.id == LaneRole.definition_id)
        .order_by(Definition.name, LaneRole.lane, LaneRole.role)
    ):
        lanes[name, lane].append(role)
    coming = select(Definition.name, Version.xml).join(Version, Version.definition_id == Definition.id)
    rows = session.execute(coming.where(Version.state.in_(_COMING)).order_by(Version.id)).all()
    for (name, _xml), diagram in zip(rows, diagrams_of([row.xml for row in rows]), strict=True):
        for drawn in diagram.lanes:
            known = lanes[name, drawn.name]
            known.extend(role for role in drawn.roles if role not in known)
    return [(name, lane, roles) for (name, lane), roles in sorted(lanes.items())]
