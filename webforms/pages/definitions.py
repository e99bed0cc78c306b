"""Prosedur: each SOP, its versions, what its diagram says; bringing in a new version, and activating it."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.calendar import BadNorm
from engine.database import reading, transaction
from engine.definitions import places, queries, releases, reviews
from engine.definitions.hues import hue_of
from engine.definitions.standing import standing, waiting_reviews
from engine.errors import InvalidDiagram
from engine.forms.show import day
from engine.instances.track import norm_minutes
from engine.people.rights import Right, allows
from engine.reports.version_story import version_story
from webforms.language import current_language, t
from webforms.problems import message_of

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
            waiting=waiting_reviews(session, by=current_user.actor),
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
    # A byte more than a diagram may have is enough to refuse it: the rest stays on the disk.
    content = file.read(releases.MOST_BYTES + 1)
    try:
        with transaction() as session:
            uploaded = releases.upload(session, content, file.filename, by=current_user.actor)
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
        versions = queries.versions(session, key)
        return render_template(
            "procedures/procedure.html",
            view=view,
            versions=versions,
            identity=[(name, _lines(name, view.diagram.identity.get(name, ""))) for name in IDENTITY],
            steps=[view.diagram.steps[element] for element in view.diagram.main_path()],
            hues={lane.name: hue_of(view.diagram, lane.name) for lane in view.diagram.lanes},
            marks=_marks(view),
            norm=_norm,
            may_deploy=allows(by, Right.DEPLOY),
            comments=reviews.comments(session, view.id),
            stands=standing(session, key, view.number, by=by),
            story=version_story(session, key, view.number),
            others_running=sum(row.running for row in versions if row.number != view.number),
            valid_from=day(view.valid_from.isoformat(), current_language()) if view.valid_from else "",
        )


@pages.get("/procedures/<key>/versions/<int:number>.bpmn")
def file(key: str, number: int) -> ResponseReturnValue:
    with reading() as session:
        xml, content_hash = queries.version_xml(session, places.version_id(session, key, number))
    response = send_file(
        BytesIO(xml.encode()),
        mimetype="application/xml",
        as_attachment=True,
        download_name=f"{key}-{number}.bpmn",
        etag=content_hash,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


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


def _tell(uploaded: releases.Uploaded) -> None:
    if uploaded.errors:
        flash(t("definitions.kept_with_errors", number=uploaded.number, n=uploaded.errors), "warn")
    else:
        flash(t("definitions.kept", number=uploaded.number), "ok")
    if uploaded.drawn:
        flash(t("definitions.drawn"), "warn")


def _marks(view: queries.VersionView) -> dict[str, object]:
    return {
        "lanes": {lane.id: hue_of(view.diagram, lane.name) for lane in view.diagram.lanes},
        "seen": [],
        "here": {},
        "bad": [finding.element for finding in view.findings if finding.severity == "error"],
    }
