"""*Waktu*: reminders and deadlines on a person's step.

A reminder (non-interrupting) leaves the step open and may begin a parallel branch; a deadline (interrupting)
withdraws the step, and the instance goes on along its flow. The time is a norm's: working time, or time by
the clock, since the step was opened. When it has passed is for engine.instances.timers to see; no token waits
for a clock.
"""

from __future__ import annotations

from engine.bpmn.elements import Diagram, Node
from engine.calendar import BadNorm, Norm, parse_norm
from engine.calendar.words import norm_in_words
from engine.texts import joined, text


def duration_of(timer: Node) -> Norm | None:
    """None when it can't be read: a date, a cycle, an expression, a range."""
    try:
        norm = parse_norm(timer.duration) if timer.timed_by == "timeDuration" else None
    except BadNorm:
        return None
    return norm if norm is None or norm.minimum is None else None


def runs_by_clock(timer: Node) -> bool:
    """Also at night and on holidays."""
    norm = duration_of(timer)
    return norm is not None and norm.by_clock


def timer_words(timer: Node, language: str) -> str:
    """ "Pengingat setelah 30 menit", "Batas waktu 2 jam"."""
    kind = "deadline" if timer.interrupting else "reminder"
    return text(f"timers.{kind}", language, time=norm_in_words(timer.duration, language))


def timer_sentence(diagram: Diagram, timer: Node, language: str) -> str:
    """The same, with where it leads: "Batas waktu 2 jam, lalu ke “Memilih bahan”"."""
    words = timer_words(timer, language)
    onward = next_words(diagram, timer.id, language)
    return text("timers.leads_to", language, timer=words, to=onward) if onward else words


def next_words(diagram: Diagram, element: str, language: str) -> str:
    """Names of the steps that follow; the end of the instance where there is none."""
    names = [_called(node, language) for node in diagram.next_steps(element)]
    return joined(dict.fromkeys(names), f" {text('timers.or', language)} ")


def _called(node: Node, language: str) -> str:
    if node.type == "endEvent":
        return text("timers.end", language)
    return text("timers.step", language, name=node.name or node.id)
