"""Choosing among the files of earlier steps: what is offered, and what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.forms.fields import Field
from engine.forms.scope import Answer, Names, about_keys

Item = Mapping[str, Any]


def offered(field: Field, names: Names, *, rest: bool = False) -> dict[str, Item]:
    """The items that the field offers, by id, in the order in which they were sent.

    `rest`: of those that `narrowed_by` names, the ones that were not chosen there.
    """
    items: dict[str, Item] = {}
    for source in field.of:
        items |= items_of(names(source))
    if field.narrowed_by:
        chosen = names(field.narrowed_by)
        chosen_ids = chosen if isinstance(chosen, list) else [chosen]
        items = {key: item for key, item in items.items() if (key in chosen_ids) is not rest}
    if about_keys(field.shown_if):
        items = {key: item for key, item in items.items() if _names(key, item, names).holds(field.shown_if)}
    return items


def items_of(value: Answer) -> dict[str, Item]:
    """The items of a files field's answer, by id."""
    rows = value if isinstance(value, list) else []
    return {row["file"]: row for row in rows if isinstance(row, Mapping) and isinstance(row.get("file"), str)}


def selectable(field: Field, item: Item, names: Names) -> bool:
    """Whether the field's condition on items lets this one be chosen."""
    return not field.selectable_if or _names(item.get("file", ""), item, names).holds(field.selectable_if)


def _names(key: str, item: Item, names: Names) -> Names:
    return names.within(item).keyed(key)
