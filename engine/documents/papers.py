"""Which paper of which version, set once in a limited process and remembered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from cachetools import LRUCache, TTLCache
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.definitions.queries import version_xml, view_version
from engine.documents import sheet_profile
from engine.documents.sop_sheet import About
from engine.documents.typesetter import MAX_STEPS
from engine.errors import PaperTooLarge, TooCostly
from engine.sandbox.pool import Limits, Pool
from engine.sandbox.transport import pack
from engine.tables.definitions import VersionState

#: Was or is in force: printed without a watermark.
_IN_FORCE = (VersionState.ACTIVE, VersionState.RETIRED)
_MEGABYTE = 1024 * 1024

#: A usual sheet takes 0.2 s.
pool = Pool(
    "engine.documents.typesetter",
    Limits(
        memory=1024 * _MEGABYTE,
        file_size=_MEGABYTE,
        processor_seconds=15,
        seconds=30.0,
        answer=64 * _MEGABYTE,
    ),
    at_once=2,
    waiting=2,
    patience=10.0,
)

#: By the hash of all that it is made of: bytes of pages.
_made: LRUCache[bytes, list[bytes]] = LRUCache(48 * _MEGABYTE, getsizeof=lambda pages: sum(map(len, pages)))
#: What took too much, for a while: a busy machine may be the reason.
_refused: TTLCache[bytes, bool] = TTLCache(200, ttl=600)
_lock = Lock()


@dataclass(frozen=True, kw_only=True)
class Printable:
    """A version as it is printed."""

    name: str
    xml: str
    about: About


def sop_sheet(
    session: Session,
    key: str,
    number: int | None = None,
    *,
    by: Actor | None,
    language: str = "id",
    emblem: bytes | None = None,
) -> Printable:
    """The sheet of a version; without `number` of the active one. Raises NotFound."""
    view = view_version(session, key, number, by=by)
    xml, _content_hash = version_xml(session, view.id)
    draft = view.state not in _IN_FORCE
    about = About(version=view.number, draft=draft, language=language, emblem=emblem)
    return Printable(name=view.diagram.name, xml=xml, about=about)


def pdf(printable: Printable) -> bytes:
    """The whole paper. Raises PaperTooLarge, Unavailable where too many others are waiting."""
    return _set(printable, "pdf")[0]


def pages(printable: Printable) -> list[bytes]:
    """One SVG a page. Raises PaperTooLarge, Unavailable where too many others are waiting."""
    return _set(printable, "svg")


def _set(printable: Printable, kind: Literal["pdf", "svg"]) -> list[bytes]:
    arguments = (printable.xml, printable.about, sheet_profile.current(), kind)
    key = hashlib.sha256(pack(arguments)).digest()
    with _lock:
        made, refused = _made.get(key), key in _refused
    if refused:
        raise PaperTooLarge(limit=MAX_STEPS)
    if made is None:
        made = _typeset(key, *arguments)
    return made


def _typeset(key: bytes, *arguments: object) -> list[bytes]:
    try:
        made: list[bytes] = pool.run("sheet", *arguments)
    except TooCostly:
        made = []
    with _lock:
        if not made:
            _refused[key] = True
        elif sum(map(len, made)) <= _made.maxsize:
            _made[key] = made
    if not made:
        raise PaperTooLarge(limit=MAX_STEPS)
    return made
