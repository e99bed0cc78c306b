"""Profil: one's own password, language and devices."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.audit.names import EventName
from engine.database import reading, transaction
from engine.people import guessable
from engine.people.accounts import choose_language
from engine.people.attempts import TooManyAttempts
from engine.people.logins import devices
from engine.people.notices import Topic, dismiss, notices
from engine.people.passwords import hash_password, password_problems
from engine.people.rights import Right, allows
from engine.people.sign_in import change_password, log_out_device, log_out_everywhere
from webforms.auth.known_browser import device_name, remember_browser
from webforms.auth.proving import names_known, prove
from webforms.auth.session import begin_session
from webforms.http.errors import problem_text
from webforms.presentation.language import current_language, remember_language, t, use_language
from webforms.presentation.times import duration

pages = Blueprint("profile", __name__)


@pages.get("/profile")
def show() -> ResponseReturnValue:
    """One's own."""
    return _page({})


@pages.post("/profile/password")
def set_password() -> ResponseReturnValue:
    """Leads to the profile, with a new login here and none elsewhere. 422, 429 after too many attempts."""
    actor, form = current_user.actor, request.form
    password, repeat = form.get("password", ""), form.get("repeat", "")
    problems = password_problems(
        password, username=actor.username, names=names_known(actor.name, actor.unit), repeat=repeat
    )
    if problems:
        return _page({path: problem_text(problem) for path, problem in problems.items()}), 422
    try:
        attempt, checked = prove(actor.username, form.get("current", ""))
        new = hash_password(password, username=actor.username)
        with transaction() as session:
            opened = change_password(session, attempt, checked, new, device=device_name(), by=actor)
    except TooManyAttempts as error:
        wait = duration(int(str(error.params["minutes"])), current_language())
        return _page({"current": t("login.too_many", wait=wait)}), 429
    if opened is None:
        return _page({"current": t("people.password_wrong")}), 422
    begin_session(opened.token, opened.actor)
    flash(t("people.profile.password_changed"), "ok")
    return remember_browser(make_response(redirect(url_for("profile.show"))), actor.username)


@pages.post("/profile/notices")
def dismiss_notices() -> ResponseReturnValue:
    """What was told has been read. Leads to the profile."""
    ids, by = request.form.getlist("notice", type=int), current_user.actor
    with transaction() as session:
        dismiss(session, [each for each in ids if 0 < each < 2**31], by=by)
        if not any(notice.topic is Topic.ACCOUNT for notice in notices(session, by=by)):
            browser_session.pop("account_notices", None)
    return redirect(url_for("profile.show"))


@pages.post("/profile/language")
def set_language() -> ResponseReturnValue:
    """Leads to the profile; 422 for a language that Alur has not."""
    language = request.form.get("language", "")
    with transaction() as session:
        choose_language(session, language, by=current_user.actor)
    use_language(language)
    flash(t("people.profile.language_saved"), "ok")
    return remember_language(make_response(redirect(url_for("profile.show"))), language)


@pages.post("/profile/logout-device")
def leave_device() -> ResponseReturnValue:
    """Ends one of one's logins. Leads to the profile; 404 for one that has ended."""
    actor = current_user.actor
    with transaction() as session:
        device = log_out_device(session, actor.id, request.form.get("device", ""), by=actor)
    flash(t("people.profile.device_ended", device=device or t("people.profile.unknown_device")), "ok")
    return redirect(url_for("profile.show", _anchor="devices-title"), 303)


@pages.post("/profile/logout-all")
def leave_everywhere() -> ResponseReturnValue:
    """303 to the login page; ends all of one's logins."""
    with transaction() as session:
        log_out_everywhere(session, by=current_user.actor)
    browser_session.clear()
    flash(t("login.logged_out_everywhere"), "ok")
    response = make_response(redirect(url_for("login.show"), 303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _page(problems: dict[str, str]) -> str:
    with reading() as session:
        known = devices(session, current_user.actor.id, current_user.token)
        unread = notices(session, by=current_user.actor)
    requests = any(notice.event == EventName.GRANT_REQUESTED for notice in unread)
    return render_template(
        "profile/page.html",
        notices=unread,
        decides=requests and allows(current_user.actor, Right.MANAGE_ACCOUNTS),
        devices=known,
        problems=problems,
        shortest=guessable.MIN_LENGTH,
    )
