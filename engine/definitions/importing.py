"""Bringing in an SOP that was written elsewhere: its table, or the diagram of another tool.

A preview stores nothing: `read` understands the file, `known` finds the definition that is there already,
`as_next_version` makes it that one's. All but `known` and `save` may take seconds, and needs no database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.definitions.examining import imported
from engine.definitions.imported import Imported, Known
from engine.definitions.releases import Uploaded, examined, upload
from engine.importing.carry_over import Part
from engine.importing.cells.grid import InvalidTable, refused
from engine.importing.rows.reading import MAX_FILE
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition, Version, VersionState

__all__ = [
    "MAX_FILE",
    "Imported",
    "InvalidTable",
    "Known",
    "as_next_version",
    "known",
    "prepare",
    "read",
    "read_packed",
    "refused",
    "save",
]


def read(content: bytes | str, file_name: str = "", forms: Mapping[str, str] | None = None) -> Imported:
    """Anything that describes a definition → its diagram. `forms`: files of forms that a diagram refers to,
    by name. Raises InvalidTable or InvalidDiagram."""
    given = {name: _text(text) for name, text in (forms or {}).items()}
    found: Imported = imported("import_file", _plain(content), file_name, given)
    return found


def known(session: Session, found: Imported, *, by: Actor | None) -> Known | None:
    """The definition of this name or key: the import becomes its next version, not a second definition. Needs
    EDIT_DEFINITION."""
    require_right(session, Right.EDIT_DEFINITION, by)
    keyed = Definition.key == found.key
    named = func.lower(Definition.name) == found.name.lower()
    # A diagram says its key itself; a table only has its name.
    alike = or_(named, keyed) if found.steps else keyed
    definition = session.scalar(select(Definition).where(alike).order_by(named.desc(), Definition.key))
    if definition is None:
        return None
    active = session.execute(
        select(Version.number, Version.xml).where(
            Version.definition_id == definition.id, Version.state == VersionState.ACTIVE
        )
    ).first()
    number, xml = active or (None, "")
    return Known(key=definition.key, name=definition.name, number=number, xml=xml)


def read_packed(packed: str, chosen: Mapping[str, str] | None = None) -> Imported:
    """What a preview sent to the page, as it came back. `chosen`: what is right instead of what was assumed,
    by keys of controls. Raises InvalidTable or InvalidDiagram."""
    found: Imported = imported("import_packed", packed, None, [], dict(chosen or {}))
    return found


def as_next_version(
    found: Imported,
    known: Known | None,
    confirmed: Collection[int] = (),
    chosen: Mapping[str, str] | None = None,
) -> Imported:
    """The next version of a definition, if one is known; ready to be saved. Confirmed assumptions (by their
    place) are no longer marked. Raises InvalidTable or InvalidDiagram."""
    if not found.steps:
        left: tuple[Part, ...] = imported("missing", known.xml, found.xml) if known and known.xml else ()
        return replace(found, known=known, missing=left)
    places, values = sorted(set(confirmed)), dict(chosen or {})
    next_version: Imported = imported("import_packed", found.packed, known, places, values)
    return next_version


def save(session: Session, found: Imported, *, by: Actor | None) -> Uploaded:
    """What a preview showed, as a draft. Needs EDIT_DEFINITION and DEPLOY."""
    require_right(session, Right.EDIT_DEFINITION, by)
    return upload(session, found.xml.encode(), f"{found.key}.bpmn", by=by)


def prepare(found: Imported) -> None:
    """What `save` has to know, asked before its transaction."""
    examined(found.xml.encode())


def _plain(content: bytes | str) -> bytes | str:
    return _text(content) if isinstance(content, str) else content


def _text(text: str) -> str:
    """Half a surrogate pair is no text."""
    return text.encode("utf-8", "ignore").decode()
