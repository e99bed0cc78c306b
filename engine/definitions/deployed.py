"""A version as a running server holds it: read once, shared by all requests, never changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.recent import Recent
from engine.bpmn.runner import Program, compile_program
from engine.tables.definitions import Version


@dataclass(frozen=True, kw_only=True)
class Deployed:
    diagram: Diagram
    program: Program


#: A district's hundred offices have a few hundred versions in use; one takes about a megabyte.
_cache = Recent[str, Deployed](200)


def deployed(session: Session, version_id: int, content_hash: str) -> Deployed:
    """The version's diagram and program. The file is fetched only when this process has not seen its hash."""

    def read() -> Deployed:
        xml = session.scalars(select(Version.xml).where(Version.id == version_id)).one()
        return Deployed(diagram=read_diagram(xml), program=compile_program(xml))

    return _cache.get(content_hash, read)
