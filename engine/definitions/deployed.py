"""A version as a running server holds it: read once, shared by all requests, never changed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.runner import Program, compile_program
from engine.tables.definitions import Version

#: A district's hundred offices have a few hundred versions in use; one takes about a megabyte.
_CACHED = 200
_cache: OrderedDict[str, Deployed] = OrderedDict()
_cache_lock = Lock()


@dataclass(frozen=True, kw_only=True)
class Deployed:
    diagram: Diagram
    program: Program


def deployed(session: Session, version_id: int, content_hash: str) -> Deployed:
    """The version's diagram and program. The file is fetched only when this process has not seen its hash."""
    with _cache_lock:
        if content_hash in _cache:
            _cache.move_to_end(content_hash)
            return _cache[content_hash]
    xml = session.scalars(select(Version.xml).where(Version.id == version_id)).one()
    fresh = Deployed(diagram=read_diagram(xml), program=compile_program(xml))
    with _cache_lock:
        _cache[content_hash] = fresh
        while len(_cache) > _CACHED:
            _cache.popitem(last=False)
    return fresh
