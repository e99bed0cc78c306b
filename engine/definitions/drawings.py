"""What a page needs of a version to draw it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.bpmn.drawn import drawn_part
from engine.definitions.queries import version_xml


def version_drawing(session: Session, version_id: int) -> tuple[bytes, str]:
    """The diagram without its forms, as UTF-8, and the hash of the whole. Raises NotFound."""
    xml, content_hash = version_xml(session, version_id)
    return drawn_part(xml), content_hash
