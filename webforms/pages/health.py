"""Kesehatan: how this server is, and what to do."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.config import Config
from engine.database import reading
from engine.health.checks import address, examine
from engine.health.findings import State
from engine.people.rights import Right, require_right

pages = Blueprint("health", __name__, url_prefix="/health")

#: What is wrong is read first.
_ORDER = [State.FAULT, State.WARNING, State.OK]


@pages.get("")
def show() -> ResponseReturnValue:
    """Checked now. Needs SEE_HEALTH."""
    config: Config = current_app.config["ALUR"]
    with reading() as session:
        require_right(session, Right.SEE_HEALTH, current_user.actor)
    found = [*examine(config), address(request.host_url.rstrip("/"), production=config.production)]
    found.sort(key=lambda finding: _ORDER.index(finding.state))
    numbers = {state: sum(finding.state is state for finding in found) for state in State}
    return render_template("health/page.html", found=found, numbers=numbers)
