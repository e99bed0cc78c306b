"""SpiffWorkflow as it comes: its own parser, elements and task tree, nothing cut, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.starlark.scripts import execute, holds


class _Engine:
    """The same conditions and scripts, on the data of the whole instance."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def evaluate(self, _task: object, expression: str, external_context: object = None) -> bool:
        return holds(expression, self.data)

    def execute(self, _task: object, script: str, external_context: object = None) -> bool:
        self.data.update(execute(script, self.data))
        return True


class Stock:
    def __init__(self, xml: str, data: Mapping[str, Any]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(xml))
        self.data = dict(data)
        self._workflow = BpmnWorkflow(
            parser.get_spec("proses"), parser.get_subprocess_specs("proses"), script_engine=_Engine(self.data)
        )
        self._workflow.do_engine_steps()

    @property
    def ended(self) -> bool:
        return bool(self._workflow.is_completed())

    @property
    def size(self) -> int:
        return len(self._workflow.get_tasks())

    def waiting(self) -> list[str]:
        return sorted(task.task_spec.bpmn_id for task in self._people())

    def complete(self, element: str, answers: Mapping[str, Any]) -> None:
        self.data.update(answers)
        next(task for task in self._people() if task.task_spec.bpmn_id == element).run()
        self._workflow.do_engine_steps()

    def _people(self) -> list[Any]:
        return list(self._workflow.get_tasks(state=TaskState.READY, manual=True))
