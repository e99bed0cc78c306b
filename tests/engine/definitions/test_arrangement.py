"""The diagram as a text: every arrow is in it, with its answer and when it is taken."""

from __future__ import annotations

from engine.bpmn.diagram import read_diagram
from engine.definitions.arrangement import arranged
from tests.conftest import ROOT
from tests.office import small_sop, timed_sop, timer


def test_every_element_and_arrow_is_told() -> None:
    for file in (ROOT / "tests/diagrams/drawings").glob("*.bpmn"):
        diagram = read_diagram(file.read_text())
        told = arranged(diagram, "id")
        assert len(told) == len(diagram.nodes)
        leading = [flow for flow in diagram.flows if flow.source in diagram.nodes]
        assert sum(len(each.arrows) for each in told) == len(leading)


def test_a_decision_says_by_which_answer_and_when() -> None:
    told = {each.words: each for each in arranged(read_diagram(small_sop()), "id")}
    decision = told["Keputusan: Disetujui?"]
    assert decision.arrows == (
        "→ Menayangkan, jika “Disetujui?” sama dengan “Ya”",
        "→ Memilih bahan (selain itu)",
    )
    assert told["Memilih bahan"].lane.startswith("Pengelola Website")


def test_what_has_no_simple_words_is_told_as_written_and_a_timer_by_its_time() -> None:
    odd = timed_sop(timer("Batas1", "Pilih", "PT1H", to="Selesai"), xml=small_sop(yes="len(judul) * 2 > 4"))
    told = arranged(read_diagram(odd), "en")
    assert any("if len(judul) * 2 > 4" in arrow for each in told for arrow in each.arrows)
    assert any("→ End: Selesai" in each.arrows for each in told)
