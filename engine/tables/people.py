"""Who works here, and what they may do."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.tables.base import Table, words


class GrantKind(enum.StrEnum):
    #: What they may do in definitions: a role that the name of a lane says, as people write it.
    ROLE = "role"
    #: An office in Alur itself: see engine.people.rights.
    OFFICE = "office"


class Person(Table):
    __tablename__ = "people"
    __table_args__ = (CheckConstraint("username = lower(username)", name="username_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    #: The unit ("bidang") as printed beside the name.
    unit: Mapped[str] = mapped_column(default="")
    #: argon2id; none until the person has followed their invitation.
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="id")
    active: Mapped[bool] = mapped_column(default=True)
    #: A fictional account of `alur serve --demo`; production refuses a database that holds one.
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Grant(Table):
    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_kind_name", "kind", "name"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[GrantKind] = mapped_column(words(GrantKind), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class Login(Table):
    """One browser that is logged in. The cookie holds the token, the row its hash."""

    __tablename__ = "logins"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    #: "Firefox, Android": so that people recognise their own devices.
    device: Mapped[str] = mapped_column(default="")
    #: Where it came from, as the network says.
    address: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    #: When the password was last given: engine.people.confirmation.
    confirmed_at: Mapped[datetime]
    #: In the past once logged out: the row stays a while, so that a form left open still finds its owner.
    expires_at: Mapped[datetime]


class LoginAttempt(Table):
    """Wrong passwords lately, counted under hashed keys: engine.people.attempts says which."""

    __tablename__ = "login_attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    failed: Mapped[int]
    #: When the first of them came: counting starts anew some time after it.
    since: Mapped[datetime] = mapped_column(index=True)
    #: When the last of them came: the more have failed, the longer the next one waits after it.
    latest: Mapped[datetime]


class FailedLogins(Table):
    """Wrong passwords from an address that had too many of them to be written down one by one."""

    __tablename__ = "failed_logins"

    address: Mapped[str] = mapped_column(primary_key=True)
    #: Whose account; empty for all names that nobody has.
    username: Mapped[str] = mapped_column(primary_key=True)
    failed: Mapped[int]
    #: When the first of them came: an hour later their sum becomes an event.
    since: Mapped[datetime] = mapped_column(index=True)


class StoredNotice(Table):
    """What somebody is told of an account, the calendar or their work; gone when they have read it."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Who is told.
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    #: The event's name, and what is told of it: each event has keys of its own (engine.people.notices).
    event: Mapped[str]
    details: Mapped[dict[str, Any]]


class GrantRequest(Table):
    """A role or an office that an administrator of accounts asked for themselves; gone when it is decided."""

    __tablename__ = "grant_requests"
    __table_args__ = (UniqueConstraint("person_id", "kind", "name", name="uq_grant_requests_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[GrantKind] = mapped_column(words(GrantKind))
    name: Mapped[str]
    reason: Mapped[str]
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Invitation(Table):
    """A one-time link: for the first admin (no person yet) or for somebody to set their password."""

    __tablename__ = "invitations"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
