"""The only script engine that SpiffWorkflow gets: Starlark. Its own one would run Python."""

from __future__ import annotations

from typing import Any, NoReturn

from engine.starlark.scripts import ScriptFailed, execute, holds


class StarlarkEngine:
    """Conditions answer True or False, scripts change the data of the instance; there is nothing else."""

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> bool:
        """A sequence flow's condition on the instance data. Raises ScriptFailed."""
        return holds(expression, task.data)

    def execute(self, task: Any, script: str, external_context: object = None) -> bool:
        """Changes the instance data; True is what SpiffWorkflow takes for done. Raises ScriptFailed."""
        task.data.update(execute(script, task.data))
        return True

    def call_service(self, *_arguments: object, **_options: object) -> NoReturn:
        """Refused with ScriptFailed: nothing leaves the building inside a transaction."""
        raise ScriptFailed(reason="a diagram cannot call services")

    @property
    def environment(self) -> NoReturn:
        """Refused with ScriptFailed: SpiffWorkflow's environments run Python."""
        raise ScriptFailed(reason="a diagram has no other way to compute than conditions and scripts")


SCRIPT_ENGINE = StarlarkEngine()
