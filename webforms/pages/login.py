"""Masuk and Keluar."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.actor import Actor
from engine.database import reading, transaction
from engine.errors import EngineError, Unavailable
from engine.inbox import drafts
from engine.people.attempts import TooManyAttempts
from engine.people.notices import Topic, notices
from engine.people.passwords import password_problems
from engine.people.sign_in import Opened, log_in, log_out
from webforms.auth.known_browser import device_name, remember_browser
from webforms.auth.proving import names_known, prove
from webforms.auth.session import (
    begin_session,
    local_path,
    login_page,
    public,
    session_token,
    use_login,
)
from webforms.http.errors import engine_error, message_of
from webforms.presentation.language import current_language, remember_language, t, use_language
from webforms.presentation.times import duration
from webforms.resubmit.forms import DIALOG_FORMS
from webforms.resubmit.resubmission import carry
from webforms.resubmit.sealed import Sealed, SealExpired, unseal

pages = Blueprint("login", __name__)


@pages.get("/login")
@public
def show() -> ResponseReturnValue:
    """The login page; whoever is logged in is led on. Public."""
    next_url = local_path(request.args.get("next"))
    return redirect(next_url) if current_user.is_authenticated else login_page(next_url=next_url)


@pages.post("/login")
@public
def enter() -> ResponseReturnValue:
    """Leads to `next`. Public. 401 for a wrong name or password, 422 without one, 429 after too many
    attempts, 503 while too many passwords are computed.

    With `language` only the same page in that language.
    """
    if "language" in request.form:
        return _in_language(request.form["language"])
    username, password = request.form.get("username", ""), request.form.get("password", "")
    if not username.strip() or not password:
        return _redisplay(422, t("login.missing"))
    try:
        opened = _try(username, password)
    except TooManyAttempts as error:
        return _wait(error)
    if opened is None:
        return _redisplay(401, t("login.wrong"))
    begin_session(opened.token, opened.actor)
    names = names_known(opened.actor.name, opened.actor.unit)
    if password_problems(password, username=opened.actor.username, names=names):
        browser_session["weak_password"] = True
    with reading() as session:
        if any(notice.topic is Topic.ACCOUNT for notice in notices(session, by=opened.actor)):
            browser_session["account_notices"] = True
    return remember_browser(make_response(redirect(_restore(opened.actor))), username)


@pages.post("/logout")
@public
def leave() -> ResponseReturnValue:
    """303 to the login page. Public: also for a login that has ended."""
    token = session_token()
    if token is not None:
        with transaction() as session:
            log_out(session, token)
    browser_session.clear()
    flash(t("login.logged_out"), "ok")
    response = Response(status=303, headers={"Location": url_for("login.show")})
    # What this computer still holds of our pages is not for the next person.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.get("/session")
def how_long() -> ResponseReturnValue:
    """Whose login it is, and for how long: `{"person", "ends_in", "may_last"}`, in seconds. Asked with
    `?live` it is not used by that. 401."""
    return _session_facts()


@pages.post("/session")
def extend() -> ResponseReturnValue:
    """As `how_long`, once the hour of a login has begun anew. 401."""
    use_login()
    return _session_facts()


def _session_facts() -> ResponseReturnValue:
    known = current_user
    facts = {"person": known.actor.id, "ends_in": known.ends_in, "may_last": known.may_last}
    return facts, {"Cache-Control": "no-store"}


@pages.errorhandler(Unavailable)
def wait_here(error: Unavailable) -> ResponseReturnValue:
    """At whatever question the database was away: what was sealed waits on the page for the next try. 503."""
    response = engine_error(error)
    if request.endpoint != f"{pages.name}.{enter.__name__}":
        return response
    page = _redisplay(response.status_code, message_of(error))
    page.headers["Retry-After"] = response.headers["Retry-After"]
    return page


def _try(username: str, password: str) -> Opened | None:
    attempt, checked = prove(username, password)
    with transaction() as session:
        return log_in(session, attempt, checked, device=device_name(), instead_of=session_token())


def _redisplay(status: int, problem: str) -> Response:
    """The page once more, with everything but the password."""
    sealed = request.form.get("sealed")
    return login_page(
        status=status,
        next_url=local_path(request.form.get("next")),
        sealed=Sealed(sealed, files=False) if sealed else None,
        problem=problem,
        username=request.form.get("username", "")[:100],
    )


def _wait(error: TooManyAttempts) -> Response:
    minutes, seconds = int(str(error.params["minutes"])), str(error.params["seconds"])
    response = _redisplay(429, t("login.too_many", wait=duration(minutes, current_language())))
    response.headers["Retry-After"] = seconds
    return response


def _in_language(language: str) -> Response:
    use_language(language)
    return remember_language(_redisplay(200, ""), current_language())


def _restore(actor: Actor) -> str:
    """Where to go now; what was typed when an earlier login had ended is a draft there."""
    next_url = local_path(request.form.get("next"))
    try:
        opened = unseal(request.form.get("sealed", ""))
    except SealExpired:
        flash(t("login.restored_late"), "warn")
        return next_url
    if opened is None:
        return next_url
    if opened.person_id != actor.id:
        flash(t("login.restored_other"), "warn")
        return "/"
    if opened.endpoint in DIALOG_FORMS:
        words = {name: values[0] for name, values in opened.typed.items()}
        return carry(
            opened.endpoint,
            opened.args,
            words,
            title=t("login.words_restored_title"),
            words=t("login.words_restored"),
        )
    task_id = int(opened.args["task_id"])
    try:
        with transaction() as session:
            drafts.save(session, task_id, opened.typed, by=actor)
    except Unavailable:
        raise  # not lost yet
    except EngineError:
        flash(t("login.not_restored"), "warn")
        return "/"
    flash(t("login.restored"), "ok")
    return url_for("task.show", task_id=task_id)
