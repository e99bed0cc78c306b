"""All steps as one line: where an instance is, and time used against the norm. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import clock
from engine.bpmn.diagram import Diagram, Step, lane_roles
from engine.calendar import Norm, WorkingTime, parse_norm, working_time
from engine.definitions.hues import hues_by_name


@dataclass(frozen=True, kw_only=True)
class TrackStep:
    element: str
    name: str
    lane: str
    #: 1 … HUES: the same hue for a lane everywhere.
    hue: int
    #: done, now, todo; skipped: the instance went on, or ended, without it
    state: str
    #: Working minutes used (so far).
    minutes: int | None
    norm_minutes: int | None
    #: Both are counted by the clock.
    by_clock: bool
    #: Who did it last.
    by: str | None
    round: int


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Working minutes of a task against its norm; minutes by the clock where the norm runs by it."""

    used: int
    #: Until it was first opened.
    waited: int
    norm: int | None
    by_clock: bool
    due_at: datetime | None
    done: bool
    #: When the task came.
    since: datetime
    #: Now is outside working time, and the norm's clock stands still until then; None: it runs, or is done.
    resumes_at: datetime | None = None

    @property
    def left(self) -> int | None:
        """Minutes left; negative when over; None without a norm."""
        return None if self.norm is None else self.norm - self.used

    @property
    def late(self) -> bool:
        """A norm was exceeded; without a norm nothing is late."""
        return self.left is not None and self.left < 0


def timing(
    created_at: datetime,
    *,
    opened_at: datetime | None,
    done_at: datetime | None,
    allowed: Norm | None,
    times: WorkingTime,
    due_at: datetime | None,
) -> Timing:
    """Used and waited minutes, of working time or by the clock, until now where the task is still open.

    `allowed`: the norm in minutes; `times`: of the unit whose step it is.
    """
    by_clock = allowed is not None and allowed.by_clock
    end = done_at or clock.now()
    used = times.minutes_between(created_at, end, by_clock=by_clock)
    # A full minute past the norm is late, seconds are not.
    return Timing(
        used=used,
        waited=times.minutes_between(created_at, opened_at or end, by_clock=by_clock),
        norm=allowed.minutes if allowed else None,
        by_clock=by_clock,
        due_at=due_at,
        done=done_at is not None,
        since=created_at,
        resumes_at=None if done_at or by_clock else times.resumes(end),
    )


def track(
    diagram: Diagram, done: Mapping[str, Any], open_since: Mapping[str, datetime], *, ended: bool
) -> list[TrackStep]:
    """`open_since`: when the open task of an element was created.

    Where only a deadline leads is left out, unless the instance came there.
    """
    steps = []
    place = {element: n for n, element in enumerate(diagram.main_path())}
    first_open = min((place[element] for element in open_since if element in place), default=None)
    hues = hues_by_name(diagram)
    for element, at in place.items():
        if element in diagram.only_late and element not in {*done, *open_since}:
            continue
        step = diagram.steps[element]
        last = done.get(element)
        since = open_since.get(element)
        steps.append(
            TrackStep(
                element=element,
                name=step.name,
                lane=step.lane,
                hue=hues.get(step.lane, 1),
                state=_state(
                    now=element in open_since,
                    done=element in done,
                    passed=ended or (first_open is not None and at < first_open),
                    waiting=first_open is not None,
                ),
                **_against(step, last, since),
                by=last["name"] if last else None,
                round=(last["round"] if last else 0) + (1 if since else 0),
            )
        )
    return steps


def working_norm(step: Step) -> int:
    """Working minutes of its norm ("P2D", "PT30M", "1x24H"), for a sum over steps; 0 without one."""
    norm = step.quality.norm
    return working_time(lane_roles(step.lane)).working_minutes_of(parse_norm(norm)) if norm else 0


def _against(step: Step, last: Mapping[str, Any] | None, since: datetime | None) -> dict[str, Any]:
    """Minutes used, and the norm, of one kind: what was counted otherwise before the norm was changed stays
    as it was, and is held against nothing."""
    times, norm = working_time(lane_roles(step.lane)), step.quality.norm
    by_clock = bool(norm) and parse_norm(norm).by_clock
    allowed = times.minutes_of(parse_norm(norm)) if norm else None
    if since is not None:
        used = times.minutes_between(since, clock.now(), by_clock=by_clock)
        return {"minutes": used, "norm_minutes": allowed, "by_clock": by_clock}
    if last is None:
        return {"minutes": None, "norm_minutes": allowed, "by_clock": by_clock}
    counted = bool(last.get("by_clock"))
    return {
        "minutes": last["minutes"],
        "norm_minutes": allowed if counted == by_clock else None,
        "by_clock": counted,
    }


def _state(*, now: bool, done: bool, passed: bool, waiting: bool) -> str:
    """A step that a loop has gone back before is still to do, although it was done once.

    `passed`: the instance ended, or waits only behind it; `waiting`: it waits at some step of the path.
    """
    if now:
        return "now"
    if not done:
        return "skipped" if passed else "todo"
    return "done" if passed or not waiting else "todo"
