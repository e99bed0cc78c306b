"""Procedures and their versions."""

from __future__ import annotations

import enum
from datetime import datetime

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

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The process id in the diagram.
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
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
    #: The file exactly as it came.
    xml: Mapped[str] = mapped_column(Text, deferred=True)
    #: SHA-256 of the file.
    content_hash: Mapped[str]
    file_name: Mapped[str]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    activated_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    activated_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class LaneRole(Table):
    """Which roles may do the work of a procedure's lane: "A/B" is two roles. Written when a version comes."""

    __tablename__ = "lane_roles"

    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"), primary_key=True)
    lane: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True, index=True)


class Counter(Table):
    """The last case number of a procedure in a year."""

    __tablename__ = "counters"

    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
