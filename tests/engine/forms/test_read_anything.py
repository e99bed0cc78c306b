"""Whatever is typed into the forms of SOP 032: answers or InvalidAnswers, and answers read the same again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.diagram import read_diagram
from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form, Option
from engine.forms.read import read_answers, to_typed, warnings
from engine.texts import known
from tests.engine.forms.conftest import SOP_032, WIB, photo, scope
from tests.tries import tries

STEPS = read_diagram(SOP_032.read_bytes()).steps
FILES = [
    photo("a"),
    photo("b", state="checking"),
    photo("p", restricted=True),
    photo("v", media_type="video/mp4"),
]
DATA = {
    "foto": [{"file": "a", "dasar_persetujuan": "tertulis"}, {"file": "b", "dasar_persetujuan": "belum"}],
    "video": [{"file": "v"}],
    "kanal": ["website", "x"],
}
PIECES = st.sampled_from(
    [
        "foto",
        "kutipan",
        "video",
        "0",
        "1",
        "77",
        "file",
        "text",
        "keterangan",
        "bukti_persetujuan",
        "nama",
        "izin",
        "takarir_kanal",
        "hasil_kanal",
        "x",
        "website",
        "status",
        "url",
        "pilih_media",
        "alasan_tidak_dipilih",
        "a",
    ]
)
NAMES = st.lists(PIECES, min_size=1, max_size=4).map(".".join) | st.sampled_from(
    [field.name for step in STEPS.values() for field in step.form]
)
VALUES = st.text(max_size=30) | st.sampled_from(
    [
        "ya",
        "tidak",
        "a",
        "b",
        "p",
        "v",
        "2026-11-23T09:00",
        "1.250,5",
        "https://x.com/a",
        "tayang",
        "tertulis",
        "anak",
        "website",
        "ganda",
        "#a,b",
        "�",
        "3402121234560001",
    ]
)
TYPED = st.dictionaries(NAMES, st.lists(VALUES, max_size=3), max_size=25)
ALL_KINDS = Form(
    fields=(
        Field(name="t", label="T", type="text"),
        Field(name="r", label="R", type="richtext"),
        Field(name="n", label="N", type="number"),
        Field(name="d", label="D", type="date"),
        Field(name="w", label="W", type="datetime"),
        Field(name="c", label="C", type="checkbox"),
        Field(name="g", label="G", type="tags"),
        Field(name="u", label="U", type="url"),
        Field(
            name="s",
            label="S",
            type="multiselect",
            options=(Option(id="ya", label="Ya"), Option(id="x", label="X")),
        ),
        Field(name="p", label="P", type="text", per="s"),
        Field(name="q", label="Q", type="file_or_text"),
        Field(
            name="rows",
            label="Rows",
            type="repeat",
            parts=(
                Field(name="a", label="A"),
                Field(name="n", label="N", type="number"),
                Field(name="f", label="F", type="file"),
            ),
        ),
    )
)
KIND_NAMES = st.sampled_from(
    [
        "t",
        "r",
        "n",
        "d",
        "w",
        "c",
        "g",
        "u",
        "s",
        "p.ya",
        "p.x",
        "q.file",
        "q.text",
        "rows.0.a",
        "rows.0.n",
        "rows.5.n",
        "rows.5.f.file",
        "rows.1.a",
    ]
)
NUMBERS = st.integers(-(10**14), 10**14).map(str) | st.decimals(-9999, 9999, places=3).map(
    lambda d: str(d).replace(".", ",")
)
MOMENTS = st.datetimes().map(lambda d: d.isoformat()) | st.dates().map(str)


def read_or_not(form: Form, typed: dict[str, list[str]]) -> dict[str, Any] | None:
    """Answers, or None; every problem has words."""
    try:
        return read_answers(form, typed, scope(*FILES, data=DATA))
    except InvalidAnswers as invalid:
        problems = invalid.problems
    wordless = [problem for problem in problems.values() if not (problem.text or known(problem.code))]
    assert problems
    assert wordless == []
    return None


@pytest.mark.thorough
@pytest.mark.parametrize("step", STEPS)
@settings(max_examples=tries(60), deadline=None)
@given(typed=TYPED)
def test_any_input_gives_answers_or_problems(step: str, typed: dict[str, list[str]]) -> None:
    read_or_not(STEPS[step].form, typed)


@pytest.mark.thorough
@settings(max_examples=tries(300), deadline=None)
@given(typed=st.dictionaries(KIND_NAMES, st.lists(VALUES | NUMBERS | MOMENTS, max_size=2), max_size=12))
def test_answers_typed_again_read_the_same(typed: dict[str, list[str]]) -> None:
    answers = read_or_not(ALL_KINDS, typed)
    if answers is None:
        return
    json.dumps(answers).encode()  # plain JSON, and no half characters
    again = to_typed(ALL_KINDS, answers, WIB)
    assert read_or_not(ALL_KINDS, again) == answers
    assert all(known(problem.code) for problem in warnings(ALL_KINDS, answers).values())
