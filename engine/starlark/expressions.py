"""Looking at a condition without running it.

Most conditions compare fields with values. Such a condition cannot loop, multiply or recurse; it is *plain*
and may be evaluated in the server itself in a few microseconds. All others, and all scripts, go to a guarded
process of their own (`engine.starlark.guard`).
"""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Longer than any condition that a person can still read.
MAX_CONDITION = 1000
#: Deeper nesting overflows the stack of a parser written in C or Rust, which no exception catches.
_DEEPEST = 20
_MAX_PARTS = 200
_MAX_SUMS = 10

_STARLARK = (
    "abs all any bool chr dict dir enumerate fail float getattr hasattr hash int len list max min ord "
    "range repr reversed sorted str tuple type zip True False None"
)
#: What Starlark brings along, so that it is no field of the instance when called.
BUILTINS = frozenset(_STARLARK.split())
_PLAIN_FUNCTIONS = frozenset({"len", "bool", "str", "type", "hasattr"})
_PLAIN_METHODS = frozenset({"startswith", "endswith", "lower", "upper", "strip", "get", "keys", "values"})
_PLAIN_PARTS = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq,
    ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Constant,
    ast.List, ast.Tuple, ast.Dict, ast.IfExp, ast.Subscript, ast.Call, ast.Attribute, ast.BinOp, ast.Add,
    ast.Sub,
)  # fmt: skip


class Unreadable(Exception):
    """The reason, in a few words."""


@dataclass(frozen=True, kw_only=True)
class Expression:
    #: On one line, as it is given to Starlark.
    source: str
    #: Fields of the instance that it reads.
    names: frozenset[str]
    #: Its cost is bounded by its length and its data.
    plain: bool


@lru_cache(maxsize=1024)
def read_expression(source: str) -> Expression:
    """Raises Unreadable."""
    line = on_one_line(source)
    try:
        tree = ast.parse(line, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Unreadable("is not a complete expression") from None
    if not _is_shallow(tree):
        raise Unreadable("is nested too deeply")
    if not all(_is_written_so(part, line) for part in ast.walk(tree) if isinstance(part, ast.Name)):
        raise Unreadable("contains a letter that only looks like one of a-z")
    for name in _called(tree) - BUILTINS:
        raise Unreadable(f"calls {name}, which does not exist")
    plain = _is_plain(tree)
    # What was judged is what runs: written anew from the tree, no two parsers can read it differently.
    return Expression(source=ast.unparse(tree) if plain else line, names=free_names(tree), plain=plain)


def on_one_line(source: str) -> str:
    """The condition with line breaks as spaces. Raises Unreadable where it cannot be one."""
    if len(source) > MAX_CONDITION:
        raise Unreadable(f"is longer than {MAX_CONDITION} characters")
    line = source.translate({9: " ", 10: " ", 13: " "}).strip()
    if not line:
        raise Unreadable("is empty")
    for character in line:
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            raise Unreadable(f"contains the invisible character U+{ord(character):04X}")
    if _brackets(line) > _DEEPEST:
        raise Unreadable("is nested too deeply")
    return line


def free_names(tree: ast.AST) -> frozenset[str]:
    """Names that a field of the instance must fill: not what it makes itself, nor the functions it calls."""
    called = {id(part.func) for part in ast.walk(tree) if isinstance(part, ast.Call)}
    own = {part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and not _is_read(part)}
    own |= {part.arg for part in ast.walk(tree) if isinstance(part, ast.arg)}
    return frozenset(
        part.id
        for part in ast.walk(tree)
        if isinstance(part, ast.Name)
        and part.id not in own
        and not (part.id in BUILTINS and id(part) in called)
    )


def _is_written_so(name: ast.Name, line: str) -> bool:
    """Python takes a fullwidth k for a k; Starlark and people who review a diagram do not."""
    written = line.encode()[name.col_offset : name.end_col_offset]
    return name.id.isascii() and written == name.id.encode()


def _called(tree: ast.AST) -> set[str]:
    calls = [part.func for part in ast.walk(tree) if isinstance(part, ast.Call)]
    return {part.id for part in calls if isinstance(part, ast.Name)}


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def _brackets(line: str) -> int:
    deepest = depth = 0
    for character in line:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _is_shallow(tree: ast.AST) -> bool:
    level: list[ast.AST] = [tree]
    for _ in range(3 * _DEEPEST):
        level = [child for part in level for child in ast.iter_child_nodes(part)]
        if not level:
            return True
    return False


def _is_plain(tree: ast.Expression) -> bool:
    parts = list(ast.walk(tree))
    sums = sum(isinstance(part, ast.BinOp) for part in parts)
    return len(parts) <= _MAX_PARTS and sums <= _MAX_SUMS and all(_plain_parts(parts))


def _plain_parts(parts: list[ast.AST]) -> Iterator[bool]:
    methods = {id(part.func) for part in parts if isinstance(part, ast.Call)}
    for part in parts:
        match part:
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                yield name in _PLAIN_FUNCTIONS
            case ast.Call(func=ast.Attribute(attr=name), keywords=[]):
                yield name in _PLAIN_METHODS
            case ast.Attribute():
                yield id(part) in methods
            case ast.Compare(ops=operators):
                yield len(operators) == 1
            case ast.Constant(value=value):
                yield _plain_value(value)
            case _:
                yield isinstance(part, _PLAIN_PARTS) and not isinstance(part, ast.Call)


def _plain_value(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) < 2**63
    return value is None or isinstance(value, (str, float))
