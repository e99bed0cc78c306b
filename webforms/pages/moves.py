"""After activation: what do running cases do?"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.definitions import queries
from engine.instances import moving

pages = Blueprint("moves", __name__)

_VERSION = "/procedures/<key>/versions/<int:number>"


@pages.get(f"{_VERSION}/moves")
def show(key: str, number: int) -> ResponseReturnValue:
    by = current_user.actor
    with reading() as session:
        view = queries.view_version(session, key, number)
        look = moving.dry_run(session, view.id, by=by)
        return render_template("moves/page.html", view=view, look=look)
