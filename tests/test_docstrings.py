"""Public methods say what names and types don't: shapes, units, errors, a rule's source.

Functions are ruff's (D103). Its rule for methods, D102, knows no inheritance; here a method that overrides a
documented one needs no words of its own.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_architecture import SOURCES


def silent(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Class and method of each public method without a docstring of its own."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for item in node.body:
                if (
                    isinstance(item, ast.FunctionDef)
                    and not item.name.startswith("_")
                    and ast.get_docstring(item) is None
                ):
                    yield node.name, item.name


def inherits_words(module: str, owner: str, method: str) -> bool:
    return bool(inspect.getdoc(getattr(getattr(import_module(module), owner), method)))


def undocumented(path: Path) -> list[str]:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return [
        f"{module}.{owner}.{method}"
        for owner, method in silent(ast.parse(path.read_text("utf-8")))
        if not inherits_words(module, owner, method)
    ]


def test_public_methods_say_what_their_names_do_not() -> None:
    assert [name for path in SOURCES for name in undocumented(path)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("class Form:\n  def read(self): return 1", [("Form", "read")]),
        ("class Form:\n  @property\n  def empty(self): return 1", [("Form", "empty")]),
        ("class Form:\n  def read(self):\n    '''The answers by name.'''", []),
        ("class _Form:\n  def read(self): return 1", []),
        ("class Form:\n  def _read(self): return 1", []),
    ],
)
def test_a_method_that_says_nothing_is_found(source: str, found: list[tuple[str, str]]) -> None:
    assert list(silent(ast.parse(source))) == found


def test_what_the_base_says_counts() -> None:
    assert inherits_words("engine.forms.types.number", "Number", "parse")
    assert not inherits_words("tests.test_docstrings", "_Mute", "parse")


class _Mute:
    def parse(self) -> None: ...
