"""Conditions in forms: a small subset of Starlark, judged here and mirrored in the page.

    keputusan == "tidak" and len(foto) >= 1
    dasar_persetujuan.startswith("Persetujuan")
    waktu_tayang <= sekarang and waktu_tayang >= langkah.Periksa_materi.selesai

The tree is made of plain tuples, because the page's evaluator walks exactly the same tree as JSON
(webforms/frontend/src/form/conditions.js). engine.forms.judge says what a node means.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.errors import EngineError
from engine.forms.judge import Lookup, Tree, true, value

MAX_LENGTH = 1000
MAX_NODES = 200
MAX_DEPTH = 20
#: Both Python and JavaScript hold whole numbers exactly up to here.
MAX_NUMBER = 10**15


class BadCondition(EngineError):
    """Not a condition of this grammar. Params: source, reason (a key below forms.condition_reason)."""

    code = "bad_condition"


@dataclass(frozen=True)
class Condition:
    tree: Tree

    def holds(self, lookup: Lookup) -> bool:
        """Never fails: what can't be compared is False."""
        return true(value(self.tree, lookup))

    def as_json(self) -> list[Any]:
        """The tree for the page's evaluator."""
        return _listed(self.tree)

    @property
    def names(self) -> set[str]:
        """Dotted names that it reads."""
        return set(_names(self.tree))


@lru_cache(maxsize=2048)
def parse(source: str) -> Condition:
    """Raises BadCondition: too_long, syntax, too_complex, not_in_grammar or number_too_big."""
    if len(source) > MAX_LENGTH:
        raise BadCondition(source=source[:100], reason="too_long")
    try:
        # Joined again from tokens: newlines count as spaces, and Python's parser sees no other tokens.
        parsed = ast.parse(" ".join(_tokens(source)), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadCondition(source=source, reason="syntax") from None
    return Condition(_Builder(source).build(parsed.body, depth=0))


_TOKEN = re.compile(
    r"""\s*( [A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*        # name, or dotted name
        | (?:\d+(?:\.\d+)?)(?![\w.])                # number
        | "(?:[^"\\\n]|\\["'\\nt])*" | '(?:[^'\\\n]|\\["'\\nt])*'
        | == | != | <= | >= | [<>()\[\],.-] )""",
    re.VERBOSE | re.ASCII,
)


def _tokens(source: str) -> list[str]:
    tokens, at, text = [], 0, source.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or "\0" in match[1]:
            raise BadCondition(source=source, reason="syntax")
        tokens.append(match[1])
        at = match.end()
    return tokens


class _Builder:
    """Python's syntax tree → ours, refusing all that the grammar doesn't have."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.nodes = 0

    def bad(self, reason: str) -> BadCondition:
        return BadCondition(source=self.source, reason=reason)

    def build(self, node: ast.expr, *, depth: int) -> Tree:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise self.bad("too_complex")
        make = _MAKERS.get(type(node))
        if make is None:
            raise self.bad("not_in_grammar")
        return make(self, node, depth + 1)

    def name(self, node: ast.Name, _depth: int) -> Tree:
        return ("name", node.id)

    def path(self, node: ast.Attribute, _depth: int) -> Tree:
        names: list[str] = [node.attr]
        inner: ast.expr = node.value
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name) or len(names) > MAX_DEPTH:
            raise self.bad("not_in_grammar")
        return ("name", ".".join([inner.id, *reversed(names)]))

    def constant(self, node: ast.Constant, _depth: int) -> Tree:
        value = node.value
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > MAX_NUMBER:
            raise self.bad("number_too_big")
        if value is not None and not isinstance(value, bool | int | float | str):
            raise self.bad("not_in_grammar")
        return ("value", value)

    def negative(self, node: ast.UnaryOp, depth: int) -> Tree:
        if isinstance(node.op, ast.Not):
            return ("not", self.build(node.operand, depth=depth))
        inner = node.operand
        number = isinstance(inner, ast.Constant) and type(inner.value) in (int, float)
        if not isinstance(node.op, ast.USub) or not number:
            raise self.bad("not_in_grammar")
        kind, value = self.build(inner, depth=depth)
        return (kind, -value)

    def combination(self, node: ast.BoolOp, depth: int) -> Tree:
        word = "and" if isinstance(node.op, ast.And) else "or"
        return (word, *(self.build(value, depth=depth) for value in node.values))

    def comparison(self, node: ast.Compare, depth: int) -> Tree:
        operator = _OPERATORS.get(type(node.ops[0]))
        if len(node.ops) > 1 or operator is None:  # Starlark has no chained comparison either
            raise self.bad("not_in_grammar")
        return (operator, self.build(node.left, depth=depth), self.build(node.comparators[0], depth=depth))

    def list(self, node: ast.List, depth: int) -> Tree:
        return ("list", *(self.build(element, depth=depth) for element in node.elts))

    def call(self, node: ast.Call, depth: int) -> Tree:
        if len(node.args) != 1 or node.keywords:
            raise self.bad("not_in_grammar")
        argument = self.build(node.args[0], depth=depth)
        if isinstance(node.func, ast.Name) and node.func.id == "len":
            return ("len", argument)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
            return ("startswith", self.build(node.func.value, depth=depth), argument)
        raise self.bad("not_in_grammar")


_MAKERS: dict[type[ast.expr], Callable[[_Builder, Any, int], Tree]] = {
    ast.Name: _Builder.name,
    ast.Attribute: _Builder.path,
    ast.Constant: _Builder.constant,
    ast.UnaryOp: _Builder.negative,
    ast.BoolOp: _Builder.combination,
    ast.Compare: _Builder.comparison,
    ast.List: _Builder.list,
    ast.Call: _Builder.call,
}
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


def _listed(tree: Tree) -> list[Any]:
    return [_listed(part) if isinstance(part, tuple) else part for part in tree]


def _names(tree: Tree) -> list[str]:
    if tree[0] == "name":
        return [tree[1]]
    return [name for part in tree[1:] if isinstance(part, tuple) for name in _names(part)]
