"""One task: its form, keeping a draft, handing it in, and the deeds around it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage, MultiDict

from engine.calendar import local_zone
from engine.database import reading, transaction
from engine.definitions.hues import hue_of
from engine.errors import Conflict, Invalid, NotConfirmed, Problem, TypedElsewhere, Unavailable
from engine.inbox import claims, deviations, drafts
from engine.inbox.complete import Sent, complete
from engine.inbox.four_eyes import first_clash
from engine.inbox.task import TaskView, view_task
from engine.inbox.uploading import may_send
from engine.storage import receive
from webforms.again import show_again
from webforms.asked import an_id, wants_json
from webforms.cut import Cut
from webforms.deeds import FORMS
from webforms.html_form import FormView, add_upload, first_typed, read_request, sent_files
from webforms.language import current_language, t
from webforms.problems import RETRY_AFTER, http_error, message_of, problem_text, status_of, title_of
from webforms.reading import arrival, decides, earlier_answers, kept_typed, media_of, next_lanes
from webforms.security import carries_token
from webforms.times import time_of_day

pages = Blueprint("task", __name__)

Typed = dict[str, list[str]]
_PIECE = 256 * 1024
_PAGE_NAME = 40
#: Of the inbox's address, what comes back after a task was taken from the list.
_LIST = ("q", "lane", "procedure", "late", "mine", "team")


@pages.get("/tasks/<int:task_id>")
def show(task_id: int) -> ResponseReturnValue:
    with reading() as session:
        view = view_task(session, task_id, by=current_user.actor)
        able = deviations.able_people(session, view.task) if view.can_waive else []
    people = [one for one in able if first_clash(view.step.separated_from, view.instance.done, one.id)]
    page = _page(view, view.draft.typed if view.draft else _first_typed(view), people=people)
    # Going back must not show the form as it first came: its next draft would lose the files added since.
    return page, {"Cache-Control": "no-store"}


@pages.post("/tasks/<int:task_id>")
def submit(task_id: int) -> ResponseReturnValue:
    by = current_user.actor
    typed, pressed = read_request(request.form)
    try:
        _store_files(task_id, typed, request.files)
        if pressed.stays:
            with transaction() as session:
                drafts.save(session, task_id, typed, by=by)
            return _again(task_id, typed)
        with transaction() as session:
            sent = complete(session, task_id, typed, by=by, confirmed=pressed.confirm)
    except NotConfirmed as found:
        return _again(task_id, typed, warnings=found.problems), 422
    except Invalid as wrong:
        return _again(task_id, typed, problems=wrong.problems), 422
    except (Conflict, Unavailable) as error:
        return _refused(task_id, typed, error)
    flash(_sent_words(sent), "ok")
    return redirect(url_for("inbox.show"))


@pages.post("/tasks/<int:task_id>/draft")
def save_draft(task_id: int) -> ResponseReturnValue:
    typed, _pressed = read_request(request.form)
    try:
        _store_files(task_id, typed, request.files)
        with transaction() as session:
            saved = drafts.save(session, task_id, typed, by=current_user.actor, page=_opened_page())
    except Invalid as wrong:
        if wants_json():
            raise
        return _again(task_id, typed, problems=wrong.problems), 422
    except TypedElsewhere as other:
        words = t("task.draft_elsewhere", time=time_of_day(other.at, current_language(), local_zone()))
        return jsonify(message=words, seen=other.at.isoformat(), typed=other.typed), 409
    except (Conflict, Unavailable) as error:
        if wants_json():
            raise
        return _refused(task_id, typed, error)
    words = t("task.draft_saved", time=time_of_day(saved, current_language(), local_zone()))
    if wants_json():
        return jsonify(saved=words, seen=saved.isoformat())
    flash(words, "ok")
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/tasks/<int:task_id>/claim")
def claim(task_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            name = claims.claim(session, task_id, by=current_user.actor).name
        flash(t("inbox.claimed", name=name), "ok")
    except Conflict as error:
        flash(message_of(error), "warn")
    if "list" in request.args:
        filters: dict[str, Any] = {name: request.args[name] for name in _LIST if name in request.args}
        return redirect(url_for("inbox.show", **filters))
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/tasks/<int:task_id>/release")
def release(task_id: int) -> ResponseReturnValue:
    by = current_user.actor
    typed, _pressed = read_request(request.form)
    try:
        if typed:
            # It comes back when the same person takes the task up again. Kept first: it must not go when
            # the task is in other hands meanwhile.
            with transaction() as session:
                drafts.keep(session, task_id, typed, by=by)
        with transaction() as session:
            name = claims.release(session, task_id, by=by).name
    except (Conflict, Unavailable) as error:
        if not typed:
            raise
        return _refused(task_id, typed, error)
    flash(t("task.released", name=name), "ok")
    return redirect(url_for("inbox.show"))


@pages.post("/tasks/<int:task_id>/return")
def return_case(task_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            deviations.return_to_submitter(
                session, task_id, request.form.get("reason", ""), by=current_user.actor
            )
    except (Invalid, Conflict, Unavailable) as error:
        return show_again(error)
    flash(t("task.returned"), "ok")
    return redirect(url_for("inbox.show"))


@pages.post("/tasks/<int:task_id>/waive")
def waive(task_id: int) -> ResponseReturnValue:
    person = request.form.get("person", 0, type=an_id)
    try:
        with transaction() as session:
            deviations.waive_separation(
                session, task_id, person, request.form.get("reason", ""), by=current_user.actor
            )
    except (Invalid, Conflict, Unavailable) as error:
        return show_again(error)
    flash(t("task.waived"), "ok")
    return redirect(url_for("task.show", task_id=task_id))


def _opened_page() -> drafts.Page | None:
    """What a script says of its page; a button pressed means what it says, and goes over any draft."""
    name = request.headers.get("X-Draft-Page", "")
    if not name:
        return None
    try:
        seen = datetime.fromisoformat(request.headers.get("X-Draft-Seen", ""))
    except ValueError:
        seen = None
    return drafts.Page(name[:_PAGE_NAME], seen if seen and seen.tzinfo else None)


def _first_typed(view: TaskView) -> Typed:
    """What was answered the last time; but a decision, and what it confirms, is made anew each time."""
    return first_typed(view.step.form, {} if decides(view) else view.scope.data, local_zone())


def _flash_problems(error: Invalid) -> None:
    for problem in error.problems.values():
        flash(problem_text(problem), "late")


@pages.errorhandler(Cut)
def keep_what_came(cut: Cut) -> ResponseReturnValue:
    """A form whose line was cut: what had come is a draft, before what was there and not sent this time."""
    if request.endpoint not in FORMS or not carries_token(cut.came) or not current_user.is_authenticated:
        return http_error(cut)
    task_id = int((request.view_args or {})["task_id"])
    typed, _pressed = read_request(MultiDict(cut.came))
    with reading() as session:
        view = view_task(session, task_id, by=current_user.actor)
    typed = {**(view.draft.typed if view.draft else _first_typed(view)), **typed}
    with suppress(Conflict):  # the words are kept all the same
        _store_files(task_id, typed, cut.files)
    with transaction() as session:
        drafts.keep(session, task_id, typed, by=current_user.actor)
    return _again(task_id, typed, refusal=(t("task.cut"), t("task.cut_words"))), 400


def _store_files(task_id: int, typed: Typed, files: MultiDict[str, FileStorage]) -> None:
    """Files that came with the form itself, from a browser without JavaScript."""
    if not files:
        return
    by = current_user.actor
    with reading() as session:
        form = view_task(session, task_id, by=by).step.form
    for sent in sent_files(form, files):
        pieces = iter(partial(sent.file.stream.read, _PIECE), b"")
        try:
            with transaction() as session:
                incoming = may_send(session, task_id, sent.path, file_name=sent.file.filename or "", by=by)
            add_upload(typed, sent, receive.receive(pieces, incoming, by=by))
        except Invalid as error:
            # The file stays behind; what was typed goes on.
            _flash_problems(error)
        except Conflict:
            with transaction() as session:
                drafts.keep(session, task_id, typed, by=by)
            raise


def _refused(task_id: int, typed: Typed, error: Conflict | Unavailable) -> ResponseReturnValue:
    """The page again, and why it was not taken."""
    page = _again(task_id, typed, refusal=(title_of(error), message_of(error)))
    wait = {"Retry-After": RETRY_AFTER} if isinstance(error, Unavailable) else {}
    return page, status_of(error), wait


def _again(
    task_id: int,
    typed: Typed,
    *,
    problems: Mapping[str, Problem] | None = None,
    warnings: Mapping[str, Problem] | None = None,
    refusal: tuple[str, str] | None = None,
) -> str:
    """The page with what was typed still in it."""
    with reading() as session:
        view = view_task(session, task_id, by=current_user.actor, typed=typed)
    return _page(view, typed, problems=problems, warnings=warnings, refusal=refusal)


def _page(
    view: TaskView,
    typed: Typed,
    *,
    problems: Mapping[str, Problem] | None = None,
    warnings: Mapping[str, Problem] | None = None,
    refusal: tuple[str, str] | None = None,
    people: object = (),
) -> str:
    form = FormView(
        form=view.step.form,
        typed=typed,
        scope=view.scope,
        language=current_language(),
        problems=problems or {},
        warnings=warnings or {},
        forms=[step.form for step in view.diagram.steps.values()],
        changes=view.changes,
        lane=view.task.lane,
        person=current_user.actor.name,
        task=view.task.id,
        draft_url=url_for("task.save_draft", task_id=view.task.id),
        draft_seen=view.draft.saved_at.isoformat() if view.draft else "",
        owner=str(current_user.actor.id),
    )
    return render_template(
        "task/page.html",
        view=view,
        form=form,
        people=people,
        refusal=refusal,
        arrival=arrival(view),
        earlier=earlier_answers(view),
        media=media_of(view.earlier, view.scope.data),
        kept=kept_typed(view, typed) if not view.can_work else [],
        decides=decides(view),
        next_lanes=next_lanes(view),
        hue=hue_of(view.diagram, view.step.lane),
    )


def _sent_words(sent: Sent) -> str:
    """Where the case went: "Terkirim. Berkas 032/2026-0148 sekarang di Ketua Tim Kerja." """
    if sent.ended:
        return t("task.sent_last", number=sent.number)
    if not sent.lanes:
        return t("task.sent_waits", number=sent.number)
    lanes = dict.fromkeys(lane.split(" (")[0] for lane in sent.lanes)
    return t("task.sent", number=sent.number, lane=", ".join(lanes))
