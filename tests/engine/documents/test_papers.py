"""A paper is set once, in a process that may die of it; what is too much is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.documents import papers
from engine.documents.papers import Printable
from engine.documents.sop_sheet import About
from engine.errors import PaperTooLarge
from engine.sandbox.pool import Pool
from tests.long_sop import straight
from tests.office import small_sop


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was set; nothing is remembered from before."""
    seen: list[str] = []
    run = Pool.run

    def watched(self: Pool, task: str, *arguments: Any) -> Any:
        seen.append(task)
        return run(self, task, *arguments)

    monkeypatch.setattr(Pool, "run", watched)
    papers._made.forget()
    yield seen
    papers._made.forget()


def printable(xml: str, **about: Any) -> Printable:
    return Printable(name="SOP", xml=xml, about=About(**{"version": 1, "draft": False, **about}))


def webs(depth: int) -> str:
    """Gateways that fork and meet, one after the other: each doubles the answers on the way."""
    nodes = ['<bpmn:startEvent id="s"/><bpmn:userTask id="t" name="T"/><bpmn:endEvent id="e"/>']
    flows, last = [("s", "t", "")], "t"
    for n in range(depth):
        nodes.append(f'<bpmn:exclusiveGateway id="a{n}"/><bpmn:exclusiveGateway id="b{n}"/>')
        flows += [(last, f"a{n}", ""), (f"a{n}", f"b{n}", f"ya {n}"), (f"a{n}", f"b{n}", f"tidak {n}")]
        last = f"b{n}"
    flows.append((last, "e", ""))
    arrows = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{source}" targetRef="{target}" name="{label}"/>'
        for n, (source, target, label) in enumerate(flows)
    )
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        f'<bpmn:process id="p" name="P" isExecutable="true">{"".join(nodes)}{arrows}'
        "</bpmn:process></bpmn:definitions>"
    )


def test_a_sheet_is_set_once_for_all_its_pages(runs: list[str]) -> None:
    paper = printable(small_sop())
    assert papers.pages(paper) == papers.pages(paper)
    assert runs == ["sheet"]
    assert papers.pdf(paper).startswith(b"%PDF")
    assert papers.pdf(paper).startswith(b"%PDF")
    assert runs == ["sheet", "sheet"]


def test_another_version_language_or_emblem_is_another_sheet(runs: list[str]) -> None:
    made = [
        papers.pages(printable(small_sop(), **about))
        for about in ({}, {"version": 2}, {"draft": True}, {"language": "en"})
    ]
    assert len({b"".join(pages) for pages in made}) == len(runs) == 4


def test_more_steps_than_a_sheet_holds_are_refused_once(runs: list[str]) -> None:
    long = printable(straight(401))
    for _ in range(2):
        with pytest.raises(PaperTooLarge):
            papers.pages(long)
    assert runs == ["sheet"]


def test_what_takes_too_long_to_set_is_refused_once(runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    limits = replace(papers.pool.limits, processor_seconds=2)
    monkeypatch.setattr(papers, "pool", Pool(papers.pool.room, limits, at_once=1))
    for _ in range(2):
        with pytest.raises(PaperTooLarge):
            papers.pages(printable(webs(24)))
    assert runs == ["sheet"]
    assert len(papers.pages(printable(webs(3)))) > 0
    papers.pool.stop_all()
