"""What somebody had typed when their login had ended: carried through the login page, signed, and given back.

Signed, because it becomes a draft: nobody may slip words into another person's task. It names the owner of
the ended login, and only the same person gets it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from engine.database import reading
from engine.people.logins import owner_of

#: The login page is at hand when it is made; a lunch break later it still works.
LASTS = timedelta(hours=2)
LARGEST = 256 * 1024
#: Views that take a task's whole form: what they were sent is a draft. A claim or a reason is none.
_FORMS = {("task", view) for view in ("submit", "save_draft", "release")}


@dataclass(frozen=True)
class Kept:
    """For the login page: the sealed text (None: too much of it), and whether files were chosen besides."""

    sealed: str | None
    files: bool


@dataclass(frozen=True)
class Opened:
    person_id: int
    task_id: int
    typed: dict[str, list[str]]


class TooLate(Exception):
    """Sealed by us, but too long ago."""


def keep_typed(token: str) -> Kept | None:
    """None when this was no task's form, or nobody knows whose login it was."""
    if (request.blueprint, (request.endpoint or "").rpartition(".")[2]) not in _FORMS:
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
    return Kept(_signer().dumps([person_id, (request.view_args or {})["task_id"], typed]), files)


def open_kept(sealed: str) -> Opened | None:
    """None when there is nothing, or nothing of ours. Raises TooLate."""
    try:
        person_id, task_id, typed = _signer().loads(sealed, max_age=int(LASTS.total_seconds()))
    except SignatureExpired as expired:
        raise TooLate from expired
    except BadSignature:
        return None
    return Opened(person_id, task_id, typed)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="kept")
