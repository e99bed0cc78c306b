"""What somebody had typed when their login had ended: carried through the login page, signed, and given back.

Signed, because it becomes a draft, or the reason of a deed: nobody may slip words into another person's task.
It names the owner of the ended login, and only the same person gets it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from engine.database import reading
from engine.people.logins import owner_of
from webforms.deeds import DEEDS, FORMS

#: The login page is at hand when it is made; a lunch break later it still works.
LASTS = timedelta(hours=2)
LARGEST = 256 * 1024
#: Of the words for a deed: they go on to their page in a cookie, which holds 4 KB.
LARGEST_SEALED_WORDS = 3000


@dataclass(frozen=True)
class Kept:
    """For the login page: the sealed text (None: too much of it), and whether files were chosen besides."""

    sealed: str | None
    files: bool


@dataclass(frozen=True)
class Opened:
    person_id: int
    #: To what it had been sent: a task's form, or a deed of webforms.again.
    endpoint: str
    args: dict[str, Any]
    typed: dict[str, list[str]]


class TooLate(Exception):
    """Sealed by us, but too long ago."""


def keep_typed(token: str) -> Kept | None:
    """None when this was neither a task's form nor a deed's words, or nobody knows whose login it was."""
    endpoint = str(request.endpoint)
    if endpoint not in FORMS and endpoint not in DEEDS:
        return None
    with reading() as session:
        person_id = owner_of(session, token)
    if person_id is None:
        return None
    # Names with _ are the page's own buttons.
    typed = {
        name: values
        for name, values in request.form.lists()
        if name != "csrf_token" and not name.startswith("_")
    }
    if not typed:
        return None
    files = any(file.filename for file in request.files.values())
    size = sum(len(name) + sum(len(value.encode()) for value in values) for name, values in typed.items())
    if size > LARGEST:
        return Kept(None, files)
    sealed = str(_signer().dumps([person_id, endpoint, request.view_args or {}, typed]))
    too_much = endpoint in DEEDS and len(sealed) > LARGEST_SEALED_WORDS
    return Kept(None if too_much else sealed, files)


def open_kept(sealed: str) -> Opened | None:
    """None when there is nothing, or nothing of ours. Raises TooLate."""
    try:
        person_id, endpoint, args, typed = _signer().loads(sealed, max_age=int(LASTS.total_seconds()))
    except SignatureExpired as expired:
        raise TooLate from expired
    except BadSignature:
        return None
    return Opened(person_id, endpoint, args, typed)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="kept")
