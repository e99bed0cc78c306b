"""Mulai: beginning an instance of a definition."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading, transaction
from engine.definitions.queries import startable
from engine.instances import lifecycle

pages = Blueprint("start", __name__)


@pages.get("/start")
def show() -> ResponseReturnValue:
    """What the reader's roles may start."""
    with reading() as session:
        return render_template("start/page.html", definitions=startable(session, by=current_user.actor))


@pages.post("/start")
def begin() -> ResponseReturnValue:
    """Leads to the first task. Needs a role of its lane (403); 404 unless the definition is active."""
    by = current_user.actor
    with transaction() as session:
        instance, tasks = lifecycle.start(session, request.form.get("definition", ""), by=by)
        mine = next((task.id for task in tasks if task.claimed_by == by.id), None)
        instance_id = instance.id
    if mine is None:
        return redirect(url_for("instances.show", instance_id=instance_id))
    return redirect(url_for("task.show", task_id=mine))
