"""One-time links: the first administrator's account, and everybody's own password."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.database import reading, transaction
from engine.errors import Problem
from engine.people import guessable
from engine.people.accounts import account_problems
from engine.people.invitations import InvitationNotFound, Invited, accept, accept_first, look
from engine.people.passwords import hash_password, password_problems
from engine.people.sign_in import first_login
from webforms.auth.known_browser import device_name, remember_browser
from webforms.auth.proving import names_known
from webforms.auth.session import begin_session, public, session_token
from webforms.http.errors import problem_text
from webforms.presentation.language import t

pages = Blueprint("setup", __name__)


@pages.get("/setup/<token>")
@pages.get("/invite/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Looking uses nothing up: programs that fetch links in messages must not spend them. Public; 404 once
    used."""
    return _form(token, {})


@pages.post("/setup/<token>")
@public
def set_up(token: str) -> ResponseReturnValue:
    """The first administrator's account: leads to the accounts, logged in. Public; 404 for a link once used,
    422."""
    form = request.form
    names = {name: form.get(name, "") for name in ("username", "name", "unit")}
    try:
        _invited(token, first=True)
        with reading() as session:
            problems = account_problems(session, **names)
        problems |= _password_problems(names["username"].strip(), names["name"])
        if problems:
            return _form(token, problems)
        new = hash_password(form["password"], username=names["username"].strip())
        with transaction() as session:
            person = accept_first(session, token, new, **names)
            opened = first_login(
                session,
                person,
                device=device_name(),
                address=request.remote_addr or "",
                instead_of=session_token(),
            )
    except InvitationNotFound:
        return _not_found()
    begin_session(opened.token, opened.actor)
    flash(t("people.setup.done"), "ok")
    return remember_browser(make_response(redirect(url_for("accounts.show"))), person.username)


@pages.post("/invite/<token>")
@public
def choose_password(token: str) -> ResponseReturnValue:
    """Leads to the inbox, logged in. Public; 404 for a link once used, 422."""
    try:
        invited = _invited(token, first=False)
        problems = _password_problems(invited.username, invited.name)
        if problems:
            return _form(token, problems)
        new = hash_password(request.form["password"], username=invited.username)
        with transaction() as session:
            person = accept(session, token, new)
            opened = first_login(
                session,
                person,
                device=device_name(),
                address=request.remote_addr or "",
                instead_of=session_token(),
            )
    except InvitationNotFound:
        return _not_found()
    begin_session(opened.token, opened.actor)
    flash(t("people.invitation.done"), "ok")
    return remember_browser(make_response(redirect("/")), person.username)


def _invited(token: str, *, first: bool) -> Invited:
    with reading() as session:
        invited = look(session, token)
    if (invited.person_id is None) is not first:
        raise InvitationNotFound
    return invited


def _password_problems(username: str, name: str) -> dict[str, Problem]:
    password, repeat = request.form.get("password", ""), request.form.get("repeat", "")
    return password_problems(password, username=username, names=names_known(name), repeat=repeat)


def _form(token: str, problems: Mapping[str, Problem]) -> Response:
    first = request.path.startswith("/setup/")
    try:
        invited = _invited(token, first=first)
    except InvitationNotFound:
        return _not_found()
    page = render_template(
        "setup/first_administrator.html" if first else "setup/password.html",
        invited=invited,
        typed=request.form,
        problems={path: problem_text(problem) for path, problem in problems.items()},
        shortest=guessable.MIN_LENGTH,
    )
    return make_response(page, 422 if problems else 200)


def _not_found() -> Response:
    first = request.path.startswith("/setup/")
    return make_response(render_template("setup/not_found.html", first=first), 404)
