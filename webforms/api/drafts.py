"""The editor's own requests: load a draft, look at it, save it, show a form as it will be.

A diagram travels as it is (`application/xml`), not as a form field; the token comes as X-CSRFToken.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from engine import clock
from engine.calendar import local_zone
from engine.database import reading, transaction
from engine.definitions import conflicts, drafts, editing, places
from engine.definitions.editing import Diagram, Step
from engine.definitions.hues import hue_of, hues_by_id
from engine.definitions.lint import Finding
from engine.errors import DraftChanged, EngineError, IllegalMove, InvalidDiagram, NotFound
from engine.forms.conditions import BadCondition
from engine.forms.scope import Scope
from webforms.html_form import FormView, first_typed
from webforms.http.errors import message_of, status_of, title_of
from webforms.http.limits import Limit, takes
from webforms.http.query import parse_id
from webforms.presentation.language import current_language, t
from webforms.presentation.times import time_of_day

pages = Blueprint("drafts", __name__)

#: As large as a diagram may be (engine.bpmn.xml), and some air for what a browser adds.
MAX_BODY = 2 * 1024 * 1024 + 1024
_WITH_DIAGRAM = Limit(form=MAX_BODY)
_PLACE = "/definitions/<key>/versions/<int:number>/draft"


@pages.get(_PLACE)
def load(key: str, number: int) -> ResponseReturnValue:
    """`{"xml", "seq"}` in one answer, so that they belong together. Needs EDIT_DEFINITION. 404."""
    with reading() as session:
        opened = editing.open_version(session, key, number, by=current_user.actor)
    return jsonify(xml=opened.xml, seq=opened.seq), {"Cache-Control": "no-store"}


@pages.post(_PLACE)
@takes(_WITH_DIAGRAM)
def save(key: str, number: int) -> ResponseReturnValue:
    """The body is the diagram, `?seen` the save that was loaded. Answers `{"seq", "saved"}`.

    Needs EDIT_DEFINITION. 404; 409 when somebody saved since, or it is no draft any more; 413; 422 when it
    can't be read or is another definition's. All as `{"code", "title", "message"}`, with nothing stored.
    """
    xml, by = _diagram(), current_user.actor
    seen = request.args.get("seen", 0, type=parse_id)
    try:
        with transaction() as session:
            version = editing.open_version(session, key, number, by=by).id
            saved = drafts.save(session, version, xml, seen=seen, by=by)
    except (DraftChanged, IllegalMove, InvalidDiagram) as error:
        return _refused(error)
    return jsonify(seq=saved.seq, saved=_saved_at(saved))


@pages.post(f"{_PLACE}/check")
@takes(_WITH_DIAGRAM)
def check(key: str, number: int) -> ResponseReturnValue:
    """Findings, steps in their order, hues of lanes, and role and people of each lane, for the diagram in the
    body.

    Needs EDIT_DEFINITION. 404; 422 when it can't be read. Stores nothing.
    """
    xml, by = _diagram(), current_user.actor
    try:
        with reading() as session:
            places.version_id(session, key, number, by=by)
            checked = editing.look_at(session, xml, by=by)
    except InvalidDiagram as error:
        return _refused(error)
    return jsonify(
        findings=[_finding(finding) for finding in checked.findings],
        steps=[
            {"id": step.id, "name": step.name, "lane": step.lane, "hue": hue_of(checked.diagram, step.lane)}
            for step in checked.steps
        ],
        hues=hues_by_id(checked.diagram),
        lanes={
            lane.id: [{"role": role, "people": checked.people.get(role, [])} for role in lane.roles]
            for lane in checked.diagram.lanes
        },
    )


@pages.post(f"{_PLACE}/copy")
@takes(_WITH_DIAGRAM)
def copy(key: str, number: int) -> ResponseReturnValue:
    """Somebody else saved meanwhile: this drawing becomes a draft of its own. Answers `{"url"}` of its
    editor. Needs EDIT_DEFINITION."""
    xml, by = _diagram(), current_user.actor
    with transaction() as session:
        draft = drafts.new_draft(session, key, source=number, by=by)
        drafts.save(session, draft.id, xml, seen=draft.seq, by=by)
        fresh = draft.number
    return jsonify(url=url_for("editor.show", key=key, number=fresh))


@pages.post(f"{_PLACE}/conflict")
@takes(Limit(form=2 * MAX_BODY))
def differ(key: str, number: int) -> ResponseReturnValue:
    """The body is `{"base", "mine"}`, two diagrams: what was loaded and what could not be stored. Answers
    `{"seq", "theirs", "mine"}`: sentences, each with `both` where both changed its element.

    Needs EDIT_DEFINITION. 400, 404, 422 when one can't be read. Stores nothing.
    """
    base, mine = _two_diagrams()
    try:
        with reading() as session:
            found = conflicts.conflict(session, key, number, base=base, mine=mine, by=current_user.actor)
    except InvalidDiagram as error:
        return _refused(error)
    return jsonify(
        seq=found.seq,
        **{
            name: [
                {"words": each.sentence(current_language()), "both": each.element in found.of_both}
                for each in changes
            ]
            for name, changes in (("theirs", found.theirs), ("mine", found.mine))
        },
    )


@pages.post(f"{_PLACE}/over")
@takes(_WITH_DIAGRAM)
def lay_over(key: str, number: int) -> ResponseReturnValue:
    """As `save`, over what somebody else saved: that becomes a draft of its own. Answers `{"seq", "saved",
    "copied"}`, words about that draft. Needs EDIT_DEFINITION. 404, 409, 413, 422."""
    xml, by = _diagram(), current_user.actor
    seen = request.args.get("seen", 0, type=parse_id)
    try:
        with transaction() as session:
            saved, copied = conflicts.lay_over(session, key, number, xml, seen=seen, by=by)
    except (DraftChanged, IllegalMove, InvalidDiagram) as error:
        return _refused(error)
    return jsonify(seq=saved.seq, saved=_saved_at(saved), copied=t("editor.conflict.kept", n=copied))


@pages.post(f"{_PLACE}/preview/<element>")
@takes(_WITH_DIAGRAM)
def preview(key: str, number: int, element: str) -> ResponseReturnValue:
    """HTML of a step's form as the task's page will draw it, from the diagram in the body. Needs
    EDIT_DEFINITION. 404 for no such step, 422 for what can't be read."""
    xml, by = _diagram(), current_user.actor
    try:
        with reading() as session:
            places.version_id(session, key, number, by=by)
            diagram, step = editing.step_of(session, xml, element, by=by)
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
        forms=[each.form for each in diagram.steps.values()],
        lane=step.lane,
        person=current_user.actor.name,
    )
    return render_template("editor/preview.html", form=form, step=step)


def _diagram() -> str:
    # Read once, however often the view begins.
    if "diagram" not in g:
        g.diagram = request.stream.read(MAX_BODY + 1)
    body: bytes = g.diagram
    if len(body) > MAX_BODY:
        raise RequestEntityTooLarge
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidDiagram(reason="lint.reason.encoding") from None


def _two_diagrams() -> tuple[str, str]:
    sent = request.get_json(silent=True)
    base, mine = (sent.get("base"), sent.get("mine")) if isinstance(sent, dict) else (None, None)
    if not (isinstance(base, str) and isinstance(mine, str)):
        raise BadRequest
    return base, mine


def _refused(error: EngineError) -> ResponseReturnValue:
    return jsonify(code=error.code, title=title_of(error), message=message_of(error)), status_of(error)


def _finding(finding: Finding) -> Mapping[str, object]:
    params = {name: value for name, value in finding.params.items() if isinstance(value, str | int)}
    return {
        **finding.as_dict(current_language()),
        "name": finding.called(current_language()),
        "params": params,
    }


def _saved_at(saved: drafts.Saved) -> str:
    return t("editor.saved", time=time_of_day(saved.saved_at, current_language(), local_zone()))
