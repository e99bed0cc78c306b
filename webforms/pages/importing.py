"""Impor SOP: paste or choose, look at what was understood, keep it as a draft."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading, transaction
from engine.definitions import importing, queries
from engine.definitions.hues import hues_by_name
from engine.definitions.importing import Imported, InvalidTable, Known
from engine.errors import InvalidDiagram
from engine.people.queries import roles_with_people
from engine.people.rights import Right, require_right
from webforms.http.errors import message_of, problem_text
from webforms.http.limits import Limit, takes
from webforms.presentation.language import t
from webforms.presentation.marks import finding_marks

pages = Blueprint("importing", __name__)

#: No SOP assumes more; a form that names more places was not ours.
_MAX_CONFIRMED = 2000


@pages.get("/definitions/import")
def show() -> ResponseReturnValue:
    """The empty form. Needs EDIT_DEFINITION."""
    with reading() as session:
        require_right(session, Right.EDIT_DEFINITION, current_user.actor)
    return _form()


# Larger than a table may be: what is wrong is then said here.
@pages.post("/definitions/import")
@takes(Limit(files=64 * 1024 * 1024))
def preview() -> ResponseReturnValue:
    """What was understood, drawn; stores nothing. Needs EDIT_DEFINITION. 422 for what can't be read, and the
    form."""
    file, text = request.files.get("file"), request.form.get("text", "")
    if "change" in request.form:
        return _form(text)
    chosen = file.read(importing.MAX_FILE + 1) if file is not None and file.filename else b""
    if not chosen and not text.strip():
        return _form(problems=[t("importing.nothing")], status=422)
    name = (file.filename or "") if chosen and file is not None else ""
    try:
        with reading() as session:
            require_right(session, Right.EDIT_DEFINITION, current_user.actor)
        found = importing.read(chosen or text, name)
        if known := _known(found):
            found = importing.as_next_version(found, known)
    except InvalidTable as error:
        return _form(
            text, problems=[problem_text(problem) for problem in error.problems.values()], status=422
        )
    except InvalidDiagram as error:
        return _form(text, problems=[message_of(error)], status=422)
    return _preview(found, "" if chosen else text)


@pages.post("/definitions/import/save")
def save() -> ResponseReturnValue:
    """Stores what the preview showed, and leads to the draft. Needs EDIT_DEFINITION and DEPLOY.

    `confirmed` (several): places of assumptions that are right. 422 for what can't be read, and the form.
    """
    confirmed = {
        int(place)
        for place in request.form.getlist("confirmed")[:_MAX_CONFIRMED]
        if place.isascii() and place.isdigit() and len(place) < 5
    }
    packed = request.form.get("packed", "")
    try:
        with reading() as session:
            require_right(session, Right.EDIT_DEFINITION, current_user.actor)
        found = importing.read_packed(packed)
        found = importing.as_next_version(found, _known(found), confirmed)
        importing.prepare(found)
        with transaction() as session:
            uploaded = importing.save(session, found, by=current_user.actor)
            key, number = queries.version_place(session, uploaded.version_id)
    except InvalidTable as error:
        return _form(
            request.form.get("text", ""),
            problems=[problem_text(problem) for problem in error.problems.values()],
            status=422,
        )
    except InvalidDiagram as error:
        return _form(request.form.get("text", ""), problems=[message_of(error)], status=422)
    if uploaded.errors:
        flash(t("importing.kept_with_errors", number=number, n=uploaded.errors), "warn")
    else:
        flash(t("importing.kept", number=number), "ok")
    return redirect(url_for("definitions.show", key=key, number=number))


def _known(found: Imported) -> Known | None:
    with reading() as session:
        return importing.known(session, found, by=current_user.actor)


def _form(text: str = "", *, problems: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    return render_template("importing/form.html", text=text, problems=problems or []), status


def _preview(found: Imported, text: str) -> ResponseReturnValue:
    with reading() as session:
        people = roles_with_people(session)
    return render_template(
        "importing/preview.html",
        found=found,
        text=text,
        hues=hues_by_name(found.diagram),
        people=people,
        marks=finding_marks(found.diagram, found.findings),
    )
