"""Akun: who works here, what they hold, and their way in."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.audit import clock_behind
from engine.database import reading, transaction
from engine.definitions.roles import offered_names, offered_roles, require_offered
from engine.errors import Invalid, Problem
from engine.inbox.handing_over import MAX_SHOWN, tasks_of_person
from engine.inbox.stranded import free_stranded, lanes_of_nobody
from engine.people import accounts, queries
from engine.people.grants import other_admins, set_grants
from engine.people.invitations import invite
from engine.people.logins import devices
from engine.people.person import may_manage
from engine.people.queries import Listed
from engine.people.requests import (
    approve_request,
    change_own,
    open_requests,
    refuse_request,
    withdraw_request,
)
from engine.people.rights import Office, Right, allows
from webforms.http.errors import problem_text
from webforms.http.hosts import full_address
from webforms.presentation.language import t

pages = Blueprint("accounts", __name__, url_prefix="/accounts")


_ID_DIGITS = 9


@pages.before_request
def only_for_admins() -> None:
    """All pages need MANAGE_ACCOUNTS; for anybody else 403, and an event."""
    if not allows(current_user.actor, Right.MANAGE_ACCOUNTS):
        with transaction() as session:
            may_manage(session, current_user.actor, "see_accounts")


@pages.get("")
def show() -> ResponseReturnValue:
    """The list of accounts, or the part of it that `q` finds."""
    return _list({}, {})


@pages.get("/new")
def add_form() -> ResponseReturnValue:
    """The empty form."""
    return _page(None, {})


@pages.post("/new")
def add() -> ResponseReturnValue:
    """303 to the new person's page, which shows the invitation once; 422."""
    form, by = request.form, current_user.actor
    roles = form.getlist("roles")
    try:
        with reading() as session:
            require_offered(session, roles)
        with transaction() as session:
            names = {name: form.get(name, "") for name in ("username", "name", "unit")}
            person = accounts.add_person(session, **names, by=by)
            set_grants(session, person.id, roles=roles, offices=form.getlist("offices"), by=by)
            token = invite(session, person.id, by=by)
    except Invalid as error:
        return _page(None, error.problems)
    browser_session["invitation"] = [person.id, token]
    flash(t("people.added", name=person.name), "ok")
    return redirect(url_for("accounts.person", person_id=person.id), 303)


@pages.get("/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    """One account; 404."""
    with reading() as session:
        return _page(queries.get_person(session, person_id), {})


@pages.post("/<int:person_id>")
def save(person_id: int) -> ResponseReturnValue:
    """Name, unit, roles, offices: 303 to the same page; what one adds to oneself is asked of the other
    administrators. 404; 409 for giving up one's own administration and for the last administrator; 422."""
    form, by, requested = request.form, current_user.actor, False
    with reading() as session:
        before = queries.get_person(session, person_id)
    roles = form.getlist("roles")
    try:
        with reading() as session:
            require_offered(session, roles, before.roles)
        with transaction() as session:
            accounts.rename(session, person_id, name=form.get("name", ""), unit=form.get("unit", ""), by=by)
            offices = form.getlist("offices")
            if person_id == by.id:
                reason = form.get("reason", "")
                requested = change_own(session, roles=roles, offices=offices, reason=reason, by=by)
            else:
                set_grants(session, person_id, roles=roles, offices=offices, by=by)
    except Invalid as error:
        return _page(before, error.problems)
    if requested:
        flash(t("people.requests.sent"), "ok")
    flash(t("people.saved", name=form["name"].strip()), "ok")
    _free(person_id)
    return _to(person_id)


@pages.post("/<int:person_id>/invite")
def send_invitation(person_id: int) -> ResponseReturnValue:
    """303 to the person's page, which shows the link once; 404."""
    with transaction() as session:
        token = invite(session, person_id, by=current_user.actor)
    browser_session["invitation"] = [person_id, token]
    return _to(person_id)


@pages.post("/<int:person_id>/deactivate")
def deactivate(person_id: int) -> ResponseReturnValue:
    """303 to the person's page; 404, 409 for oneself and for the last administrator, 422 unless confirmed."""
    with reading() as session:
        known = queries.get_person(session, person_id)
    if "sure" not in request.form:
        return _page(known, {"sure": Problem("people.deactivate_confirm_missing")})
    with transaction() as session:
        accounts.deactivate(session, person_id, by=current_user.actor)
    flash(t("people.deactivated", name=known.name), "ok")
    _free(person_id)
    return _to(person_id)


@pages.post("/<int:person_id>/activate")
def activate(person_id: int) -> ResponseReturnValue:
    """303 to the person's page; 404."""
    with transaction() as session:
        accounts.activate(session, person_id, by=current_user.actor)
        known = queries.get_person(session, person_id)
    flash(t("people.activated", name=known.name), "ok")
    return _to(person_id)


@pages.post("/requests/<int:request_id>/approve")
def approve(request_id: int) -> ResponseReturnValue:
    """303 to the list of accounts; 404 when it waits no longer, 409 for one's own."""
    with reading() as session:
        roles = offered_names(session)
    with transaction() as session:
        given = approve_request(session, request_id, roles=roles, by=current_user.actor)
    flash(t("people.requests.approved", person=given.person, holds=given.words), "ok")
    return redirect(url_for("accounts.show"), 303)


@pages.post("/requests/<int:request_id>/refuse")
def refuse(request_id: int) -> ResponseReturnValue:
    """303 to the list of accounts; 404 when it waits no longer, 409 for one's own, 422 without a reason."""
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            refused = refuse_request(session, request_id, reason=reason, by=current_user.actor)
    except Invalid as error:
        words = {f"{name}-{request_id}": problem_text(found) for name, found in error.problems.items()}
        return _list(words, {f"reason-{request_id}": reason}), 422
    flash(t("people.requests.refused", person=refused.person), "ok")
    return redirect(url_for("accounts.show"), 303)


@pages.post("/requests/<int:request_id>/withdraw")
def withdraw(request_id: int) -> ResponseReturnValue:
    """303 to the list of accounts; 404 for others' too."""
    with transaction() as session:
        withdraw_request(session, request_id, by=current_user.actor)
    flash(t("people.requests.withdrawn"), "ok")
    return redirect(url_for("accounts.show"), 303)


def _list(problems: Mapping[str, str], typed: Mapping[str, str]) -> str:
    """`problems`, `typed`: of the reasons for refusing requests, by the ids of their inputs."""
    search = request.args.get("q", "").strip()[:100]
    place = _place(request.args.get("after"), request.args.get("id", ""))
    with reading() as session:
        page = queries.list_people(session, search=search, after=place)
        behind = clock_behind.minutes(session)
        requests = open_requests(session, roles=lambda: offered_names(session))
        empty = lanes_of_nobody(session)
    return render_template(
        "accounts/page.html",
        page=page,
        search=search,
        later=place is not None,
        clock_behind=behind,
        requests=requests,
        problems=problems,
        typed=typed,
        lanes_of_nobody=empty,
    )


def _free(person_id: int) -> None:
    """What they can no longer do is their colleagues' again."""
    freed = free_stranded(person_id, by=current_user.actor)
    if freed:
        flash(t("people.freed", n=freed), "ok")


def _place(name: str | None, person_id: str) -> tuple[str, int] | None:
    """Where the next page begins; a spoilt address begins anew."""
    if name is None or "\0" in name or not person_id.isdecimal() or len(person_id) > _ID_DIGITS:
        return None
    return name, int(person_id)


def _to(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("accounts.person", person_id=person_id), 303)


def _page(known: Listed | None, problems: Mapping[str, Problem]) -> Response:
    """One person's page, or the empty one for a new person."""
    invited = last_seen = None
    others_decide = False
    waiting, open_on = [], []
    with reading() as session:
        offered = offered_roles(session, known.roles if known else ())
        if known is not None:
            invited = queries.invited_until(session, known.id)
            last_seen = queries.last_seen(session, known.id)
            others_decide = known.id == current_user.actor.id and other_admins(session, known.id)
            waiting = tasks_of_person(session, known.id)
            open_on = devices(session, known.id)
    typed = request.form if problems and "sure" not in problems else None
    page = render_template(
        "accounts/person.html",
        person=known,
        typed=typed,
        chosen_roles=typed.getlist("roles") if typed else known.roles if known else (),
        chosen_offices=typed.getlist("offices") if typed else known.offices if known else (),
        offered=offered,
        offices=list(Office),
        problems={path: problem_text(problem) for path, problem in problems.items()},
        link=_link_once(known),
        invited_until=invited,
        last_seen=last_seen,
        others_decide=others_decide,
        waiting=waiting,
        devices=open_on,
        max_waiting=MAX_SHOWN,
    )
    return make_response(page, 422 if problems else 200)


def _link_once(known: Listed | None) -> str | None:
    """The link just made, shown this one time."""
    if known is None or browser_session.get("invitation", [None])[0] != known.id:
        return None
    _, token = browser_session.pop("invitation")
    return full_address("setup.choose_password", token=token)
