"""One task: its form, keeping a draft, handing it in, taking it up and giving it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage, MultiDict

from engine.calendar import local_zone
from engine.database import reading, transaction
from engine.definitions.decisions import deciding_fields, opening_answers
from engine.definitions.hues import hue_of
from engine.errors import Conflict, Invalid, NotConfirmed, Problem, TypedElsewhere, Unavailable
from engine.inbox import claims, drafts
from engine.inbox.arrival import arrival
from engine.inbox.complete import complete
from engine.inbox.deviations import waivable_people
from engine.inbox.task import TaskView, view_task
from engine.inbox.uploading import fault_of, may_send
from engine.storage import receive
from engine.texts import joined
from webforms.auth.draft_key import draft_key
from webforms.html_form import FormView, add_upload, first_typed, read_request, sent_files
from webforms.http.errors import RETRY_AFTER, message_of, problem_text, refuse_by, status_of, title_of
from webforms.http.limits import MAX_FORM_WITH_FILE, Limit, takes
from webforms.http.request import wants_json
from webforms.presentation.done import say_done, say_sent
from webforms.presentation.instance import earlier_answers, media_of, show_fields, unsent_texts
from webforms.presentation.language import current_language, t
from webforms.presentation.times import time_of_day

pages = Blueprint("task", __name__)

Typed = dict[str, list[str]]
_PIECE = 256 * 1024
_WITH_FILES = Limit(files=MAX_FORM_WITH_FILE)
_PAGE_NAME = 40
#: Of a decision's page: where it is answered.
ANSWER = "jawaban"
#: Of the inbox's address, what comes back after a task was taken from the list.
_LIST = ("q", "lane", "definition", "late", "mine", "team")


@dataclass(frozen=True, kw_only=True)
class _Reply:
    """What the page says about a form that came back."""

    problems: Mapping[str, Problem] = field(default_factory=dict)
    warnings: Mapping[str, Problem] = field(default_factory=dict)
    #: Title and sentence of why it was not taken.
    refusal: tuple[str, str] | None = None
    #: What a button just took out of it.
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)


@pages.get("/tasks/<int:task_id>")
def show(task_id: int) -> ResponseReturnValue:
    """The task, for who may see its instance; else 404."""
    with reading() as session:
        view = view_task(session, task_id, by=current_user.actor)
        people = waivable_people(session, view.task, view.step, view.instance.done) if view.can_waive else []
    page = _page(view, view.draft.typed if view.draft else _first_typed(view), _Reply(), people=people)
    # Going back must not show the form as it first came: its next draft would lose the files added since.
    return page, {"Cache-Control": "no-store"}


@pages.post("/tasks/<int:task_id>")
@takes(_WITH_FILES)
def submit(task_id: int) -> ResponseReturnValue:
    """Leads to the inbox. Needs a role of the lane (403). 404; with the form: 409, 422, 503.

    A button that only changes the form (a row more) answers with the form.
    """
    by = current_user.actor
    typed, pressed = read_request(request.form)
    refuse_by(partial(_refused, task_id, typed))
    try:
        _store_files(task_id, typed, request.files)
        if pressed.redisplays:
            with transaction() as session:
                drafts.save(session, task_id, typed, by=by)
            if pressed.choose:
                return redirect(url_for("task.show", task_id=task_id, _anchor=ANSWER))
            return _redisplay(task_id, typed, _Reply(removed=pressed.removed))
        with transaction() as session:
            sent = complete(session, task_id, typed, by=by, confirmed=pressed.confirm)
    except NotConfirmed as found:
        return _redisplay(task_id, typed, _Reply(warnings=found.problems)), 422
    except Invalid as wrong:
        return _redisplay(task_id, typed, _Reply(problems=wrong.problems)), 422
    except Conflict as error:
        return _refused(task_id, typed, error)
    say_sent(sent)
    return redirect(url_for("inbox.show"))


@pages.post("/tasks/<int:task_id>/draft")
@takes(_WITH_FILES)
def save_draft(task_id: int) -> ResponseReturnValue:
    """Leads to the task; a script is answered `{"saved", "seen"}`. Needs a role of the lane (403); 404, 422,
    503.

    409 with `{"message", "seen", "typed"}` when the same person typed into another page meanwhile.
    """
    by = current_user.actor
    typed, _pressed = read_request(request.form)
    refuse_by(partial(_refused, task_id, typed))
    try:
        _store_files(task_id, typed, request.files)
        with transaction() as session:
            saved = drafts.save(session, task_id, typed, by=by, page=_opened_page())
            others = drafts.others_typing(session, task_id, by=by)
    except Invalid as wrong:
        if wants_json():
            raise
        return _redisplay(task_id, typed, _Reply(problems=wrong.problems)), 422
    except TypedElsewhere as other:
        words = t("task.draft_elsewhere", time=time_of_day(other.at, current_language(), local_zone()))
        return jsonify(message=words, seen=other.at.isoformat(), typed=other.typed), 409
    except Conflict as error:
        if wants_json():
            raise
        return _refused(task_id, typed, error)
    words = t("task.draft_saved", time=time_of_day(saved, current_language(), local_zone()))
    if wants_json():
        typing = t("task.typing", who=", ".join(others)) if others else ""
        return jsonify(saved=words, seen=saved.isoformat(), typing=typing)
    flash(words, "ok")
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/tasks/<int:task_id>/claim")
def claim(task_id: int) -> ResponseReturnValue:
    """Leads to the task, with `list` to the inbox; also when somebody was faster. Needs a role of the lane
    (403); 404."""
    try:
        with transaction() as session:
            name = claims.claim(session, task_id, by=current_user.actor).name
        task_url = url_for("task.show", task_id=task_id)
        say_done(t("inbox.claimed", name=name), task_url, t("task.open"))
    except Conflict as error:
        flash(message_of(error), "warn")
    if "list" in request.args:
        filters: dict[str, Any] = {name: request.args[name] for name in _LIST if name in request.args}
        return redirect(url_for("inbox.show", **filters))
    return redirect(url_for("task.show", task_id=task_id))


@pages.post("/tasks/<int:task_id>/release")
@takes(_WITH_FILES)
def release(task_id: int) -> ResponseReturnValue:
    """Leads to the inbox; what was typed is a draft. For who claimed it, and with RELEASE_TASK (403). 404,
    409."""
    by = current_user.actor
    typed, _pressed = read_request(request.form)
    try:
        if typed:
            refuse_by(partial(_refused, task_id, typed))
            # It comes back when the same person takes the task up again. Kept first: it must not go when
            # the task is in other hands meanwhile.
            with transaction() as session:
                drafts.save_refused(session, task_id, typed, by=by)
        with transaction() as session:
            name = claims.release(session, task_id, by=by).name
    except Conflict as error:
        if not typed:
            raise
        return _refused(task_id, typed, error)
    say_done(t("task.released", name=name), url_for("task.show", task_id=task_id), t("task.open"))
    return redirect(url_for("inbox.show"))


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
    answers = opening_answers(view.diagram, view.step, view.scope.data)
    return first_typed(view.step.form, answers, local_zone())


def _flash_problems(error: Invalid) -> None:
    for problem in error.problems.values():
        flash(problem_text(problem), "late")


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
            upload = receive.receive(pieces, incoming, by=by)
            with reading() as session:
                fault = fault_of(session, upload, by=by)
            # Nobody describes a file that is not taken.
            if fault:
                flash(joined([incoming.file_name, problem_text(fault)], ": "), "late")
            else:
                add_upload(typed, sent, upload)
        except Invalid as error:
            # The file stays behind; what was typed goes on.
            _flash_problems(error)
        except Conflict:
            with transaction() as session:
                drafts.save_refused(session, task_id, typed, by=by)
            raise


def _refused(task_id: int, typed: Typed, error: Conflict | Unavailable) -> ResponseReturnValue:
    """The page again, and why it was not taken."""
    page = _redisplay(task_id, typed, _Reply(refusal=(title_of(error), message_of(error))))
    wait = {"Retry-After": RETRY_AFTER} if isinstance(error, Unavailable) else {}
    return page, status_of(error), wait


def _redisplay(
    task_id: int,
    typed: Typed,
    reply: _Reply,
) -> str:
    """The page with what was typed still in it."""
    with reading() as session:
        view = view_task(session, task_id, by=current_user.actor, typed=typed)
    return _page(view, typed, reply)


def _page(
    view: TaskView,
    typed: Typed,
    reply: _Reply,
    *,
    people: object = (),
) -> str:
    came, earlier = arrival(view), earlier_answers(view)
    form = FormView(
        form=view.step.form,
        typed=typed,
        scope=view.scope,
        language=current_language(),
        problems=reply.problems,
        warnings=reply.warnings,
        forms=[step.form for step in view.diagram.steps.values()],
        changes=view.changes,
        lane=view.task.lane,
        person=current_user.actor.name,
        removed=reply.removed,
        task=view.task.id,
        draft_url=url_for("task.save_draft", task_id=view.task.id),
        draft_seen=view.draft.saved_at.isoformat() if view.draft else "",
        owner=str(current_user.actor.id),
        draft_key=draft_key(current_user.actor.id),
    )
    return render_template(
        "task/page.html",
        view=view,
        form=form,
        people=people,
        refusal=reply.refusal,
        arrival=came,
        decided=show_fields(came.fields, came.answers, view.scope.data) if came else [],
        earlier=earlier,
        media=media_of(answers for _step, _done, answers in earlier),
        unsent=unsent_texts(view, typed) if not view.can_work else [],
        hue=hue_of(view.diagram, view.step.lane),
        choice=form.choice({each.name for each in deciding_fields(view.diagram, view.step)}),
    )
