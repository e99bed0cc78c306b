"""What the editor asks while a draft is being drawn. Nothing here is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import Diagram, Step
from engine.definitions.examining import diagram_of, findings_of, pool
from engine.definitions.seeing import visible_version
from engine.errors import NotFound
from engine.lint.findings import Finding
from engine.people.names import name_of
from engine.people.queries import roles_with_people
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition, VersionState

__all__ = ["Checked", "Diagram", "Opened", "Step", "look_at", "open_version", "step_of", "warm"]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A version as the editor loads it: the diagram, and the save that it is."""

    id: int
    key: str
    name: str
    number: int
    state: VersionState
    xml: str
    content_hash: str
    seq: int
    saved_at: datetime | None
    saved_by: str | None

    @property
    def editable(self) -> bool:
        """Only a draft can be saved."""
        return self.state is VersionState.DRAFT


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What can be said of a drawing that is not finished yet."""

    diagram: Diagram
    findings: list[Finding]
    #: Role → names of the active people who hold it.
    people: Mapping[str, list[str]]

    @property
    def steps(self) -> list[Step]:
        """In the order of the main path."""
        return [self.diagram.steps[element] for element in self.diagram.main_path()]


def open_version(session: Session, key: str, number: int, *, by: Actor) -> Opened:
    """Raises NotFound, also for what `by` may not see; NotAllowed for whoever may not edit definitions."""
    version = visible_version(session, key, number, by=by)
    require_right(session, Right.EDIT_DEFINITION, by)
    return Opened(
        id=version.id,
        key=key,
        name=session.get_one(Definition, version.definition_id).name,
        number=version.number,
        state=version.state,
        xml=version.xml,
        content_hash=version.content_hash,
        seq=version.seq,
        saved_at=version.saved_at,
        saved_by=name_of(session, version.saved_by),
    )


def warm() -> None:
    """Have a process ready that checks: the editor will ask for it at once."""
    pool.warm()


def look_at(session: Session, xml: str, *, by: Actor) -> Checked:
    """Findings, steps, and the people behind the lanes. Raises InvalidDiagram."""
    require_right(session, Right.EDIT_DEFINITION, by)
    people = roles_with_people(session)
    findings = findings_of(xml, roles=people.keys())
    return Checked(diagram=diagram_of(xml), findings=findings, people=people)


def step_of(session: Session, xml: str, element: str, *, by: Actor) -> tuple[Diagram, Step]:
    """The step whose form is to be looked at. Raises InvalidDiagram, NotFound."""
    require_right(session, Right.EDIT_DEFINITION, by)
    diagram = diagram_of(xml)
    if element not in diagram.steps:
        raise NotFound(element=element)
    return diagram, diagram.steps[element]
