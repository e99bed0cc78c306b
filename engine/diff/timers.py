"""What differs between the reminders and deadlines of two diagrams, each described with its step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.elements import Diagram, Node
from engine.bpmn.timers import duration_of
from engine.calendar.words import norm_in_words
from engine.texts import joined, text

#: kind, code, params
TimerChange = tuple[str, str, dict[str, Any]]


def whole_timer(diagram: Diagram, timer: Node) -> dict[str, Any]:
    """Parameters of its coming or going."""
    return {"step": _step(diagram, timer), "timer": _timer(timer), "onward": _onward(diagram, timer)}


def timer_changes(
    before: Diagram, after: Diagram, was: Node, now: Node, same: Mapping[str, str]
) -> Iterator[TimerChange]:
    """Of a timer that both diagrams have; `same`: element before → the same element after."""
    params = {"step": _step(after, now), "timer": _timer(now)}
    # On a step that is nowhere, a timer has at least stayed where it was.
    host = same.get(was.attached_to) if was.attached_to in before.nodes else was.attached_to
    if host != now.attached_to:
        yield (
            "moved",
            "timer.moved",
            {"timer": _timer(now), "before": _step(before, was), "after": params["step"]},
        )
    if was.interrupting != now.interrupting:
        yield "changed", "timer.kind", {**params, "timer_before": _timer(was)}
    elif _time(was) != _time(now):
        yield "changed", "timer.duration", {**params, "timer_before": _timer(was), "norm_after": now.duration}
    targets = [same.get(flow.target) for flow in before.outgoing(was.id)]
    if targets != [flow.target for flow in after.outgoing(now.id)]:
        onward = {"onward": _onward(after, now), "onward_before": _onward(before, was)}
        yield "changed", "timer.target", {**params, **onward}
    if was.name != now.name:
        yield "changed", "timer.named" if now.name else "timer.unnamed", {**params, "after": now.name}
    if was.documentation != now.documentation:
        texts = {"before": was.documentation, "after": now.documentation}
        yield "changed", "timer.documentation", {**params, **texts}


def timer_in_words(timer: list[Any], language: str) -> str:
    """ "pengingat setelah 30 menit", inside a sentence."""
    interrupting, duration = timer
    kind = "deadline" if interrupting else "reminder"
    return text(f"diff.timer.{kind}", language, time=norm_in_words(str(duration), language))


def onward_in_words(steps: list[str] | None, language: str) -> str:
    """ "langkah “A” atau langkah “B”"; None and no steps as _onward has them."""
    if steps is None:
        return text("diff.timer.nowhere", language)
    named = [text("timers.step", language, name=name) for name in steps]
    return joined(named, f" {text('timers.or', language)} ") or text("timers.end", language)


def _timer(timer: Node) -> list[Any]:
    return [timer.interrupting, timer.duration]


def _time(timer: Node) -> object:
    """PT120M is PT2H."""
    return duration_of(timer) or timer.duration


def _step(diagram: Diagram, timer: Node) -> str:
    host = diagram.nodes.get(timer.attached_to)
    return (host.name or host.id) if host else ""


def _onward(diagram: Diagram, timer: Node) -> list[str] | None:
    """Names of the steps that follow; none: the end of the instance; None: it only reminds."""
    if not diagram.outgoing(timer.id):
        return None
    following = diagram.next_steps(timer.id)
    return [node.name or node.id for node in following if node.type != "endEvent"]
