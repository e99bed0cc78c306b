"""What nobody edited is in the file after open and save, or the editor says beforehand that it will not be.

XML comments, and attributes that say what the standard says anyway, are not kept; both are known.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn.lint import check
from tests.conftest import ROOT
from tests.office import small_sop
from tests.webforms.editor.canonical import said
from tests.webforms.editor.node import packages, run

#: An attribute that repeats its element's namespace comes back without the prefix; a `messagePath` comes back
#: under the name of the type that stands for it.
ALMOST = {"C.7.0-export.bpmn", "C.7.0-roundtrip.bpmn", "correlation_two_conversations.bpmn"}


def opened_and_saved(paths: list[Path]) -> dict[Path, dict[str, object]]:
    packages()
    return {
        Path(path): result for path, result in run("round_trip.mjs", [str(path) for path in paths]).items()
    }


def test_every_diagram_at_hand_survives_or_is_warned_of(corpora: Path) -> None:
    paths = sorted(corpora.rglob("*.bpmn"))
    assert len(paths) > 300
    unsaid, equal = [], 0
    for path, result in opened_and_saved(paths).items():
        if "error" in result:
            continue  # it is not written at all: the draft stays as it was, and the page says so
        same = said(path.read_text("utf-8")) == said(str(result["xml"]))
        equal += same
        if not same and not result["warnings"] and path.name not in ALMOST:
            unsaid.append(path.name)
    assert unsaid == []
    assert equal > len(paths) * 0.9


def test_our_own_procedures_survive_whole() -> None:
    for path, result in opened_and_saved(sorted((ROOT / "processes").glob("*.bpmn"))).items():
        assert result["warnings"] == []
        assert said(path.read_text("utf-8")) == said(str(result["xml"]))
        assert check(str(result["xml"])) == check(path.read_text("utf-8"))


def test_extensions_of_other_tools_survive(tmp_path: Path) -> None:
    foreign = (
        '<asing:catatan xmlns:asing="http://asing.example" warna="merah">'
        '<asing:isi lain="1">teks</asing:isi></asing:catatan>'
    )
    xml = small_sop().replace("<camunda:formData>", f"{foreign}<camunda:formData>", 1)
    xml = xml.replace('<bpmn:userTask id="Serah"', '<bpmn:userTask camunda:assignee="x" id="Serah"')
    path = tmp_path / "asing.bpmn"
    path.write_text(xml, "utf-8")
    [result] = opened_and_saved([path]).values()
    assert said(xml) == said(str(result["xml"]))


@pytest.mark.parametrize(
    ("before", "after"),
    [('warna="merah"', 'warna="biru"'), (">teks<", "><"), ('y="1"', 'y="2"'), ("<b/>", "<b/><b/>")],
)
def test_a_difference_is_seen(before: str, after: str) -> None:
    xml = '<a warna="merah" y="1"><b/><c>teks</c></a>'
    assert said(xml) != said(xml.replace(before, after))
