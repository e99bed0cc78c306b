"""Kalender: working hours, other hours for a time, days, units; who administers Alur changes them.

Each form is answered with what it would do to open work; sent once more from there, it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine import clock
from engine.calendar import local_zone
from engine.calendar.changes import differences, in_words
from engine.calendar.entries import OFFICE, DayKind, Entries, Observes
from engine.calendar.hours import WEEKDAYS
from engine.calendar.missing import missing
from engine.calendar.spreadsheet import MAX_BYTES, read_days, write_days
from engine.calendar.stored import Stored
from engine.calendar.typed import with_day, with_other_hours, with_unit
from engine.calendar.year import months
from engine.database import reading, transaction
from engine.definitions.roles import offered_names
from engine.errors import Invalid, NotFound, Problem
from engine.instances.calendar import change, propose, require_change, see
from engine.instances.recounting import being_recounted, effect
from engine.people.names import names_of
from engine.people.rights import Right, allows
from webforms.http.csrf import KEY_FIELD
from webforms.http.errors import problem_text
from webforms.http.query import parse_day
from webforms.presentation.calendar_fields import (
    day_fields,
    hours_fields,
    hours_words,
    lawful_fields,
    unit_fields,
)
from webforms.presentation.language import current_language, t

pages = Blueprint("calendar", __name__, url_prefix="/calendar")

_YEAR = re.compile(r"20\d\d", re.ASCII)
#: Of a form that is sent on: what belongs to its sending.
_OWN = {"csrf_token", KEY_FIELD, "confirmed", "version"}

#: Fields that a day is typed into.
_DAYS = {"first", "last"}

Problems = Mapping[str, Problem]


@pages.get("")
def show() -> ResponseReturnValue:
    """The calendar of `year` (else this one) and `unit` (else the office). Needs SEE_CALENDAR."""
    return _page({})


@pages.route("/days/new", methods=["GET", "POST"])
@pages.route("/days/<int:entry_id>", methods=["GET", "POST"])
def day(entry_id: int | None = None) -> ResponseReturnValue:
    """A free day or a worked one. GET: its form. POST: what it would do, and once `confirmed` 303; 422."""
    known = _entry("days", entry_id)
    typed = dict(request.form or request.args) if entry_id is None or request.form else day_fields(known)

    def form(problems: Problems) -> Response:
        return _form("calendar/day.html", typed, problems, entry=known, kinds=list(DayKind))

    return _answer(lambda entries: with_day(entries, _with_days(), entry_id), form, field="first")


@pages.route("/hours/new", methods=["GET", "POST"])
@pages.route("/hours/<int:entry_id>", methods=["GET", "POST"])
def other_hours(entry_id: int | None = None) -> ResponseReturnValue:
    """Other hours for a time. As `day`; `ramadan`: the year whose Ramadan is filled in as the law has it, for
    the usual week of `unit`."""
    known = _entry("other_hours", entry_id)
    typed = dict(request.form) or (hours_fields(known) if known else _lawful())

    def form(problems: Problems) -> Response:
        return _form("calendar/hours.html", typed, problems, entry=known)

    return _answer(lambda entries: with_other_hours(entries, _with_days(), entry_id), form, field="first")


@pages.route("/units/new", methods=["GET", "POST"])
@pages.route("/units/<int:entry_id>", methods=["GET", "POST"])
def unit(entry_id: int | None = None) -> ResponseReturnValue:
    """The usual week, of the office or of a unit. As `day`."""
    known = _entry("units", entry_id)
    typed = dict(request.form) or unit_fields(known)
    chosen = request.form.getlist("roles") if request.form else list(known.roles) if known else []

    def form(problems: Problems) -> Response:
        with reading() as session:
            roles = sorted({*offered_names(session), *chosen})
        return _form(
            "calendar/unit.html",
            typed,
            problems,
            entry=known,
            roles=roles,
            chosen=chosen,
            observes=list(Observes),
        )

    def make(entries: Entries) -> Entries:
        return with_unit(entries, request.form, entry_id, roles=request.form.getlist("roles"))

    return _answer(make, form, field="monday")


@pages.post("/remove/<int:entry_id>")
def remove(entry_id: int) -> ResponseReturnValue:
    """Takes an entry out. As `day`; 404 for the office itself."""
    if entry_id == OFFICE:
        raise NotFound(calendar=entry_id)
    return _answer(lambda entries: entries.without(entry_id), _page, field="entries")


@pages.post("/import")
def import_days() -> ResponseReturnValue:
    """Days of a CSV file, or of the lines of one (`lines`). As `day`, with what is wrong line by line."""
    file = request.files.get("file")
    written = file.read(MAX_BYTES + 1) if file is not None and file.filename else b""
    lines = request.form.get("lines", "")
    if not written and not lines.strip():
        return _page({"file": Problem("calendar.problem.csv_nothing")})
    more = {"lines": written.decode("utf-8-sig", errors="replace")} if written else {}
    return _answer(
        lambda entries: read_days(entries, written or lines.encode()), _page, field="file", more=more
    )


@pages.get("/days.csv")
def export_days() -> Response:
    """All entered days, as `import_days` reads them. Needs SEE_CALENDAR."""
    with reading() as session:
        written = write_days(see(session, by=current_user.actor).entries)
    response = Response(written, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="kalender.csv"'
    return response


def _answer(
    make: Callable[[Entries], Entries],
    form: Callable[[Problems], Response],
    *,
    field: str,
    more: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    """`field`: whose problem it is when the calendar as a whole can't be so. `more`: to be sent on, too."""
    by = current_user.actor
    if not allows(by, Right.CHANGE_CALENDAR):
        with transaction() as session:
            require_change(session, by=by)
    if request.method == "GET":
        return form({})
    with reading() as session:
        before = see(session, by=by)
    try:
        after = make(before.entries)
        proposed = propose(after, field=field)
    except Invalid as wrong:
        return form(wrong.problems)
    if "confirmed" in request.form and request.form.get("version") == str(before.version):
        with transaction() as session:
            change(session, after, version=before.version, by=by)
        flash(t("calendar.changed"), "ok")
        return redirect(url_for("calendar.show"), 303)
    return _preview(before, after, proposed, more or {})


def _preview(before: Stored, after: Entries, proposed: Any, more: Mapping[str, str]) -> str:
    with reading() as session:
        found = effect(session, proposed)
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in {*_OWN, *more}]
    return render_template(
        "calendar/preview.html",
        changes=[in_words([each], current_language()) for each in differences(before.entries, after)],
        effect=found,
        fields=[*fields, *more.items()],
        version=before.version,
        overtaken="confirmed" in request.form,
    )


def _page(problems: Problems) -> Response:
    by, today = current_user.actor, clock.now().astimezone(local_zone()).date()
    with reading() as session:
        now = see(session, by=by)
        recounting = being_recounted(session)
        names = names_of(session, [now.changed_by] if now.changed_by else [])
    wanted = request.args.get("year", "")
    year = int(wanted) if _YEAR.fullmatch(wanted) else today.year
    chosen = next(
        (each for each in now.entries.units if str(each.id) == request.args.get("unit")), now.entries.units[0]
    )
    page = render_template(
        "calendar/page.html",
        now=now,
        who=names.get(now.changed_by, "") if now.changed_by else "",
        recounting=recounting,
        year=year,
        this_year=today.year,
        unit=chosen,
        months=months(now.entries, chosen.id, year, local_zone()),
        missing=missing(now.entries, today),
        may_change=allows(by, Right.CHANGE_CALENDAR),
        problems=_words(problems),
        lines=request.form.get("lines", ""),
        hours=hours_words,
        weekdays=WEEKDAYS,
    )
    return make_response(page, 422 if problems else 200)


def _form(template: str, typed: Mapping[str, str], problems: Problems, **more: Any) -> Response:
    with reading() as session:
        now = see(session, by=current_user.actor)
    page = render_template(
        template,
        typed=typed,
        problems=_words(problems),
        now=now,
        weekdays=WEEKDAYS,
        hours=hours_words,
        **more,
    )
    return make_response(page, 422 if problems else 200)


def _words(problems: Problems) -> dict[str, str]:
    return {name: problem_text(problem) for name, problem in problems.items()}


def _entry(kind: str, entry_id: int | None) -> Any:
    """Raises NotFound."""
    if entry_id is None:
        return None
    with reading() as session:
        entries = getattr(see(session, by=current_user.actor).entries, kind)
    found = next((entry for entry in entries if entry.id == entry_id), None)
    if found is None:
        raise NotFound(calendar=entry_id)
    return found


def _lawful() -> dict[str, str]:
    with reading() as session:
        entries = see(session, by=current_user.actor).entries
    return lawful_fields(entries, request.args.get("ramadan", ""), request.args.get("unit", type=int))


def _with_days() -> dict[str, str]:
    """The form that was sent, with days as the calendar stores them."""
    sent = dict(request.form)
    for name in _DAYS & sent.keys():
        with suppress(ValueError):
            sent[name] = parse_day(sent[name]).isoformat()
    return sent
