"""Akun: who works here, what they hold, and their way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading, transaction
from engine.definitions.roles import lane_roles_of_all
from engine.errors import Invalid, Problem
from engine.people import accounts, queries
from engine.people.grants import set_grants
from engine.people.invitations import invite
from engine.people.person import may_manage
from engine.people.queries import Listed
from engine.people.rights import Office, Right, allows
from webforms.language import t
from webforms.problems import problem_text

pages = Blueprint("accounts", __name__, url_prefix="/accounts")


_ID_DIGITS = 9


@dataclass(frozen=True)
class OfferedRole:
    name: str
    #: "Lajur: …" of the procedures that know it; empty for a role that none knows any longer.
    lanes: tuple[str, ...]
    held_by: tuple[str, ...]


@pages.before_request
def only_for_admins() -> None:
    if not allows(current_user.actor, Right.MANAGE_ACCOUNTS):
        with transaction() as session:
            may_manage(session, current_user.actor, "see_accounts")


@pages.get("")
def show() -> ResponseReturnValue:
    search = request.args.get("q", "").strip()[:100]
    place = _place(request.args.get("after"), request.args.get("id", ""))
    with reading() as session:
        page = queries.list_people(session, search=search, after=place)
    return render_template("accounts.html", page=page, search=search, later=place is not None)


@pages.get("/new")
def add_form() -> ResponseReturnValue:
    return _page(None, {})


@pages.post("/new")
def add() -> ResponseReturnValue:
    form, by = request.form, current_user.actor
    try:
        roles = _chosen_roles(None)
        with transaction() as session:
            names = {name: form.get(name, "") for name in ("username", "name", "unit")}
            person = accounts.add_person(session, **names, by=by)
            set_grants(session, person.id, roles=roles, offices=form.getlist("offices"), by=by)
            token = invite(session, person.id, by=by)
    except Invalid as error:
        return _page(None, error.problems)
    browser["invitation"] = [person.id, token]
    flash(t("people.added", name=person.name), "ok")
    return redirect(url_for("accounts.person", person_id=person.id), 303)


@pages.get("/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    with reading() as session:
        return _page(queries.get_person(session, person_id), {})


@pages.post("/<int:person_id>")
def save(person_id: int) -> ResponseReturnValue:
    form, by = request.form, current_user.actor
    with reading() as session:
        before = queries.get_person(session, person_id)
    try:
        roles = _chosen_roles(before)
        with transaction() as session:
            accounts.rename(session, person_id, name=form.get("name", ""), unit=form.get("unit", ""), by=by)
            set_grants(session, person_id, roles=roles, offices=form.getlist("offices"), by=by)
    except Invalid as error:
        return _page(before, error.problems)
    flash(t("people.saved", name=form["name"].strip()), "ok")
    return _to(person_id)


@pages.post("/<int:person_id>/invite")
def send_invitation(person_id: int) -> ResponseReturnValue:
    with transaction() as session:
        token = invite(session, person_id, by=current_user.actor)
    browser["invitation"] = [person_id, token]
    return _to(person_id)


@pages.post("/<int:person_id>/deactivate")
def deactivate(person_id: int) -> ResponseReturnValue:
    with reading() as session:
        known = queries.get_person(session, person_id)
    if "sure" not in request.form:
        return _page(known, {"sure": Problem("people.deactivate_confirm_missing")})
    with transaction() as session:
        accounts.deactivate(session, person_id, by=current_user.actor)
    flash(t("people.deactivated", name=known.name), "ok")
    return _to(person_id)


@pages.post("/<int:person_id>/activate")
def activate(person_id: int) -> ResponseReturnValue:
    with transaction() as session:
        accounts.activate(session, person_id, by=current_user.actor)
        known = queries.get_person(session, person_id)
    flash(t("people.activated", name=known.name), "ok")
    return _to(person_id)


def _place(name: str | None, person_id: str) -> tuple[str, int] | None:
    """Where the next page begins; a spoilt address begins anew."""
    if name is None or "\0" in name or not person_id.isdecimal() or len(person_id) > _ID_DIGITS:
        return None
    return name, int(person_id)


def _to(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("accounts.person", person_id=person_id), 303)


def _chosen_roles(known: Listed | None) -> list[str]:
    """Only roles that the page offers; others have no lane that they could mean."""
    chosen = request.form.getlist("roles")
    offered = {role.name for roles in _offered(known).values() for role in roles}
    unknown = sorted(set(chosen) - offered)
    if unknown:
        raise Invalid({"roles": Problem("people.role_unknown", {"role": ", ".join(unknown)})})
    return chosen


def _offered(known: Listed | None) -> Mapping[str, list[OfferedRole]]:
    """Procedure → roles. A role of several procedures stands in the first one, with all its lanes named;
    under "" stands what this person holds and no procedure knows any longer."""
    with reading() as session:
        rows = lane_roles_of_all(session)
        held = queries.roles_with_people(session)
    lanes: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for procedure, lane, roles in rows:
        for role in roles:
            first.setdefault(role, procedure)
            lanes.setdefault(role, []).append(f"{lane} ({procedure})")
    offered: dict[str, list[OfferedRole]] = {procedure: [] for procedure, _, _ in rows}
    for role, procedure in first.items():
        offered[procedure].append(OfferedRole(role, tuple(lanes[role]), tuple(held.get(role, ()))))
    others = [role for role in (known.roles if known else ()) if role not in lanes]
    if others:
        offered[""] = [OfferedRole(role, (), tuple(held.get(role, ()))) for role in others]
    return {procedure: roles for procedure, roles in offered.items() if roles}


def _page(known: Listed | None, problems: Mapping[str, Problem]) -> Response:
    """One person's page, or the empty one for a new person."""
    invited = last_seen = None
    if known is not None:
        with reading() as session:
            invited = queries.invited_until(session, known.id)
            last_seen = queries.last_seen(session, known.id)
    typed = request.form if problems and "sure" not in problems else None
    page = render_template(
        "accounts_person.html",
        person=known,
        typed=typed,
        chosen_roles=typed.getlist("roles") if typed else known.roles if known else (),
        chosen_offices=typed.getlist("offices") if typed else known.offices if known else (),
        offered=_offered(known),
        offices=list(Office),
        problems={path: problem_text(problem) for path, problem in problems.items()},
        link=_link_once(known),
        invited_until=invited,
        last_seen=last_seen,
    )
    return make_response(page, 422 if problems else 200)


def _link_once(known: Listed | None) -> str | None:
    """The link just made, shown this one time."""
    if known is None or browser.get("invitation", [None])[0] != known.id:
        return None
    _, token = browser.pop("invitation")
    return url_for("setup.choose_password", token=token, _external=True)
