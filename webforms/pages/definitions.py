"""Prosedur: each SOP, its versions, what its diagram says; bringing in a new version, and activating it."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.calendar.words import norm_in_words
from engine.database import reading, transaction
from engine.definitions import drawings, folders, places, queries, releases, reviews
from engine.definitions.arrangement import arranged
from engine.definitions.hues import hues_by_name
from engine.definitions.identity import facts
from engine.definitions.status import version_status, waiting_reviews
from engine.errors import Invalid, InvalidDiagram
from engine.forms.shown import day
from engine.forms.types import type_of
from engine.people.rights import Right, allows, require_right
from engine.reports.version_story import version_story
from webforms.http.errors import message_of, problem_text
from webforms.http.limits import Limit, takes
from webforms.presentation.language import current_language, t
from webforms.presentation.marks import finding_marks

pages = Blueprint("definitions", __name__)


@pages.get("/definitions")
def index() -> ResponseReturnValue:
    """The list, for everybody, or of it what has the words of `q` in its name and lies in `folder`; with the
    reviews that wait for the reader."""
    wanted, folder = (request.args.get(name, "").replace("\0", " ").strip()[:200] for name in ("q", "folder"))
    with reading() as session:
        return render_template(
            "definitions/list.html",
            waiting=waiting_reviews(session, by=current_user.actor),
            definitions=queries.definitions(session, by=current_user.actor, search=wanted, folder=folder),
            wanted=wanted,
            folder=folder,
            folders=folders.folders(session, by=current_user.actor),
            may_deploy=allows(current_user.actor, Right.DEPLOY),
        )


# Larger than a diagram may be: what is wrong is then said here.
@pages.post("/definitions")
@takes(Limit(files=64 * 1024 * 1024))
def upload() -> ResponseReturnValue:
    """Stores a file as a draft, whatever lint says of it, and leads to its page, which shows the findings.

    Back to the list where there is no file or it can't be read. Needs DEPLOY.
    """
    file = request.files.get("diagram")
    if file is None or not file.filename:
        flash(t("definitions.no_file"), "late")
        return redirect(url_for("definitions.index"))
    # A byte more than a diagram may have is enough to refuse it: the rest stays on the disk.
    content = file.read(releases.MAX_BYTES + 1)
    try:
        with reading() as session:
            require_right(session, Right.DEPLOY, current_user.actor)
        releases.examined(content)
        with transaction() as session:
            uploaded = releases.upload(session, content, file.filename, by=current_user.actor)
            view = queries.version_place(session, uploaded.version_id)
    except InvalidDiagram as error:
        flash(t("definitions.unreadable", file=file.filename, why=message_of(error)), "late")
        return redirect(url_for("definitions.index"))
    _flash_uploaded(uploaded)
    key, number = view
    return redirect(url_for("definitions.show", key=key, number=number))


@pages.get("/definitions/<key>")
@pages.get("/definitions/<key>/versions/<int:number>")
def show(key: str, number: int | None = None) -> ResponseReturnValue:
    """One version (without `number` the active one, else the newest), for everybody; 404, also for one that
    is not released, unless the reader may see that."""
    by = current_user.actor
    with reading() as session:
        view = queries.view_version(session, key, number, by=by)
        versions = queries.versions(session, key, by=by)
        return render_template(
            "definitions/page.html",
            view=view,
            versions=versions,
            identity=facts(view.diagram.identity, current_language()),
            steps=[view.diagram.steps[element] for element in view.diagram.main_path()],
            arranged=arranged(view.diagram, current_language()),
            hues=hues_by_name(view.diagram),
            marks=finding_marks(view.diagram, view.findings),
            norm=lambda iso: norm_in_words(iso, current_language()),
            type_of=type_of,
            may_deploy=allows(by, Right.DEPLOY),
            may_file=allows(by, Right.EDIT_DEFINITION),
            folders=folders.folders(session, by=by),
            comments=reviews.comments(session, view.id),
            status=version_status(session, key, view.number, by=by),
            story=version_story(session, key, view.number),
            others_running=sum(row.running for row in versions if row.number != view.number),
            valid_from=day(view.valid_from.isoformat(), current_language()) if view.valid_from else "",
        )


@pages.post("/definitions/<key>/folder")
def file_under(key: str) -> ResponseReturnValue:
    """Into the folder that was written, else the one that was chosen; leads to its page, which says so or
    that the name is too long. Needs EDIT_DEFINITION; 404."""
    name = request.form.get("new", "").strip() or request.form.get("folder", "")
    try:
        with transaction() as session:
            folder = folders.file_under(session, key, name, by=current_user.actor)
    except Invalid as error:
        flash(problem_text(error.problems["folder"]), "late")
    else:
        words = "definitions.folder.filed" if folder else "definitions.folder.in_none"
        flash(t(words, folder=folder), "ok")
    return redirect(url_for("definitions.show", key=key))


@pages.get("/definitions/<key>/versions/<int:number>.bpmn")
def file(key: str, number: int) -> ResponseReturnValue:
    """The diagram as a download, for whom `show` shows it; 404."""
    with reading() as session:
        xml, content_hash = queries.version_xml(
            session, places.version_id(session, key, number, by=current_user.actor)
        )
    response = send_file(
        BytesIO(xml.encode()),
        mimetype="application/xml",
        as_attachment=True,
        download_name=f"{key}-{number}.bpmn",
        etag=content_hash,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@pages.get("/definitions/<key>/versions/<int:number>/drawing")
def drawing(key: str, number: int) -> ResponseReturnValue:
    """As much of the diagram as is drawn, for the page's script: without its forms. 304; 404."""
    with reading() as session:
        drawn, content_hash = drawings.version_drawing(
            session, places.version_id(session, key, number, by=current_user.actor)
        )
    response = Response(drawn, mimetype="application/xml")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(content_hash)
    return response.make_conditional(request)


def _flash_uploaded(uploaded: releases.Uploaded) -> None:
    if uploaded.errors:
        flash(t("definitions.kept_with_errors", number=uploaded.number, n=uploaded.errors), "warn")
    else:
        flash(t("definitions.kept", number=uploaded.number), "ok")
    if uploaded.drawn:
        flash(t("definitions.drawn"), "warn")
