"""Reminders and deadlines that are still to come, for reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.bpmn.diagram import Diagram, Node, lane_roles
from engine.bpmn.timers import next_words, runs_by_clock, timer_sentence
from engine.calendar import working_time
from engine.tables.timers import Timer


@dataclass(frozen=True, kw_only=True)
class Pending:
    diagram: Diagram
    timer: Node
    due_at: datetime

    @property
    def interrupting(self) -> bool:
        """A deadline, which takes the step away; else a reminder (BPMN 2.0.2, 10.5.4: cancelActivity)."""
        return self.timer.interrupting

    @property
    def left(self) -> int:
        """Working minutes until then, or minutes by the clock; 0 while the worker is about to fire it."""
        return minutes_left(self.due_at, self._lane, by_clock=self.by_clock)

    @property
    def _lane(self) -> str:
        step = self.diagram.steps.get(self.timer.attached_to)
        return step.lane if step else ""

    @property
    def by_clock(self) -> bool:
        """Whether the time of the diagram runs by the clock."""
        return runs_by_clock(self.timer)

    def sentence(self, language: str) -> str:
        """What comes and when, as the page says it."""
        return timer_sentence(self.diagram, self.timer, language)

    def onward(self, language: str) -> str:
        """What follows when it fires."""
        return next_words(self.diagram, self.timer.id, language)


def minutes_left(due_at: datetime, lane: str, *, by_clock: bool) -> int:
    """Working minutes of the lane's unit from now, or minutes by the clock; 0 when it is due."""
    return working_time(lane_roles(lane)).minutes_between(clock.now(), due_at, by_clock=by_clock)


def pending_timers(
    session: Session, diagram: Diagram, tasks: Mapping[int, str]
) -> Mapping[int, Collection[Pending]]:
    """By task, soonest first. `tasks`: open task → its element; where none has timers, nothing is asked."""
    found: dict[int, list[Pending]] = defaultdict(list)
    timed = [task for task, element in tasks.items() if diagram.timers_of(element)]
    if timed:
        rows = session.scalars(select(Timer).where(Timer.task_id.in_(timed)).order_by(Timer.due_at))
        for row in rows:
            if row.element in diagram.nodes:
                timer = diagram.nodes[row.element]
                found[row.task_id].append(Pending(diagram=diagram, timer=timer, due_at=row.due_at))
    return found
