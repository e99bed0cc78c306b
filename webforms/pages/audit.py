"""Jejak audit: everything that happened, searchable; one case's story; whether the chains are whole."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from engine.audit.names import Happened
from engine.audit.verify import verify_instance
from engine.calendar import local_zone
from engine.database import reading
from engine.definitions.queries import named
from engine.instances.case import view_case
from engine.people.rights import Right, require_right
from engine.reports.audit_trail import KINDS, TrailFilter, search, verify
from webforms import asked
from webforms.reading import decisions, hues

pages = Blueprint("audit", __name__)

#: Near the ends of the calendar a time zone leads out of it.
_YEARS = range(1900, 3000)

#: What the search offers besides kinds: beginnings of the names of events (engine/audit/names.py).
EVENTS = (
    Happened.TASK_COMPLETED.value, "task.", "instance.", "deed.denied", "separation.", "incident.",
    "version.", "person.", "login.", "password.",
)  # fmt: skip


@pages.get("/audit")
def index() -> ResponseReturnValue:
    with reading() as session:
        page = search(
            session,
            _read_filter(request.args),
            by=current_user.actor,
            before=asked.number("before"),
        )
        return render_template(
            "audit/page.html",
            page=page,
            names={row.key: row.name for row in named(session)},
            args=request.args,
            kinds=KINDS,
            events=EVENTS,
            query=asked.filters("case", "person", "kind", "event", "since", "until"),
        )


@pages.get("/audit/verify")
def looked_for() -> ResponseReturnValue:
    """Whoever comes back to the result, or had to log in again on the way, finds the button."""
    return redirect(url_for("audit.index"))


@pages.post("/audit/verify")
def check() -> ResponseReturnValue:
    with reading() as session:
        verified = verify(session, by=current_user.actor)
    return render_template("audit/verified.html", verified=verified)


@pages.get("/audit/cases/<int:case_id>")
def story(case_id: int) -> ResponseReturnValue:
    """One case's story with its hashes."""
    by = current_user.actor
    with reading() as session:
        require_right(session, Right.SEE_AUDIT, by)
        view = view_case(session, case_id, by=by, before=asked.number("before"))
        return render_template(
            "audit/story.html",
            view=view,
            verdict=verify_instance(session, case_id),
            decisions=decisions(view),
            hues=hues(view),
        )


def _read_filter(args: MultiDict[str, str]) -> TrailFilter:
    until = _midnight(args.get("until", ""))
    return TrailFilter(
        case=asked.search("case"),
        person=asked.search("person"),
        event=asked.search("event"),
        kind=asked.search("kind"),
        since=_midnight(args.get("since", "")),
        until=until + timedelta(days=1) if until else None,
    )


def _midnight(day: str) -> datetime | None:
    """The day's beginning where the office is; None for what is no date of anybody's life."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return None
    return datetime.combine(found, time(), local_zone()) if found.year in _YEARS else None
