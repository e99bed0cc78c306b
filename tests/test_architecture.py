"""Rules of the house that neither ruff nor import-linter can see."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.project_files import project_files

PACKAGES = ("engine", "webforms", "processes")
TOP_LEVEL = {
    "processes", "engine", "webforms", "tests",
    "pyproject.toml", "uv.lock", "Makefile", "README.md", "CHANGELOG.md", "LICENSE",
}  # fmt: skip
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "service", "services"}


def sources(*tops: str) -> list[Path]:
    found = (path for top in tops for path in (ROOT / top).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


SOURCES = sources(*PACKAGES)


def offenders(rule: Callable[[ast.AST], bool], *, but: tuple[str, ...] = ()) -> list[str]:
    """Places in the product that break a rule."""
    return [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in SOURCES
        if not str(path.relative_to(ROOT)).startswith(but or ("-",))
        for node in nodes(path)
        if rule(node)
    ]


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All rules look at the same."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def called(node: ast.AST) -> str:
    """Dotted name of what is called here: "session.commit", "eval"; empty for anything else."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def commits(node: ast.AST) -> bool:
    name = called(node)
    return name.endswith((".commit", ".rollback")) or bool(
        re.search(r"(engine|connection|session|database)(\(\))?\.begin$", name, re.IGNORECASE)
    )


def asks_the_time(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(name.name in {"time", "time_ns", "localtime", "gmtime"} for name in node.names)
    name = called(node)
    return (
        bool(re.search(r"\b(datetime|date|func)\.(now|utcnow|today|current_timestamp)$", name))
        or bool(re.fullmatch(r"time\.(time|time_ns|localtime|gmtime|ctime)", name))
        or (isinstance(node, ast.Constant) and "CURRENT_TIMESTAMP" in str(node.value))
    )


def pins_the_clock(node: ast.AST) -> bool:
    """`from engine.clock import now` keeps the real clock when a test sets another time."""
    return isinstance(node, ast.ImportFrom) and node.module == "engine.clock"


def runs_text_as_code(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {name.name.split(".")[0] for name in node.names} | {(getattr(node, "module", "") or "")}
        return bool(names & {"pickle", "marshal", "shelve", "dill", "code"})
    shell = isinstance(node, ast.Call) and any(
        word.arg == "shell" and not (isinstance(word.value, ast.Constant) and word.value.value is False)
        for word in node.keywords
    )
    names = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load"}
    return shell or called(node) in names


#: The age of a file is told by the same clock that dated the file, not by the one that tests can set.
ASK_THE_TIME = ("engine/clock.py", "engine/storage/blobs.py")
RULES = {
    "only engine/database.py commits": (commits, ("engine/database.py", "engine/migrations/")),
    "only engine/clock.py asks the time": (asks_the_time, ASK_THE_TIME),
    "clock.now() is asked through its module": (pins_the_clock, ()),
    "no text becomes code": (runs_text_as_code, ()),
}


@pytest.mark.parametrize("rule", RULES)
def test_in_the_whole_product(rule: str) -> None:
    breaks, but = RULES[rule]
    assert offenders(breaks, but=but) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (commits, "session.commit()"),
        (commits, "self._session.rollback()"),
        (commits, "with engine.begin() as connection: pass"),
        (asks_the_time, "datetime.now(UTC)"),
        (asks_the_time, "datetime.datetime.utcnow()"),
        (asks_the_time, "date.today()"),
        (asks_the_time, "time.time()"),
        (asks_the_time, "from time import time"),
        (asks_the_time, "func.now()"),
        (asks_the_time, "text('DEFAULT CURRENT_TIMESTAMP')"),
        (pins_the_clock, "from engine.clock import now"),
        (runs_text_as_code, "eval(source)"),
        (runs_text_as_code, "exec(source)"),
        (runs_text_as_code, "import pickle"),
        (runs_text_as_code, "from pickle import loads"),
        (runs_text_as_code, "os.system('ls')"),
        (runs_text_as_code, "subprocess.run(command, shell=True)"),
    ],
)
def test_the_rule_bites(rule: Callable[[ast.AST], bool], code: str) -> None:
    assert any(rule(node) for node in ast.walk(ast.parse(code)))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (commits, "with transaction() as session: session.flush()"),
        (asks_the_time, "clock.now(); time.monotonic(); time.perf_counter(); time.sleep(1)"),
        (pins_the_clock, "from engine import clock"),
        (runs_text_as_code, "re.compile('a'); subprocess.run(['ls'], shell=False)"),
    ],
)
def test_the_rule_lets_honest_code_pass(rule: Callable[[ast.AST], bool], code: str) -> None:
    assert not any(rule(node) for node in ast.walk(ast.parse(code)))


def test_no_file_is_longer_than_300_lines() -> None:
    files = [*SOURCES, *sources("tests", ".ci")]
    # Migrations are written by a program and read once.
    files = [path for path in files if path.parent.name != "versions"]
    assert [str(path) for path in files if len(path.read_text("utf-8").splitlines()) > 300] == []


#: Written by a program, or kept as a release left it.
NOT_OURS = ("node_modules", "dist", "versions", "golden", "story")
MAX_FILES, MAX_LINES = 40, 3500


def folders(root: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Each folder of the house with its own Python and JavaScript."""
    for top in ("engine", "webforms", "tests"):
        for folder, below, names in os.walk(root / top):
            below[:] = [name for name in below if name not in NOT_OURS]
            if found := [Path(folder, name) for name in names if name.endswith((".py", ".js", ".mjs"))]:
                yield Path(folder), found


def too_full(root: Path) -> list[str]:
    found = []
    for folder, files in folders(root):
        lines = sum(len(path.read_text("utf-8").splitlines()) for path in files)
        if len(files) > MAX_FILES or lines > MAX_LINES:
            found.append(f"{folder.relative_to(root)}: {len(files)} files, {lines} lines")
    return found


def test_no_folder_holds_more_than_one_job() -> None:
    assert too_full(ROOT) == []


@pytest.mark.parametrize(
    ("count", "each", "found"),
    [(40, 1, []), (41, 1, ["engine/rooms: 41 files, 41 lines"]), (2, 1750, []),
     (2, 1751, ["engine/rooms: 2 files, 3502 lines"])],
)  # fmt: skip
def test_a_full_folder_is_found(tmp_path: Path, count: int, each: int, found: list[str]) -> None:
    for folder in ("engine/rooms", "engine/rooms/node_modules"):
        (tmp_path / folder).mkdir(parents=True)
        for number in range(count):
            (tmp_path / folder / f"{number}.{'js' if number else 'py'}").write_text("x\n" * each)
    assert too_full(tmp_path) == found


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_module_has_a_vague_name() -> None:
    assert [str(path) for path in SOURCES if VAGUE & {*path.parts, path.stem}] == []


#: A limit is MAX_ or MIN_, whatever it limits: size, number, length, age.
OTHER_LIMITS = re.compile(
    r"_?(?:MOST|LEAST|LARGEST|SMALLEST|LONGEST|SHORTEST|FARTHEST|LASTS|LIFE)(?:_[A-Z_]+)?"
)


def test_limits_have_one_prefix() -> None:
    assert offenders(lambda node: isinstance(node, ast.Name) and bool(OTHER_LIMITS.fullmatch(node.id))) == []


def test_the_top_level_is_as_agreed() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert {top for top in tops if not top.startswith(".")} - TOP_LEVEL == set()


def waits_in_its_own_way(node: ast.AST) -> bool:
    """`timeout=10`, `wait(5)`: how long a test waits is said in tests/patience.py."""
    if not isinstance(node, ast.Call):
        return False
    said = [word.value for word in node.keywords if word.arg == "timeout"]
    if called(node).endswith((".wait", ".set_default_timeout")):
        said += node.args[:1]
    # Less than a second is a pause between two looks.
    numbers = [value.value for value in said if isinstance(value, ast.Constant)]
    return any(isinstance(number, int | float) and number >= 1 for number in numbers)


def test_tests_wait_for_as_long_as_is_agreed() -> None:
    waiting = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in sources("tests")
        if "benchmarks" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if waits_in_its_own_way(node)
    ]
    assert waiting == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("expect(row).to_be_visible(timeout=5_000)", True),
        ("process.wait(10)", True),
        ("context.set_default_timeout(5_000)", True),
        ("urlopen(url, timeout=PATIENCE); gate.wait(); process.wait(PATIENCE)", False),
    ],
)
def test_a_wait_of_its_own_is_found(code: str, found: bool) -> None:
    assert any(waits_in_its_own_way(node) for node in ast.walk(ast.parse(code))) is found


#: What a strict Content-Security-Policy would block, and what would let a text become HTML.
UNSAFE = {
    "inline script": re.compile(r"<script(?![^>]*\b(?:src=|type=.application/json))[^>]*>", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+=[\"']", re.IGNORECASE),
    "javascript: address": re.compile(r"=[\"']\s*javascript:", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
    "foreign host": re.compile(r"\b(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE),
}


def templates() -> Iterator[Path]:
    yield from sorted((ROOT / "webforms" / "templates").rglob("*.html"))


@pytest.mark.parametrize("kind", UNSAFE)
def test_templates_stay_within_the_content_security_policy(kind: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in templates()
        for match in UNSAFE[kind].finditer(path.read_text("utf-8"))
        # Its shapes are constants in the file itself.
        if not (kind == "unescaped output" and path.name == "icons.html")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("inline script", "<script>alert(1)</script>"),
        ("inline style", '<p style="color: red">'),
        ("event handler", '<a href="/" onclick="go()">'),
        ("javascript: address", '<a href="javascript:go()">'),
        ("unescaped output", "{{ title | safe }}"),
        ("foreign host", '<script src="https://cdn.example/x.js"></script>'),
    ],
)
def test_the_policy_check_bites(kind: str, html: str) -> None:
    assert UNSAFE[kind].search(html)
