"""An office with other paper than F4 prints on its own."""

from __future__ import annotations

from engine.documents.sheet_profile import OFFICIAL, Paper
from webforms.presentation.paper import style_of


def test_the_usual_paper_needs_no_style_of_its_own() -> None:
    assert style_of(OFFICIAL.paper) == ""
    assert style_of(Paper(font_size=10)) == ""


def test_other_paper_is_asked_for_upright_and_as_the_sheet_lies() -> None:
    assert style_of(Paper(size=(210, 297))) == (
        "@page { size: 210mm 297mm }\n@page sheet { size: 297mm 210mm }\n"
    )
    assert style_of(Paper(orientation="portrait")) == (
        "@page { size: 215mm 330mm }\n@page sheet { size: 215mm 330mm }\n"
    )
