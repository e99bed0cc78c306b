"""Which paper of which version, set once in a limited process and remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.definitions.queries import version_xml, view_version
from engine.documents import sheet_profile
from engine.documents.document import Document
from engine.documents.picture import Caption
from engine.documents.sop_sheet import About
from engine.documents.typesetter import MAX_ACTORS, MAX_STEPS
from engine.errors import NotFound, PaperTooLarge, TooCostly
from engine.sandbox.pool import Limits, Pool
from engine.sandbox.remembering import Remembering
from engine.tables.definitions import VersionState
from engine.texts import text

#: Was or is in force: printed without a watermark.
_IN_FORCE = (VersionState.ACTIVE, VersionState.RETIRED)
_MEGABYTE = 1024 * 1024

#: A usual sheet takes 0.2 s.
pool = Pool(
    "engine.documents.typesetter",
    Limits.of_text(seconds=15, answer=64 * _MEGABYTE),
    at_once=2,
    waiting=2,
    patience=10.0,
)
#: Bytes of pages.
_made = Remembering(pool, 48 * _MEGABYTE, lambda pages: sum(map(len, pages)))


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


@dataclass(frozen=True, kw_only=True)
class Drawable:
    """The diagram of a version, to be made a picture of."""

    #: Of the file, without its ending: the SOP's number and the version's, as far as file names hold them.
    file_name: str
    xml: str
    caption: Caption


def diagram(session: Session, key: str, number: int, *, by: Actor, language: str = "id") -> Drawable:
    """The diagram of a version. Raises NotFound."""
    view = view_version(session, key, number, by=by)
    xml, _content_hash = version_xml(session, view.id)
    identity = view.diagram.identity
    marked = "" if view.state in _IN_FORCE else text("sheet.draft", language)
    parts = (view.diagram.name, identity.sop_number, text("sheet.version", language, n=view.number), marked)
    caption = Caption(title=view.diagram.name, words=" · ".join(filter(None, parts)), language=language)
    return Drawable(
        file_name=f"{file_word(identity.sop_number) or view.key}-v{view.number}", xml=xml, caption=caption
    )


def file_word(words: str) -> str:
    """What any system takes as part of a file's name: letters and digits of ASCII, dots and lines."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-.")[:80]


def picture(drawable: Drawable, kind: Literal["svg", "png"]) -> bytes:
    """Raises NotFound for a file without a drawing, TooCostly, Unavailable where too many are waiting."""
    made: list[bytes] = _made.ask("picture", drawable.xml, drawable.caption, sheet_profile.current(), kind)
    if not made:
        raise NotFound(picture=drawable.file_name)
    return made[0]


def document(written: Document) -> bytes:
    """Any other paper as PDF. Raises PaperTooLarge, Unavailable where too many others are waiting."""
    try:
        made: list[bytes] = _made.ask("document", written, sheet_profile.current())
    except TooCostly:
        raise PaperTooLarge(limit=MAX_STEPS, actors=MAX_ACTORS) from None
    return made[0]


def _set(printable: Printable, kind: Literal["pdf", "svg"]) -> list[bytes]:
    try:
        made: list[bytes] = _made.ask("sheet", printable.xml, printable.about, sheet_profile.current(), kind)
    except TooCostly:
        made = []
    if not made:
        raise PaperTooLarge(limit=MAX_STEPS, actors=MAX_ACTORS)
    return made
