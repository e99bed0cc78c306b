"""*Waktu*: reminders and deadlines on a person's step."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Node
from engine.bpmn.findings import Finding
from engine.bpmn.look import Look
from engine.bpmn.timers import duration_of
from engine.calendar import Norm, working_time


def timer_without_duration(look: Look) -> Iterator[Finding]:
    """A timer that says no time would never fire."""
    for timer in _timers(look):
        if timer.timed_by in {"", "timeDuration"} and not timer.duration:
            yield look.error("timer_without_duration", timer.id)


def timer_by_date(look: Look) -> Iterator[Finding]:
    """Only a duration is the same for every case; dates and cycles are not run."""
    for timer in _timers(look):
        if timer.timed_by not in {"", "timeDuration"}:
            yield look.error("timer_by_date", timer.id, written=timer.duration or timer.timed_by)


def timer_unreadable(look: Look) -> Iterator[Finding]:
    """A duration is written as a norm is, without a range: one moment has to be meant."""
    for timer in _timers(look):
        if timer.timed_by == "timeDuration" and timer.duration and duration_of(timer) is None:
            yield look.error("timer_unreadable", timer.id, written=timer.duration)


def timer_on_no_step(look: Look) -> Iterator[Finding]:
    """Only who works on a step can be reminded, or be too late."""
    for timer in _timers(look):
        host = look.diagram.nodes.get(timer.attached_to)
        if host is None or host.id not in look.diagram.steps or host.parent != timer.parent:
            yield look.error("timer_on_no_step", timer.id)


def deadline_leads_nowhere(look: Look) -> Iterator[Finding]:
    """When a deadline takes the step away, the case has to go on somewhere."""
    for timer in _timers(look):
        if timer.interrupting and not look.outgoing[timer.id]:
            yield look.error("deadline_leads_nowhere", timer.id)


def flow_into_timer(look: Look) -> Iterator[Finding]:
    """A timer is begun by its step, not by a flow."""
    for flow in look.connected:
        if look.diagram.nodes[flow.target].is_timer:
            yield look.error("flow_into_timer", flow.id, timer=look.called(flow.target))


def timer_never_fires(look: Look) -> Iterator[Finding]:
    """What comes no sooner than the deadline of its step comes too late: the step is gone by then."""
    for step in look.diagram.steps:
        ends = [timer for timer in look.diagram.timers_of(step) if timer.interrupting]
        for timer in look.diagram.timers_of(step):
            first = next((one for one in ends if one is not timer and _comes_no_sooner(timer, one)), None)
            if first is not None:
                ends = [one for one in ends if one is not timer]
                yield look.warning("timer_never_fires", timer.id, deadline=look.called(first.id))


def _timers(look: Look) -> Iterator[Node]:
    return (node for node in look.diagram.nodes.values() if node.is_timer)


def _comes_no_sooner(timer: Node, deadline: Node) -> bool:
    """Surely, whenever the step is opened: days and hours can't always be compared."""
    one, other = duration_of(timer), duration_of(deadline)
    if one is None or other is None:
        return False
    if one.days >= other.days and one.minutes >= other.minutes:
        return True
    return (
        not other.days and working_time().minutes_of(Norm(days=one.days, minutes=one.minutes)) > other.minutes
    )
