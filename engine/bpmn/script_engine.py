"""The only script engine that SpiffWorkflow gets: Starlark. Its own one would run Python."""

from __future__ import annotations

from typing import Any, NoReturn

from engine.bpmn.scripts import ScriptFailed, execute, holds


class StarlarkEngine:
    """Conditions answer True or False, scripts change the data of the case; there is nothing else."""

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> bool:
        return holds(expression, task.data)

    def execute(self, task: Any, script: str, external_context: object = None) -> bool:
        task.data.update(execute(script, task.data))
        return True

    def call_service(self, *_arguments: object, **_options: object) -> NoReturn:
        raise ScriptFailed(reason="a diagram cannot call services")

    @property
    def environment(self) -> NoReturn:
        raise ScriptFailed(reason="a diagram has no other way to compute than conditions and scripts")


SCRIPT_ENGINE = StarlarkEngine()
