"""Mulai: beginning a case of a procedure."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading, transaction
from engine.definitions.queries import startable
from engine.instances import cases

pages = Blueprint("start", __name__)


@pages.get("/start")
def show() -> ResponseReturnValue:
    with reading() as session:
        return render_template("start.html", procedures=startable(session, by=current_user.actor))


@pages.post("/start")
def begin() -> ResponseReturnValue:
    by = current_user.actor
    with transaction() as session:
        instance, tasks = cases.start(session, request.form.get("procedure", ""), by=by)
        mine = next((task.id for task in tasks if task.claimed_by == by.id), None)
        case = instance.id
    if mine is None:
        return redirect(url_for("instances.show", case_id=case))
    return redirect(url_for("task.show", task_id=mine))
