"""Actions on which others rely want a password that was given lately: a browser left open is not its owner.

A login holds when its password was last given, at its beginning or since. Approving, putting in force, and
all that is done to accounts ask for it here, after the right and before anything is written.
"""

from __future__ import annotations

from datetime import timedelta

from engine import clock
from engine.actor import Actor
from engine.errors import PasswordNeeded

#: So long an action may come after the password.
RECENT = timedelta(minutes=10)


def require_recent_password(by: Actor | None) -> None:
    """Raises PasswordNeeded. Nobody is asked where no login is behind them: on the command line."""
    if by is None or by.confirmed_at is None:
        return
    # Also later than now: the clock was set back.
    if abs(clock.now() - by.confirmed_at) > RECENT:
        raise PasswordNeeded
