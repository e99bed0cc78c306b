"""Jejak audit: everything that happened, searchable; one instance's story; whether the chains are whole."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from engine.audit import clock_behind
from engine.audit.names import EventName
from engine.audit.verify import LOOKED_AT, verify_instance
from engine.calendar import local_zone
from engine.database import reading
from engine.definitions.hues import hues_by_name
from engine.definitions.queries import named
from engine.instances.view import view_instance
from engine.people.rights import Right, require_right
from engine.reports.audit_trail import search, verify
from engine.reports.trail import KINDS, MAX_SOUGHT, TrailFilter
from webforms.http import query
from webforms.presentation.instance import decisions, show_fields

pages = Blueprint("audit", __name__)

#: What the search offers besides kinds: beginnings of the names of events (engine/audit/names.py).
EVENTS = (
    EventName.TASK_COMPLETED.value, "task.", "instance.", "deed.denied", "separation.", "incident.",
    "version.", "person.", "login.", "password.",
)  # fmt: skip


@pages.get("/audit")
def index() -> ResponseReturnValue:
    """The newest events that the filter finds. Needs SEE_AUDIT."""
    with reading() as session:
        page = search(
            session,
            _read_filter(request.args),
            by=current_user.actor,
            before=request.args.get("before"),
        )
        return render_template(
            "audit/page.html",
            page=page,
            max_sought=MAX_SOUGHT,
            decisions={
                row.entry.id: show_fields(row.decision(session), row.entry.answers or {}, {})
                for row in page.rows
            },
            clock_behind=clock_behind.minutes(session),
            names={row.key: row.name for row in named(session, by=current_user.actor)},
            args=request.args,
            swapped=_is_swapped(request.args),
            kinds=KINDS,
            events=EVENTS,
            query=query.filters("instance", "person", "kind", "event", "since", "until"),
        )


@pages.get("/audit/verify")
def looked_for() -> ResponseReturnValue:
    """Whoever comes back to the result, or had to log in again on the way, finds the button."""
    return redirect(url_for("audit.index"))


@pages.post("/audit/verify")
def check() -> ResponseReturnValue:
    """Goes through all chains, and answers with what it found. Needs SEE_AUDIT."""
    with reading() as session:
        verified = verify(session, by=current_user.actor)
    return render_template("audit/verified.html", verified=verified)


@pages.get("/audit/instances/<int:instance_id>")
def story(instance_id: int) -> ResponseReturnValue:
    """One instance's story with its hashes; `whole`: all of its chain is looked at. Needs SEE_AUDIT; 404."""
    by, whole = current_user.actor, "whole" in request.args
    with reading() as session:
        require_right(session, Right.SEE_AUDIT, by)
        view = view_instance(session, instance_id, by=by, before=query.number("before"))
        return render_template(
            "audit/story.html",
            view=view,
            verdict=verify_instance(session, instance_id, last=None if whole else LOOKED_AT),
            decisions=decisions(view),
            hues=hues_by_name(view.diagram),
        )


def _is_swapped(args: MultiDict[str, str]) -> bool:
    """From a later day to an earlier one: the page says that it means the days between."""
    since, until = _midnight(args.get("since", "")), _midnight(args.get("until", ""))
    return bool(since and until and since > until)


def _read_filter(args: MultiDict[str, str]) -> TrailFilter:
    since, until = _midnight(args.get("since", "")), _midnight(args.get("until", ""))
    if since and until and since > until:
        # From the later day to the earlier one means the days between.
        since, until = until, since
    return TrailFilter(
        instance=query.search("instance"),
        person=query.search("person"),
        event=query.search("event"),
        kind=query.search("kind"),
        since=since,
        until=until + timedelta(days=1) if until else None,
    )


def _midnight(day: str) -> datetime | None:
    """The beginning of a day, however it is written, where the office is; None for what is no date."""
    try:
        return datetime.combine(query.parse_day(day), time(), local_zone())
    except ValueError:
        return None
