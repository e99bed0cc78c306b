"""The tokens of one case: SpiffWorkflow's workflow and task, cut down to what a running case needs."""

# SpiffWorkflow has no types.
# mypy: disable-error-code="misc"

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.script_engine import SCRIPT_ENGINE


class Token(Task):
    """Where the case stands. It has no data of its own: all tokens of a case see the data of the case."""

    #: Name of the element it came from; joins ask by which flow a token arrived.
    origin = ""

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.workflow.top_workflow.case_data
        return found

    @data.setter
    def data(self, _value: object) -> None:
        """SpiffWorkflow hands each task a copy of its predecessor's data; here there is nothing to hand."""

    def _inherit_data(self) -> None:
        pass

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> Token:
        child = Token(self.workflow, task_spec, self, state=state, id=self.workflow.top_workflow.next_id())
        child.origin = self.task_spec.name
        return child

    def _set_state(self, value: int) -> None:
        self._state = value

    def complete(self) -> None:
        if self.task_spec.bpmn_id is not None:
            self.workflow.top_workflow.moved.append(self.task_spec.bpmn_id)
        super().complete()


class _Tokens:
    """What the process and its subprocesses have in common."""

    tasks: dict[Any, Token]
    task_tree: Token
    spec: Any
    completed: bool

    def plant(self, name: str, *, state: int) -> None:
        """The root, to which every token is tied directly."""
        self.task_tree = Token(self, self.spec.start, state=state, id=name)

    def update_waiting_tasks(self) -> None:
        for token in [one for one in self.tasks.values() if one.has_state(TaskState.WAITING)]:
            if token.has_state(TaskState.WAITING):
                token.task_spec._update(token)  # noqa: SLF001

    def forget_finished(self) -> None:
        """Cut finished branches: only the root and unfinished tokens stay."""
        root = self.task_tree
        left = [one for one in self.tasks.values() if one.has_state(TaskState.NOT_FINISHED_MASK)]
        for one in left:
            one._parent = root.id  # noqa: SLF001
            one._children = []  # noqa: SLF001
        root._children = [one.id for one in left if one is not root]  # noqa: SLF001
        self.tasks = {root.id: root, **{one.id: one for one in left}}

    def _mark_complete(self, _task: Token) -> None:
        self.completed = True


class SubCase(_Tokens, BpmnSubWorkflow):
    """A subprocess that is being run through."""


class Case(_Tokens, BpmnWorkflow):
    """The tokens of one case."""

    def __init__(self, spec: Any, subprocess_specs: dict[str, Any]) -> None:
        super().__init__(spec, subprocess_specs, script_engine=SCRIPT_ENGINE, deserializing=True)
        self.case_data: dict[str, Any] = {}
        #: Ids of elements completed in the present move, in order.
        self.moved: list[str] = []
        self.last_id = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def create_subprocess(self, my_task: Token, spec_name: str) -> SubCase:
        return self.enter(my_task, state=TaskState.READY)

    def enter(self, token: Token, *, state: int) -> SubCase:
        """A subprocess for the token that stands on it."""
        inner = SubCase(
            self.subprocess_specs[token.task_spec.spec],
            parent_task_id=token.id,
            top_workflow=self,
            deserializing=True,
        )
        inner.plant(f"root of {token.id}", state=state)
        self.subprocesses[token.id] = inner
        return inner

    def everywhere(self) -> list[_Tokens]:
        return [self, *self.subprocesses.values()]

    def tokens(self, state: int) -> list[Token]:
        return [one for part in self.everywhere() for one in part.tasks.values() if one.has_state(state)]

    def forget_finished(self) -> None:
        super().forget_finished()
        for name, inner in list(self.subprocesses.items()):
            inner.forget_finished()
            if not any(name in part.tasks for part in self.everywhere()):
                del self.subprocesses[name]
