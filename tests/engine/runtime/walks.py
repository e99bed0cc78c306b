"""Diagrams made walkable, and answers that the runner, the token game and stock SpiffWorkflow share."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from engine.bpmn.xml import parse_xml
from engine.errors import InvalidDiagram
from engine.runtime.program import compile_program
from tests.conftest import ROOT
from tests.diagrams import DRAWINGS
from tests.engine.runtime import shapes

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
#: What a person could just as well do, for a walk through the shape of somebody's diagram.
AS_PERSON = {
    "serviceTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity", "scriptTask",
    "intermediateCatchEvent", "intermediateThrowEvent",
}  # fmt: skip
PEOPLE = {"task", "userTask", "manualTask"}
KEPT = {"id", "sourceRef", "targetRef", "default", "attachedToRef", "cancelActivity"}
SHAPES = {
    "startEvent", "endEvent", "task", "userTask", "manualTask", "exclusiveGateway", "parallelGateway",
    "inclusiveGateway", "subProcess", "sequenceFlow", "boundaryEvent",
}  # fmt: skip
#: Name, XML, shape.
Walkable = tuple[str, str, Any]


def walkable(xml: bytes, *, timers: bool = True) -> tuple[str, Any] | None:
    """The file's first process with a start, its shape kept: (xml, process). None when there is none."""
    try:
        root = parse_xml(xml)
    except InvalidDiagram:
        return None
    for process in root.findall(f"{BPMN}process"):
        if process.find(f"{BPMN}startEvent") is not None:
            copy = etree.Element(f"{BPMN}definitions", nsmap={"bpmn": BPMN[1:-1]})
            shape = etree.SubElement(copy, f"{BPMN}process", id="proses", isExecutable="true")
            _copy_shape(process, shape)
            _keep_timers(shape, wanted=timers)
            _drop_loose_ends(shape)
            flows = leaving(shape)
            for gateway in shape.iter(f"{BPMN}exclusiveGateway", f"{BPMN}inclusiveGateway"):
                _ask_at(gateway, flows[gateway.get("id", "")])
            return etree.tostring(copy).decode(), shape
    return None


def _copy_shape(source: Any, target: Any) -> None:
    for element in source.iterchildren(f"{BPMN}*"):
        kind = etree.QName(element).localname
        kind = "userTask" if kind in AS_PERSON else kind
        if kind not in SHAPES or not element.get("id"):
            continue
        kept = {key: value for key, value in element.items() if key in KEPT}
        made = etree.SubElement(target, f"{BPMN}{kind}", kept)
        if kind == "subProcess":
            _copy_shape(element, made)
        if kind == "endEvent" and element.find(f"{BPMN}terminateEventDefinition") is not None:
            etree.SubElement(made, f"{BPMN}terminateEventDefinition")
        if kind == "boundaryEvent" and element.find(f"{BPMN}timerEventDefinition") is not None:
            definition = etree.SubElement(made, f"{BPMN}timerEventDefinition")
            etree.SubElement(definition, f"{BPMN}timeDuration").text = "PT1H"


def _keep_timers(shape: Any, *, wanted: bool) -> None:
    """Of events on a border those that can be run: timers on people's steps; a deadline leads somewhere."""
    people = {element.get("id") for kind in PEOPLE for element in shape.iter(f"{BPMN}{kind}")}
    leading = {flow.get("sourceRef") for flow in shape.iter(f"{BPMN}sequenceFlow")}
    for event in list(shape.iter(f"{BPMN}boundaryEvent")):
        timer = event.find(f"{BPMN}timerEventDefinition") is not None and event.get("attachedToRef") in people
        leads = event.get("cancelActivity") == "false" or event.get("id") in leading
        if not (wanted and timer and leads):
            event.getparent().remove(event)


def _drop_loose_ends(shape: Any) -> None:
    """Flows from or to what was left out (boundary events), and defaults that are gone with them."""
    ids = {element.get("id") for element in shape.iter() if element.tag != f"{BPMN}sequenceFlow"}
    for flow in list(shape.iter(f"{BPMN}sequenceFlow")):
        if flow.get("sourceRef") not in ids or flow.get("targetRef") not in ids:
            flow.getparent().remove(flow)
    flows = {flow.get("id") for flow in shape.iter(f"{BPMN}sequenceFlow")}
    for element in shape.iter():
        if element.get("default") not in flows:
            element.attrib.pop("default", None)


def leaving(shape: Any) -> Mapping[str, list[Any]]:
    """Element → the flows that leave it."""
    found = defaultdict(list)
    for flow in shape.iter(f"{BPMN}sequenceFlow"):
        found[flow.get("sourceRef")].append(flow)
    return found


def _ask_at(gateway: Any, out: list[Any]) -> None:
    """Each branch is taken when the answer for this gateway names it."""
    for flow in out if len(out) > 1 else []:
        if flow.get("id") != gateway.get("default"):
            condition = etree.SubElement(flow, f"{BPMN}conditionExpression")
            condition.text = f'"{flow.get("id")}" in {answer_name(gateway.get("id"))}'


def answer_name(gateway: str) -> str:
    return "pilih_" + "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in gateway)


class Answers:
    """What the people of a walk decide; all players ask it."""

    def __init__(self, shape: Any, chance: random.Random) -> None:
        self._chance = chance
        self._branches: dict[str, tuple[str, list[str], bool]] = {}
        out = leaving(shape)
        for gateway in shape.iter(f"{BPMN}exclusiveGateway", f"{BPMN}inclusiveGateway"):
            name = gateway.get("id")
            flows = [flow.get("id") for flow in out[name]]
            asked = [flow for flow in flows if flow != gateway.get("default")]
            self._branches[name] = (etree.QName(gateway).localname, asked, len(asked) < len(flows))
        self.now: dict[str, Any] = {}
        self.decide()

    def decide(self) -> None:
        for name, (kind, flows, has_default) in self._branches.items():
            least = 0 if has_default else min(1, len(flows))
            most = len(flows) if kind == "inclusiveGateway" else min(1, len(flows))
            count = self._chance.randint(least, most)
            self.now[answer_name(name)] = self._chance.sample(flows, count)

    def choose(self, gateway: str, flows: list[str], default: str | None) -> list[str]:
        chosen = [flow for flow in flows if flow in self.now[answer_name(gateway)]]
        return chosen or [flow for flow in flows if flow == default]


def compiles(xml: str) -> bool:
    try:
        compile_program(xml)
    except InvalidDiagram:
        return False
    return True


def every_diagram(*, timers: bool) -> list[Walkable]:
    """Name, XML and shape of every diagram of our own that can be walked."""
    sources = [(name, xml.encode()) for name, xml in shapes.OWN.items()]
    return walkables(
        [
            *sources,
            *contents(sorted(DRAWINGS.glob("*.bpmn"))),
            *contents((ROOT / "processes").glob("*.bpmn")),
        ],
        timers=timers,
    )


def contents(files: Iterable[Path]) -> list[tuple[str, bytes]]:
    return [(file.name, file.read_bytes()) for file in files]


def walkables(sources: Iterable[tuple[str, bytes]], *, timers: bool) -> list[Walkable]:
    """Those of the diagrams (name, XML) that can be walked."""
    found = [(name, walkable(xml, timers=timers)) for name, xml in sources]
    return [(name, *item) for name, item in found if item is not None and compiles(item[0])]
