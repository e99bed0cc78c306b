"""The editor's own requests: load a draft, look at it, save it, show a form as it will be.

A diagram travels as it is (`application/xml`), not as a form field; the token comes as X-CSRFToken.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from engine import clock
from engine.calendar import local_zone
from engine.database import reading, transaction
from engine.definitions import drafts, editing
from engine.definitions.editing import Diagram, Step
from engine.definitions.hues import hue_of
from engine.definitions.lint import Finding
from engine.errors import DraftChanged, EngineError, IllegalMove, InvalidDiagram, NotFound
from engine.forms.conditions import BadCondition
from engine.forms.scope import Scope
from webforms.asked import an_id
from webforms.html_form import FormView, first_typed
from webforms.language import current_language, t
from webforms.problems import message_of, status_of, title_of
from webforms.times import time_of_day

pages = Blueprint("drafts", __name__)

#: As large as a diagram may be (engine.bpmn.xml), and some air for what a browser adds.
MAX_BODY = 2 * 1024 * 1024 + 1024
_PLACE = "/procedures/<key>/versions/<int:number>/draft"


@pages.get(_PLACE)
def load(key: str, number: int) -> ResponseReturnValue:
    """Diagram and save counter in one answer, so that they belong together."""
    with reading() as session:
        opened = editing.open_version(session, key, number, by=current_user.actor)
    return jsonify(xml=opened.xml, seq=opened.seq), {"Cache-Control": "no-store"}


@pages.post(_PLACE)
def save(key: str, number: int) -> ResponseReturnValue:
    xml, by = _diagram(), current_user.actor
    seen = request.args.get("seen", 0, type=an_id)
    try:
        with transaction() as session:
            version = editing.open_version(session, key, number, by=by).id
            saved = drafts.save(session, version, xml, seen=seen, by=by)
    except (DraftChanged, IllegalMove, InvalidDiagram) as error:
        return _refused(error)
    return jsonify(seq=saved.seq, saved=_saved_at(saved))


@pages.post(f"{_PLACE}/check")
def check(key: str, number: int) -> ResponseReturnValue:  # noqa: ARG001 - of the address
    """Findings, the steps in their order, and who stands behind each lane."""
    xml = _diagram()
    try:
        with reading() as session:
            checked = editing.look_at(session, xml, by=current_user.actor)
    except InvalidDiagram as error:
        return _refused(error)
    return jsonify(
        findings=[_finding(one) for one in checked.findings],
        steps=[
            {"id": step.id, "name": step.name, "lane": step.lane, "hue": hue_of(checked.diagram, step.lane)}
            for step in checked.steps
        ],
        hues={lane.id: hue_of(checked.diagram, lane.name) for lane in checked.diagram.lanes},
        lanes={
            lane.id: [{"role": role, "people": checked.people.get(role, [])} for role in lane.roles]
            for lane in checked.diagram.lanes
        },
    )


@pages.post(f"{_PLACE}/copy")
def copy(key: str, number: int) -> ResponseReturnValue:
    """Somebody else saved meanwhile: keep this drawing as a draft of its own."""
    xml, by = _diagram(), current_user.actor
    with transaction() as session:
        draft = drafts.new_draft(session, key, source=number, by=by)
        drafts.save(session, draft.id, xml, seen=draft.seq, by=by)
        fresh = draft.number
    return jsonify(url=url_for("editor.show", key=key, number=fresh))


@pages.post(f"{_PLACE}/preview/<element>")
def preview(key: str, number: int, element: str) -> ResponseReturnValue:  # noqa: ARG001 - of the address
    """A step's form as the task's page will draw it, from the diagram that was sent."""
    xml = _diagram()
    try:
        with reading() as session:
            diagram, step = editing.step_of(session, xml, element, by=current_user.actor)
        return _drawn(diagram, step)
    except BadCondition:
        return jsonify(message=t("editor.preview.unreadable")), 422
    except (InvalidDiagram, NotFound) as error:
        return _refused(error)


def _drawn(diagram: Diagram, step: Step) -> str:
    form = FormView(
        form=step.form,
        typed=first_typed(step.form, {}, local_zone()),
        scope=Scope(now=clock.now(), zone=local_zone()),
        language=current_language(),
        forms=[one.form for one in diagram.steps.values()],
        lane=step.lane,
        person=current_user.actor.name,
    )
    return render_template("editor/preview.html", form=form, step=step)


def _diagram() -> str:
    body = request.stream.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise RequestEntityTooLarge
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidDiagram(reason="lint.reason.encoding") from None


def _refused(error: EngineError) -> ResponseReturnValue:
    return jsonify(code=error.code, title=title_of(error), message=message_of(error)), status_of(error)


def _finding(one: Finding) -> Mapping[str, object]:
    params = {name: value for name, value in one.params.items() if isinstance(value, str | int)}
    return {**one.as_dict(current_language()), "name": one.called(current_language()), "params": params}


def _saved_at(saved: drafts.Saved) -> str:
    return t("editor.saved", time=time_of_day(saved.saved_at, current_language(), local_zone()))
