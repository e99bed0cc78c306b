"""Berkas: the list of instances, one instance whole, and what those do who watch over it."""

from __future__ import annotations

import re
from io import BytesIO

from flask import Blueprint, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from engine import clock
from engine.audit.verify import LOOKED_AT, verify_instance
from engine.calendar.missing import missing_soon
from engine.database import reading, transaction
from engine.definitions.hues import hues_by_name
from engine.definitions.queries import named
from engine.documents import papers
from engine.errors import Conflict, Invalid
from engine.forms.shown import Shown
from engine.inbox.stranded import lanes_of_nobody
from engine.instances import lifecycle
from engine.instances.listing import InstanceFilter
from engine.instances.queries import list_instances
from engine.instances.timeline import whole_story
from engine.instances.view import InstanceView, seq_of, view_instance
from engine.people.rights import Right, allows
from webforms.http.query import filters, number, search
from webforms.presentation.control_sheet import control_sheet, signatories
from webforms.presentation.instance import answers_of, decisions, incident_of, media_of
from webforms.presentation.language import current_language, t
from webforms.presentation.live import live_page, shows, unchanged
from webforms.presentation.marks import instance_marks
from webforms.resubmit.resubmission import show_refused

pages = Blueprint("instances", __name__)

#: What the list can be narrowed to; the first is shown when nothing is chosen.
STATES = {"open": ("running", "incident"), "ended": ("ended",), "withdrawn": ("withdrawn",), "all": ()}
PARTS = {name: f"instances/{name}.html" for name in ("now", "steps", "story", "data")}


@pages.get("/instances")
def index() -> ResponseReturnValue:
    """The instances that the reader may see; with `live` only the rows, or 304."""
    wanted, by = _read_filter(request.args), current_user.actor
    with reading() as session:
        watches = allows(by, Right.RELEASE_TASK) and "live" not in request.args
        return live_page(
            "instances/list.html",
            {"rows": "instances/rows.html"},
            wanted=wanted,
            state=_state(request.args),
            states=list(STATES),
            query=filters("q", "state", "definition", "late", "mine"),
            page=list_instances(session, wanted, by=by, before=request.args.get("before")),
            definitions=named(session, by=by),
            lanes_of_nobody=lanes_of_nobody(session) if watches else [],
            missing=missing_soon() if watches else [],
        )


@pages.get("/instances/<int:instance_id>")
def show(instance_id: int) -> ResponseReturnValue:
    """One instance, for who may see it, else 404; with `live` only its parts, or 304. `before`: its story
    from there on; `whole`: all of its chain is looked at."""
    by, before, whole = current_user.actor, number("before"), "whole" in request.args
    with reading() as session:
        # The times on the page grow by the minute; nothing else changes without an event.
        tag = f"{instance_id}-{seq_of(session, instance_id, by=by)}-{clock.now():%H%M}-{current_language()}"
        if shows(tag):
            return unchanged(tag)
        view = view_instance(session, instance_id, by=by, before=before)
        answers = _answers(view)
        return live_page(
            "instances/page.html",
            PARTS,
            tag=tag,
            view=view,
            signatories=signatories(view),
            verdict=verify_instance(session, instance_id, last=None if whole else LOOKED_AT),
            marks=instance_marks(view),
            hues=hues_by_name(view.diagram),
            decisions=decisions(view),
            incident=incident_of(view),
            answers=answers,
            media=media_of(answers.values()),
        )


@pages.get("/instances/<int:instance_id>/control-sheet.pdf")
def on_paper(instance_id: int) -> ResponseReturnValue:
    """Its Lembar kendali, for who may see the instance, else 404. 422, 503."""
    emblem = current_app.config["ALUR"].emblem
    with reading() as session:
        view = view_instance(session, instance_id, by=current_user.actor)
        paper = control_sheet(
            view, whole_story(session, instance_id), emblem=emblem.read_bytes() if emblem else None
        )
    name = re.sub(r"[^\w.-]+", "-", view.instance.number)
    return send_file(
        BytesIO(papers.document(paper)), mimetype="application/pdf", download_name=f"{name}.pdf", max_age=0
    )


@pages.post("/instances/<int:instance_id>/withdraw")
def withdraw(instance_id: int) -> ResponseReturnValue:
    """Leads to the instance. For its submitter, and with WITHDRAW_INSTANCE. 403, 404, 409, 422, 503."""
    try:
        with transaction() as session:
            instance = lifecycle.withdraw(
                session, instance_id, request.form.get("reason", ""), by=current_user.actor
            )
    except (Invalid, Conflict) as error:
        return show_refused(error)
    flash(t("instances.withdrawn", number=instance.number), "ok")
    return redirect(url_for("instances.show", instance_id=instance_id))


@pages.post("/instances/<int:instance_id>/retry")
def retry(instance_id: int) -> ResponseReturnValue:
    """Leads to the instance, which may have the same incident again. Needs RETRY_INCIDENT. 404, 409."""
    with transaction() as session:
        instance = lifecycle.retry(session, instance_id, by=current_user.actor)
        stuck = instance.incident is not None
    flash(t("instances.still_stuck" if stuck else "instances.retried"), "late" if stuck else "ok")
    return redirect(url_for("instances.show", instance_id=instance_id))


def _answers(view: InstanceView) -> dict[str, list[Shown]]:
    """What each done step answered last, for reading."""
    return {step.id: answers_of(step, view.diagram, view.data) for step, _done in view.done_steps}


def _state(args: MultiDict[str, str]) -> str:
    state = args.get("state", "")
    # Who searches means all instances, unless they say otherwise.
    return state if state in STATES else "all" if args.get("q") else "open"


def _read_filter(args: MultiDict[str, str]) -> InstanceFilter:
    return InstanceFilter(
        search=search(),
        states=STATES[_state(args)],
        definition=args.get("definition", ""),
        mine="mine" in args,
        late="late" in args,
    )
