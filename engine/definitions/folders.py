"""Folders: under which heading the list of definitions shows each. One level, named by who files them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.log import DEFINITIONS, record_on
from engine.audit.names import EventName
from engine.definitions.seeing import released_unless, visible_version
from engine.errors import Invalid, Problem
from engine.forms.characters import clean_line
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition, Version

#: Characters of a folder's name.
MAX_NAME = 80


def file_under(session: Session, key: str, folder: str, *, by: Actor) -> str:
    """Puts a definition into a folder, which is there once something is in it; empty: into none. Gives the
    folder's name as stored.

    Raises NotFound, NotAllowed; Invalid for a name that is too long.
    """
    definition_id = visible_version(session, key, by=by).definition_id
    require_right(session, Right.EDIT_DEFINITION, by)
    name = " ".join(clean_line(folder).split())
    if len(name) > MAX_NAME:
        raise Invalid({"folder": Problem("definitions.folder.too_long", {"most": MAX_NAME})})
    definition = session.get_one(Definition, definition_id, with_for_update=True)
    # Written with other capitals it is the same folder.
    known = {each.casefold(): each for each in folders(session, by=by)}
    name = known.get(name.casefold(), name)
    if definition.folder != name:
        event = EventName.DEFINITION_FILED if name else EventName.DEFINITION_UNFILED
        record_on(session, DEFINITIONS, event, by=by, definition=key, folder=name or definition.folder)
        definition.folder = name
    return name


def folders(session: Session, *, by: Actor) -> list[str]:
    """Names of those with a definition that `by` may see, in alphabetical order."""
    seen = select(Version.definition_id).where(released_unless(by))
    found = session.scalars(
        select(Definition.folder).where(Definition.id.in_(seen), Definition.folder != "").distinct()
    )
    return sorted(found, key=str.casefold)
