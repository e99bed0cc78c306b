"""Who takes over the tasks of somebody who leaves, on the page of their account."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.actor import Actor
from engine.database import reading, transaction
from engine.errors import Invalid
from engine.inbox.handing_over import hand_over, tasks_of_person
from engine.people import queries
from engine.people.rights import Right, require_right
from webforms.http.errors import problem_text
from webforms.presentation.language import t

pages = Blueprint("handing_over", __name__, url_prefix="/accounts")

#: Chosen instead of a colleague: all of the lane.
ALL = "all"


@pages.post("/<int:person_id>/hand-over")
def submit(person_id: int) -> ResponseReturnValue:
    """For each task a colleague, all of them, or what is chosen for all tasks; each in a transaction of its
    own. 303 to the person's page, which says what was given to whom; 404.
    """
    by = current_user.actor
    with transaction() as session:
        require_right(session, Right.HAND_OVER_TASK, by)
    with reading() as session:
        queries.get_person(session, person_id)
        waiting = {task.id: task.name for task in tasks_of_person(session, person_id)}
    chosen = {task: _chosen(task, request.form) for task in waiting}
    if not any(chosen.values()):
        flash(t("people.hand_over_nothing"), "warn")
    given = [_give(task, holder=person_id, to=to, by=by) for task, to in chosen.items() if to]
    if any(given):
        flash(t("people.handed_over", n=sum(given)), "ok")
    return redirect(url_for("accounts.person", person_id=person_id, _anchor="waiting-title"), 303)


def _chosen(task: int, form: Mapping[str, str]) -> str:
    """Empty: it stays where it is."""
    return form.get(f"task-{task}") or form.get("to") or ""


def _give(task: int, *, holder: int, to: str, by: Actor) -> bool:
    """Whether it was given away; what can't be is said beside the others."""
    colleague = None if to == ALL else int(to) if to.isdecimal() and len(to) < 10 else 0
    try:
        with transaction() as session:
            return hand_over(session, task, holder=holder, to=colleague, by=by)
    except Invalid as error:
        for problem in error.problems.values():
            flash(problem_text(problem), "late")
        return False
