"""Conditions as a reader of the difference meets them: questions and answers, not ids and operators."""

from __future__ import annotations

from typing import Any

from engine.bpmn.diagram import Diagram
from engine.forms.conditions import BadCondition, parse
from engine.forms.fields import Field
from engine.texts import Words, joined, text

_OPERATORS = {
    "==": "equal",
    "!=": "unlike",
    ">=": "at_least",
    "<=": "at_most",
    ">": "more",
    "<": "less",
    "in": "among",
    "not in": "not_among",
}
_COUNTS = {"==": "count_exactly", ">=": "count_least", "<=": "count_most"}

#: A condition in a form that can be stored and put into words; a text is one that has no simple words.
Description = dict[str, Any] | str


def describe(condition: str, diagram: Diagram) -> Description:
    """Comparisons with fixed answers, all of which or one of which must hold; anything else as it is written.

    A dict has `join` (and, or) and `parts`, each with `field` (its label), `relation` (a key below
    `editor`) and `values` (labels of options).
    """
    try:
        tree = parse(condition).tree
    except BadCondition:
        return condition
    join, parts = (tree[0], tree[1:]) if tree[0] in {"and", "or"} else ("and", (tree,))
    described = [_comparison(part, diagram) for part in parts]
    return condition if None in described else {"join": join, "parts": described}


def condition_in_words(described: dict[str, Any], language: str) -> str:
    """What `describe` made of a condition, unless that is a text."""
    words = text(f"diff.condition.{described['join']}", language)
    return joined((_in_words(part, language) for part in described["parts"]), f" {words} ")


def _in_words(part: dict[str, Any], language: str) -> str:
    relation = text(f"editor.{part['relation']}", language)
    values = ", ".join(f"“{value}”" for value in part["values"])
    return Words(
        "“{field}” {relation} {values}" if values else "“{field}” {relation}",
        {**part, "relation": relation, "values": values},
    )


def _comparison(tree: Any, diagram: Diagram) -> dict[str, Any] | None:
    if tree[0] not in _OPERATORS or len(tree) != 3:
        return None
    operator, left, right = tree
    if right[0] == "name" and left[0] == "value" and operator in {"in", "not in"}:
        return _part(diagram, right[1], "contains" if operator == "in" else "lacks", [left[1]])
    if left[0] == "len" and left[1][0] == "name" and operator in _COUNTS and right[0] == "value":
        return _part(diagram, left[1][1], _COUNTS[operator], [right[1]])
    if left[0] != "name":
        return None
    if right[0] == "list" and all(item[0] == "value" for item in right[1:]):
        return _part(diagram, left[1], _OPERATORS[operator], [item[1] for item in right[1:]])
    return _part(diagram, left[1], _OPERATORS[operator], [right[1]]) if right[0] == "value" else None


def _part(diagram: Diagram, name: str, operator: str, values: list[Any]) -> dict[str, Any] | None:
    field = _field(diagram, name)
    if field is None:
        return None
    relation = f"operator.{operator}"
    if operator in {"equal", "unlike"} and (values[0] is None or isinstance(values[0], bool)):
        # "== None" is unanswered, "!= False" is ticked.
        positive = (
            (operator == "equal") is (values[0] is True) if values[0] is not None else operator == "unlike"
        )
        kind = (
            ("operator.filled", "operator.empty") if values[0] is None else ("condition.yes", "condition.no")
        )
        relation, values = kind[0 if positive else 1], []
    labels = {option.id: option.label for option in field.options}
    return {
        "field": field.label or name,
        "relation": relation,
        "values": [str(labels.get(value, value)) for value in values],
    }


def _field(diagram: Diagram, name: str) -> Field | None:
    first, *rest = name.split(".")
    for step in diagram.steps.values():
        field = step.form.get(first)
        for part in rest:
            field = next((item for item in field.parts if item.name == part), None) if field else None
        if field is not None:
            return field
    return None
