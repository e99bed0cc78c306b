"""A version as a running server holds it: read once, shared by all requests, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.diagram import Diagram, Identity, read_diagram
from engine.runtime.runner import Program, compile_program
from engine.tables.definitions import Version


@dataclass(frozen=True, kw_only=True)
class Deployed:
    diagram: Diagram
    program: Program


def _by_hash(_session: Session, _version_id: int, content_hash: str) -> str:
    return content_hash


# A district's hundred offices have a few hundred versions in use; one takes about a megabyte.
@cached(LRUCache(200), key=_by_hash, lock=Lock())
def deployed(session: Session, version_id: int, content_hash: str) -> Deployed:  # noqa: ARG001  # the key
    """The version's diagram and program. The file is fetched only when this process has not seen its hash."""
    xml = _xml(session, version_id)
    return Deployed(diagram=read_diagram(xml), program=compile_program(xml))


# For lists of all definitions: a few kilobytes each, and no list should read hundreds of diagrams.
@cached(LRUCache(2000), key=_by_hash, lock=Lock())
def identity_of(session: Session, version_id: int, content_hash: str) -> Identity:  # noqa: ARG001  # the key
    """The version's identity block."""
    return read_diagram(_xml(session, version_id)).identity


def _xml(session: Session, version_id: int) -> str:
    return session.scalars(select(Version.xml).where(Version.id == version_id)).one()
