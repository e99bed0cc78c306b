"""A password asked in between: the form that needed one waits on the page that asks, and is sent on with it.

An action that wants a password given lately (engine.people.confirmation) raises PasswordNeeded, whoever's
view it was. The answer holds all that was typed; sent again to the same address with `_password`, and the
right one, the view runs once more. So nothing is typed twice, with scripts or without.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine import clock
from engine.database import transaction
from engine.errors import PasswordNeeded, Unavailable
from engine.people.attempts import TooManyAttempts
from engine.people.passwords import TooManyAtOnce
from engine.people.sign_in import confirm
from webforms.auth.proving import prove
from webforms.http.errors import message_of, referring_page, title_of
from webforms.http.request import wants_json
from webforms.presentation.language import current_language, t
from webforms.presentation.times import duration

#: The field of the page that asks; nobody's form has one of this name.
PASSWORD = "_password"  # noqa: S105  a field's name


def set_up(app: Flask) -> None:
    """For every view."""
    app.register_error_handler(PasswordNeeded, ask)


def ask(error: PasswordNeeded) -> ResponseReturnValue:
    """The page that asks, 401; or, where the right password came along, what the view answers.

    401 for a wrong one, 429 after too many, 503 while too many are computed.
    """
    password = request.form.get(PASSWORD, "")
    if not password:
        return _page(error, 401)
    try:
        known = _prove(password)
    except TooManyAttempts as too_many:
        wait = duration(int(str(too_many.params["minutes"])), current_language())
        return _waiting(_page(error, 429, t("login.too_many", wait=wait)), too_many)
    except TooManyAtOnce as busy:
        return _waiting(_page(error, 503, message_of(busy)), busy)
    return _repeat() if known else _page(error, 401, t("people.password_wrong"))


def _prove(password: str) -> bool:
    by = current_user.actor
    attempt, checked = prove(by.username, password)
    with transaction() as session:
        known = confirm(session, attempt, checked, token=current_user.token, by=by)
    if known:
        current_user.actor = replace(by, confirmed_at=clock.now())
    return known


def _repeat() -> ResponseReturnValue:
    """The view once more, which had changed nothing: its transaction was rolled back."""
    view = current_app.ensure_sync(current_app.view_functions[str(request.endpoint)])
    try:
        answer: ResponseReturnValue = view(**(request.view_args or {}))
    except Exception as error:  # noqa: BLE001  # handed on to whoever answers it
        # Its own refusals, too, are answered as always.
        return current_app.handle_user_exception(error)
    return answer


def _page(error: PasswordNeeded, status: int, problem: str = "") -> Response:
    if wants_json():
        return make_response(
            jsonify(code=error.code, title=title_of(error), message=message_of(error)), status
        )
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {PASSWORD, "csrf_token", "_from"}
    ]
    page = render_template(
        "login/confirm.html",
        title=title_of(error),
        message=message_of(error),
        problem=problem,
        typed=typed,
        back_url=request.form.get("_from") or referring_page() or "/",
    )
    return make_response(page, status)


def _waiting(response: Response, error: Unavailable) -> Response:
    response.headers["Retry-After"] = str(error.params["seconds"])
    return response
