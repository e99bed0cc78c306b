"""Berkas: the list of cases, one case whole, and the deeds of those who watch over it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from engine import clock
from engine.audit.verify import verify_instance
from engine.calendar import local_zone
from engine.database import reading, transaction
from engine.definitions.queries import named
from engine.errors import Conflict, Invalid, Unavailable
from engine.forms.show import show_form
from engine.instances import cases
from engine.instances.case import CaseView, seq_of, view_case
from engine.instances.queries import CaseFilter, list_cases
from webforms.again import show_again
from webforms.asked import filters, number, search
from webforms.language import current_language, t
from webforms.live import live_page, shows, unchanged
from webforms.reading import decisions, hues, marks, media_of

pages = Blueprint("instances", __name__)

#: What the list can be narrowed to; the first is shown when nothing is chosen.
STATES = {"open": ("running", "incident"), "ended": ("ended",), "withdrawn": ("withdrawn",), "all": ()}
PARTS = {name: f"cases/{name}.html" for name in ("now", "steps", "story", "data")}


@pages.get("/cases")
def index() -> ResponseReturnValue:
    wanted = _read_filter(request.args)
    with reading() as session:
        return live_page(
            "cases/page.html",
            {"rows": "cases/rows.html"},
            wanted=wanted,
            state=_state(request.args),
            states=list(STATES),
            query=filters("q", "state", "procedure", "late", "mine"),
            page=list_cases(session, wanted, by=current_user.actor, before=number("before")),
            procedures=named(session),
        )


@pages.get("/cases/<int:case_id>")
def show(case_id: int) -> ResponseReturnValue:
    by = current_user.actor
    with reading() as session:
        # The times on the page grow by the minute; nothing else changes without an event.
        tag = f"{case_id}-{seq_of(session, case_id, by=by)}-{clock.now():%H%M}-{current_language()}"
        if shows(tag):
            return unchanged(tag)
        view = view_case(session, case_id, by=by)
        return live_page(
            "cases/case.html",
            PARTS,
            tag=tag,
            view=view,
            verdict=verify_instance(session, case_id),
            marks=marks(view),
            hues=hues(view),
            decisions=decisions(view),
            answers=_answers(view),
            media=media_of(view.done_steps, view.data),
        )


@pages.post("/cases/<int:case_id>/withdraw")
def withdraw(case_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            instance = cases.withdraw(session, case_id, request.form.get("reason", ""), by=current_user.actor)
    except (Invalid, Conflict, Unavailable) as error:
        return show_again(error)
    flash(t("instances.withdrawn", number=instance.number), "ok")
    return redirect(url_for("instances.show", case_id=case_id))


@pages.post("/cases/<int:case_id>/retry")
def retry(case_id: int) -> ResponseReturnValue:
    with transaction() as session:
        instance = cases.retry(session, case_id, by=current_user.actor)
        stuck = instance.incident is not None
    flash(t("instances.still_stuck" if stuck else "instances.retried"), "late" if stuck else "ok")
    return redirect(url_for("instances.show", case_id=case_id))


def _answers(view: CaseView) -> dict[str, object]:
    """What each done step answered last, for reading."""
    return {
        step.id: show_form(step.form, view.data, current_language(), local_zone())
        for step, _done in view.done_steps
    }


def _state(args: MultiDict[str, str]) -> str:
    state = args.get("state", "")
    # Who searches means all cases, unless they say otherwise.
    return state if state in STATES else "all" if args.get("q") else "open"


def _read_filter(args: MultiDict[str, str]) -> CaseFilter:
    return CaseFilter(
        search=search(),
        states=STATES[_state(args)],
        procedure=args.get("procedure", ""),
        mine="mine" in args,
        late="late" in args,
    )
