"""Files on their way in, and what became of them. The bytes live in engine.storage by content hash."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, ForeignKey, Index, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.tables.base import Table, words


class UploadState(enum.StrEnum):
    RECEIVING = "receiving"
    #: All bytes are here; the content is being looked at.
    CHECKING = "checking"
    READY = "ready"
    #: The content is not what it may be.
    REFUSED = "refused"
    #: Part of an instance for good: a completed task names it.
    ATTACHED = "attached"


class Upload(Table):
    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("received >= 0 AND received <= length", name="received_within"),
        CheckConstraint("state NOT IN ('ready', 'attached') OR sha256 IS NOT NULL", name="ready_has_content"),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refused_has_reason"),
        Index("ix_uploads_state_expires", "state", "expires_at"),
        # Few, however many files somebody has handed in.
        Index(
            "ix_uploads_unsent",
            "person_id",
            "task_id",
            sqlite_where=text("state <> 'attached'"),
            postgresql_where=text("state <> 'attached'"),
        ),
    )

    #: A random UUID: the address of the upload, and the id of the item in the answers.
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instances.id"), index=True)
    #: Path of the field in the form: "foto", "foto.bukti_persetujuan".
    field: Mapped[str]
    #: What its owner calls it, made safe to show; never part of a path.
    file_name: Mapped[str]
    #: What the field takes: media types and endings; empty: whatever Alur knows.
    accept: Mapped[list[Any]] = mapped_column(default=list)
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[UploadState] = mapped_column(words(UploadState), default=UploadState.RECEIVING)
    #: Why it was refused: the words are `files.refused.REASON`, filled in with `reason_params`.
    reason: Mapped[str | None]
    reason_params: Mapped[dict[str, Any] | None]
    #: By content, never by name.
    media_type: Mapped[str | None]
    sha256: Mapped[str | None]
    #: Pixels, after orientation.
    width: Mapped[int | None]
    height: Mapped[int | None]
    #: Copies without any metadata: {"web": {"sha256", "media_type", "size"}, "thumb": …}.
    copies: Mapped[dict[str, Any] | None]
    restricted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


#: Not an instance's yet. Spelled out: from a bound value SQLite can't tell that the index fits.
IS_UNSENT: ColumnElement[bool] = literal_column("uploads.state <> 'attached'")
