"""What is marked in a drawn diagram, as frontend/src/viewer/marks.js reads it.

lanes   id of a lane → its hue
seen    ids of elements and flows that the instance has been through
here    id of an element where the instance stands → {label, late}
bad     ids of elements with an error
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.definitions.editing import Diagram
from engine.definitions.hues import hues_by_id
from engine.definitions.lint import Finding
from engine.instances.passed import passed
from engine.instances.view import InstanceView
from webforms.presentation.language import current_language
from webforms.presentation.times import duration

Here = Mapping[str, Mapping[str, object]]


def marks(
    diagram: Diagram, *, seen: Iterable[str] = (), here: Here | None = None, bad: Iterable[str] = ()
) -> dict[str, object]:
    """In the shape above."""
    return {"lanes": hues_by_id(diagram), "seen": list(seen), "here": here or {}, "bad": list(bad)}


def instance_marks(view: InstanceView) -> dict[str, object]:
    """In the shape above; labels say the working time used so far."""
    here = {
        task.element: {
            "label": duration(task.timing.used, current_language(), by_clock=task.timing.by_clock),
            "late": task.timing.late,
        }
        for task in view.open_tasks
    }
    bad = [view.instance.incident["element"]] if view.instance.incident else []
    return marks(view.diagram, seen=passed(view), here=here, bad=bad)


def finding_marks(diagram: Diagram, findings: Iterable[Finding]) -> dict[str, object]:
    """Elements with errors; warnings are listed beside the drawing."""
    return marks(diagram, bad=[finding.element for finding in findings if finding.severity == "error"])
