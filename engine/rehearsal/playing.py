"""Uji coba: a version played with its real forms. Nothing is stored; the page carries the state along.

The same Runner and the same forms as in a real instance. Left out is what only a real instance has: people,
claims, times, notifications, files (a placeholder stands for each).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.bpmn.diagram import Diagram, Node, Step
from engine.bpmn.timers import timer_sentence
from engine.calendar import local_zone
from engine.definitions.editing import Opened, open_version
from engine.definitions.examining import diagram_of
from engine.errors import Conflict, InvalidAnswers, NotConfirmed, Problem
from engine.forms.content import content_hash
from engine.forms.fields import Form
from engine.forms.read import read_answers, warnings
from engine.forms.scope import PLACEHOLDER, Names, Scope
from engine.forms.settled import keys_of
from engine.rehearsal.placeholders import file_places, placeholder_files, without_hidden
from engine.runtime.runner import Program, Runner, Work, compile_program

Typed = dict[str, list[str]]
#: Before the step to which the instance was sent back, in the path.
RETURNED = "return:"


class RehearsalStale(Conflict):
    """The version was changed since the rehearsal began."""

    code = "rehearsal_stale"


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """The state of a rehearsal. Each step makes a new one."""

    opened: Opened
    diagram: Diagram
    program: Program
    runner: Runner
    #: Last completion by element, of the shape that a real instance has: at, by, name, round, minutes, hash.
    done: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: Elements that the token has been through, in order; RETURNED before one that it was sent back to.
    path: tuple[str, ...] = ()
    #: Placeholders given out.
    files: int = 0
    #: Reminders that came, as "token timer": none comes twice.
    reminded: tuple[str, ...] = ()
    #: Steps whose last answers are samples, in the order in which they were handed in.
    assumed: tuple[str, ...] = ()
    #: The step that it was to begin at, and the flows that were to be taken on the way there.
    goal: str = ""
    via: tuple[str, ...] = ()

    @property
    def waiting(self) -> list[Work]:
        """The tokens at steps, oldest first."""
        return self.runner.waiting()

    @property
    def timers(self) -> list[tuple[Work, Node]]:
        """Reminders and deadlines that could come now. Here no clock runs."""
        return [
            (work, timer)
            for work in self.waiting
            for timer in self.diagram.timers_of(work.element)
            if f"{work.token} {timer.id}" not in self.reminded
        ]

    @property
    def ended(self) -> bool:
        """No token is left."""
        return self.runner.ended

    def words_of(self, timer: Node, language: str) -> str:
        """The sentence of a reminder or deadline, as on the page of a real task."""
        return timer_sentence(self.diagram, timer, language)

    @property
    def not_reached(self) -> list[Step]:
        """Steps that this walk has not come to."""
        reached = {*self.path, *(work.element for work in self.waiting)}
        return [self.diagram.steps[step] for step in self.diagram.main_path() if step not in reached]

    @property
    def done_steps(self) -> list[Step]:
        """In the order of the definition."""
        return [self.diagram.steps[element] for element in self.diagram.main_path() if element in self.done]

    @property
    def passed_flows(self) -> list[str]:
        """Ids of the flows between elements that this walk has come to."""
        reached = {*self.path, *(work.element for work in self.waiting)}
        return [flow.id for flow in self.diagram.flows if flow.source in self.path and flow.target in reached]

    def scope(self, form: Form, typed: Typed) -> Scope:
        """What the form's conditions may refer to; its files are placeholders."""
        return Scope(
            data=self.runner.data,
            now=clock.now(),
            zone=local_zone(),
            done={element: datetime.fromisoformat(last["at"]) for element, last in self.done.items()},
            files=dict(placeholder_files(form, typed)),
        )

    def carried(self) -> dict[str, Any]:
        """All of it as JSON, for the page to bring back."""
        return {
            "hash": self.opened.content_hash,
            "tokens": base64.b64encode(self.runner.save()).decode(),
            "data": self.runner.data,
            "done": self.done,
            "path": self.path,
            "files": self.files,
            "reminded": self.reminded,
            "assumed": self.assumed,
            "goal": self.goal,
            "via": self.via,
        }


def begin(session: Session, key: str, number: int, *, by: Actor) -> Rehearsal:
    """Raises InvalidDiagram when it can't run at all, ProcessFailed when it fails before the first step."""
    opened = open_version(session, key, number, by=by)
    program = compile_program(opened.xml)
    runner = Runner.start(program, {})
    return Rehearsal(
        opened=opened,
        diagram=diagram_of(opened.xml),
        program=program,
        runner=runner,
        path=tuple(runner.moved),
    )


def resume(session: Session, key: str, number: int, carried: Mapping[str, Any], *, by: Actor) -> Rehearsal:
    """Raises RehearsalStale when the version is not the one that the rehearsal began with."""
    opened = open_version(session, key, number, by=by)
    if opened.content_hash != carried["hash"]:
        raise RehearsalStale
    program = compile_program(opened.xml)
    return Rehearsal(
        opened=opened,
        diagram=diagram_of(opened.xml),
        program=program,
        runner=Runner.load(program, base64.b64decode(carried["tokens"]), carried["data"]),
        done=carried["done"],
        path=tuple(carried["path"]),
        files=carried["files"],
        reminded=tuple(carried["reminded"]),
        assumed=tuple(carried["assumed"]),
        goal=carried["goal"],
        via=tuple(carried["via"]),
    )


def hand_in(now: Rehearsal, token: str, typed: Typed, *, confirmed: bool = False) -> Rehearsal:
    """Raises InvalidAnswers, NotConfirmed, Conflict (no such task), ProcessFailed (the diagram fails)."""
    step = step_at(now, token)
    answers = check(now, step, typed)
    data = {**now.runner.data, **answers}
    doubts = {} if confirmed else warnings(step.form, answers)
    if doubts:
        raise NotConfirmed(doubts)
    # A runner of its own: where the diagram fails, the rehearsal is as before.
    runner = Runner.load(now.program, now.runner.save(), now.runner.data)
    runner.complete(token, answers)
    last: dict[str, Any] = {
        "at": clock.now().isoformat(),
        "by": 0,
        "name": step.lane,
        "minutes": 0,
        "round": now.done.get(step.id, {}).get("round", 0) + 1,
    }
    if step.hashes:
        last["hash"] = content_hash(data, step.hashes)
    return replace(
        now,
        runner=runner,
        done={**now.done, step.id: last},
        path=(*now.path, *runner.moved),
        assumed=tuple(name for name in now.assumed if name != step.id),
    )


def check(now: Rehearsal, step: Step, typed: Typed) -> dict[str, Any]:
    """The answers in a form. Raises InvalidAnswers."""
    scope = now.scope(step.form, typed)
    typed = without_hidden(step.form, typed, scope)
    answers = read_answers(step.form, typed, scope)
    _compare(now, step, {**now.runner.data, **answers}, scope.names(answers))
    return answers


def run_out(now: Rehearsal, timer: str) -> Rehearsal:
    """As if the time were over; `timer`: "token timer". Raises Conflict (none such), ProcessFailed."""
    token, _, name = timer.partition(" ")
    event = next((item for work, item in now.timers if (work.token, item.id) == (token, name)), None)
    if event is None:
        raise Conflict(token=token)
    runner = Runner.load(now.program, now.runner.save(), now.runner.data)
    runner.fire(token, name)
    reminded = now.reminded if event.interrupting else (*now.reminded, timer)
    return replace(now, runner=runner, path=(*now.path, *runner.moved), reminded=reminded)


def return_to_submitter(now: Rehearsal, token: str) -> Rehearsal:
    """*Kembalikan ke pengusul*, without the reason that a real instance asks for. Raises Conflict."""
    target = step_at(now, token).returns_to
    if target is None or target not in now.diagram.steps:
        raise Conflict(token=token)
    runner = Runner.load(now.program, now.runner.save(), now.runner.data)
    runner.send_to(token, target)
    return replace(now, runner=runner, path=(*now.path, *runner.moved, f"{RETURNED}{target}"))


def step_at(now: Rehearsal, token: str) -> Step:
    """The step that a token waits at. Raises Conflict: nothing waits there (any longer)."""
    for work in now.waiting:
        if work.token == token:
            return now.diagram.steps[work.element]
    raise Conflict(token=token)


def with_placeholders(now: Rehearsal, form: Form, typed: Typed) -> tuple[Rehearsal, Typed]:
    """A file in every place of a form that takes one, so that nobody needs a file at hand."""
    places = file_places(form.fields, "", lambda each: keys_of(each, now.scope(Form(), {}).names({})))
    names = [name for name in places if name not in typed]
    numbered = {name: [f"{PLACEHOLDER}{now.files + n}"] for n, name in enumerate(names, 1)}
    return replace(now, files=now.files + len(names)), {**typed, **numbered}


def new_placeholder(now: Rehearsal) -> tuple[Rehearsal, str]:
    """For a file that somebody chose all the same: its content is not stored."""
    return replace(now, files=now.files + 1), f"{PLACEHOLDER}{now.files + 1}"


def _compare(now: Rehearsal, step: Step, data: Mapping[str, Any], names: Names) -> None:
    """What is published must be what was approved, as in a real instance (engine.inbox.complete)."""
    approval = now.diagram.steps.get(step.hash_of or "")
    if approval is None or (step.hash_unless and names.holds(step.hash_unless)):
        return
    if now.done.get(approval.id, {}).get("hash") != content_hash(data, approval.hashes):
        raise InvalidAnswers({"": Problem("forms.content_changed", {"step": approval.name})})
