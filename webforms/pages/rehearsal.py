"""Uji coba: a version played step by step, as each role in turn, with its real forms. Nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from engine import clock
from engine.calendar import BadNorm, local_zone
from engine.database import reading
from engine.definitions import editing, places
from engine.definitions.decisions import opening_answers
from engine.definitions.hues import hues_by_name
from engine.errors import (
    Conflict,
    InvalidAnswers,
    InvalidDiagram,
    NotConfirmed,
    NotFound,
    Problem,
    ProcessFailed,
)
from engine.forms.conditions import BadCondition
from engine.forms.scope import PLACEHOLDER
from engine.instances.incident import explain
from engine.instances.track import track
from engine.rehearsal import leading, playing
from engine.rehearsal.leading import Flow, branch_words
from engine.rehearsal.playing import Rehearsal, RehearsalStale
from engine.texts import joined
from webforms.html_form import FormView, add_upload, first_typed, read_request, sent_files
from webforms.http.errors import message_of
from webforms.http.limits import MAX_FORM_WITH_FILE, Limit, takes
from webforms.presentation.instance import answers_of
from webforms.presentation.language import current_language, t
from webforms.presentation.marks import marks

pages = Blueprint("rehearsal", __name__)

Typed = dict[str, list[str]]
#: Before a gateway's id: the branch that is to be taken there.
_VIA = "via-"
_PLACE = "/definitions/<key>/versions/<int:number>/try"
#: Pictures that were never sent.
_PICTURE = re.compile(rf"/files/{PLACEHOLDER}\d+/\w+")


@pages.get(_PLACE)
def show(key: str, number: int) -> ResponseReturnValue:
    """From the start, or at the step `from`, with samples in the forms before it; `goal`: the step to which
    samples lead from there; `via-GATEWAY`: the branch taken on the way. Where several branches lead there, a
    page that asks; where nobody works, or the version can't run, one that says so. Needs EDIT_DEFINITION.
    404.
    """
    by = current_user.actor
    try:
        with reading() as session:
            now = playing.begin(session, key, number, by=by)
        return _from(now, wanted) if (wanted := request.args.get("from", "")) else _page(now)
    except (InvalidDiagram, ProcessFailed, BadCondition) as error:
        with reading() as session:
            opened = editing.open_version(session, key, number, by=by)
            found = editing.look_at(session, opened.xml, by=by).findings
        return render_template("rehearsal/impossible.html", opened=opened, why=_why(error), found=found)


@pages.post(_PLACE)
@takes(Limit(files=MAX_FORM_WITH_FILE))
def hand_in(key: str, number: int) -> ResponseReturnValue:
    """The page with what comes next. Needs EDIT_DEFINITION. 422 with the form; 409 for an action that this
    step has not. To the start where the version was changed meanwhile, the state is not
    this person's, or a condition can't be read."""
    by, (typed, pressed) = current_user.actor, read_request(request.form)
    token = request.form.get("_token", "")
    try:
        with reading() as session:
            places.version_id(session, key, number, by=by)
            now = playing.resume(session, key, number, _carried(), by=by)
        step = playing.step_at(now, token)
    except (BadSignature, Conflict) as error:
        flash(t("editor.trial.stale" if isinstance(error, RehearsalStale) else "editor.trial.again"), "warn")
        return redirect(url_for("rehearsal.show", key=key, number=number))
    if request.form.get("_turn"):
        return _page(now, token=request.form["_turn"])
    for sent in sent_files(step.form, request.files):
        # Its content is not kept, not even looked at.
        now, placeholder = playing.new_placeholder(now)
        add_upload(typed, sent, placeholder)
    if "_return" in request.form:
        return _send_back(now, token, typed)
    if "_timer" in request.form:
        return _run_out(now, token, typed, request.form["_timer"])
    if "_sample" in request.form:
        typed = leading.filled(now, step) or typed
    if pressed.redisplays or "_sample" in request.form:
        return _page(now, token=token, typed=typed)
    return _move(now, token, typed, confirmed=pressed.confirm)


def _from(now: Rehearsal, wanted: str) -> ResponseReturnValue:
    step = leading.step_to_reach(now.diagram, wanted)
    if step is None:
        before = leading.steps_before(now.diagram, wanted)
        return render_template("rehearsal/no_step.html", now=now, wanted=wanted, before=before)
    goal = request.args.get("goal", wanted)
    if leading.step_to_reach(now.diagram, goal) is None:
        raise NotFound(element=goal)
    via = {name: value for name, value in request.args.items() if name.startswith(_VIA)}
    decisions = leading.decisions_before(now.diagram, goal)
    if decisions and not via:
        return render_template(
            "rehearsal/which_branch.html",
            now=now,
            step=step,
            decisions=decisions,
            via=_VIA,
            words=branch_words,
        )
    return _led(replace(now, goal=goal, via=tuple(via.values())), wanted)


def _led(now: Rehearsal, wanted: str) -> str:
    """At the step, its form empty; on the way to another goal, with the sample that leads there."""
    led = leading.lead(now, wanted, via=now.via)
    typed = None
    if not led.reached:
        name = now.diagram.steps[wanted].name
        flash(joined([t("editor.trial.not_led", step=name), t("editor.trial.not_led_words")]), "warn")
    elif now.goal != wanted:
        typed = leading.lead(led.now, now.goal, via=now.via).first
    return _page(led.now, token=_at(led.now, wanted), typed=typed)


def _at(now: Rehearsal, element: str) -> str:
    return next((work.token for work in now.waiting if work.element == element), "")


def _move(now: Rehearsal, token: str, typed: Typed, *, confirmed: bool) -> ResponseReturnValue:
    try:
        moved = playing.hand_in(now, token, typed, confirmed=confirmed)
        return _led(moved, moved.goal) if "_until" in request.form and moved.goal else _page(moved)
    except NotConfirmed as found:
        return _page(now, token=token, typed=typed, warnings=found.problems), 422
    except InvalidAnswers as wrong:
        return _page(now, token=token, typed=typed, problems=wrong.problems), 422
    except ProcessFailed as failed:
        return _page(now, token=token, typed=typed, failed=failed), 422
    except BadCondition:
        flash(t("editor.preview.unreadable"), "late")
        return redirect(url_for("rehearsal.show", key=now.opened.key, number=now.opened.number))


def _send_back(now: Rehearsal, token: str, typed: Typed) -> ResponseReturnValue:
    try:
        back = playing.return_to_submitter(now, token)
    except (Conflict, NotFound):
        return _page(now, token=token, typed=typed), 409
    target = playing.step_at(now, token).returns_to
    return _page(back, token=next(work.token for work in back.waiting if work.element == target))


def _run_out(now: Rehearsal, token: str, typed: Typed, timer: str) -> ResponseReturnValue:
    """What was typed stays, unless its step is gone."""
    try:
        late = playing.run_out(now, timer)
    except Conflict:
        return _page(now, token=token, typed=typed), 409
    except ProcessFailed as failed:
        return _page(now, token=token, typed=typed, failed=failed), 422
    still = any(work.token == token for work in late.waiting)
    return _page(late, token=token, typed=typed) if still else _page(late)


def _page(
    now: Rehearsal,
    *,
    token: str = "",
    typed: Typed | None = None,
    problems: Mapping[str, Problem] | None = None,
    warnings: Mapping[str, Problem] | None = None,
    failed: ProcessFailed | None = None,
) -> str:
    waiting = now.waiting
    work = next((offered for offered in waiting if offered.token == token), waiting[0] if waiting else None)
    step = now.diagram.steps[work.element] if work else None
    form = None
    if step is not None:
        if typed is None:
            answers = opening_answers(now.diagram, step, now.runner.data)
            typed = first_typed(step.form, answers, local_zone())
            now, typed = playing.with_placeholders(now, step.form, typed)
        form = FormView(
            form=step.form,
            typed=typed,
            scope=now.scope(step.form, typed),
            language=current_language(),
            problems=problems or {},
            warnings=warnings or {},
            forms=[each.form for each in now.diagram.steps.values()],
            lane=step.lane,
            person=t("editor.trial.somebody"),
        )
    html = render_template(
        "rehearsal/page.html",
        now=now,
        step=step,
        work=work,
        form=form,
        failed=_failed_at(now, failed) if failed else "",
        state=_serializer().dumps({**now.carried(), "person": current_user.actor.id}),
        hues=hues_by_name(now.diagram),
        track=_track(now),
        marks=_marks(now, failed),
        answers=_answers(now),
        path=_path(now),
        goal=now.diagram.steps.get(now.goal),
        branches=[_branch(now, flow) for flow in now.diagram.flows if flow.id in now.via],
        asks_branch=bool(now.goal and leading.decisions_before(now.diagram, now.goal)),
        via=_via_of(now),
    )
    return _PICTURE.sub(url_for("static", filename="placeholder.svg"), html)


def _carried() -> Mapping[str, Any]:
    """What the page brought back: made by us, for this person."""
    carried: dict[str, Any] = _serializer().loads(request.form.get("_state", ""))
    if carried.pop("person") != current_user.actor.id:
        raise BadSignature("another person's rehearsal")
    return carried


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="rehearsal")


def _track(now: Rehearsal) -> object:
    since = {work.element: clock.now() for work in now.waiting}
    try:
        return track(now.diagram, now.done, since, ended=now.ended)
    except BadNorm:
        return []  # lint says which norm can't be read


def _marks(now: Rehearsal, failed: ProcessFailed | None) -> dict[str, object]:
    here = {work.element: {"label": t("editor.trial.here"), "late": False} for work in now.waiting}
    bad = [str(failed.params.get("element"))] if failed else []
    return marks(now.diagram, seen=[*now.path, *now.passed_flows], here=here, bad=bad)


def _path(now: Rehearsal) -> list[str]:
    return [words for words in (_place(now, element) for element in now.path) if words]


def _place(now: Rehearsal, name: str) -> str:
    returned_to = now.diagram.steps.get(name.removeprefix(playing.RETURNED))
    if name.startswith(playing.RETURNED) and returned_to is not None:
        return t("editor.trial.returned", step=returned_to.name)
    node = now.diagram.nodes.get(name)
    if node is None:
        return ""
    return now.words_of(node, current_language()) if node.is_timer else node.name


def _branch(now: Rehearsal, flow: Flow) -> str:
    gateway = now.diagram.nodes[flow.source]
    return f"{gateway.name or gateway.id}: {branch_words(now.diagram, flow)}"


def _via_of(now: Rehearsal) -> dict[str, str]:
    """As the address has them; where none was chosen, so that nobody is asked again."""
    return {_VIA: ""} | {f"{_VIA}{flow.source}": flow.id for flow in now.diagram.flows if flow.id in now.via}


def _answers(now: Rehearsal) -> list[object]:
    """What was answered so far: (step, answers for reading)."""
    return [(step, answers_of(step, now.diagram, now.runner.data)) for step in now.done_steps]


def _why(error: InvalidDiagram | ProcessFailed | BadCondition) -> str:
    if isinstance(error, BadCondition):
        return t("editor.preview.unreadable")
    return message_of(error)


def _failed_at(now: Rehearsal, failed: ProcessFailed) -> str:
    element, reason = str(failed.params.get("element")), str(failed.params.get("reason"))
    words = explain(now.diagram, element, reason, {}, language=current_language(), zone=local_zone())
    return t("editor.trial.failed_at", element=words.place, reason=words.cause)
