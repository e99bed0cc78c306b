"""What somebody had typed when their login had ended: sealed into the login page, and given back after it.

Signed, because it becomes a draft, or the words of a dialog: nobody may slip words into another person's
task. It names whose page it came from, and only the same person gets it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from engine import clock
from engine.database import reading
from engine.people.queries import is_active
from webforms.resubmit.forms import DIALOG_FORMS, TASK_FORMS

#: The login page is at hand when it is made; a lunch break later it still works.
MAX_AGE = timedelta(hours=2)
#: Bytes of UTF-8, names and texts together.
MAX_TYPED = 256 * 1024
#: Characters of a sealed dialog: its words go on to their page in a cookie, which holds 4 KB.
MAX_SEALED_DIALOG = 3000


@dataclass(frozen=True)
class Sealed:
    """For the login page: the sealed text (None: too much of it), and whether files were chosen besides."""

    text: str | None
    files: bool


@dataclass(frozen=True)
class Unsealed:
    person_id: int
    #: To what it had been sent: of TASK_FORMS or DIALOG_FORMS.
    endpoint: str
    args: dict[str, Any]
    typed: dict[str, list[str]]


class SealExpired(Exception):
    """Sealed by us, but too long ago."""


def seal_typed(person_id: int) -> Sealed | None:
    """What this request typed, for its person. None when it was for neither a task's form nor a dialog's, or
    when nobody can log in as that person any more: then it is not even read."""
    endpoint = str(request.endpoint)
    if endpoint not in TASK_FORMS and endpoint not in DIALOG_FORMS:
        return None
    with reading() as session:
        if not is_active(session, person_id):
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
    if size > MAX_TYPED:
        return Sealed(None, files)
    text = str(_signer().dumps([person_id, endpoint, request.view_args or {}, typed]))
    too_much = endpoint in DIALOG_FORMS and len(text) > MAX_SEALED_DIALOG
    return Sealed(None if too_much else text, files)


def unseal(text: str) -> Unsealed | None:
    """None when there is nothing, or nothing of ours. Raises SealExpired."""
    try:
        (person_id, endpoint, args, typed), sealed_at = _signer().loads(text, return_timestamp=True)
    except BadSignature:
        return None
    # By its age alone: what seems to come from the future was sealed before the clock was set back.
    if clock.now() - sealed_at > MAX_AGE:
        raise SealExpired
    return Unsealed(person_id, endpoint, args, typed)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="sealed")
