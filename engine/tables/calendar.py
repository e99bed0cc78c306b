"""The office's calendar as administrators entered it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.tables.base import Table


class CalendarVersion(Table):
    """One change, with the whole calendar after it: rows are added, the newest holds."""

    __tablename__ = "calendar_versions"

    #: 1, 2, 3 …: of two who change at once, the second finds its number taken.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: As engine.calendar.entries.to_document writes it: a stored format.
    document: Mapped[dict[str, Any]]
