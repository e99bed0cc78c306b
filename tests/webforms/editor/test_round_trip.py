"""What nobody edited is in the file after open and save, or the editor says beforehand that it will not be.

XML comments, and attributes that say what the standard says anyway, are not kept; both are known.
"""

from __future__ import annotations

import pytest

from engine.lint.check import check
from tests.conftest import ROOT
from tests.diagrams import some
from tests.diagrams.claims import how_they_are_saved
from tests.node import packages, run
from tests.office import small_sop
from tests.webforms.editor.canonical import said


def saved(*diagrams: str) -> list[dict[str, object]]:
    packages()
    opened: list[dict[str, object]] = run("round_trip.mjs", diagrams)
    return opened


def test_every_tools_diagram_survives_or_is_warned_of() -> None:
    ends = how_they_are_saved([item.xml for item in some()])
    assert all(ends.values()), "each of the three happens to somebody"
    assert ends["kept"] > len(some()) * 0.7


def test_our_own_definitions_survive_whole() -> None:
    ours = [path.read_text("utf-8") for path in (ROOT / "processes").glob("*.bpmn")]
    for before, result in zip(ours, saved(*ours), strict=True):
        assert result["warnings"] == []
        assert said(before) == said(str(result["xml"]))
        assert check(str(result["xml"])) == check(before)


def test_extensions_of_other_tools_survive() -> None:
    foreign = (
        '<asing:catatan xmlns:asing="http://asing.example" warna="merah">'
        '<asing:isi lain="1">teks</asing:isi></asing:catatan>'
    )
    xml = small_sop().replace("<camunda:formData>", f"{foreign}<camunda:formData>", 1)
    xml = xml.replace('<bpmn:userTask id="Serah"', '<bpmn:userTask camunda:assignee="x" id="Serah"')
    [result] = saved(xml)
    assert said(xml) == said(str(result["xml"]))


@pytest.mark.parametrize(
    ("before", "after"),
    [('warna="merah"', 'warna="biru"'), (">teks<", "><"), ('y="1"', 'y="2"'), ("<b/>", "<b/><b/>")],
)
def test_a_difference_is_seen(before: str, after: str) -> None:
    xml = '<a warna="merah" y="1"><b/><c>teks</c></a>'
    assert said(xml) != said(xml.replace(before, after))
