"""Who does an action: a signed-in person with what they hold, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Actor:
    id: int
    username: str
    name: str
    unit: str = ""
    language: str = "id"
    #: Roles in the definitions (names of lanes' roles).
    roles: frozenset[str] = field(default_factory=frozenset)
    #: Offices in Alur itself: admin, process_admin, supervisor, auditor.
    offices: frozenset[str] = field(default_factory=frozenset)
    #: When their login last proved who they are by a password; None: no login is behind them (a command, the
    #: worker).
    confirmed_at: datetime | None = field(default=None, compare=False)
