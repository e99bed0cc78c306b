"""The roles that people can be given: those of the lanes that are in force, or on their way there."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.diagram import read_diagram
from engine.tables.definitions import Definition, LaneRole, Version, VersionState

#: Somebody has to hold a new role before the first case comes to its lane.
_COMING = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)


def lane_roles_of_all(session: Session) -> list[tuple[str, str, list[str]]]:
    """(procedure, lane, roles) of all procedures."""
    lanes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, lane, role in session.execute(
        select(Definition.name, LaneRole.lane, LaneRole.role)
        .join(Definition, Definition.id == LaneRole.definition_id)
        .order_by(Definition.name, LaneRole.lane, LaneRole.role)
    ):
        lanes[name, lane].append(role)
    coming = select(Definition.name, Version.xml).join(Version, Version.definition_id == Definition.id)
    for name, xml in session.execute(coming.where(Version.state.in_(_COMING)).order_by(Version.id)):
        for drawn in read_diagram(xml).lanes:
            known = lanes[name, drawn.name]
            known.extend(role for role in drawn.roles if role not in known)
    return [(name, lane, roles) for (name, lane), roles in sorted(lanes.items())]
