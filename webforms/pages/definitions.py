"""Prosedur: each SOP, its versions, what its diagram says; bringing in a new version, and activating it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.actor import Actor
from engine.calendar import BadNorm
from engine.database import reading, transaction
from engine.definitions import queries, releases, reviews
from engine.errors import Conflict, Invalid, InvalidDiagram, NotFound
from engine.forms.show import day
from engine.instances.track import hue_of, norm_minutes
from engine.people.rights import Right, allows
from webforms.language import current_language, t
from webforms.problems import message_of, problem_text

pages = Blueprint("definitions", __name__)

#: Of the identity block, what the page shows as facts, in the order of the official sheet.
IDENTITY = (
    "nomor_sop", "unit_kerja", "tgl_pembuatan", "tgl_revisi", "tgl_pengesahan", "disahkan_oleh",
    "disahkan_jabatan", "disahkan_nip", "dasar_hukum", "keterkaitan", "peringatan", "kualifikasi_pelaksana",
    "peralatan", "pencatatan",
)  # fmt: skip


@pages.get("/procedures")
def index() -> ResponseReturnValue:
    with reading() as session:
        return render_template(
            "procedures/page.html",
            procedures=queries.procedures(session),
            may_deploy=allows(current_user.actor, Right.DEPLOY),
        )


@pages.post("/procedures")
def upload() -> ResponseReturnValue:
    """Keep a file as a draft, whatever lint says of it; its page shows the findings."""
    file = request.files.get("diagram")
    if file is None or not file.filename:
        flash(t("definitions.no_file"), "late")
        return redirect(url_for("definitions.index"))
    try:
        with transaction() as session:
            uploaded = releases.upload(session, file.read(), file.filename, by=current_user.actor)
            view = queries.version_place(session, uploaded.version_id)
    except InvalidDiagram as error:
        flash(t("definitions.unreadable", file=file.filename, why=message_of(error)), "late")
        return redirect(url_for("definitions.index"))
    _tell(uploaded)
    key, number = view
    return redirect(url_for("definitions.show", key=key, number=number))


@pages.get("/procedures/<key>")
@pages.get("/procedures/<key>/versions/<int:number>")
def show(key: str, number: int | None = None) -> ResponseReturnValue:
    by = current_user.actor
    with reading() as session:
        view = queries.view_version(session, key, number)
        return render_template(
            "procedures/procedure.html",
            view=view,
            versions=queries.versions(session, key),
            identity=[(name, _lines(name, view.diagram.identity.get(name, ""))) for name in IDENTITY],
            steps=[view.diagram.steps[element] for element in view.diagram.main_path()],
            hues={lane.name: hue_of(view.diagram, lane.name) for lane in view.diagram.lanes},
            marks=_marks(view),
            norm=_norm,
            may_deploy=allows(by, Right.DEPLOY),
            comments=reviews.comments(session, view.id),
            deeds=_deeds(view, by),
            valid_from=day(view.valid_from.isoformat(), current_language()) if view.valid_from else "",
        )


@pages.get("/procedures/<key>/versions/<int:number>.bpmn")
def file(key: str, number: int) -> ResponseReturnValue:
    with reading() as session:
        version_id = next((row.id for row in queries.versions(session, key) if row.number == number), None)
        if version_id is None:
            raise NotFound(procedure=key)
        xml, content_hash = queries.version_xml(session, version_id)
    response: Response = make_response(xml)
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-{number}.bpmn"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(content_hash)
    return response.make_conditional(request)


@pages.post("/procedures/<key>/versions/<int:number>/submit")
def submit(key: str, number: int) -> ResponseReturnValue:
    """*Ajukan*: from now on somebody else looks at it."""
    note = request.form.get("reason", "")
    return _do(
        key, number, lambda session, version: reviews.submit(session, version, note, by=current_user.actor)
    )


@pages.post("/procedures/<key>/versions/<int:number>/approve")
def approve(key: str, number: int) -> ResponseReturnValue:
    by = current_user.actor
    return _do(key, number, lambda session, version: reviews.approve(session, version, by=by))


@pages.post("/procedures/<key>/versions/<int:number>/mend")
def mend(key: str, number: int) -> ResponseReturnValue:
    """*Minta perbaikan*: back to its authors."""
    text = request.form.get("reason", "")
    return _do(
        key,
        number,
        lambda session, version: reviews.request_changes(session, version, text, by=current_user.actor),
    )


@pages.post("/procedures/<key>/versions/<int:number>/activate")
def activate(key: str, number: int) -> ResponseReturnValue:
    return _do(
        key, number, lambda session, version: releases.activate(session, version, by=current_user.actor)
    )


def _do(key: str, number: int, deed: Callable[[Any, int], object]) -> ResponseReturnValue:
    """A deed on a version; then its page, which says what it is now, or why not."""
    try:
        with transaction() as session:
            deed(session, queries.view_version(session, key, number).id)
    except Conflict as error:
        flash(message_of(error), "late")
    except Invalid as error:
        for problem in error.problems.values():
            flash(problem_text(problem), "late")
    else:
        with reading() as session:
            state = queries.view_version(session, key, number).state
        flash(t(f"definitions.now.{state}", n=number), "ok")
    return redirect(url_for("definitions.show", key=key, number=number))


def _lines(name: str, value: str) -> list[str]:
    """One line an item; dates in words."""
    lines = [line.strip().rstrip(";") for line in value.splitlines() if line.strip()]
    if name.startswith("tgl_"):
        return [_day(line) for line in lines]
    return lines


def _day(iso: str) -> str:
    try:
        return day(iso, current_language())
    except ValueError:
        return iso


def _norm(iso: str) -> int | None:
    """Minutes; None where a draft says something that is no duration (lint has a finding for it)."""
    try:
        return norm_minutes(iso)
    except BadNorm:
        return None


def _deeds(view: queries.VersionView, by: Actor) -> set[str]:
    """What this reader may do with the version as it stands."""
    sound, another = not view.errors, by.id not in view.authors
    back = view.state == "retired" and view.was_active
    offered = {
        "submit": view.state == "draft" and sound and allows(by, Right.EDIT_PROCEDURE),
        "review": view.state == "in_review" and another and allows(by, Right.APPROVE_PROCEDURE),
        "activate": (view.state == "approved" or back) and sound and allows(by, Right.ACTIVATE),
    }
    return {deed for deed, offer in offered.items() if offer}


def _tell(uploaded: releases.Uploaded) -> None:
    if uploaded.errors:
        flash(t("definitions.kept_with_errors", number=uploaded.number, n=uploaded.errors), "warn")
    else:
        flash(t("definitions.kept", number=uploaded.number), "ok")


def _marks(view: queries.VersionView) -> dict[str, object]:
    return {
        "lanes": {lane.id: hue_of(view.diagram, lane.name) for lane in view.diagram.lanes},
        "seen": [],
        "here": {},
        "bad": [finding.element for finding in view.findings if finding.severity == "error"],
    }
