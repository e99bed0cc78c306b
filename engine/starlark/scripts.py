"""Conditions and scripts of diagrams: Starlark, hermetic, with limits.

A diagram is not code that runs on the server. Starlark has no input or output, no imports and no classes;
but a single step of it can eat all memory (`"a" * 10**9`), overflow the stack while parsing, or sort for
minutes, and neither its cancelling nor its call depth stops that. So only plain conditions run in the
server; everything else runs in a process that may die (`engine.starlark.guard`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import starlark

from engine.errors import ProcessFailed
from engine.starlark import guard
from engine.starlark.expressions import Unreadable, read_expression

Data = Mapping[str, Any]

_OPTIONS = starlark.EvalOptions(max_callstack_size=20)
_GLOBALS = starlark.Globals.standard()
_DIALECT = starlark.Dialect.standard()
_DIALECT.enable_load = False
#: No field's name: it begins with an underscore twice.
_ROWS = "__rows"
_DIED = "takes too long or too much memory"


class ScriptFailed(ProcessFailed):
    """A condition or script gave no usable result. Params: reason (short, technical), element if known."""

    def __init__(self, *, reason: str, element: str = "") -> None:
        self.reason = reason
        super().__init__(element=element, reason=reason)


def holds(source: str, data: Data) -> bool:
    """A gateway's condition. Anything but True and False is a mistake in the diagram."""
    value = evaluate(source, data)
    if isinstance(value, bool):
        return value
    raise ScriptFailed(reason=f"the condition gives {_kind(value)}, neither True nor False")


def evaluate(source: str, data: Data) -> Any:
    """The value of an expression, as JSON has it. A field that the instance does not have (yet) is None."""
    try:
        expression = read_expression(source)
    except Unreadable as error:
        raise ScriptFailed(reason=f"the condition {error}") from None
    values = {name: data.get(name) for name in expression.names}
    if expression.plain:
        return _evaluate_here(expression.source, values)
    return _ask("condition", action="evaluate", source=expression.source, data=values)


def evaluate_each(source: str, rows: Sequence[Data]) -> list[Any]:
    """The expression's value on each of these data, at the price of one.

    Raises ScriptFailed where it fails on any of them.
    """
    try:
        expression = read_expression(source)
    except Unreadable as error:
        raise ScriptFailed(reason=f"the condition {error}") from None
    names = sorted(expression.names)
    if not names:
        return [evaluate(source, {})] * len(rows)
    loop = f"[({expression.source}) for [{', '.join(names)}] in {_ROWS}]"
    data = {_ROWS: [[row.get(name) for name in names] for row in rows]}
    if expression.plain:
        found: list[Any] = _evaluate_here(loop, data)
    else:
        found = _ask("condition", action="evaluate", source=loop, data=data)
    return found


def execute(source: str, data: Data) -> dict[str, Any]:
    """Run a script on a copy of the instance data; what it assigned or changed, by name."""
    assigned: dict[str, Any] = _ask("script", action="execute", source=source, data=dict(data))
    return assigned


def check_condition(source: str) -> str | None:
    """Why this can't be a condition; None when it can."""
    try:
        expression = read_expression(source)
        if expression.plain:
            _parse(expression.source)
        else:
            _ask("condition", action="check", source=expression.source, script=False)
    except Unreadable as error:
        return f"the condition {error}"
    except ScriptFailed as error:
        return error.reason
    return None


def check_script(source: str) -> str | None:
    """Why this can't be a script; None when it can."""
    try:
        _ask("script", action="check", source=source, script=True)
    except ScriptFailed as error:
        return error.reason
    return None


def names_read(source: str) -> set[str]:
    """Fields of the instance that a condition reads; empty when it can't be read at all."""
    try:
        return set(read_expression(source).names)
    except Unreadable:
        return set()


def _evaluate_here(source: str, values: Data) -> Any:
    program = _parse(source)
    module = starlark.Module()
    try:
        for name, value in values.items():
            module[name] = value
        return starlark.eval_with(_OPTIONS, module, program, _GLOBALS).value
    except starlark.StarlarkError as error:
        raise ScriptFailed(reason=_words(error)) from None
    except (TypeError, ValueError, OverflowError):
        raise ScriptFailed(reason="the condition reads a field that is no JSON value") from None


def _parse(source: str) -> starlark.AstModule:
    try:
        return starlark.parse("source", source, _DIALECT)
    except starlark.StarlarkError as error:
        raise ScriptFailed(reason=_words(error)) from None


def _words(error: Exception) -> str:
    """The first line of Starlark's message; the rest draws the source."""
    line = str(error).partition("\n")[0].removeprefix("error: ").partition(", expected ")[0]
    return f"the condition fails: {line[:200]}"


def _ask(what: str, **request: object) -> Any:
    try:
        answer = guard.ask(request)
    except guard.Dead:
        raise ScriptFailed(reason=f"the {what} {_DIED}") from None
    except TypeError:
        raise ScriptFailed(reason=f"the {what} reads a field that is no JSON value") from None
    if "reason" in answer:
        raise ScriptFailed(reason=f"the {what} fails: {answer['reason']}")
    return answer["value"]


def _kind(value: object) -> str:
    kinds = {str: "text", int: "a number", float: "a number", list: "a list", dict: "a dict"}
    return kinds.get(type(value), "nothing")
