"""The token that every form carries (Flask-WTF): a form without it could have been sent by another site.

Set up before `webforms.auth.session`: such a form is turned away before anybody asks who sent it, and a long
one before it is read. So the token is a header (a script's), or stands among the first fields.

A token names the person whose page it came with. Somebody who logged out and in again in another tab sends
the forms that are still open: they are theirs as before.

Pages travel compressed, and so long as a browser can be made to ask for them again and again, their lengths
tell what stands in all of them alike (BREACH). So the token is written as another one each time: its bytes
under random ones, which stand before it.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import parse_qs

import structlog
from flask import Flask, current_app, g, request
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.sansio.multipart import Data, Epilogue, Field, MultipartDecoder, NeedData

from webforms.http.errors import error_response
from webforms.http.request import AppRequest
from webforms.presentation.language import t

#: Bytes of a form within which its token stands, and of one that is read all the same.
BEGINNING = 8 * 1024
SHORT = 64 * 1024
_FIELD = "csrf_token"
#: How a masked token begins; Flask-WTF's own has no "~".
_MASKED = "~"
#: What a form calls its key.
KEY_FIELD = "_once"

#: Seconds. For so long a form that was left open is its person's, as its typing is (engine.people.logins).
_MAX_AGE = 7 * 24 * 3600
_NOBODY = ""

log = structlog.get_logger("alur.csrf")


def set_up(app: Flask) -> CSRFProtect:
    """Every POST, PUT, PATCH and DELETE needs a token; without one 400. The result can exempt views.

    Templates have `form_token()` and `csrf_token()`.
    """
    # The token lives as long as the login; a form left open over lunch must still be accepted.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.register_error_handler(CSRFError, no_token)
    app.add_template_global(form_token)
    # As it stands in templates.
    app.add_template_global(form_token, "token")
    protection = _Protection(app)
    app.add_template_global(csrf_token)
    # Flask-WTF's own stands there, too, and would come first.
    app.context_processor(lambda: {"csrf_token": csrf_token})
    return protection


def csrf_token() -> str:
    """This browser's token, masked: the same throughout a page, and in no other."""
    if "masked_token" not in g:
        token = generate_csrf().encode()
        pad = secrets.token_bytes(len(token))
        g.masked_token = _MASKED + urlsafe_b64encode(pad + _xor(pad, token)).decode()
    masked: str = g.masked_token
    return masked


def form_token() -> Markup:
    """The hidden inputs of every form that is sent by POST: its token and, of who is logged in, its key
    (webforms.http.once)."""
    token = Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf_token())
    if not current_user.is_authenticated:
        return token
    key = Markup('<input type="hidden" name="{}" value="{}">').format(KEY_FIELD, secrets.token_hex(16))
    return token + key


def name_person(person_id: int) -> None:
    """The tokens of this session are this person's from now on."""
    browser_session[_FIELD] = f"{person_id}.{secrets.token_hex(20)}"


def sent_by() -> int | None:
    """Whose page this form came with, as its token says; None: it has none of ours, or was nobody's page."""
    # Of its own session, however old.
    person = _person_in(browser_session[_FIELD] if g.get("csrf_valid") else _sent())
    return int(person) if person else None


def is_ours() -> bool:
    """Whether this form came with a token that we made, for whatever session."""
    return bool(_sent())


def _sent() -> str:
    protection: _Protection = current_app.extensions["csrf"]
    return _opened(protection.sent_token())


class _Protection(CSRFProtect):  # type: ignore[misc]  # without types
    def _get_csrf_token(self) -> str | None:
        token = self.sent_token()
        mine = _person_in(browser_session.get(_FIELD, _NOBODY))
        if mine and mine == _person_in(_opened(token)):
            renewed: str = generate_csrf()
            return renewed
        return token

    def sent_token(self) -> str | None:
        """As it was masked, in a header or among the first fields."""
        sent = self._masked_token()
        return sent and _unmasked(sent)

    def _masked_token(self) -> str | None:
        for name in current_app.config["WTF_CSRF_HEADERS"]:
            if token := request.headers.get(name):
                return token
        length = request.content_length
        if isinstance(request, AppRequest) and (length is None or length > SHORT):
            beginning = request.beginning(BEGINNING)
            if beginning is not None:
                return _token_in(beginning)
        found: str | None = super()._get_csrf_token()
        return found


def _opened(token: str | None) -> str:
    """What a token of ours holds; nothing for another one, and for one that is too old."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        return str(signer.loads(token or "", max_age=_MAX_AGE))
    except BadSignature:
        return _NOBODY


def _person_in(token: str) -> str:
    person, point, _ = token.partition(".")
    return person if point and person.isdecimal() else _NOBODY


def _unmasked(sent: str) -> str:
    """What was masked; anything else as it is: a page of an earlier release is still open somewhere."""
    if not sent.startswith(_MASKED):
        return sent
    try:
        both = urlsafe_b64decode(sent.removeprefix(_MASKED))
    except ValueError:
        return ""
    half = len(both) // 2
    return _xor(both[:half], both[half:]).decode("ascii", "replace")


def _xor(pad: bytes, text: bytes) -> bytes:
    return bytes(first ^ second for first, second in zip(pad, text, strict=False))


def _token_in(beginning: bytes) -> str | None:
    """The field as it stands in the first bytes of a form."""
    if request.mimetype == "multipart/form-data":
        return _token_in_parts(beginning)
    if request.mimetype != "application/x-www-form-urlencoded":
        return None
    # What follows the last & may be half of a field.
    whole = beginning.rpartition(b"&")[0] if len(beginning) == BEGINNING else beginning
    return parse_qs(whole.decode(errors="replace")).get(_FIELD, [None])[0]


def _token_in_parts(beginning: bytes) -> str | None:
    boundary = request.mimetype_params.get("boundary", "").encode("ascii", "ignore")
    decoder = MultipartDecoder(boundary)
    field = ""
    try:
        decoder.receive_data(beginning)
        while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
            if isinstance(event, Data) and field == _FIELD and not event.more_data:
                return event.data.decode(errors="replace")
            if not isinstance(event, Data):
                field = event.name if isinstance(event, Field) else ""
    except ValueError:  # no form at all
        pass
    return None


def no_token(error: CSRFError) -> ResponseReturnValue:
    """400: nobody knows where this form came from."""
    # Behind a proxy that doesn't send on by which name it was asked, this is every form.
    log.warning("form_refused", why=error.description, host=request.host, path=request.path)
    words = f"{t('login.form_stale')} {t('login.form_stale_next')}"
    return error_response(400, t("login.form_stale_title"), words, code="form_stale")
