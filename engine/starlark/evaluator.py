"""The guarded process: evaluates Starlark for the server and may die of it.

Started by `engine.starlark.guard` as a program of its own; it imports nothing of this project. One request a
line, one answer a line, both JSON. Memory is limited by the system, time by a check between Starlark's
steps and, where a single step takes too long, by the server, which kills it.
"""

from __future__ import annotations

import ast
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TypeGuard

import orjson
import starlark

MEMORY = 256 * 1024 * 1024
MAX_SOURCE = 20_000
MAX_RESULT = 256 * 1024
DEEPEST_CALLS = 50


def main() -> None:
    """Answers one JSON line for each JSON line of standard input, until that is closed."""
    _limit_resources()
    _write({"ready": True})
    for line in sys.stdin.buffer:
        _write(_answer(orjson.loads(line)))


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows: only the clock guards
        return
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    for what, most in limits.items():
        with suppress(OSError, ValueError):  # not every system knows every limit
            resource.setrlimit(what, (most, most))


def _write(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    """{"value": …} or {"reason": …}."""
    actions = {"evaluate": _evaluate, "execute": _execute, "check": _check}
    if len(request["source"]) > MAX_SOURCE:
        return {"reason": f"is longer than {MAX_SOURCE} characters"}
    try:
        value = actions[request["action"]](request)
        large = len(orjson.dumps(value)) > MAX_RESULT
    except Exception as error:  # noqa: BLE001 - whatever it is, the server gets an answer
        return {"reason": _reason(error)}
    return {"reason": "gives a result that is too large"} if large else {"value": value}


def _reason(error: Exception) -> str:
    match error:
        case starlark.StarlarkError():
            return _words(str(error))
        case SyntaxError() | ValueError():
            return "is not complete"
        case MemoryError() | RecursionError():
            return "is nested too deeply"
        case TypeError():
            return "gives something that is neither text, number, True, False, None, list nor dict"
        case _:
            return type(error).__name__


def _evaluate(request: dict[str, Any]) -> Any:
    return _run(request, _module(request["data"]))


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    """What the script assigned or changed, by name."""
    tree = ast.parse(request["source"])
    data = request["data"]
    read = _read(tree)
    before = {name: data.get(name) for name in read}
    module = _module(before)
    _run(request, module)
    assigned = set(_assigned(tree.body))
    after = {name: module[name] for name in assigned | read}
    return {name: value for name, value in after.items() if name in assigned or value != before[name]}


def _check(request: dict[str, Any]) -> None:
    if request["script"]:
        ast.parse(request["source"])
    starlark.parse("source", request["source"], _dialect(script=request["script"]))


def _run(request: dict[str, Any], module: starlark.Module) -> Any:
    end = time.monotonic() + request["seconds"]
    options = starlark.EvalOptions(
        check_cancelled=lambda: time.monotonic() > end, max_callstack_size=DEEPEST_CALLS
    )
    program = starlark.parse("source", request["source"], _dialect(script=request["action"] == "execute"))
    return starlark.eval_with(options, module, program, starlark.Globals.standard()).value


def _module(data: dict[str, Any]) -> starlark.Module:
    module = starlark.Module()
    for name, value in data.items():
        module[name] = value
    return module


def _dialect(*, script: bool) -> starlark.Dialect:
    dialect = starlark.Dialect.standard()
    dialect.enable_load = False
    dialect.enable_def = dialect.enable_lambda = dialect.enable_top_level_stmt = script
    return dialect


def _read(tree: ast.AST) -> set[str]:
    """Names that the instance may have to fill: not functions, their parameters, or loop variables."""
    names = [part for part in ast.walk(tree) if isinstance(part, ast.Name)]
    made = {part.name for part in ast.walk(tree) if isinstance(part, ast.FunctionDef)}
    made |= {part.arg for part in ast.walk(tree) if isinstance(part, ast.arg)}
    loops = [part.target for part in ast.walk(tree) if isinstance(part, ast.For | ast.comprehension)]
    made |= {part.id for loop in loops for part in ast.walk(loop) if _is_stored(part)}
    added = [part.target for part in ast.walk(tree) if isinstance(part, ast.AugAssign)]
    read = {part.id for part in names if isinstance(part.ctx, ast.Load) or part in added}
    return read - made - _called(tree, names)


def _called(tree: ast.AST, names: list[ast.Name]) -> set[str]:
    """Names used only to call: Starlark's own functions, unless the script uses them as a value, too."""
    calls = [part.func for part in ast.walk(tree) if isinstance(part, ast.Call)]
    called = Counter(part.id for part in calls if isinstance(part, ast.Name))
    used = Counter(part.id for part in names)
    return {name for name in called if called[name] == used[name]}


def _assigned(statements: Iterable[ast.stmt]) -> Iterable[str]:
    """Names that get a value outside of functions; loop variables are nobody's data."""
    for statement in statements:
        match statement:
            case ast.Assign(targets=targets):
                yield from (part.id for target in targets for part in ast.walk(target) if _is_stored(part))
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name
            case ast.If(body=body, orelse=orelse) | ast.For(body=body, orelse=orelse):
                yield from _assigned([*body, *orelse])
            case _:
                pass


def _is_stored(part: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)


def _words(message: str) -> str:
    """Starlark's message without its drawing of the source."""
    if "cancel" in message.lower():
        return "takes too long"
    found = re.search(r"error: (.+)", message)
    place = re.search(r"--> source:(\d+):(\d+)", message)
    text = (found[1] if found else message.partition("\n")[0]).partition(", expected ")[0][:200]
    return f"{text} (line {place[1]})" if place and place[1] != "1" else text


if __name__ == "__main__":
    main()
