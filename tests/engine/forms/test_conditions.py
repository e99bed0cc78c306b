from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.forms.conditions import BadCondition, parse
from tests.engine.forms import node

VECTORS = json.loads((Path(__file__).parent / "condition_vectors.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["source"][:40])
def test_a_condition_means_what_the_table_says(vector):
    assert parse(vector["source"]).holds(vector["data"].get) is vector["expected"]


def test_the_page_judges_the_table_as_the_server_does():
    cases = [{"tree": parse(v["source"]).as_json(), "data": v["data"]} for v in VECTORS]
    verdicts = node.run("conditions_in_node.mjs", "conditions.js", cases)
    wrong = [
        v["source"] for v, verdict in zip(VECTORS, verdicts, strict=True) if verdict is not v["expected"]
    ]
    assert wrong == []


def test_a_datetime_of_python_compares_with_typed_moments():
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    data = {"sekarang": now, "waktu": "2026-11-23T09:59:00+07:00", "langkah": {"A": {"selesai": now}}}
    assert parse("waktu < sekarang and langkah.A.selesai == sekarang").holds(data.get)


def test_names_are_told_with_their_dots():
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
def test_what_is_outside_the_grammar_is_refused(source):
    with pytest.raises(BadCondition):
        parse(source)


@given(st.text(max_size=200) | st.text("()[]'\"\\.,=<>!-aon dirltef1 ", max_size=80))
def test_any_text_is_a_condition_or_a_bad_condition(source):
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


def _bigger(inner):
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


def test_server_and_page_agree_about_random_conditions():
    cases: list[dict[str, object]] = []

    @settings(max_examples=600, deadline=None, database=None)
    @given(EXPRESSIONS, DATA)
    def collect(source, data):
        try:
            condition = parse(source)
        except BadCondition:  # too many nodes, or nested too deeply
            return
        mine = condition.holds(data.get)
        cases.append({"source": source, "tree": condition.as_json(), "data": data, "mine": mine})

    collect()
    theirs = node.run("conditions_in_node.mjs", "conditions.js", cases)  # one process for all of them
    assert len(cases) > 300
    assert [case for case, page in zip(cases, theirs, strict=True) if case["mine"] is not page] == []
