"""Definitions and their versions."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.tables.base import Table, words


class VersionState(enum.StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    ACTIVE = "active"
    RETIRED = "retired"


class Definition(Table):
    __tablename__ = "definitions"
    # The list is narrowed to a folder, and goes by name.
    __table_args__ = (Index("ix_definitions_folder_name", "folder", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The process id in the diagram.
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    #: Under which the list shows it; empty: under none.
    folder: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Version(Table):
    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("definition_id", "number"),
        Index("uq_versions_active", "definition_id", unique=True,
              sqlite_where=text("state = 'active'"), postgresql_where=text("state = 'active'")),
        CheckConstraint("state <> 'active' OR activated_at IS NOT NULL", name="active_has_time"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(words(VersionState))
    #: The diagram. It changes only while the version is a draft.
    xml: Mapped[str] = mapped_column(Text, deferred=True)
    #: SHA-256 of the diagram.
    content_hash: Mapped[str]
    file_name: Mapped[str]
    #: The version that this one was made from.
    source: Mapped[int | None]
    #: Counts the saves of a draft: who saves must have seen the last one.
    seq: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime | None]
    #: Ids of all who created, saved or submitted it: none of them may approve it.
    authors: Mapped[list[Any]] = mapped_column(default=list)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    #: What changed and why, in the words of who submitted it.
    note: Mapped[str] = mapped_column(default="")
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    #: "Berlaku mulai": approved before, it becomes active on this day.
    valid_from: Mapped[date | None]
    activated_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    activated_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class Comment(Table):
    """What a reviewer says of a version, pinned to an element or about the whole."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    #: Element id in the diagram; None: about the whole.
    element: Mapped[str | None]
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    resolved_at: Mapped[datetime | None]


class LaneRole(Table):
    """Which roles may do the work of a definition's lane: "A/B" is two roles. Written when a
    version comes."""

    __tablename__ = "lane_roles"

    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"), primary_key=True)
    lane: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True, index=True)


class Counter(Table):
    """The last instance number of a definition in a year."""

    __tablename__ = "counters"

    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
