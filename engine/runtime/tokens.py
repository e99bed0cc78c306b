"""The tokens of one instance: SpiffWorkflow's workflow and task, cut down to what a running
instance needs."""

# SpiffWorkflow has no types.
# mypy: disable-error-code="misc"

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runtime.script_engine import SCRIPT_ENGINE


class Token(Task):
    """Where the instance stands. It has no data of its own: all tokens of an instance see the data of the
    instance."""

    #: Name of the element it came from; joins ask by which flow a token arrived.
    origin = ""

    @property
    def data(self) -> dict[str, Any]:
        """The instance data themselves, no copy."""
        found: dict[str, Any] = self.workflow.top_workflow.instance_data
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
        """Notes the element as moved. Elements that only SpiffWorkflow has bear no BPMN id."""
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
        for token in [task for task in self.tasks.values() if task.has_state(TaskState.WAITING)]:
            if token.has_state(TaskState.WAITING):
                token.task_spec._update(token)  # noqa: SLF001

    def forget_finished(self) -> None:
        """Cut finished branches: only the root and unfinished tokens stay."""
        root = self.task_tree
        left = [task for task in self.tasks.values() if task.has_state(TaskState.NOT_FINISHED_MASK)]
        for item in left:
            item._parent = root.id  # noqa: SLF001
            item._children = []  # noqa: SLF001
        root._children = [item.id for item in left if item is not root]  # noqa: SLF001
        self.tasks = {root.id: root, **{item.id: item for item in left}}

    def _mark_complete(self, _task: Token) -> None:
        self.completed = True


class SubprocessTokens(_Tokens, BpmnSubWorkflow):
    """A subprocess that is being run through."""


class ProcessTokens(_Tokens, BpmnWorkflow):
    """The tokens of one instance."""

    def __init__(self, spec: Any, subprocess_specs: dict[str, Any]) -> None:
        super().__init__(spec, subprocess_specs, script_engine=SCRIPT_ENGINE, deserializing=True)
        self.instance_data: dict[str, Any] = {}
        #: Ids of elements completed in the present move, in order.
        self.moved: list[str] = []
        self.last_id = 0

    def next_id(self) -> int:
        """Counts from 1; an id is never used twice in an instance."""
        self.last_id += 1
        return self.last_id

    def create_subprocess(self, my_task: Token, spec_name: str) -> SubprocessTokens:
        """Called by SpiffWorkflow when a token comes to a subprocess."""
        return self.enter(my_task, state=TaskState.READY)

    def enter(self, token: Token, *, state: int) -> SubprocessTokens:
        """A subprocess for the token that stands on it."""
        inner = SubprocessTokens(
            self.subprocess_specs[token.task_spec.spec],
            parent_task_id=token.id,
            top_workflow=self,
            deserializing=True,
        )
        inner.plant(f"root of {token.id}", state=state)
        self.subprocesses[token.id] = inner
        return inner

    def everywhere(self) -> list[_Tokens]:
        """The process itself, then each subprocess that is being run through."""
        return [self, *self.subprocesses.values()]

    def tokens(self, state: int) -> list[Token]:
        """Those in any of the states (bits of TaskState), in subprocesses, too."""
        return [task for part in self.everywhere() for task in part.tasks.values() if task.has_state(state)]

    def forget_finished(self) -> None:
        """Drops subprocesses, too, on which no token stands any more."""
        super().forget_finished()
        for name, inner in list(self.subprocesses.items()):
            inner.forget_finished()
            if not any(name in part.tasks for part in self.everywhere()):
                del self.subprocesses[name]
