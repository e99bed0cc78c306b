"""The parts of a long form: headings with what is filled in below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.forms.scope import Answer, blank
from engine.forms.types import type_of
from engine.texts import text
from webforms.html_form.controls import Control, element_of


@dataclass(frozen=True, kw_only=True)
class Section:
    #: Empty: what stands before the first heading.
    title: str
    controls: Sequence[Control]
    #: "5 dari 13 terisi"
    filled: str

    @property
    def element(self) -> str:
        """Id of its heading in the page."""
        return f"{element_of(self.controls[0].path)}-section"


def in_sections(controls: Sequence[Control], answers: Mapping[str, Answer], language: str) -> list[Section]:
    """A section begins with each field that has a heading; what is hidden or only read is not counted."""
    groups: list[list[Control]] = []
    for control in controls:
        if control.field.section or not groups:
            groups.append([])
        groups[-1].append(control)
    return [_section(group, answers, language) for group in groups]


def _section(group: list[Control], answers: Mapping[str, Answer], language: str) -> Section:
    counted = [each for each in group if type_of(each.field).answered and not each.off]
    filled = sum(not blank(answers.get(each.field.name)) for each in counted)
    words = text("forms.section.filled", language, filled=filled, total=len(counted))
    return Section(title=group[0].field.section, controls=group, filled=words)
