"""What a form says by itself: how much of a part is filled in, a day in words, what is decided about."""

from __future__ import annotations

import pytest

from engine.forms.fields import Field, Form
from tests.engine.forms.conftest import scope
from tests.webforms.html_form.form_page import source
from tests.webforms.html_form.sop_032_forms import view_of
from webforms.html_form import FormView


def test_each_part_says_how_much_of_it_is_filled_in() -> None:
    fields = (
        Field(name="a", label="A"),
        Field(name="b", label="B", section="Kegiatan"),
        Field(name="c", label="C", type="number"),
        Field(name="d", label="D", shown_if="c == 5"),
        Field(name="p", label="P", type="preview"),
        Field(name="e", label="E", section="Foto"),
    )
    view = FormView(Form(fields=fields), {"b": ["x"], "c": ["4"]}, scope=scope(), language="id")
    parts = [(part.title, [each.path for each in part.controls], part.filled) for part in view.sections]
    assert parts == [
        ("", ["a"], "0 dari 1 terisi"),
        ("Kegiatan", ["b", "c", "d", "p"], "2 dari 2 terisi"),
        ("Foto", ["e"], "0 dari 1 terisi"),
    ]
    page = source(view)
    assert page.count("<details") == 2
    assert "2 dari 2 terisi" in page


def test_the_first_step_of_sop_032_begins_with_its_photos() -> None:
    view = view_of("Serahkan_materi", {})
    assert view.sections[0].title == "Foto dan video"
    assert [each.path for each in view.sections[0].controls] == ["foto", "video"]
    assert all(part.title for part in view.sections)


@pytest.mark.parametrize(
    ("type_", "typed", "words"),
    [
        ("datetime", "2026-11-27T09:00", "Jumat, 27 November 2026, 09.00 WIB"),
        ("datetime", "27/11/2026 9.00", "Jumat, 27 November 2026, 09.00 WIB"),
        ("date", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "31/02/2026", ""),
        ("date", "", ""),
    ],
)
def test_a_day_stands_in_words_below_its_input(type_: str, typed: str, words: str) -> None:
    form = Form(fields=(Field(name="f", label="F", type=type_),))
    view = FormView(form, {"f": [typed]}, scope=scope(), language="id")
    assert view.controls[0].echo == words
    assert f"data-echo>{words}</output>" in source(view)


def test_a_decision_shows_what_it_is_about_before_it_asks() -> None:
    view = view_of("Periksa_materi", {})
    assert [each.kind for each in view.material] == ["preview", "changes"]
    assert view.questions[0].path == "keputusan"
    choice = view.choice({"keputusan"})
    assert choice is not None
    assert [option.label for option in choice.choices] == ["Ya", "Tidak"]
    assert view.choice(set()) is None
    assert view.choice({"kategori_alasan", "alasan"}) is None  # not always asked, or no choice
