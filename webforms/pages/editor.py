"""Penyunting: the page that the diagram is edited on. Its requests stand in webforms/api/drafts.py."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.definitions import editing
from engine.forms.types import TYPES, UNKNOWN, FieldType
from engine.texts import catalogue
from webforms.http.csp import allow
from webforms.presentation.language import current_language

pages = Blueprint("editor", __name__)

#: Words that the page's script needs.
WORDS = (
    "editor.",
    "field_types.",
    "definitions.severity.",
    "definitions.nobody",
)
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


@pages.get("/definitions/<key>/versions/<int:number>/edit")
def show(key: str, number: int) -> ResponseReturnValue:
    """The editor, or for a version that is no draft a page that says so. Needs EDIT_DEFINITION; 404."""
    with reading() as session:
        opened = editing.open_version(session, key, number, by=current_user.actor)
    if not opened.editable:
        return render_template("editor/closed.html", opened=opened)
    editing.warm()
    # bpmn-js places what it draws by style attributes; on no other page are they allowed.
    allow("style-src-attr", "'unsafe-inline'")
    return render_template("editor/page.html", opened=opened, words=_words(), types=_types(), kinds=KINDS)


def _types() -> list[dict[str, Any]]:
    """Types of fields, the most used first; the last, without a name, is one that nobody knows. The keys are
    attributes of FieldType.
    """
    return [_type(name, kind) for name, kind in [*TYPES.items(), ("", UNKNOWN)]]


def _type(name: str, kind: FieldType) -> dict[str, Any]:
    return {
        "name": name,
        "properties": sorted(kind.all_properties),
        "shape": kind.shape.value,
        "inputs": kind.inputs.value,
        "camunda": kind.camunda,
        "has_options": kind.has_options,
        "has_parts": kind.has_parts,
        "gives_keys": kind.gives_keys,
        "sends_items": kind.sends_items,
        "names_instances": kind.names_instances,
    }


def _words() -> dict[str, str | dict[str, str]]:
    return {key: words for key, words in catalogue(current_language()).items() if _is_shown(key)}


def _is_shown(key: str) -> bool:
    """Of the vocabulary, what its inputs and their choices are called."""
    if key.startswith("vocabulary."):
        return key.endswith((".label", ".help")) or ".values." in key
    return key.startswith(WORDS)
