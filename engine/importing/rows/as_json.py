"""A table that was read, as text: so that a preview can be saved without reading its file again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from engine.importing.cells.grid import refused
from engine.importing.rows.table import MAX_ACTORS, MAX_ROWS, Note, Row, SopTable

_TEXTS = ("number", "description", "symbol", "inputs", "time", "output", "remarks")
_NOTES = {
    "columns_moved", "pages_joined", "column_left_out", "identity_left_out", "ratifier_signed", "other_table",
    "footnotes", "arrows_not_read", "unread", "connector_left_out", "sum_left_out",
    "arrows_unclear", "hidden_left_out", "struck_left_out", "placeholder_left_out", "formula_without_value",
    "date_as_range", "cells_run_together", "symbols_lost", "rows_parted", "actors_run_together",
    "rows_lettered",
}  # fmt: skip


def as_json(table: SopTable) -> dict[str, Any]:
    """Values of JSON only; `from_json` makes the same table of them."""
    return {
        "identity": dict(table.identity),
        "actors": list(table.actors),
        "rows": [dataclasses.asdict(row) for row in table.rows],
        "loose_labels": list(table.loose_labels),
        "notes": [[note.kind, dict(note.params)] for note in table.notes],
    }


def from_json(data: object) -> SopTable:
    """Raises InvalidTable for anything that as_json would not have written."""
    try:
        return _table(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise refused("unreadable") from None


def _table(data: Any) -> SopTable:
    actors = tuple(_text(actor) for actor in data["actors"])
    rows = tuple(_row(row, len(actors)) for row in data["rows"])
    if not 0 < len(rows) <= MAX_ROWS or len(actors) > MAX_ACTORS:
        raise ValueError("no table of an SOP")
    return SopTable(
        identity={_text(key): _text(value) for key, value in data["identity"].items()},
        actors=actors,
        rows=rows,
        loose_labels=tuple(_text(label) for label in data["loose_labels"]),
        notes=tuple(_note(kind, params) for kind, params in data["notes"] if kind in _NOTES),
    )


def _note(kind: str, params: Mapping[str, object]) -> Note:
    return Note(kind, {_text(key): _text(value) for key, value in params.items()})


def _row(data: Mapping[str, Any], actors: int) -> Row:
    texts = {name: _text(data[name]) for name in _TEXTS}
    marked = tuple(actor for actor in data["actors"] if isinstance(actor, int) and 0 <= actor < actors)
    labels = tuple(_text(label) for label in data["labels"])
    return Row(
        **texts,
        actors=marked,
        labels=labels,
        unread=tuple(_text(words) for words in data["unread"]),
        shifted=data["shifted"] is True,
        shared_time=data["shared_time"] is True,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
