"""What happened to a version, from the definitions' chain: who did what, and when."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.instances.timeline import Entry, entry_of
from engine.tables.events import Event


def version_story(session: Session, key: str, number: int) -> list[Entry]:
    """Newest first, for everybody who sees the definition; a whole office has some hundred such events."""
    events = session.scalars(
        select(Event)
        .where(
            Event.chain == "definitions",
            Event.name.startswith("version."),
            # As the body is spelt; what else the text finds is sorted out below.
            Event.body.contains(f'"version":{number}', autoescape=True),
        )
        .order_by(Event.seq.desc())
    )
    entries = (entry_of(event) for event in events)
    return [
        entry
        for entry in entries
        # An event that only a newer Alur knows has no params here: it is shown, not dropped.
        if not entry.known or (entry.params.get("definition"), entry.params.get("version")) == (key, number)
    ]
