"""The drawing as a whole: one process, one start, an end, and a path through."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import RUNNING, Node
from engine.lint.findings import Finding, Word
from engine.lint.index import DiagramIndex

#: SpiffWorkflow's own names.
_RESERVED = frozenset({"Start", "End"})


def process_not_executable(index: DiagramIndex) -> Iterator[Finding]:
    """One process of the file is meant to run, and says so."""
    if not index.diagram.executable:
        yield index.error("process_not_executable", index.diagram.process_id)


def several_processes(index: DiagramIndex) -> Iterator[Finding]:
    """Two processes that run would be two definitions: one file each."""
    for other in index.diagram.executable[1:]:
        yield index.error("several_processes", other, first=index.diagram.process_id)


def process_without_id(index: DiagramIndex) -> Iterator[Finding]:
    """The process's id is the definition's key; without it versions can't be told apart."""
    if not index.diagram.process_id:
        yield index.error("process_without_id", "")


def process_without_name(index: DiagramIndex) -> Iterator[Finding]:
    """People find a definition by its name."""
    if not index.diagram.name:
        yield index.warning("process_without_name", index.diagram.process_id)


def unsupported_element(index: DiagramIndex) -> Iterator[Finding]:
    """What can't be run is refused by name, so that nothing drawn is silently left out."""
    for node in index.diagram.nodes.values():
        if not _runs(node):
            yield index.error("unsupported_element", node.id, marks=_marks(node))
    for node in index.diagram.others:
        if node.type != "process":
            yield index.error("unsupported_element", node.id, marks=_marks(node))


def process_beside(index: DiagramIndex) -> Iterator[Finding]:
    """A process in another pool is only drawn: its steps reach nobody."""
    for node in index.diagram.others:
        if node.type == "process" and node.id not in index.diagram.executable:
            yield index.warning("process_beside", node.id)


def reserved_id(index: DiagramIndex) -> Iterator[Finding]:
    """An element without id, or with one that the engine uses itself, can't be told apart."""
    for name in index.diagram.nodes:
        if not name or name in _RESERVED or name.endswith(".EndJoin"):
            yield index.error("reserved_id", name)


def repeated_id(index: DiagramIndex) -> Iterator[Finding]:
    """Ids name elements in the instance's history: no two may share one."""
    for name in dict.fromkeys((*index.diagram.repeated_ids, *index.diagram.shared_ids)):
        if name:
            yield index.error("repeated_id", name)


def for_compensation(index: DiagramIndex) -> Iterator[Finding]:
    """What is only done to undo something would be done like any other step."""
    for node in index.diagram.nodes.values():
        if node.is_for_compensation:
            yield index.error("for_compensation", node.id)


def not_one_start(index: DiagramIndex) -> Iterator[Finding]:
    """A process, and each subprocess, begins in exactly one place."""
    for part, nodes in index.inside.items():
        starts = [node for node in nodes if node.type == "startEvent"]
        if not starts:
            yield index.error("no_start", part or index.diagram.process_id)
        for extra in starts[1:]:
            yield index.error("several_starts", extra.id)


def no_end(index: DiagramIndex) -> Iterator[Finding]:
    """A definition without an end never says when it is done."""
    for part, nodes in index.inside.items():
        if not any(node.type == "endEvent" for node in nodes):
            yield index.error("no_end", part or index.diagram.process_id)


def unreachable_step(index: DiagramIndex) -> Iterator[Finding]:
    """No flow leads here from the start, so it will never be done."""
    if not index.reached:
        return  # without a start, not_one_start says so
    for node in index.diagram.nodes.values():
        # What stands in a subprocess that is never entered is named by the subprocess alone.
        if node.id not in index.reached and (not node.parent or node.parent in index.reached):
            yield index.error("unreachable_step", node.id)


def dead_end(index: DiagramIndex) -> Iterator[Finding]:
    """Work that leads nowhere: the instance would just stop there."""
    for node in index.diagram.nodes.values():
        if not index.outgoing[node.id] and node.type != "endEvent" and index.incoming[node.id]:
            yield index.error("dead_end", node.id)


def no_way_out(index: DiagramIndex) -> Iterator[Finding]:
    """A loop from which no flow leads to an end keeps its instance for ever."""
    nodes = index.diagram.nodes
    leaving = {node.id for node in nodes.values() if not index.outgoing[node.id]}
    pending = list(leaving)
    while pending:
        name = pending.pop()
        before = [flow.source for flow in index.incoming[name]]
        if nodes[name].interrupting and nodes[name].attached_to in nodes:
            before.append(nodes[name].attached_to)  # a deadline is a way out
        fresh = [item for item in before if item not in leaving]
        leaving.update(fresh)
        pending.extend(fresh)
    for node in index.diagram.nodes.values():
        if node.id not in leaving:
            yield index.error("no_way_out", node.id)


def _marks(node: Node) -> tuple[Word, ...]:
    return tuple(Word(f"lint.mark.{mark}") for mark in node.marks or ["type"])


def _runs(node: Node) -> bool:
    plain = not node.marks or (node.type == "endEvent" and node.marks == ("terminate",))
    return node.is_timer or (plain and node.type in RUNNING)
