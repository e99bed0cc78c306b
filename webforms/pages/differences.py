"""What differs between two versions of a definition, in sentences and in both diagrams."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.definitions import queries
from engine.definitions.differences import difference
from engine.definitions.status import version_status
from webforms.http.query import number

pages = Blueprint("differences", __name__)


@pages.get("/definitions/<key>/difference")
def show(key: str) -> ResponseReturnValue:
    """Without `to` the newest version; without `from` what that one was made from."""
    by = current_user.actor
    with reading() as session:
        versions = queries.versions(session, key, by=by)
        after, before = number("to") or versions[0].number, number("from")
        if before is None:
            before = version_status(session, key, after, by=by).against or after
        return render_template(
            "differences/page.html", diff=difference(session, key, before, after, by=by), versions=versions
        )
