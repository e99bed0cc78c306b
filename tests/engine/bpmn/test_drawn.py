"""What a drawing needs of a file, and nothing that it does not show."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from engine.bpmn.drawn import drawn_part
from engine.bpmn.xml import BPMN, parse_xml
from tests.conftest import ROOT

FILES = sorted([*(ROOT / "processes").glob("*.bpmn"), *(ROOT / "tests/diagrams").rglob("*.bpmn")])
NOT_DRAWN = {f"{{{BPMN}}}extensionElements", f"{{{BPMN}}}documentation"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_all_that_is_drawn_is_still_there(file: Path) -> None:
    before, after = (
        Counter(
            (element.tag, *sorted(element.attrib.items()))
            for element in root.iter()
            if element.tag not in NOT_DRAWN
            and not any(above.tag in NOT_DRAWN for above in element.iterancestors())
        )
        for root in (parse_xml(file.read_text("utf-8")), parse_xml(drawn_part(file.read_text("utf-8"))))
    )
    assert after == before


def test_forms_are_not() -> None:
    file = ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn"
    whole = file.read_text("utf-8")
    assert b"formField" not in drawn_part(whole)
    assert len(drawn_part(whole)) < len(whole.encode()) / 3
