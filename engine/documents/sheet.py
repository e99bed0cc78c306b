"""The SOP sheet as data: rows, actors, symbols and arrows, read from the diagram. Pure.

The official flowchart has five symbols: capsule (first and last activity), box, diamond (an activity that
decides), arrow, pentagon (where an arrow leaves the page). PermenPAN-RB 35/2012; see domain.md §1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.bpmn.diagram import Diagram, Identity, Node, Step
from engine.bpmn.timers import timer_sentence
from engine.calendar.words import norm_in_words
from engine.texts import text

CAPSULE, BOX, DIAMOND = "capsule", "box", "diamond"


@dataclass(frozen=True, kw_only=True)
class Row:
    number: str
    description: str
    #: Index of the actor's column.
    actor: int
    shape: str
    inputs: str = ""
    time: str = ""
    outputs: str = ""
    remarks: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """From row to row, by index; `label` is the answer that leads there."""

    source: int
    target: int
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    name: str
    identity: Identity
    actors: tuple[str, ...]
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]


def sheet_of(diagram: Diagram, language: str = "id") -> Sheet:
    """Rows in the order of the main path; a branch that ends at once gets a row of its own."""
    path = diagram.main_path()
    actors = tuple(lane.name for lane in diagram.lanes) or ("",)
    rows = [_row(diagram, diagram.steps[element], n, actors, language) for n, element in enumerate(path)]
    arrows: list[Arrow] = []
    end_row: int | None = None
    for index, element in enumerate(path):
        for target, label in dict.fromkeys(_next(diagram, element)):
            if target in path:
                arrows.append(Arrow(source=index, target=path.index(target), label=label))
            elif label and len(list(_next(diagram, element))) > 1:
                end_row = len(path) if end_row is None else end_row
                arrows.append(Arrow(source=index, target=end_row, label=label))
    arrows.extend(_late_arrows(diagram, path, arrows, language))
    if end_row is not None:
        last = next(arrow for arrow in arrows if arrow.target == end_row)
        actor = rows[last.source].actor
        rows.append(Row(number="", description=text("sheet.end", language), actor=actor, shape=CAPSULE))
    return Sheet(
        name=diagram.name,
        identity=diagram.identity,
        actors=actors,
        rows=tuple(rows),
        arrows=tuple(arrows),
    )


def with_keys(sheet: Sheet, longest: int) -> Sheet:
    """Answers of more than `longest` letters are drawn as a letter in brackets; the description of their step
    says in full what it stands for."""
    keys: dict[tuple[int, str], str] = {}
    rows, arrows = list(sheet.rows), list[Arrow]()
    for arrow in sheet.arrows:
        label = arrow.label
        if len(label) > longest:
            known = (arrow.source, label)
            if known not in keys:
                # a, b, … z, aa, ab, …
                n = sum(1 for source, _label in keys if source == arrow.source)
                keys[known] = f"({chr(ord('a') + n % 26) * (n // 26 + 1)})"
                row = rows[arrow.source]
                words = f"{row.description}\n{keys[known]} {label}"
                rows[arrow.source] = replace(row, description=words)
            label = keys[known]
        arrows.append(replace(arrow, label=label))
    return replace(sheet, rows=tuple(rows), arrows=tuple(arrows))


def _row(diagram: Diagram, step: Step, index: int, actors: tuple[str, ...], language: str) -> Row:
    return Row(
        number=str(index + 1),
        description=step.name,
        actor=actors.index(step.lane) if step.lane in actors else 0,
        shape=_shape(diagram, step.id, index),
        inputs=step.quality.inputs,
        time=norm_in_words(step.quality.norm, language),
        outputs=step.quality.outputs,
        remarks="\n".join(_remarks(diagram, step, language)),
    )


def _remarks(diagram: Diagram, step: Step, language: str) -> Iterator[str]:
    """What is written there, then what the diagram does when the step takes too long."""
    if step.quality.remarks:
        yield step.quality.remarks
    for timer in diagram.timers_of(step.id):
        yield timer_sentence(diagram, timer, language)


def _late_arrows(diagram: Diagram, path: list[str], drawn: list[Arrow], language: str) -> Iterator[Arrow]:
    """To steps that only a reminder or deadline leads to; the remarks say when."""
    reached = {arrow.target for arrow in drawn}
    for index, element in enumerate(path):
        for timer in diagram.timers_of(element):
            for target, _label in dict.fromkeys(_next(diagram, timer.id)):
                if target in path and path.index(target) not in reached:
                    label = text("timers.over", language)
                    yield Arrow(source=index, target=path.index(target), label=label)


def _shape(diagram: Diagram, element: str, index: int) -> str:
    following = list(_next(diagram, element))
    if len({target for target, _label in following}) > 1 and _decides(diagram, element):
        return DIAMOND
    ends = bool(following) and all(target not in diagram.steps for target, _label in following)
    return CAPSULE if index == 0 or ends or _starts(diagram, element) else BOX


def _decides(diagram: Diagram, element: str) -> bool:
    kinds = {
        diagram.nodes[flow.target].type for flow in diagram.outgoing(element) if flow.target in diagram.nodes
    }
    return bool(kinds & {"exclusiveGateway", "inclusiveGateway"})


def _starts(diagram: Diagram, element: str) -> bool:
    """The SOP begins here, perhaps beside other steps that begin it too."""
    sources = _sources(diagram, element)
    for node in [source for source in sources if source.type == "parallelGateway"]:
        sources += _sources(diagram, node.id)
    return any(node.type == "startEvent" and not node.parent for node in sources)


def _sources(diagram: Diagram, element: str) -> list[Node]:
    return [diagram.nodes[flow.source] for flow in diagram.incoming(element) if flow.source in diagram.nodes]


def _next(diagram: Diagram, element: str) -> Iterator[tuple[str, str]]:
    """(step or end event, answers on the path) reached without another person's step in between."""
    waiting = [(flow.target, flow.name) for flow in reversed(diagram.outgoing(element))]
    seen: set[tuple[str, str]] = set()
    while waiting:
        at, label = waiting.pop()
        if (at, label) in seen or at not in diagram.nodes:
            continue
        seen.add((at, label))
        node = diagram.nodes[at]
        if at in diagram.steps or node.type == "endEvent":
            yield at, label
            continue
        for flow in reversed(diagram.outgoing(at)):
            answers = [word for word in (label, flow.name) if word]
            waiting.append((flow.target, ", ".join(answers)))
