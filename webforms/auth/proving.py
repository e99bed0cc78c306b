"""A password that is typed here: counted, looked at, and settled by whoever asked for it."""

from __future__ import annotations

from flask import current_app

from engine.database import transaction
from engine.people.passwords import TooManyAtOnce
from engine.people.sign_in import Attempt, Checked, begin, check, take_back
from webforms.auth.known_browser import login_origin


def names_known(*names: str) -> tuple[str, ...]:
    """What no password may be made of: these, and the office's name."""
    return (current_app.config["ALUR"].office_name, *names)


def prove(username: str, password: str) -> tuple[Attempt, Checked]:
    """The first two of the three parts of engine.people.sign_in. Raises TooManyAttempts, TooManyAtOnce."""
    with transaction() as session:
        attempt = begin(session, username, login_origin(username))
    try:
        return attempt, check(attempt, password)
    except TooManyAtOnce:
        with transaction() as session:
            take_back(session, attempt)
        raise
