"""The drawing as a whole: one process, one start, an end, and a way through."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Node
from engine.bpmn.findings import Finding, Word
from engine.bpmn.look import Look

SUPPORTED = frozenset(
    {
        "startEvent", "endEvent", "task", "userTask", "manualTask", "scriptTask", "exclusiveGateway",
        "inclusiveGateway", "parallelGateway", "subProcess",
    }
)  # fmt: skip
#: SpiffWorkflow's own names.
_RESERVED = frozenset({"Start", "End"})


def process_not_executable(look: Look) -> Iterator[Finding]:
    """One process of the file is meant to run, and says so."""
    if not look.diagram.executable:
        yield look.error("process_not_executable", look.diagram.process_id)


def several_processes(look: Look) -> Iterator[Finding]:
    """Two processes that run would be two procedures: one file each."""
    for other in look.diagram.executable[1:]:
        yield look.error("several_processes", other, first=look.diagram.process_id)


def process_without_id(look: Look) -> Iterator[Finding]:
    """The process's id is the procedure's key; without it versions can't be told apart."""
    if not look.diagram.process_id:
        yield look.error("process_without_id", "")


def process_without_name(look: Look) -> Iterator[Finding]:
    """People find a procedure by its name."""
    if not look.diagram.name:
        yield look.warning("process_without_name", look.diagram.process_id)


def unsupported_element(look: Look) -> Iterator[Finding]:
    """What can't be run is refused by name, so that nothing drawn is silently left out."""
    for node in look.diagram.nodes.values():
        if not _runs(node):
            yield look.error("unsupported_element", node.id, marks=_marks(node))
    for node in look.diagram.others:
        if node.type != "process":
            yield look.error("unsupported_element", node.id, marks=_marks(node))


def process_beside(look: Look) -> Iterator[Finding]:
    """A process in another pool is only drawn: its steps reach nobody."""
    for node in look.diagram.others:
        if node.type == "process" and node.id not in look.diagram.executable:
            yield look.warning("process_beside", node.id)


def reserved_id(look: Look) -> Iterator[Finding]:
    """An element without id, or with one that the engine uses itself, can't be told apart."""
    for name in look.diagram.nodes:
        if not name or name in _RESERVED or name.endswith(".EndJoin"):
            yield look.error("reserved_id", name)


def repeated_id(look: Look) -> Iterator[Finding]:
    """Ids name elements in the case's history: no two may share one."""
    for name in look.diagram.repeated_ids:
        if name:
            yield look.error("repeated_id", name)


def not_one_start(look: Look) -> Iterator[Finding]:
    """A process, and each subprocess, begins in exactly one place."""
    for part, nodes in look.inside.items():
        starts = [node for node in nodes if node.type == "startEvent"]
        if not starts:
            yield look.error("no_start", part or look.diagram.process_id)
        for extra in starts[1:]:
            yield look.error("several_starts", extra.id)


def no_end(look: Look) -> Iterator[Finding]:
    """A procedure without an end never says when it is done."""
    for part, nodes in look.inside.items():
        if not any(node.type == "endEvent" for node in nodes):
            yield look.error("no_end", part or look.diagram.process_id)


def unreachable_step(look: Look) -> Iterator[Finding]:
    """No flow leads here from the start, so it will never be done."""
    if not look.reached:
        return  # without a start, that is what has to be said
    for node in look.diagram.nodes.values():
        # What stands in a subprocess that is never entered is named by the subprocess alone.
        if node.id not in look.reached and (not node.parent or node.parent in look.reached):
            yield look.error("unreachable_step", node.id)


def dead_end(look: Look) -> Iterator[Finding]:
    """Work that leads nowhere: the case would just stop there."""
    for node in look.diagram.nodes.values():
        if not look.outgoing[node.id] and node.type != "endEvent" and look.incoming[node.id]:
            yield look.error("dead_end", node.id)


def no_way_out(look: Look) -> Iterator[Finding]:
    """A loop from which no flow leads to an end keeps its case for ever."""
    nodes = look.diagram.nodes
    leaving = {node.id for node in nodes.values() if not look.outgoing[node.id]}
    pending = list(leaving)
    while pending:
        name = pending.pop()
        before = [flow.source for flow in look.incoming[name]]
        if nodes[name].interrupting and nodes[name].attached_to in nodes:
            before.append(nodes[name].attached_to)  # a deadline is a way out
        fresh = [one for one in before if one not in leaving]
        leaving.update(fresh)
        pending.extend(fresh)
    for node in look.diagram.nodes.values():
        if node.id not in leaving:
            yield look.error("no_way_out", node.id)


def _marks(node: Node) -> tuple[Word, ...]:
    return tuple(Word(f"lint.mark.{mark}") for mark in node.marks or ["type"])


def _runs(node: Node) -> bool:
    plain = not node.marks or (node.type == "endEvent" and node.marks == ("terminate",))
    return node.is_timer or (plain and node.type in SUPPORTED)
