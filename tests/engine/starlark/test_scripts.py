"""Conditions and scripts: what they may say, and what is refused in a short sentence."""

from __future__ import annotations

import subprocess
import threading
from typing import Any

import pytest

from engine.starlark import guard, scripts
from engine.starlark.expressions import MAX_CONDITION, Unreadable, read_expression
from engine.starlark.scripts import (
    ScriptFailed,
    check_condition,
    check_script,
    evaluate,
    execute,
    holds,
    names_read,
)

INSTANCE: dict[str, Any] = {
    "keputusan": "ya",
    "kanal": ["website", "x"],
    "jumlah": 3,
    "foto": [{"id": "f1"}],
    "kosong": None,
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('keputusan == "ya"', True),
        ('keputusan != "ya"', False),
        ("keputusan == 'tidak' or jumlah >= 3", True),
        ('"website" in kanal and not "instagram" in kanal', True),
        ('"tiktok" not in kanal', True),
        ("len(kanal) == 2", True),
        ('keputusan.startswith("y")', True),
        ("kosong == None", True),
        ("belum_ada == None", True),
        ('belum_ada == "ya"', False),
        ('foto[0]["id"] == "f1"', True),
        ("jumlah + 1 == 4", True),
        ("-jumlah < 0", True),
        ("True if jumlah > 2 else False", True),
        ('keputusan ==\n  "ya"', True),
        ("jumlah * 2 == 6", True),
        ("any([k == 'x' for k in kanal])", True),
        ("'%d foto' % jumlah == '3 foto'", True),
        ("1 == True", False),
        ("1 == 1 # catatan", True),
        ("1 == 1 #\r and 1 == 2", True),
    ],
)
def test_conditions_compare_what_people_answered(condition: str, expected: bool) -> None:
    assert check_condition(condition) is None
    assert holds(condition, INSTANCE) is expected


def test_a_value_comes_back_as_json_has_it() -> None:
    assert evaluate("[jumlah, 1.5, (1, 'a'), {'a': None}]", INSTANCE) == [3, 1.5, [1, "a"], {"a": None}]


def test_plain_conditions_stay_in_the_server_and_others_leave_it() -> None:
    assert read_expression('keputusan == "ya" and len(kanal) > 1').plain
    for other in (
        "jumlah * 2",
        "1 << 3",
        "[k for k in kanal]",
        "range(3)",
        "'%s' % jumlah",
        "kanal.append(1)",
    ):
        assert not read_expression(other).plain, other


def test_plain_conditions_need_no_guarded_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def unasked(_request: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(guard, "ask", unasked)
    assert holds('keputusan == "ya"', INSTANCE)
    with pytest.raises(AssertionError, match="asked"):
        holds("jumlah * 2 == 6", INSTANCE)


@pytest.mark.parametrize(
    "condition", ["1", "'ya'", "[]", "{}", "None", "1.5", "keputusan", "kanal and keputusan"]
)
def test_a_condition_must_give_true_or_false(condition: str) -> None:
    with pytest.raises(ScriptFailed) as failure:
        holds(condition, INSTANCE)
    assert "neither True nor False" in failure.value.reason


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ('keputusan == "ya"', {"keputusan"}),
        ("len(kanal) > jumlah", {"kanal", "jumlah"}),
        ("[k for k in kanal if k != x]", {"kanal", "x"}),
        ('type == "a" and str(len) == ""', {"type", "len"}),
        ("foto[0].get(kunci)", {"foto", "kunci"}),
        ("True", set()),
        ("not a condition", set()),
        ("", set()),
    ],
)
def test_the_fields_that_a_condition_reads_are_known(condition: str, names: set[str]) -> None:
    assert names_read(condition) == names


def test_a_field_may_bear_the_name_of_a_function() -> None:
    assert holds('type == "kegiatan" and max == 3', {"type": "kegiatan", "max": 3})


def test_a_condition_changes_nothing_in_the_instance() -> None:
    instance = {"kanal": ["x"], "peta": {"a": 1}}
    for attempt in ('kanal.append("y") == None', 'peta.update([("b", 2)]) == None', "kanal.clear() == None"):
        assert holds(attempt, instance)
    assert instance == {"kanal": ["x"], "peta": {"a": 1}}


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("", "is empty"),
        ("   \n ", "is empty"),
        ("keputusan ==", "not a complete expression"),
        ('keputusan = "ya"', "not a complete expression"),
        ("import os", "not a complete expression"),
        ("1 < jumlah < 5", "unexpected symbol '<'"),
        ("a is None", "fails"),
        ("10 ** 2", "unexpected symbol '**'"),
        ("(lambda: 1)()", "`lambda` is not allowed"),
        ('f"{keputusan}"', "f-strings"),
        ("kepùtusan == 1", "only looks like"),
        ("ｋeputusan == 1", "only looks like"),
        ("x" * (MAX_CONDITION + 1), "longer than"),
        ("a\x00b", "U+0000"),
        ('keputusan == "\u202eya"', "U+202E"),
        ('keputusan == "ya\u200b"', "U+200B"),
        ("(" * 21 + "1" + ")" * 21, "nested too deeply"),
        ("open('/etc/passwd')", "calls open, which does not exist"),
        ("__import__('os')", "calls __import__, which does not exist"),
        ("eval('1')", "calls eval, which does not exist"),
        ("print(1)", "calls print, which does not exist"),
        ("load('a', 'b')", "calls load, which does not exist"),
    ],
)
def test_lint_learns_why_something_is_no_condition(condition: str, reason: str) -> None:
    assert reason in (check_condition(condition) or "")
    with pytest.raises(ScriptFailed):
        evaluate(condition, INSTANCE)


def test_a_reason_is_short() -> None:
    for wrong in ("1 ** 2", "a b", "open(1)", "[0] * 10000000000", "jumlah < None", "'a' < 1"):
        with pytest.raises(ScriptFailed) as failure:
            evaluate(wrong, {"jumlah": 1})
        assert len(failure.value.reason) < 250
        assert "\n" not in failure.value.reason


def test_a_field_that_is_no_json_is_refused() -> None:
    for value in (object(), {1, 2}, b"bytes", float("nan")):
        for condition in ("x == 1", "x * 1 == 1"):
            if isinstance(value, float) and condition != "x == 1":
                continue  # what leaves the server writes it as null
            with pytest.raises(ScriptFailed):
                evaluate(condition, {"x": value})


@pytest.mark.parametrize(
    ("script", "assigned"),
    [
        ("a = 1", {"a": 1}),
        ("jumlah = jumlah + 1", {"jumlah": 4}),
        ("jumlah += 1\njumlah += 1", {"jumlah": 5}),
        ("a, b = 1, [2]", {"a": 1, "b": [2]}),
        ("kanal.append('y')", {"kanal": ["website", "x", "y"]}),
        ("x = keputusan", {"x": "ya"}),
        ("if keputusan == 'ya':\n  hasil = 1\nelse:\n  hasil = 2", {"hasil": 1}),
        ("total = 0\nfor f in kanal:\n  total += len(f)", {"total": 8}),
        ("def ganda(n):\n  m = n * 2\n  return m\na = ganda(jumlah)", {"a": 6}),
        ("a = [k.upper() for k in kanal]", {"a": ["WEBSITE", "X"]}),
        ("keputusan", {}),
        ("# hanya catatan", {}),
        ("belum = belum_ada", {"belum": None}),
    ],
)
def test_a_script_gives_what_it_assigned_or_changed(script: str, assigned: dict[str, object]) -> None:
    assert check_script(script) is None
    before = {**INSTANCE, "kanal": list(INSTANCE["kanal"])}
    assert execute(script, INSTANCE) == assigned
    assert before == INSTANCE


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("a =", "not complete"),
        ("import os", "`import`"),
        ("class A:\n  pass", "`class`"),
        ("while True:\n  pass", "`while`"),
        ("load('os', 'system')", "`load` is not allowed"),
        ("try:\n  a = 1\nexcept:\n  pass", "fails"),
        ("a = 1 +\n", "not complete"),
        ("a\x00b", "not complete"),
        ("x" * 20_001, "longer than"),
        ("[" * 9000 + "]" * 9000, "script"),
        ("-" * 19_000 + "1", "script"),
    ],
)
def test_lint_learns_why_something_is_no_script(script: str, reason: str) -> None:
    assert reason in (check_script(script) or "")
    with pytest.raises(ScriptFailed):
        execute(script, INSTANCE)


@pytest.mark.parametrize("script", ["f = lambda: 1", "a = range(3)", "a = {1: 2, (1, 2): 3}"])
def test_a_script_may_leave_only_json(script: str) -> None:
    with pytest.raises(ScriptFailed):
        execute(script, INSTANCE)


def test_many_threads_ask_at_once() -> None:
    wrong: list[object] = []

    def ask(number: int) -> None:
        for step in range(10):
            if evaluate("a * b", {"a": number, "b": step}) != number * step:
                wrong.append((number, step))
            if execute("c = a + b", {"a": number, "b": step}) != {"c": number + step}:
                wrong.append((number, step))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_process_killed_while_idle_fails_no_condition() -> None:
    """The system may end any process when memory runs out: that is no incident of an instance."""
    assert scripts.evaluate("[n + 1 for n in range(2)]", {}) == [1, 2]
    for guarded in guard._idle:
        guarded._process.kill()
        guarded._process.wait()
    assert scripts.evaluate("[n + 1 for n in range(2)]", {}) == [1, 2]


def test_a_condition_is_read_once() -> None:
    assert read_expression("a == 1") is read_expression("a == 1")
    with pytest.raises(Unreadable):
        read_expression("a ==")


def test_the_guarded_process_knows_nothing_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment is empty: no secret lies where hostile text is evaluated."""
    monkeypatch.setenv("ALUR_SECRET_KEY", "geheim")
    guard.end_all()
    seen: list[dict[str, str]] = []
    popen = subprocess.Popen

    def watched(*arguments: Any, **options: Any) -> object:
        seen.append(dict(options["env"]))
        return popen(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", watched)
    assert scripts.evaluate("2 * 3", {}) == 6
    assert len(seen) == 1
    assert set(seen[0]) <= {"RUST_BACKTRACE", "SYSTEMROOT"}
