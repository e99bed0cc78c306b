"""What a condition compares, and with what: fields on one side, values written in it on the other."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.forms.fields import Field
from engine.starlark.expressions import Unreadable, on_one_line

#: Name in a condition, dotted for a part → the fields that it may mean; none where it is no field.
Meaning = Callable[[str], Sequence[Field]]

_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_EQUAL = (ast.Eq, ast.NotEq)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`name` with one of the values that it is compared with."""

    name: str
    #: equal, order, among (name in [...]), contains (value in name)
    how: str
    value: Any
    #: Where the value, and the whole comparison, stand in the condition.
    literal: tuple[int, int]
    whole: tuple[int, int]
    #: As it is written: == != < <= > >= in, not in.
    operator: str = ""


def comparisons(source: str) -> tuple[str, list[Comparison]]:
    """The condition on one line, to which the places refer, and all that it compares with written values."""
    try:
        line = on_one_line(source)
        tree = ast.parse(line, mode="eval")
    except (Unreadable, SyntaxError, ValueError, MemoryError, RecursionError):
        return source, []
    found = [item for part in ast.walk(tree) if isinstance(part, ast.Compare) for item in _of(part, line)]
    return line, found


def dotted(node: ast.AST) -> str:
    """`foto.keterangan`; "" for anything but names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return before and f"{before}.{node.attr}"
    return ""


def _of(node: ast.Compare, line: str) -> Iterator[Comparison]:
    if len(node.ops) != 1:
        return
    left, right, operator = node.left, node.comparators[0], node.ops[0]
    if isinstance(operator, ast.In | ast.NotIn):
        if isinstance(right, ast.List | ast.Tuple):
            for item in right.elts:
                yield from _made(left, item, "among", node, line)
        else:
            yield from _made(right, left, "contains", node, line)
    elif isinstance(operator, (*_EQUAL, *_ORDER)):
        how = "equal" if isinstance(operator, _EQUAL) else "order"
        yield from _made(left, right, how, node, line)
        yield from _made(right, left, how, node, line)


def _made(named: ast.expr, value: ast.expr, how: str, node: ast.Compare, line: str) -> Iterator[Comparison]:
    name = dotted(named)
    known, literal = _literal(value)
    if name and known:
        operator = _SIGNS[type(node.ops[0])]
        if how == "order" and node.left is value:
            operator = operator.translate(str.maketrans("<>", "><"))
        yield Comparison(
            name=name, how=how, value=literal, literal=_place(value, line), whole=_place(node, line),
            operator=operator,
        )  # fmt: skip


def _literal(node: ast.expr) -> tuple[bool, Any]:
    if isinstance(node, ast.Constant):
        return True, node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        known, value = _literal(node.operand)
        return known and isinstance(value, int | float), -value if isinstance(value, int | float) else None
    return False, None


def _place(node: ast.expr, line: str) -> tuple[int, int]:
    """In characters; Python counts bytes."""
    encoded = line.encode()
    start, end = encoded[: node.col_offset], encoded[: node.end_col_offset]
    return len(start.decode()), len(end.decode())


_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
