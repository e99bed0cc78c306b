"""Penyunting: the page that the diagram is edited on. Its requests stand in webforms/api/drafts.py."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.definitions import editing
from engine.texts import catalogue
from webforms.language import current_language
from webforms.security import allow

pages = Blueprint("editor", __name__)

#: Words that the page's script needs.
WORDS = (
    "editor.",
    "definitions.type.",
    "definitions.identity_block.",
    "definitions.severity.",
    "definitions.nobody",
)
#: Kinds of fields, the most used first.
TYPES = (
    "text", "textarea", "number", "date", "datetime", "radio", "select", "multiselect", "checklist",
    "checkbox", "url", "files", "file", "file_or_text", "tags", "repeat", "group", "richtext",
    "item_select", "item_ref", "per_item_select", "preview", "changes", "authority", "print",
)  # fmt: skip
#: What stands on the buttons beside the drawing; the rest is in the menu under "Lainnya".
KINDS = (
    ("task", "bpmn-icon-user-task"),
    ("choice", "bpmn-icon-gateway-xor"),
    ("start", "bpmn-icon-start-event-none"),
    ("end", "bpmn-icon-end-event-none"),
    ("reminder", "bpmn-icon-intermediate-event-catch-non-interrupting-timer"),
    ("deadline", "bpmn-icon-intermediate-event-catch-timer"),
    ("note", "bpmn-icon-text-annotation"),
)


@pages.get("/procedures/<key>/versions/<int:number>/edit")
def show(key: str, number: int) -> ResponseReturnValue:
    with reading() as session:
        opened = editing.open_version(session, key, number, by=current_user.actor)
    if not opened.editable:
        return render_template("editor/closed.html", opened=opened)
    # bpmn-js places what it draws by style attributes; on no other page are they allowed.
    allow("style-src-attr", "'unsafe-inline'")
    return render_template("editor/page.html", opened=opened, words=_words(), types=TYPES, kinds=KINDS)


def _words() -> dict[str, str | dict[str, str]]:
    return {key: words for key, words in catalogue(current_language()).items() if key.startswith(WORDS)}
