"""What differs between two diagrams, as sentences. Pure; pages paint it, mails and audit use the same words.

Only meaning counts: what was merely moved on the canvas, renumbered or re-indented is no change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.elements import Diagram, Flow, Node
from engine.diff.conditions import describe
from engine.diff.matching import match
from engine.diff.steps import blank_changes, step_changes
from engine.diff.timers import timer_changes, whole_timer
from engine.diff.words import param_in_words
from engine.texts import text

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"

#: Long texts of a node: the sentence says that they changed, not how.
_LONG_TEXTS = ("script", "documentation")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference. Its sentence is the text `diff.CODE`."""

    #: added, removed, changed, moved: the colour it is painted in.
    kind: str
    code: str
    #: Id in the diagram after, or before for what was removed; empty: about the whole.
    element: str = ""
    #: Its id in the diagram before, where that was another.
    element_before: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """A full sentence, for a list of changes."""
        words = {name: param_in_words(name, value, language) for name, value in self.params.items()}
        return text(f"diff.{self.code}", language, **words)

    def as_dict(self) -> dict[str, Any]:
        """For JSON and the audit: kind, code, element and params, without words."""
        return {"kind": self.kind, "code": self.code, "element": self.element, "params": dict(self.params)}


def compare(before: Diagram, after: Diagram) -> list[Change]:
    """All changes, in the order in which a reader meets them: the sheet, the lanes, the steps, the arrows."""
    same = match(before, after)
    return [
        *_identity(before, after),
        *_lanes(before, after),
        *_nodes(before, after, same),
        *_flows(before, after, same),
        *_notes(before, after),
    ]


def _identity(before: Diagram, after: Diagram) -> Iterator[Change]:
    if before.name != after.name:
        yield Change(kind=CHANGED, code="process.name", params={"before": before.name, "after": after.name})
    for name in dict.fromkeys([*before.properties, *after.properties]):
        old, new = before.properties.get(name, "").strip(), after.properties.get(name, "").strip()
        if old == new:
            continue
        code = "identity.added" if not old else "identity.removed" if not new else "identity.changed"
        yield Change(kind=CHANGED, code=code, params={"property": name, "before": old, "after": new})


def _lanes(before: Diagram, after: Diagram) -> Iterator[Change]:
    old = {lane.id: lane.name for lane in before.lanes}
    new = {lane.id: lane.name for lane in after.lanes}
    for lane, name in new.items():
        if lane in old and old[lane] != name:
            params = {"before": old[lane], "after": name}
            yield Change(kind=CHANGED, code="lane.renamed", element=lane, params=params)
        elif lane not in old and name not in old.values():
            yield Change(kind=ADDED, code="lane.added", element=lane, params={"lane": name})
    for lane, name in old.items():
        if lane not in new and name not in new.values():
            yield Change(kind=REMOVED, code="lane.removed", element=lane, params={"lane": name})


def _nodes(before: Diagram, after: Diagram, same: Mapping[str, str]) -> Iterator[Change]:
    origin = {new: old for old, new in same.items()}
    renamed = _renamed_lanes(before, after)
    for name in _in_order(after):
        node = after.nodes[name]
        if name not in origin:
            yield _whole(ADDED, after, node)
            yield from _inside(before, after, node)
        elif node.is_timer:
            was = before.nodes[origin[name]]
            for kind, code, params in timer_changes(before, after, was, node, same):
                yield Change(kind=kind, code=code, element=name, element_before=was.id, params=params)
        else:
            yield from _node(before, after, origin[name], name, renamed, same)
    for name in _in_order(before):
        if name not in same:
            yield _whole(REMOVED, before, before.nodes[name])


def _whole(kind: str, diagram: Diagram, node: Node) -> Change:
    if node.is_timer:
        about = whole_timer(diagram, node)
        plain = "_plain" if about["onward"] is None or kind == REMOVED else ""
        return Change(kind=kind, code=f"timer.{kind}{plain}", element=node.id, params=about)
    group = "step" if node.type.endswith("Task") or node.type == "task" else "node"
    params = {"name": node.name, "type": node.type, "lane": node.lane}
    return Change(kind=kind, code=f"{group}.{kind}", element=node.id, params=params)


def _inside(before: Diagram, after: Diagram, node: Node) -> Iterator[Change]:
    """What a new element says: an approver has seen none of it before."""
    if node.is_timer:
        about = whole_timer(after, node)
        if node.name:
            params = {**about, "after": node.name}
            yield Change(kind=CHANGED, code="timer.named", element=node.id, params=params)
        if node.documentation:
            params = {**about, "before": "", "after": node.documentation}
            yield Change(kind=CHANGED, code="timer.documentation", element=node.id, params=params)
        return
    step = after.steps.get(node.id)
    for kind, code, params in blank_changes(before, after, step) if step else ():
        yield Change(kind=kind, code=code, element=node.id, params={"name": node.name, **params})
    blank = Node(id=node.id, type=node.type, name=node.name, lane=node.lane)
    for code, params in _of_node(blank, node, before, after, {}):
        yield Change(kind=CHANGED, code=code, element=node.id, params={"name": node.name, **params})


def _renamed_lanes(before: Diagram, after: Diagram) -> dict[str, str]:
    """Name before → name now, of lanes that are the same: their steps have not moved."""
    now = {lane.id: lane.name for lane in after.lanes}
    return {lane.name: now[lane.id] for lane in before.lanes if lane.id in now}


def _node(
    before: Diagram, after: Diagram, old: str, new: str, renamed: Mapping[str, str], same: Mapping[str, str]
) -> Iterator[Change]:
    was, now = before.nodes[old], after.nodes[new]

    def change(kind: str, code: str, **params: object) -> Change:
        return Change(
            kind=kind,
            code=code,
            element=new,
            element_before=old,
            params={"name": now.name or was.name, **params},
        )

    if was.name != now.name:
        yield change(CHANGED, "node.renamed", before=was.name, after=now.name)
    if renamed.get(was.lane, was.lane) != now.lane:
        yield change(MOVED, "node.moved", before=was.lane, after=now.lane)
    for code, params in _of_node(was, now, before, after, same):
        yield change(CHANGED, code, **params)
    if old in before.steps and new in after.steps:
        for kind, code, params in step_changes(before, after, before.steps[old], after.steps[new]):
            yield change(kind, code, **params)


def _of_node(
    was: Node, now: Node, before: Diagram, after: Diagram, same: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What any element may say beside its name and its lane."""
    for attribute in _LONG_TEXTS:
        old, new = getattr(was, attribute), getattr(now, attribute)
        if old != new:
            yield f"node.{attribute}", {"before": old, "after": new}
    if was.marks != now.marks:
        yield "node.marks", {"marks_before": list(was.marks), "marks": list(now.marks)}
    if was.is_for_compensation != now.is_for_compensation:
        yield "node.compensation" if now.is_for_compensation else "node.no_compensation", {}
    if same.get(was.parent, was.parent) != now.parent:
        inside = {"before": _called(before, was.parent), "after": _called(after, now.parent)}
        yield "node.within", inside


def _flows(before: Diagram, after: Diagram, same: Mapping[str, str]) -> Iterator[Change]:
    """Every arrow that is new, and of those that both diagrams have, what changed. One that left with its
    element goes without saying.
    """
    gone = {flow.id: flow for flow in _plain_flows(before)}
    leaving: dict[str | None, list[str]] = defaultdict(list)
    for was in gone.values():
        # From something that is no element of ours it leaves by the id alone.
        source = same.get(was.source) if was.source in before.nodes else was.source
        leaving[source].append(was.id)
    for flow in _plain_flows(after):
        same_arrow = _same_arrow([gone[name] for name in leaving[flow.source] if name in gone], flow, same)
        if same_arrow is not None:
            yield from _flow(before, after, gone.pop(same_arrow.id), flow, same)
        else:
            yield from _new_flow(after, flow)
    for flow in gone.values():
        if flow.source in same and flow.target in same:
            yield _arrow(REMOVED, "flow.removed", before, flow)


def _new_flow(after: Diagram, flow: Flow) -> Iterator[Change]:
    if flow.condition:
        yield _arrow(ADDED, "flow.added_if", after, flow, condition=describe(flow.condition, after))
    else:
        yield _arrow(ADDED, "flow.added", after, flow)
    if flow.is_default:
        yield _arrow(CHANGED, "flow.default", after, flow)
    if flow.assumption:
        yield _arrow(CHANGED, "flow.assumption", after, flow, before="", after=flow.assumption)


def _plain_flows(diagram: Diagram) -> Iterator[Flow]:
    """Where a timer leads is described with the timer."""
    timers = {node.id for node in diagram.nodes.values() if node.is_timer}
    return (flow for flow in diagram.flows if flow.source not in timers)


def _same_arrow(leaving: Sequence[Flow], flow: Flow, same: Mapping[str, str]) -> Flow | None:
    """Of the arrows that left the same element before: by id, by both ends, by the answer it bears: "Tidak"
    is the same arrow wherever it leads now."""
    for alike in (
        [was for was in leaving if was.id == flow.id],
        [was for was in leaving if same.get(was.target) == flow.target and was.name == flow.name],
        [was for was in leaving if was.name == flow.name and flow.name],
        [was for was in leaving if same.get(was.target) == flow.target],
    ):
        if len(alike) == 1:
            return alike[0]
    return None


def _flow(before: Diagram, after: Diagram, was: Flow, now: Flow, same: Mapping[str, str]) -> Iterator[Change]:
    if same.get(was.target, was.target) != now.target:
        yield _arrow(MOVED, "flow.retargeted", after, now)
    if was.name != now.name:
        code = "flow.renamed" if now.name else "flow.unnamed"
        yield _arrow(CHANGED, code, after, now, before=was.name, after=now.name)
    if _squeezed(was.condition) != _squeezed(now.condition):
        code = "flow.condition" if now.condition else "flow.no_condition"
        old, new = describe(was.condition, before), describe(now.condition, after)
        yield _arrow(CHANGED, code, after, now, before=old, after=new)
    if now.is_default and not was.is_default:
        yield _arrow(CHANGED, "flow.default", after, now)
    elif was.is_default and not any(flow.is_default for flow in after.outgoing(now.source)):
        yield _arrow(CHANGED, "flow.no_default", after, now)
    if was.assumption != now.assumption:
        params = {"before": was.assumption, "after": now.assumption}
        yield _arrow(CHANGED, "flow.assumption", after, now, **params)


def _arrow(kind: str, code: str, diagram: Diagram, flow: Flow, **params: object) -> Change:
    ends = {"source": _called(diagram, flow.source), "target": _called(diagram, flow.target)}
    if not flow.name:
        code = f"{code}_plain"
    return Change(kind=kind, code=code, element=flow.id, params={"label": flow.name, **ends, **params})


def _called(diagram: Diagram, element: str) -> str:
    node = diagram.nodes.get(element)
    return node.name if node is not None and node.name else element


def _notes(before: Diagram, after: Diagram) -> Iterator[Change]:
    old = {note.id: note.text for note in before.annotations}
    new = {note.id: note.text for note in after.annotations}
    for note, words in new.items():
        if note not in old:
            yield Change(kind=ADDED, code="note.added", element=note, params={"after": words})
        elif old[note] != words:
            params = {"before": old[note], "after": words}
            yield Change(kind=CHANGED, code="note.changed", element=note, params=params)
    for note, words in old.items():
        if note not in new:
            yield Change(kind=REMOVED, code="note.removed", element=note, params={"before": words})


def _in_order(diagram: Diagram) -> list[str]:
    """Steps as the SOP's rows, each with its timers, then the other elements as in the file."""
    rows: dict[str, None] = {}
    for step in diagram.main_path():
        rows |= dict.fromkeys([step, *(timer.id for timer in diagram.timers_of(step))])
    return [*rows, *(name for name in diagram.nodes if name not in rows)]


def _squeezed(condition: str) -> str:
    return " ".join(condition.split())
