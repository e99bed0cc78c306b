"""Departing from the diagram, with a reason: returning an instance, waiving the separation of duties."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import transaction
from engine.errors import Conflict, Invalid
from engine.inbox import deviations
from webforms.http.query import parse_id
from webforms.presentation.done import say_done
from webforms.presentation.language import t
from webforms.resubmit.resubmission import show_refused

pages = Blueprint("deviations", __name__)


@pages.post("/tasks/<int:task_id>/return")
def return_instance(task_id: int) -> ResponseReturnValue:
    """*Kembalikan*: to the step that submitted it."""
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            deviations.return_to_submitter(session, task_id, reason, by=current_user.actor)
    except (Invalid, Conflict) as error:
        return show_refused(error)
    say_done(t("task.returned"), url_for("task.show", task_id=task_id), t("task.open"))
    return redirect(url_for("inbox.show"))


@pages.post("/tasks/<int:task_id>/waive")
def waive(task_id: int) -> ResponseReturnValue:
    """This person may do the task, although they did the step that it is kept apart from."""
    person, reason = request.form.get("person", 0, type=parse_id), request.form.get("reason", "")
    try:
        with transaction() as session:
            deviations.waive_separation(session, task_id, person, reason, by=current_user.actor)
    except (Invalid, Conflict) as error:
        return show_refused(error)
    flash(t("task.waived"), "ok")
    return redirect(url_for("task.show", task_id=task_id))
