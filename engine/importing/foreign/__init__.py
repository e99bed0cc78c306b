"""Diagrams of other tools → Alur's vocabulary: what can be converted is, the rest is named.

Camunda Modeler (7 and 8), Signavio, bpmn.io, SpiffArena, Flowable, Activiti. What Alur runs as it stands is
left alone, down to the attributes of unknown tools.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.xml import BPMN, as_text, parse_xml
from engine.errors import InvalidDiagram
from engine.importing.assumptions import Assumption
from engine.importing.foreign import conditions, elements, forks, forms, lanes, timers
from engine.importing.foreign.tree import Tree
from engine.importing.plan.controls import Control


@dataclass(frozen=True, kw_only=True)
class Converted:
    xml: str
    #: What was changed, and what could not be.
    notes: tuple[Assumption, ...]
    #: One for each note; None where there is nothing to choose.
    controls: tuple[Control | None, ...] = ()


#: In this order: lanes and forms are sought on the steps that the kinds have become, forks where no flow has
#: a condition in the end.
_STEPS = (
    elements.one_executable,
    elements.safe_ids,
    elements.kinds,
    elements.plain_events,
    timers.plain_durations,
    elements.without_message_flows,
    forms.convert,
    lanes.convert,
    conditions.translate,
    forks.draw_forks,
    conditions.ask_for_branches,
)


def convert(
    xml: str | bytes,
    *,
    title: str = "",
    given: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Converted:
    """What is in our vocabulary comes back as it is. Raises InvalidDiagram when nothing can be read.

    `title`: the name of a definition for which the file has none. `given`: files of forms that came along, by
    name. `chosen`: what was chosen where something had to be asked, by keys of controls.
    """
    root = parse_xml(xml)
    if root.find(f"{{{BPMN}}}process") is None:
        raise InvalidDiagram(reason="lint.reason.no_process")
    tree = Tree(root, title, forms=given, chosen=chosen)
    for step in _STEPS:
        step(tree)
    if not tree.notes:
        return Converted(xml=xml if isinstance(xml, str) else as_text(xml), notes=())
    controls = tuple(tree.controls.get(place) for place in range(len(tree.notes)))
    text: str = etree.tostring(root, encoding="unicode")
    return Converted(
        xml=f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', notes=tuple(tree.notes), controls=controls
    )
