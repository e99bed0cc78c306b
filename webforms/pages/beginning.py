"""SOP baru: its name and who takes part; the rest is drawn in the editor."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading, transaction
from engine.definitions import blank, queries
from engine.errors import Invalid
from engine.people.queries import roles_with_people
from engine.people.rights import Right, require_right
from webforms.http.errors import problem_text

pages = Blueprint("beginning", __name__)


@pages.get("/definitions/new")
def show() -> ResponseReturnValue:
    """The form. Needs DEPLOY."""
    return _form({})


@pages.post("/definitions/new")
def begin() -> ResponseReturnValue:
    """A draft of a new SOP, and its editor; 422 and the form where something is missing. Needs DEPLOY."""
    name, lanes = request.form.get("name", ""), request.form.get("lanes", "")
    try:
        with transaction() as session:
            made = blank.begin(session, name, lanes.splitlines(), by=current_user.actor)
            key, number = queries.version_place(session, made.version_id)
    except Invalid as error:
        return _form({path: problem_text(problem) for path, problem in error.problems.items()}, name, lanes)
    return redirect(url_for("editor.show", key=key, number=number))


def _form(problems: Mapping[str, str], name: str = "", lanes: str = "") -> ResponseReturnValue:
    with reading() as session:
        require_right(session, Right.DEPLOY, current_user.actor)
        roles = sorted(roles_with_people(session))
    page = render_template("definitions/new.html", problems=problems, name=name, lanes=lanes, roles=roles)
    return page, 422 if problems else 200
