"""Hostile expressions get a clear refusal within a second or so, and the process stays up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.patience import PATIENCE

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[3]
#: Seconds of the processor: of the one that it may take, and of the process that comes after it.
MAX_SECONDS = 2.5

CONDITIONS = {
    "class walk": "().__class__.__bases__[0].__subclasses__()",
    "class walk by getattr": "getattr((), '__class__')",
    "globals of a function": "len.__globals__",
    "import": "__import__('os').system('id')",
    "file": "open('/etc/passwd').read()",
    "python's eval": "eval('1')",
    "load": "load('//etc', 'passwd')",
    "text of a gigabyte": "'a' * 1000000000 == teks",
    "list of ten thousand million": "[0] * 10000000000 == []",
    "list of lists": "len(repr([[0] * 100000] * 100000)) == 1",
    "text of the instance, many times": "len(teks * 100000) > 0",
    "huge shift": "(1 << 100000000) > 0",
    "huge factor": "(" + " * ".join(["99999999999999999999"] * 40) + ") * teks > 0",
    "endless comprehension": "[x for x in range(1000000000)] == []",
    "nested comprehensions": "[1 for a in range(100000) for b in range(100000)] == []",
    "quiet comprehension": "[0 for a in range(100000) for b in range(100000) if a < 0] == 1",
    "sorting ten million": "sorted([-x for x in range(10000000)]) == []",
    "summing up text": "','.join(['a' * 1000000] * 10000) == ''",
    "repr of repr": "len(repr([['a' * 1000] * 1000] * 1000)) == 1",
    "deep parentheses": "(" * 400 + "1" + ")" * 400,
    "deep lists": "[" * 400 + "]" * 400,
    "deep lists below the limit": "[" * 20 + "]" * 20,
    "minus without end": "-" * 990 + "1",
    "not without end": "not " * 240 + "True",
    "tilde without end": "~" * 990 + "1",
    "sum without end": "1" + "+1" * 490,
    "attributes without end": "a" + ".b" * 490,
    "calls without end": "len" + "()" * 400,
    "subscripts without end": "a" + "[0]" * 300,
    "lambdas without end": "lambda: " * 120 + "1",
    "if without end": "1 if a else " * 80 + "1",
    "and without end": "keputusan and " * 70 + "keputusan",
    "comparisons without end": "1" + " < 1" * 240,
    "null byte": "keputusan\x00 == 'ya'",
    "right-to-left": "keputusan == '\u202eya'",
    "soft hyphen in a name": "kepu\u00adtusan == 'ya'",
    "lone surrogate": "keputusan == '\ud800'",
    "escaped surrogate": "'\\ud800' == keputusan and 1",
    "fullwidth letters": "ｌｅｎ(teks) > 0",
    "megabyte": "1 == 1 or " * 100_000 + "1 == 1",
    "a number": "42",
    "a function": "len",
    "a range": "range(10)",
    "too large a result": "[teks * 20]",
    "percent with width": "('%1000000000d' % 1) == ''",
    "format with width": "'{:>1000000000}'.format(1) == ''",
    "replace that multiplies": "len(teks.replace('a', teks)) > 0",
    "split and join": "len(teks.join(teks.elems())) > 0",
}

SCRIPTS = {
    "endless for": "for i in range(2000000000):\n  x = i",
    "range of ranges": "for a in range(100000):\n  for b in range(100000):\n    x = 1",
    "recursion": "def f(n):\n  return f(n + 1)\nx = f(0)",
    "mutual recursion": "def f(n):\n  return g(n)\ndef g(n):\n  return f(n)\nx = f(0)",
    "recursion by a value": "def f(g):\n  return g(g)\nx = f(f)",
    "doubling a list": "x = [1]\nfor i in range(60):\n  x = x + x",
    "doubling a text": "x = 'aa'\nfor i in range(60):\n  x += x",
    "doubling in place": "x = [1]\nfor i in range(60):\n  x.extend(x)",
    "squaring": "x = 7\nfor i in range(60):\n  x = x * x",
    "growing dict": "x = {}\nfor i in range(1000000000):\n  x[i] = [0] * 1000",
    "list in itself": "x = []\nx.append(x)",
    "dict in itself": "x = {}\nx['x'] = x",
    "deep value": "x = []\nfor i in range(100000):\n  x = [x]",
    "deep code": "if 1 == 1:\n"
    + "".join(" " * n + "if 1 == 1:\n" for n in range(1, 150))
    + " " * 150
    + "x = 1",
    "brackets": "x = " + "[" * 9000 + "]" * 9000,
    "parentheses": "x = " + "(" * 9000 + "1" + ")" * 9000,
    "minus": "x = " + "-" * 19000 + "1",
    "not": "x = " + "not " * 4900 + "True",
    "sum": "x = 1" + "+1" * 9900,
    "import": "import os",
    "load": "load('os', 'system')",
    "class": "class A:\n  pass",
    "file": "x = open('/etc/passwd')",
    "null byte": "x = 1\x00",
    "megabyte": "x = 1\n" * 200_000,
    "fails by itself": "fail('sengaja')",
    "large result": "x = 'a' * 1000000",
    "function as value": "def f():\n  return 1\nx = f",
    "breaks the protocol": "x = '\\n{\"value\": 1}\\n' * 1000000",
}


@pytest.fixture(scope="module")
def server() -> dict[str, Any]:
    attempts = [{"action": "evaluate", "source": source} for source in CONDITIONS.values()]
    attempts += [{"action": "execute", "source": source} for source in SCRIPTS.values()]
    attempts += [
        {"action": "check", "source": source} for source in (*CONDITIONS.values(), *SCRIPTS.values())
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.starlark.hostile_server"],
        input=json.dumps(attempts).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=4 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"the server died ({done.returncode}): {done.stderr[-2000:].decode()}"
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_the_server_stays_up_and_still_answers(server: dict[str, Any]) -> None:
    assert server["alive"] is True
    assert len(server["answers"]) == 2 * (len(CONDITIONS) + len(SCRIPTS))


def test_the_server_ran_no_python_and_started_nothing_but_the_guarded_process(
    server: dict[str, Any],
) -> None:
    assert server["touched"] == []


def test_the_servers_memory_stays_small(server: dict[str, Any]) -> None:
    assert server["megabytes"] < 200


@pytest.mark.parametrize("number", range(len(CONDITIONS) + len(SCRIPTS)), ids=[*CONDITIONS, *SCRIPTS])
def test_it_is_refused_in_a_short_sentence_and_soon(server: dict[str, Any], number: int) -> None:
    answer = server["answers"][number]
    assert not answer["reason"].startswith("NOT REFUSED"), answer
    assert 5 < len(answer["reason"]) < 250, answer
    assert "\n" not in answer["reason"]
    assert answer["seconds"] < MAX_SECONDS


def test_lint_is_answered_soon_whatever_it_asks(server: dict[str, Any]) -> None:
    checks = server["answers"][len(CONDITIONS) + len(SCRIPTS) :]
    assert max(check["seconds"] for check in checks) < MAX_SECONDS
