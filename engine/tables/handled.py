"""Which forms were handled lately, and what was answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.tables.base import Table


class HandledForm(Table):
    """The same form once more gets the same answer: a cut line, a second press of a button."""

    __tablename__ = "handled_forms"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: SHA-256 of the form's own key, where it was sent, and what was in it.
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    #: JSON of the answer; none while the action still goes on.
    answer: Mapped[str | None]
