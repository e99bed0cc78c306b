"""A version as a running server holds it: read once, shared by all requests, never changed."""

from __future__ import annotations

from collections.abc import Mapping
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
#: For lists of all procedures: a few kilobytes each, and no list should read hundreds of diagrams.
_identities = Recent[str, Mapping[str, str]](2000)


def deployed(session: Session, version_id: int, content_hash: str) -> Deployed:
    """The version's diagram and program. The file is fetched only when this process has not seen its hash."""

    def read() -> Deployed:
        xml = _xml(session, version_id)
        return Deployed(diagram=read_diagram(xml), program=compile_program(xml))

    return _cache.get(content_hash, read)


def identity_of(session: Session, version_id: int, content_hash: str) -> Mapping[str, str]:
    """The version's identity block."""
    return _identities.get(content_hash, lambda: read_diagram(_xml(session, version_id)).identity)


def _xml(session: Session, version_id: int) -> str:
    return session.scalars(select(Version.xml).where(Version.id == version_id)).one()
