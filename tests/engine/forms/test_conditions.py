from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.forms.conditions import BadCondition, parse
from tests.node import call
from tests.tries import tries


def judged_by_the_page(instances: list[dict[str, Any]]) -> Any:
    return call(
        "form/conditions",
        "holds",
        [[instance["tree"], {"lookup": instance["data"]}] for instance in instances],
    )


VECTORS = json.loads((Path(__file__).parent / "condition_vectors.json").read_text("utf-8"))


def _id(vector: dict[str, Any]) -> str:
    """Without lines and backslashes: a test is chosen by it on a command line, too."""
    return re.sub(r"[^ -~]+", " ", vector["source"])[:40]


@pytest.mark.parametrize("vector", VECTORS, ids=_id)
def test_a_condition_means_what_the_table_says(vector: dict[str, Any]) -> None:
    assert parse(vector["source"]).holds(vector["data"].get) is vector["expected"]


def test_the_page_judges_the_table_as_the_server_does() -> None:
    instances = [{"tree": parse(v["source"]).as_json(), "data": v["data"]} for v in VECTORS]
    verdicts = judged_by_the_page(instances)
    wrong = [
        v["source"] for v, verdict in zip(VECTORS, verdicts, strict=True) if verdict is not v["expected"]
    ]
    assert wrong == []


def test_a_datetime_of_python_compares_with_typed_moments() -> None:
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    data = {"sekarang": now, "waktu": "2026-11-23T09:59:00+07:00", "langkah": {"A": {"selesai": now}}}
    assert parse("waktu < sekarang and langkah.A.selesai == sekarang").holds(data.get)


def test_names_are_told_with_their_dots() -> None:
    assert parse("a == 1 and langkah.Periksa.selesai <= b").names == {"a", "b", "langkah.Periksa.selesai"}


@pytest.mark.parametrize(
    "source",
    [
        "",
        "a b",
        "a = 1",
        "a := 1",
        "a + 1 == 2",
        "1 < a < 3",
        "a is None",
        "f'{a}'",
        "b'a'",
        "a[0]",
        "a if b else c",
        "lambda: 1",
        "[x for x in a]",
        "[*a]",
        "{1: 2}",
        "(1, 2)",
        "a,",
        "print(a)",
        "len(a, b)",
        "len()",
        "len(x=1)",
        "a.upper()",
        "__import__('os').system('id')",
        "().__class__.__bases__",
        "'a'.__class__",
        "a.startswith('x').real == 1",
        "-a",
        "+1",
        "~1",
        "99999999999999999999",
        "1e400",
        "1j",
        "007",
        "a == '\\x41'",
        "a == 'x",
        "a) or (b",
        "a # b",
        "a; b",
        "a\0",
        "é == 1",
        "not " * 30 + "a",
        "(" * 300 + "a" + ")" * 300,
        " or ".join(["a"] * 201),
        "a == '" + "x" * 1000 + "'",
    ],
)
def test_what_is_outside_the_grammar_is_refused(source: str) -> None:
    with pytest.raises(BadCondition):
        parse(source)


def reason(source: str) -> str:
    with pytest.raises(BadCondition) as refused:
        parse(source)
    assert refused.value.params["source"] == (source[:100] if len(source) > 1000 else source)
    return str(refused.value.params["reason"])


def test_each_limit_holds_at_its_number_and_not_before() -> None:
    assert parse("a == '" + "x" * 993 + "'").holds({"a": "x" * 993}.get)
    assert reason("a == '" + "x" * 994 + "'") == "too_long"
    assert parse(" or ".join(["a"] * 199)).names == {"a"}
    assert reason(" or ".join(["a"] * 200)) == "too_complex"
    assert parse("not " * 20 + "a").holds({"a": True}.get)
    assert reason("not " * 21 + "a") == "too_complex"
    assert parse(".".join("a" * 21)).names == {".".join("a" * 21)}
    assert reason(".".join("a" * 22)) == "not_in_grammar"
    for sign in ("", "-"):
        assert parse(f"a == {sign}{10**15}").holds({"a": int(f"{sign}{10**15}")}.get)
        assert reason(f"a == {sign}{10**15 + 1}") == "number_too_big"


@pytest.mark.parametrize(
    "source", ["[" * 21 + "a" + "]" * 21, "len(" * 21 + "a" + ")" * 21, "(not (1 == " * 11 + "a" + "))" * 11]
)
def test_it_may_nest_twenty_deep_whatever_nests(source: str) -> None:
    assert reason(source) == "too_complex"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a $ b", "syntax"),
        ("a b", "syntax"),
        ("1 < a < 3", "not_in_grammar"),
        ("a is None", "not_in_grammar"),
        ("a in (1, 2)", "not_in_grammar"),
        ("len(a, b)", "not_in_grammar"),
        ("len(a)(b)", "not_in_grammar"),
        ("print(a)", "not_in_grammar"),
        ("a.upper(b)", "not_in_grammar"),
        ("len(a).x", "not_in_grammar"),
        ("-a", "not_in_grammar"),
        ("-'a' == b", "not_in_grammar"),
    ],
)
def test_a_refusal_says_why(source: str, said: str) -> None:
    assert reason(source) == said


def test_negative_numbers_and_decimals_are_numbers() -> None:
    assert parse("a == -3").as_json() == ["==", ["name", "a"], ["value", -3]]
    assert parse("a == -0.5").holds({"a": -0.5}.get)
    assert parse("not a").as_json() == ["not", ["name", "a"]]


def test_lines_and_spaces_do_not_matter() -> None:
    assert parse("  a\n ==\t1\n  or b  ").as_json() == parse("a == 1 or b").as_json()


@given(st.text(max_size=200) | st.text("()[]'\"\\.,=<>!-aon dirltef1 ", max_size=80))
def test_any_text_is_a_condition_or_a_bad_condition(source: str) -> None:
    try:
        condition = parse(source)
    except BadCondition:
        return
    assert condition.holds(lambda name: None) in {True, False}


NAMES = st.sampled_from(["a", "b", "c", "d", "m", "m.x", "m.x.y"])
TEXTS = st.sampled_from(
    ["", "x", "xy", "😀", "\uffff", "2026-11-23", "2026-11-23T10:00:00+07:00", "2026-11-23T03:00:00Z"]
)
LITERALS = (
    st.sampled_from(["None", "True", "False"]) | st.integers(-3, 3).map(str) | TEXTS.map(lambda t: f'"{t}"')
)
OPERATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"])


def _bigger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, OPERATORS, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        inner.map(lambda e: f"(not {e})"),
        inner.map(lambda e: f"len({e})"),
        st.tuples(NAMES, inner).map(lambda p: f"{p[0]}.startswith({p[1]})"),
        st.lists(inner, max_size=3).map(lambda es: f"[{', '.join(es)}]"),
    )


EXPRESSIONS = st.recursive(NAMES | LITERALS, _bigger, max_leaves=10)
SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-2, 2) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from("xy"), v, max_size=2),
    max_leaves=5,
)
DATA = st.fixed_dictionaries(dict.fromkeys("abcm", VALUES))


@pytest.mark.thorough
def test_server_and_page_agree_about_random_conditions() -> None:
    instances: list[dict[str, Any]] = []

    @settings(max_examples=tries(600), deadline=None, database=None)
    @given(EXPRESSIONS, DATA)
    def collect(source: str, data: dict[str, Any]) -> None:
        try:
            condition = parse(source)
        except BadCondition:  # too many nodes, or nested too deeply
            return
        mine = condition.holds(data.get)
        instances.append({"source": source, "tree": condition.as_json(), "data": data, "mine": mine})

    collect()
    theirs = judged_by_the_page(instances)
    assert len(instances) > 300
    assert [
        instance for instance, page in zip(instances, theirs, strict=True) if instance["mine"] is not page
    ] == []
