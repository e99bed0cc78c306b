"""What happened: rows are added, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from engine.tables.base import Table


class Chain(Table):
    """Head of a chain that no instance's row carries: "people", "definitions", "denials", "denials:17"."""

    __tablename__ = "chains"

    name: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[str]


class Event(Table):
    __tablename__ = "events"
    # Unique, so that two writers can never continue from the same event.
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        UniqueConstraint("chain", "previous_hash"),
        # The trail's order, of all events, of one kind, of a person's of one kind.
        Index("ix_events_at_id", "at", "id"),
        Index("ix_events_name_at_id", "name", "at", "id"),
        Index("ix_events_person_id_name_at_id", "person_id", "name", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "instance:17", "people", "definitions", "denials"; "denials:17" of what was refused in that instance.
    chain: Mapped[str]
    #: 1, 2, 3 … without a gap.
    seq: Mapped[int]
    name: Mapped[str]
    at: Mapped[datetime]
    #: None: the system itself.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Exactly the text that was hashed.
    body: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str]
    hash: Mapped[str]


class Denial(Table):
    """How often somebody was refused the same action in one hour; gone when the hour's event is written."""

    __tablename__ = "denials"
    __table_args__ = (
        CheckConstraint("times > 0", name="times_positive"),
        Index("uq_denials_chain_seq", "chain", "seq", unique=True),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: When the hour began.
    hour: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    #: SHA-256 of what was refused and where, hexadecimal.
    key: Mapped[str] = mapped_column(primary_key=True)
    #: Place of the event of the first time.
    chain: Mapped[str]
    seq: Mapped[int | None]
    times: Mapped[int]


#: Refuses UPDATE and DELETE; one statement each, for the migration and for tests that create tables.
SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
    f"BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events "
    "FOR EACH ROW EXECUTE FUNCTION events_append_only()",
    "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()",
)

for _dialect, _triggers in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRESQL_TRIGGERS)):
    for _trigger in _triggers:
        _ddl = DDL(_trigger.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(Event.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
