"""Impor SOP: paste or choose, look at what was understood, keep it as a draft."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading, transaction
from engine.definitions import importing, queries
from engine.definitions.hues import hues_by_name
from engine.definitions.importing import Imported, InvalidTable, Known, refused
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
_MAX_FILES = 30


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
    form. `file` (several): one that describes a definition, and files of forms that it refers to."""
    text = request.form.get("text", "")
    if "change" in request.form:
        return _form(text)
    try:
        with reading() as session:
            require_right(session, Right.EDIT_DEFINITION, current_user.actor)
        name, chosen, forms = _files()
        if not chosen and not text.strip():
            return _form(problems=[t("importing.nothing")], status=422)
        found = importing.read(chosen or text, name, forms)
        if known := _known(found):
            found = importing.as_next_version(found, known)
    except (InvalidTable, InvalidDiagram) as error:
        return _refused(error)
    return _preview(found, "" if chosen else text)


@pages.post("/definitions/import/save")
def save() -> ResponseReturnValue:
    """Stores what the preview showed, and leads to the draft. Needs EDIT_DEFINITION and DEPLOY.

    `confirmed` (several): places of assumptions that are right. `choose.KEY`: what is right instead of what
    was assumed; `drawn`: which of these the preview has drawn. What it has not, is drawn and shown before
    anything is stored (200). 422 for what can't be read, and the form.
    """
    confirmed = {
        int(place)
        for place in request.form.getlist("confirmed")[:_MAX_CONFIRMED]
        if place.isascii() and place.isdigit() and len(place) < 5
    }
    chosen = {
        name.removeprefix("choose."): value
        for name, value in request.form.items()
        if name.startswith("choose.")
    }
    try:
        with reading() as session:
            require_right(session, Right.EDIT_DEFINITION, current_user.actor)
        found = importing.read_packed(request.form.get("packed", ""), chosen)
        found = importing.as_next_version(found, _known(found), confirmed, chosen)
        seen = digest_of(found.chosen) == request.form.get("drawn", digest_of({}))
        if "draw" in request.form or not seen or found.unanswered or found.unusable:
            return _preview(found, request.form.get("text", ""), confirmed=confirmed, redrawn=True)
        importing.prepare(found)
        with transaction() as session:
            uploaded = importing.save(session, found, by=current_user.actor)
            key, number = queries.version_place(session, uploaded.version_id)
    except (InvalidTable, InvalidDiagram) as error:
        return _refused(error)
    if uploaded.errors:
        flash(t("importing.kept_with_errors", number=number, n=uploaded.errors), "warn")
    else:
        flash(t("importing.kept", number=number), "ok")
    return redirect(url_for("definitions.show", key=key, number=number))


def digest_of(chosen: Mapping[str, str]) -> str:
    """Says which choices a preview has drawn."""
    text = json.dumps(chosen, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _files() -> tuple[str, bytes, dict[str, str]]:
    """(name and content of the file that describes a definition, files of forms by name). Raises InvalidTable
    where there are several of the first kind."""
    forms: dict[str, str] = {}
    others: list[tuple[str, bytes]] = []
    sent = [file for file in request.files.getlist("file") if file.filename]
    if len(sent) > _MAX_FILES:
        raise refused("too_many_files", "file", limit=_MAX_FILES)
    for file in sent:
        name, content = file.filename or "", file.read(importing.MAX_FILE + 1)
        if name.lower().endswith((".form", ".json")):
            forms[name] = content.decode("utf-8", "replace")
        else:
            others.append((name, content))
    if len(others) > 1:
        raise refused("several_files", "file")
    if forms and not others:
        raise refused("forms_alone", "file")
    name, content = others[0] if others else ("", b"")
    return name, content, forms


def _refused(error: InvalidTable | InvalidDiagram) -> ResponseReturnValue:
    problems = (
        [message_of(error)]
        if isinstance(error, InvalidDiagram)
        else [problem_text(problem) for problem in error.problems.values()]
    )
    return _form(request.form.get("text", ""), problems=problems, status=422)


def _known(found: Imported) -> Known | None:
    with reading() as session:
        return importing.known(session, found, by=current_user.actor)


def _form(text: str = "", *, problems: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    return render_template("importing/form.html", text=text, problems=problems or []), status


def _preview(
    found: Imported, text: str, *, confirmed: Collection[int] = (), redrawn: bool = False
) -> ResponseReturnValue:
    with reading() as session:
        people = roles_with_people(session)
    return render_template(
        "importing/preview.html",
        found=found,
        text=text,
        confirmed=confirmed,
        redrawn=redrawn,
        drawn=digest_of(found.chosen),
        names={step.number: step.name for step in found.steps},
        hues=hues_by_name(found.diagram),
        people=people,
        marks=finding_marks(found.diagram, found.findings),
    )
