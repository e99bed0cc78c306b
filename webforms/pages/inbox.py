"""Tugas saya: what waits for a person, most overdue first."""

from __future__ import annotations

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from engine.database import reading
from engine.definitions.queries import evaluations_due, named, startable
from engine.definitions.status import waiting_reviews
from engine.inbox.queries import counts, my_lanes, my_tasks
from engine.inbox.waiting import TaskFilter
from engine.people.notices import Topic, notices
from webforms.http.query import filters, search
from webforms.presentation.live import live_page

pages = Blueprint("inbox", __name__)


@pages.get("/")
def show() -> ResponseReturnValue:
    """The reader's own tasks; with `live` only their list, or 304."""
    by = current_user.actor
    wanted = read_filter(request.args)
    with reading() as session:
        counted = counts(session, by=by)
        reviews = waiting_reviews(session, by=by)
        g.inbox_count = counted.waiting + len(reviews)  # the frame shows it, too
        return live_page(
            "inbox/page.html",
            {"tasks": "inbox/tasks.html"},
            wanted=wanted,
            query=filters("q", "lane", "definition", "late", "mine", "team"),
            page=my_tasks(session, wanted, by=by, after=request.args.get("after")),
            counts=counted,
            reviews=reviews,
            lanes=my_lanes(session, by=by),
            definitions=named(session, by=by),
            notices=[each for each in notices(session, by=by) if each.topic is not Topic.ACCOUNT],
            evaluations=evaluations_due(session, by=by),
            may_start=bool(startable(session, by=by)),
        )


def read_filter(args: MultiDict[str, str]) -> TaskFilter:
    """From the address; words that mean nothing find nothing."""
    return TaskFilter(
        search=search(),
        lane=args.get("lane", ""),
        definition=args.get("definition", ""),
        late="late" in args,
        team="team" in args,
        mine="mine" in args,
    )
