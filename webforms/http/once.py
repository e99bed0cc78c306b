"""A form that is sent twice has one effect, and both times the same answer (engine.people.handled).

Every form carries a key of its own (`{{ token() }}` in the templates); a script sends one as Idempotency-Key.
The key, with the answer, is written in the transaction of the action: the commit waits until the view has
answered (engine.database.Later). A form without a key is handled as often as it comes. What was refused
changed nothing, so nothing is remembered of it.

Set up after `webforms.auth.session`: the key is one person's.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, request
from flask import session as browser_session
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from engine.database import Later, reading, transaction
from engine.errors import EngineError, Unavailable, Unconfirmed
from engine.people import handled
from engine.people.handled import Answer
from webforms.http.csrf import KEY_FIELD
from webforms.http.errors import engine_error, unavailable
from webforms.presentation.language import t

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
#: Seconds that a second one waits for the first one's answer, after its action was committed.
_PATIENCE = 5.0
_PAUSE = 0.05
#: What is repeated of an answer besides its status.
_HEADERS = ("Location", "Upload-Offset", "Upload-Expires", "Tus-Resumable")
_MAX_BODY = 4096
_NOTICES = "_flashes"


class Repeated(Exception):
    """Somebody handled this form already: what was done just now is undone."""


class Once:
    """One form with a key, while it is being handled."""

    def __init__(self, person_id: int, key: str, *, from_script: bool) -> None:
        self.person_id, self.key, self.from_script = person_id, key, from_script
        self.later = Later(self.write)
        self.answer: Answer | None = None
        #: Its answer is known, and it may be that there is none to remember.
        self.answered = False
        self.taken = False
        self.notices = len(browser_session.get(_NOTICES, ()))

    def write(self, session: Any) -> None:
        """At the end of each of its transactions. Raises Repeated."""
        if self.taken:
            if self.answered:
                handled.complete(session, self.person_id, self.key, self.answer)
            return
        if self.answered and self.answer is None:
            return
        if not handled.take(session, self.person_id, self.key, self.answer):
            raise Repeated
        self.taken = True

    def finish(self, response: Response) -> Response:
        """Commits, and gives what is to be sent: this answer, or the first one's."""
        taken_before = self.taken
        self.answer, self.answered = self._answer_of(response), True
        if self.later.unconfirmed:  # before the view had answered; it has said so
            return self._find_out(lambda: response)
        try:
            wrote = self.later.settle()
        except Unavailable as error:
            self._forget_notices()
            return self._find_out(partial(unavailable, error))
        self.later.end()
        if taken_before and not wrote:
            with transaction() as session:
                handled.complete(session, self.person_id, self.key, self.answer)
        if not self.taken and (response.status_code >= 300 or self.answer is not None):
            # Nothing was done: because it was done before?
            return self.repeat() or response
        return response

    def _find_out(self, refusal: Callable[[], Response]) -> Response:
        """After a commit that nobody confirmed: its answer if it was written, `refusal` if it was not."""
        self.later.end()
        try:
            taken = handled.was_taken(self.person_id, self.key)
            return (self.repeat() if taken else None) or refusal()
        except Unavailable:
            return engine_error(Unconfirmed())

    def _forget_notices(self) -> list[Any]:
        """Those of this form: what they say was done is not so, or is said by the first answer. Gives the
        others."""
        browser_session[_NOTICES] = mine = browser_session.get(_NOTICES, [])[: self.notices]
        return list(mine)

    def repeat(self) -> Response | None:
        """The first one's answer; None where there was no first."""
        until = time.monotonic() + _PATIENCE
        while True:
            with reading() as session:
                first = handled.find(session, self.person_id, self.key)
            if first is None:
                return None
            if first.answer is not None or time.monotonic() > until:
                break
            time.sleep(_PAUSE)
        mine = self._forget_notices()
        if first.answer is None:
            flash(t("errors.form_interrupted.message"), "warn")
            return cast("Response", redirect(_referring_page(), 303))
        browser_session[_NOTICES] = [*mine, *(tuple(notice) for notice in first.answer.notices)]
        return Response(first.answer.body, first.answer.status, first.answer.headers)

    def _answer_of(self, response: Response) -> Answer | None:
        leads_on = response.status_code in {201, 302, 303}
        tells = self.from_script and response.is_json and response.status_code == 200
        if not leads_on and not tells:
            return None
        headers = {name: response.headers[name] for name in _HEADERS if name in response.headers}
        body = ""
        if response.is_json and (response.content_length or 0) <= _MAX_BODY:
            headers["Content-Type"], body = response.content_type, response.get_data(as_text=True)
        notices = [list(notice) for notice in browser_session.get(_NOTICES, [])[self.notices :]]
        return Answer(status=response.status_code, headers=headers, body=body, notices=notices)


def set_up(app: Flask) -> None:
    """What happens around each POST that has a key."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_drop)
    app.register_error_handler(Repeated, _repeated)


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or getattr(view, "public", False) or not current_user.is_authenticated:
        return
    key = request.headers.get(HEADER, "")
    from_script = bool(key)
    if not key and request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        key = request.form.get(KEY_FIELD, "")
    if _KEY.fullmatch(key):
        g.once = Once(current_user.actor.id, _digest(key, from_script=from_script), from_script=from_script)
        g.once.later.begin()


def _digest(key: str, *, from_script: bool) -> str:
    """Whoever goes back and sends the page once more with other words means another action."""
    sent: list[Any] = [key, request.full_path]
    if not from_script:
        sent += [
            (name, values) for name, values in request.form.lists() if name not in {KEY_FIELD, "csrf_token"}
        ]
        sent += [(name, file.filename, _content(file)) for name, file in request.files.items(multi=True)]
    return hashlib.sha256(repr(sent).encode()).hexdigest()


def _content(file: FileStorage) -> str:
    """Another file may have the same name; it is read on from its beginning."""
    content = hashlib.sha256()
    while piece := file.stream.read(1024 * 1024):
        content.update(piece)
    file.stream.seek(0)
    return content.hexdigest()


def _finish(response: Response) -> Response:
    once: Once | None = g.pop("once", None)
    if once is None:
        return response
    try:
        return once.finish(response)
    except Repeated:
        return once.repeat() or response
    except EngineError as error:
        return engine_error(error)
    finally:
        once.later.end()


def _repeated(_error: Repeated) -> Response:
    once: Once = g.pop("once")
    once.later.end()
    answer = once.repeat()
    assert answer is not None  # noqa: S101  # its key is there
    return answer


def _drop(_error: BaseException | None) -> None:
    once: Once | None = g.pop("once", None)
    if once is not None:
        once.later.end()


def _referring_page() -> str:
    page = urlsplit(request.referrer or "")
    return page.path or "/" if page.netloc == request.host else "/"
