"""Moving the tokens of one instance. Knows SpiffWorkflow, not the database."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict, NotFound, ProcessFailed
from engine.runtime import state
from engine.runtime.program import Program, compile_program
from engine.runtime.specs import BoundaryEvent
from engine.runtime.tokens import ProcessTokens, Token
from engine.starlark.scripts import ScriptFailed

__all__ = ["Program", "Runner", "Work", "compile_program"]

#: A move holds the instance's lock, and in SQLite everybody's. A lawful loop of scripts takes far less.
MAX_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Work:
    """A token that waits for a person."""

    token: str
    element: str
    name: str
    lane: str


class Runner:
    """One running instance. A move that fails changes nothing."""

    def __init__(self, program: Program, rows: state.Rows, data: Mapping[str, Any]) -> None:
        self._program = program
        self._rows = rows
        self._instance = state.restore(program, rows)
        #: The instance data: one dict for the whole instance. Replaced by each move, never changed in place.
        self.data: dict[str, Any] = dict(data)
        #: Ids of the elements that the last move completed, in order.
        self.moved: list[str] = []

    @classmethod
    def start(cls, program: Program, data: Mapping[str, Any]) -> Runner:
        """A new instance, run to where it first waits for people (or to its end)."""
        runner = cls(program, state.NOTHING, data)
        with runner._move({}):
            runner._instance.plant("root", state=TaskState.READY)
            runner._run(runner._instance.task_tree)
        return runner

    @classmethod
    def load(cls, program: Program, tokens: bytes, data: Mapping[str, Any]) -> Runner:
        """Raises ProcessFailed for tokens that can't be read or whose elements the diagram lacks."""
        try:
            rows = state.unpack(tokens)
        except state.UnreadableTokens as error:
            raise ProcessFailed(element=program.process, reason=str(error)) from error
        return cls(program, rows, data)

    def save(self) -> bytes:
        """Where the tokens stand, without diagram and data."""
        return state.pack(self._rows)

    @property
    def ended(self) -> bool:
        """No token is left: the instance has come to its end event."""
        return not self._rows.tokens

    def waiting(self) -> list[Work]:
        """What people can do now, oldest first."""
        return [
            Work(
                token=str(token.id),
                element=token.task_spec.bpmn_id,
                name=token.task_spec.bpmn_name,
                lane=token.task_spec.lane or "",
            )
            for token in sorted(self._people(), key=lambda token: token.id)
        ]

    def complete(self, token: str, answers: Mapping[str, Any]) -> None:
        """Hand in a person's work and run on to where the instance waits again."""
        self._waiting_token(token)
        with self._move(answers):
            self._run(self._waiting_token(token))

    def send_to(self, token: str, element: str) -> None:
        """An action outside the diagram: withdraw the token and let `element` be done instead."""
        leaving = self._waiting_token(token)
        target = leaving.workflow.spec.task_specs.get(element)
        if target is None or not target.manual:
            raise NotFound(element=element)
        with self._move({}):
            leaving.cancel()
            arriving = leaving.workflow.task_tree._add_child(target)  # noqa: SLF001
            target._update(arriving)  # noqa: SLF001
            leaving.workflow.update_waiting_tasks()

    def fire(self, token: str, timer: str) -> None:
        """A timer of the step has run out: the token leaves by it, or stays and another one begins."""
        late = self._waiting_token(token)
        event = late.workflow.spec.task_specs.get(timer)
        if not isinstance(event, BoundaryEvent) or event.attached_to != late.task_spec.name:
            raise NotFound(element=timer)
        with self._move({}):
            if event.interrupting:
                late.cancel()
            if event.leads_on:
                branch = late.workflow.task_tree._add_child(event)  # noqa: SLF001
                event._update(branch)  # noqa: SLF001
            else:
                self._instance.moved.append(timer)
            late.workflow.update_waiting_tasks()

    @contextmanager
    def _move(self, answers: Mapping[str, Any]) -> Iterator[None]:
        """All or nothing: tokens and data are as before when anything in the move fails."""
        self._instance.moved = []
        self._instance.instance_data = {**self.data, **answers}
        try:
            yield
            self._run_on()
        except BaseException:
            self._instance = state.restore(self._program, self._rows)
            raise
        self._rows = state.rows_of(self._instance)
        self.data = self._instance.instance_data
        self.moved = self._instance.moved

    def _run_on(self) -> None:
        """Everything that needs no person, until only people's work is left."""
        circle = _Circle(self._instance)
        end = time.monotonic() + MAX_SECONDS
        while automatic := self._automatic():
            if circle.closes(automatic):
                self._fail(automatic, "the process runs in a circle without any person")
            if time.monotonic() > end:
                self._fail(automatic, "the process runs too long without any person")
            self._run(automatic[0])
        self._instance.forget_finished()
        left = self._instance.tokens(TaskState.NOT_FINISHED_MASK)
        if left and not self._people():
            self._fail(left, "waits for a branch that nobody is on")

    def _run(self, token: Token) -> None:
        element = token.task_spec.bpmn_id or token.task_spec.name
        try:
            done = token.run()
        except ScriptFailed as error:
            raise ProcessFailed(element=element, reason=error.reason) from error
        except SpiffWorkflowException as error:
            raise ProcessFailed(element=element, reason=_first_line(error)) from error
        if not done:
            raise ProcessFailed(element=element, reason="no condition of an outgoing branch holds")
        self._instance.forget_finished()

    def _automatic(self) -> list[Token]:
        return [token for token in self._instance.tokens(TaskState.READY) if not token.task_spec.manual]

    def _people(self) -> list[Token]:
        return [token for token in self._instance.tokens(TaskState.READY) if token.task_spec.manual]

    def _waiting_token(self, name: str) -> Token:
        for token in self._people():
            if str(token.id) == name:
                return token
        raise Conflict(token=name)

    def _fail(self, tokens: list[Token], reason: str) -> None:
        elements = [token.task_spec.bpmn_id for token in tokens if token.task_spec.bpmn_id is not None]
        raise ProcessFailed(element=elements[0] if elements else self._program.process, reason=reason)


class _Circle:
    """Whether a move comes round to where it was: with the same data, the same tokens about to go on, and no
    fewer that wait. From there everything would happen as it did before, without end.

    One earlier place is remembered, a later one each time the number of steps has doubled (Brent): a circle
    is noticed within three rounds, and a step costs one comparison.
    """

    def __init__(self, instance: ProcessTokens) -> None:
        self._instance = instance
        self._steps, self._next = 0, 1
        self._before: tuple[dict[str, Any], Counter[str], Counter[tuple[str, str]]] | None = None

    def closes(self, automatic: Sequence[Token]) -> bool:
        """Called before each step, with the tokens that are about to go on."""
        going = Counter(token.task_spec.name for token in automatic)
        if self._before is not None:
            data, went, waited = self._before
            if going == went and waited <= self._waiting() and data == self._instance.instance_data:
                return True
        self._steps += 1
        if self._steps == self._next:
            self._next *= 2
            self._before = dict(self._instance.instance_data), going, self._waiting()
        return False

    def _waiting(self) -> Counter[tuple[str, str]]:
        return Counter(
            (token.task_spec.name, token.origin)
            for token in self._instance.tokens(TaskState.NOT_FINISHED_MASK)
            if token.task_spec.manual or not token.has_state(TaskState.READY)
        )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
