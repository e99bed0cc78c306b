"""A version as a running server holds it: read once, shared by all requests, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache
from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from engine.bpmn.diagram import Diagram, Identity, is_read, read_diagram
from engine.database import reading
from engine.definitions.ahead import outside_transactions
from engine.runtime.runner import Program, compile_program
from engine.tables.definitions import Version, VersionState
from engine.tables.instances import Instance


@dataclass(frozen=True, kw_only=True)
class Deployed:
    diagram: Diagram
    program: Program
    #: Characters of the file.
    size: int


#: By content hash, in characters of files. A district's hundred offices have a few hundred versions in use;
#: one takes about a megabyte of memory, however small its file is.
_deployed: LRUCache[str, Deployed] = LRUCache(
    200 * 64 * 1024, getsizeof=lambda version: max(version.size, 64 * 1024)
)
#: For lists of all definitions: a few kilobytes each, and no list should read hundreds of diagrams.
_identities: LRUCache[str, Identity] = LRUCache(
    2000 * 8 * 1024, getsizeof=lambda identity: max(8 * 1024, len(str(identity)))
)
_lock = Lock()


def deployed(session: Session, version_id: int, content_hash: str) -> Deployed:
    """The version's diagram and program. The file is fetched only when this process has not seen its hash."""
    with _lock:
        found = _deployed.get(content_hash)
    if found is None:
        xml = _xml(session, version_id)
        found = outside_transactions(lambda: _read(content_hash, xml))
    return found


def identity_of(session: Session, version_id: int, content_hash: str) -> Identity:
    """The version's identity block."""
    with _lock:
        found = _identities.get(content_hash)
    if found is None:
        xml = _xml(session, version_id)
        found = read_diagram(xml).identity if is_read(xml) else outside_transactions(lambda: _identity(xml))
        with _lock:
            _identities[content_hash] = found
    return found


def read_all() -> None:
    """Read what new and running instances follow, so that no request waits for it: for the worker."""
    # By the index of what runs; an office may have a million instances and a hundred versions.
    running: ColumnElement[bool] = literal_column("instances.state IN ('running', 'incident')")
    used = select(Instance.id).where(Instance.version_id == Version.id, running).exists()
    wanted = select(Version.id, Version.content_hash).where((Version.state == VersionState.ACTIVE) | used)
    with reading() as session:
        versions = session.execute(wanted.order_by(Version.id.desc()).limit(200)).all()
    for version_id, content_hash in versions:
        with reading() as session:
            deployed(session, version_id, content_hash)


def _read(content_hash: str, xml: str) -> Deployed:
    found = Deployed(diagram=read_diagram(xml), program=compile_program(xml), size=len(xml))
    found.diagram.main_path()  # each page and transaction asks for it
    with _lock:
        _deployed[content_hash] = found
    return found


def _identity(xml: str) -> Identity:
    return read_diagram(xml).identity


def _xml(session: Session, version_id: int) -> str:
    return session.scalars(select(Version.xml).where(Version.id == version_id)).one()
