"""What holds for any diagram, whoever drew it: for our own always, for others' where these are at hand."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.xml import as_text
from engine.diff.compare import compare
from engine.drawing.complete import drawable, with_drawing
from engine.importing.foreign import Converted, convert
from engine.lint.check import ERROR, check
from engine.lint.findings import Finding
from engine.runtime.program import compile_program
from engine.texts import LANGUAGES
from tests.node import packages, run
from tests.webforms.editor.canonical import said


def is_read(xml: bytes) -> Diagram:
    """Each of its steps stands in the order in which people work; compared with itself nothing differs."""
    diagram = read_diagram(xml)
    assert sorted(diagram.main_path()) == sorted(diagram.steps)
    assert compare(diagram, diagram) == []
    return diagram


def errors(findings: Sequence[Finding]) -> set[str]:
    return {finding.rule for finding in findings if finding.severity == ERROR}


def is_judged(xml: bytes | str) -> list[Finding]:
    """The rules foresee all that the engine refuses (the net below catches nothing), and say it in words."""
    findings = check(xml)
    assert "not_runnable" not in {finding.rule for finding in findings}
    for finding in findings:
        for language in LANGUAGES:
            told = finding.as_dict(language)
            assert told["message"], told
            assert told["remedy"], told
            assert "lint." not in f"{told['message']}{told['remedy']}", told
    if not errors(findings):
        compile_program(xml)
    return findings


def is_converted(xml: bytes, before: Sequence[Finding]) -> Converted:
    """What was fine stays fine, all that was changed is told, and a second time finds nothing else."""
    converted = convert(xml)
    for note in converted.notes:
        for language in LANGUAGES:
            assert note.what(language)
            assert not note.what(language).startswith("importing.")
    assert errors(before) or not errors(check(converted.xml))
    assert {note.kind for note in convert(converted.xml).notes} <= {note.kind for note in converted.notes}
    return converted


def are_shown_whole(diagrams: Sequence[str]) -> None:
    """bpmn-js draws every element, lane and flow; what the diagram says is as before."""
    packages()
    kept = [with_drawing(xml).xml for xml in diagrams]
    for before, after, shown in zip(diagrams, kept, run("drawn.mjs", kept), strict=True):
        diagram, ids = read_diagram(after), set(shown["drawn"])
        joined = [flow.id for flow in diagram.flows if {flow.source, flow.target} <= diagram.nodes.keys()]
        assert {*drawable(diagram), *(lane.id for lane in diagram.lanes), *joined} <= ids, after
        assert compare(read_diagram(before), diagram) == []


def how_they_are_saved(diagrams: Sequence[bytes]) -> dict[str, int]:
    """The editor keeps all that a diagram says, warns of what it will not keep, or doesn't write it at all.

    How many: kept, warned, refused.
    """
    packages()
    texts = [as_text(xml) for xml in diagrams]
    ends = {"kept": 0, "warned": 0, "refused": 0}
    for before, saved in zip(texts, run("round_trip.mjs", texts), strict=True):
        if "error" in saved:
            ends["refused"] += 1  # the draft stays as it was, and the page says so
        elif said(before) == said(saved["xml"]):
            ends["kept"] += 1
        else:
            assert saved["warnings"], before[:400]
            ends["warned"] += 1
    return ends
