"""What differs between two versions of a procedure, in sentences and in both diagrams."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.definitions import queries
from engine.definitions.differences import difference
from engine.definitions.standing import standing
from webforms.asked import number

pages = Blueprint("differences", __name__)


@pages.get("/procedures/<key>/difference")
def show(key: str) -> ResponseReturnValue:
    """Without `to` the newest version; without `from` what that one was made from."""
    with reading() as session:
        versions = queries.versions(session, key)
        after, before = number("to") or versions[0].number, number("from")
        if before is None:
            before = standing(session, key, after, by=current_user.actor).against or after
        return render_template(
            "difference/page.html", diff=difference(session, key, before, after), versions=versions
        )
