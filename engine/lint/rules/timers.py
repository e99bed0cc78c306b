"""*Waktu*: reminders and deadlines on a person's step."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Node
from engine.bpmn.timers import duration_of
from engine.calendar import Norm, working_time
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex


def timer_without_duration(index: DiagramIndex) -> Iterator[Finding]:
    """A timer that says no time would never fire."""
    for timer in _timers(index):
        if timer.timed_by in {"", "timeDuration"} and not timer.duration:
            yield index.error("timer_without_duration", timer.id)


def timer_by_date(index: DiagramIndex) -> Iterator[Finding]:
    """Only a duration is the same for every instance; dates and cycles are not run."""
    for timer in _timers(index):
        if timer.timed_by not in {"", "timeDuration"}:
            yield index.error("timer_by_date", timer.id, written=timer.duration or timer.timed_by)


def timer_unreadable(index: DiagramIndex) -> Iterator[Finding]:
    """A duration is written as a norm is, without a range: one moment has to be meant."""
    for timer in _timers(index):
        if timer.timed_by == "timeDuration" and timer.duration and duration_of(timer) is None:
            yield index.error("timer_unreadable", timer.id, written=timer.duration)


def timer_on_no_step(index: DiagramIndex) -> Iterator[Finding]:
    """Only who works on a step can be reminded, or be too late."""
    for timer in _timers(index):
        host = index.diagram.nodes.get(timer.attached_to)
        if host is None or host.id not in index.diagram.steps or host.parent != timer.parent:
            yield index.error("timer_on_no_step", timer.id)


def deadline_leads_nowhere(index: DiagramIndex) -> Iterator[Finding]:
    """When a deadline takes the step away, the instance has to go on somewhere."""
    for timer in _timers(index):
        if timer.interrupting and not index.outgoing[timer.id]:
            yield index.error("deadline_leads_nowhere", timer.id)


def flow_into_timer(index: DiagramIndex) -> Iterator[Finding]:
    """A timer is begun by its step, not by a flow."""
    for flow in index.connected:
        if index.diagram.nodes[flow.target].is_timer:
            yield index.error("flow_into_timer", flow.id, timer=index.called(flow.target))


def timer_never_fires(index: DiagramIndex) -> Iterator[Finding]:
    """What comes no sooner than the deadline of its step comes too late: the step is gone by then."""
    for step in index.diagram.steps:
        ends = [timer for timer in index.diagram.timers_of(step) if timer.interrupting]
        for timer in index.diagram.timers_of(step):
            first = next((end for end in ends if end is not timer and _comes_no_sooner(timer, end)), None)
            if first is not None:
                ends = [end for end in ends if end is not timer]
                yield index.warning("timer_never_fires", timer.id, deadline=index.called(first.id))


def _timers(index: DiagramIndex) -> Iterator[Node]:
    return (node for node in index.diagram.nodes.values() if node.is_timer)


def _comes_no_sooner(timer: Node, deadline: Node) -> bool:
    """Surely, whenever the step is opened: days and hours can't always be compared."""
    reminder, limit = duration_of(timer), duration_of(deadline)
    if reminder is None or limit is None:
        return False
    if reminder.by_clock or limit.by_clock:
        # Working time never runs ahead of the clock; how far it falls behind, nobody knows beforehand.
        return limit.by_clock and reminder.minutes >= limit.minutes
    if reminder.days >= limit.days and reminder.minutes >= limit.minutes:
        return True
    return (
        not limit.days
        and working_time().minutes_of(Norm(days=reminder.days, minutes=reminder.minutes)) > limit.minutes
    )
