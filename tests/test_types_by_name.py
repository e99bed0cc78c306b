"""Nobody asks a field for its type by name: what is particular to a type stands in the type's own files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from engine.forms.types import TYPES
from tests.conftest import ROOT
from tests.test_architecture import SOURCES, templates

OWN = (ROOT / "engine" / "forms" / "types", ROOT / "webforms" / "templates" / "form" / "types")
#: Where words that are also types of fields mean something else.
OTHERS = {
    ROOT / "engine" / "forms" / "judge.py": "kinds of JSON values",
    ROOT / "engine" / "importing" / "foreign" / "forms.py": "types of other tools",
    ROOT / "webforms" / "templates" / "macros" / "shown.html": "ways to show an answer",
}


def in_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        asked = any(map(_is_type, sides)) and _names_types(*sides)
        looked_up = isinstance(node, ast.Subscript) and _is_type(node.slice, of="field")
        fetched = isinstance(node, ast.Call) and any(_is_type(arg, of="field") for arg in node.args)
        if asked or looked_up or fetched or (isinstance(node, ast.expr) and _lists_types(node)):
            yield ast.unparse(node)


def _is_type(node: ast.expr, *, of: str = "") -> bool:
    """`field.type`, or a name for it; with `of`, only that one's."""
    if isinstance(node, ast.Attribute) and node.attr in {"type", "kind"}:
        return not of or (isinstance(node.value, ast.Name) and node.value.id == of)
    return not of and isinstance(node, ast.Name) and node.id in {"type_", "kind"}


def _names_types(*found: ast.expr) -> bool:
    """A word that is no type beside one that is: something else is meant."""
    words = [item.value for each in found for item in ast.walk(each) if isinstance(item, ast.Constant)]
    return bool(words) and all(word in TYPES for word in words)


def _lists_types(node: ast.expr) -> bool:
    """A set, list or table of nothing but types."""
    words = getattr(node, "elts", None) or getattr(node, "keys", None) or []
    return len(words) > 1 and all(isinstance(word, ast.Constant) and word.value in TYPES for word in words)


def in_template(source: str) -> Iterator[str]:
    for compare in jinja2.Environment().parse(source).find_all(nodes.Compare):
        words = {str(const.value) for const in compare.find_all(nodes.Const)}
        asked = {item.attr for item in compare.find_all(nodes.Getattr)}
        if asked & {"type", "kind"} and words & TYPES.keys():
            yield f"line {compare.lineno}: {sorted(words)}"


def found_in(paths: list[Path]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        if path not in OTHERS and not any(path.is_relative_to(own) for own in OWN):
            look = in_code if path.suffix == ".py" else in_template
            found[str(path.relative_to(ROOT))] = list(look(path.read_text("utf-8")))
    return {name: asked for name, asked in found.items() if asked}


def test_no_code_asks_for_a_type_by_name() -> None:
    assert found_in(list(SOURCES)) == {}


def test_no_template_asks_for_a_type_by_name() -> None:
    assert found_in(list(templates())) == {}


@pytest.mark.parametrize(
    "source",
    [
        'if field.type == "number": pass',
        'found = [one for one in form if one.type in {"file", "url"}]',
        'many = "tags" == field.type',
        'CHOICES = frozenset({"select", "radio"})',
        'MAKERS = {"select": choices, "radio": choices}',
        "maker = MAKERS[field.type]",
        'words = text(LABELS.get(field.type, ""))',
    ],
)
def test_code_that_asks_is_found(source: str) -> None:
    assert list(in_code(source))


@pytest.mark.parametrize(
    "source",
    ['{% if c.kind == "number" %}x{% endif %}', '{{ "a" if field.type in ("file", "files") else "b" }}'],
)
def test_a_template_that_asks_is_found(source: str) -> None:
    assert list(in_template(source))


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.name))
def test_every_exception_is_still_needed(path: Path) -> None:
    look = in_code if path.suffix == ".py" else in_template
    assert list(look(path.read_text("utf-8")))
