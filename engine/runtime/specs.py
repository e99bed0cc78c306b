"""SpiffWorkflow's elements as this project runs them: as a token game.

SpiffWorkflow predicts the future of every branch as a tree of tasks, and its joins read past and future
tasks in that tree. Both grow: with every round of a loop and, twofold at each parallel block, with every
block (ten blocks in a row predict a thousand ends). Here an element makes its successors when it completes,
and a join looks only at the tokens that stand before it and at the drawing. No finished task is ever needed
again, so nothing but the tokens is stored, and a move costs the same in every round.
"""

# SpiffWorkflow has no types.
# mypy: disable-error-code="misc"

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask, SimpleBpmnTask
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

UNFINISHED = TaskState.NOT_FINISHED_MASK


class _Element:
    """Predicts nothing; its successors come into being when it completes."""

    outputs: Any

    def _predict(self, *_arguments: object, **_options: object) -> None:
        pass

    def _on_complete(self, my_task: Any) -> None:
        if not my_task._children:  # noqa: SLF001 - a gateway has chosen its branches already
            for successor in self.outputs:
                my_task._add_child(successor, TaskState.FUTURE)  # noqa: SLF001
        super()._on_complete(my_task)


class _Meeting(_Element):
    """Where tokens may have to wait for others. `_fires` says which of those that stand here go on as one."""

    def _update_hook(self, my_task: Any) -> bool:
        here = [
            task for task in my_task.workflow.tasks.values() if task.task_spec is self and _has_arrived(task)
        ]
        others = [item for item in here if item is not my_task]
        met = self._met(my_task, others)
        if met is None:
            my_task._set_state(TaskState.WAITING)  # noqa: SLF001
            return False
        for item in met:
            item.cancel()
        return True

    def _met(self, my_task: Any, others: list[Any]) -> list[Any] | None:
        """The tokens that this one absorbs as it goes on; None: it has to wait."""
        raise NotImplementedError


def _has_arrived(token: Any) -> bool:
    """It has arrived and not been let through: waiting, or just about to be looked at."""
    return bool(token.has_state(TaskState.WAITING | TaskState.FUTURE))


class ParallelGateway(_Meeting, defaults.ParallelGateway):
    """One token from each incoming flow; a second token on the same flow waits for the next time."""

    def _met(self, my_task: Any, others: list[Any]) -> list[Any] | None:
        missing: Counter[str] = Counter(self._inputs)
        missing[my_task.origin] -= 1
        met = []
        for other in others:
            if missing[other.origin] > 0:
                missing[other.origin] -= 1
                met.append(other)
        return None if +missing else met

    def _run_hook(self, _my_task: Any) -> bool:
        return True


class InclusiveGateway(_Meeting, defaults.InclusiveGateway):
    """Waits for every token that can still come by a flow on which none has come (BPMN 2.0.2, 13.4.3)."""

    def _met(self, my_task: Any, others: list[Any]) -> list[Any] | None:
        one_each = {other.origin: other for other in reversed(others) if other.origin != my_task.origin}
        arrived = {my_task.origin, *one_each}
        if self._someone_comes(my_task.workflow, arrived):
            return None
        return list(one_each.values())

    def _someone_comes(self, workflow: Any, arrived: set[str]) -> bool:
        will_wait = _together(self._upstream[name] for name in self._inputs if name not in arrived)
        will_join = _together(self._upstream[name] for name in arrived)
        return any(
            task.task_spec.name in will_wait and task.task_spec.name not in will_join
            for task in workflow.tasks.values()
            if task.has_state(UNFINISHED)
        )

    @cached_property
    def _upstream(self) -> dict[str, frozenset[str]]:
        """Incoming neighbour → elements from which a token can come by it without passing this gateway."""
        return {name: self._leading_to(name) for name in self._inputs}

    def _leading_to(self, name: str) -> frozenset[str]:
        found: set[str] = set()
        pending = [name]
        while pending:
            element = pending.pop()
            if element not in found and element != self.name:
                found.add(element)
                spec = self._wf_spec.task_specs[element]
                # Who is late at a step may come by its timer.
                pending.extend([spec.attached_to] if isinstance(spec, BoundaryEvent) else spec._inputs)  # noqa: SLF001
        return frozenset(found)

    def _run_hook(self, my_task: Any) -> bool:
        matches, otherwise = self._get_matching_outputs(my_task)
        my_task._sync_children(matches or otherwise, TaskState.FUTURE)  # noqa: SLF001
        return bool(matches or otherwise)


class Arrow(_Element, SimpleBpmnTask):
    """One of several flows from the same element to the same join: joins ask where a token came from, so
    each of these flows is a place of its own."""


class ExclusiveGateway(_Element, defaults.ExclusiveGateway):
    def _run_hook(self, my_task: Any) -> bool:
        chosen = self.default_task_spec
        for condition, name in self.cond_task_specs:
            if condition is not None and condition._matches(my_task):  # noqa: SLF001
                chosen = name
                break
        if chosen is not None:
            my_task._sync_children([self._wf_spec.task_specs[chosen]], TaskState.FUTURE)  # noqa: SLF001
        return chosen is not None


class StartEvent(_Element, defaults.StartEvent):
    pass


class EndEvent(_Element, defaults.EndEvent):
    pass


class BoundaryEvent(_Element, defaults.BpmnSpecMixin):
    """A timer on a person's step. When it fires is for the clock to say: nothing waits here."""

    def __init__(
        self, wf_spec: Any, name: str, *, attached_to: str, interrupting: bool, **details: Any
    ) -> None:
        super().__init__(wf_spec, name, **details)
        self.attached_to, self.interrupting = attached_to, interrupting

    @property
    def leads_on(self) -> bool:
        """A reminder may have no outgoing flow: then no token leaves by it."""
        return bool(self.outputs)

    def test(self) -> None:
        """SpiffWorkflow would have a flow lead here."""


class UserTask(_Element, defaults.UserTask):
    pass


class ManualTask(_Element, defaults.ManualTask):
    pass


class PlainTask(_Element, defaults.NoneTask):
    pass


class ScriptTask(_Element, defaults.ScriptTask):
    pass


class SubProcess(_Element, defaults.SubWorkflowTask):
    """Inside and outside share the data of the instance, so there is nothing to hand over."""

    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        """SpiffWorkflow would copy the data into the subprocess."""

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        """SpiffWorkflow would copy the data out of the subprocess."""


class _Start(_Element, BpmnStartTask):
    pass


class _LastMeeting(_Meeting, SimpleBpmnTask):
    """A process is over when no token is left anywhere else in it."""

    def _met(self, my_task: Any, others: list[Any]) -> list[Any] | None:
        tokens = my_task.workflow.tasks.values()
        if any(token.has_state(UNFINISHED) and token.task_spec is not self for token in tokens):
            return None
        return others


class _End(_Element, SimpleBpmnTask):
    pass


class ProcessSpec(BpmnProcessSpec):
    """A process or subprocess, with our elements in the places that SpiffWorkflow fills itself."""

    def __init__(self, name: str) -> None:
        WorkflowSpec.__init__(self, name=name)
        self.start = _Start(self, "Start")
        self.end = _LastMeeting(self, f"{name}.EndJoin")
        self.end.connect(_End(self, "End"))
        self.description = name
        self.svg = self.io_specification = None
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []


def _together(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
