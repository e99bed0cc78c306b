"""Small diagrams from one line each, so that a test shows the diagram it is about.

    bpmn("s -> t_one -> x; x -> t_two : answer == 'yes'; x -> e : default; t_two -> e2")

The first letter of an id says what it is (see KINDS); a condition or `default` of the line's first
flow follows a colon. A timer is put on its step by `t_one ~ d_late -> t_boss -> e`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "k": "endEvent",  # terminate ("kill")
    "t": "userTask",
    "m": "manualTask",
    "p": "task",
    "x": "exclusiveGateway",
    "a": "parallelGateway",  # "and"
    "o": "inclusiveGateway",  # "or"
    "c": "scriptTask",  # "code"
    "b": "subProcess",  # "box"
    "d": "boundaryEvent",  # deadline
    "r": "boundaryEvent",  # reminder
}
TERMINATE = "<bpmn:terminateEventDefinition/>"
TIMER = (
    '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{}'
    "</bpmn:timeDuration></bpmn:timerEventDefinition>"
)
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="tests">'
)


def bpmn(
    flows: str,
    *,
    inside: Mapping[str, str] | None = None,
    scripts: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    lanes: Mapping[str, str] | None = None,
    durations: Mapping[str, str] | None = None,
) -> str:
    """`inside`: subprocess id → its flows; `lanes`: lane name → ids separated by spaces."""
    drawing = _Drawing(inside or {}, scripts or {}, names or {}, durations or {})
    content = drawing.part(flows, "f")
    return (
        f'{HEAD}<bpmn:process id="proses" name="Proses" isExecutable="true">'
        f"{''.join(_lane_set(lanes or {}))}{content}</bpmn:process></bpmn:definitions>"
    )


class _Drawing:
    def __init__(
        self,
        inside: Mapping[str, str],
        scripts: Mapping[str, str],
        names: Mapping[str, str],
        durations: Mapping[str, str],
    ) -> None:
        self.inside, self.scripts, self.names, self.durations = inside, scripts, names, durations

    def part(self, text: str, prefix: str) -> str:
        hosts = dict(_timers(text))
        arrows = list(_arrows(text))
        ids = dict.fromkeys([*(name for source, target, _ in arrows for name in (source, target)), *hosts])
        flows, defaults = [], {}
        for number, (source, target, condition) in enumerate(arrows, 1):
            name = f"{prefix}{number}"
            if condition == "default":
                defaults[source] = name
            flows.append(_flow(name, source, target, condition))
        return "".join([*(self.node(name, defaults.get(name), hosts.get(name)) for name in ids), *flows])

    def node(self, name: str, default: str | None, host: str | None) -> str:
        kind = KINDS[name[0]]
        content = TERMINATE if name[0] == "k" else ""
        if host:
            content = TIMER.format(self.durations.get(name, "PT1H"))
        if name in self.scripts:
            content = f"<bpmn:script>{escape(self.scripts[name])}</bpmn:script>"
        if kind == "subProcess":
            content = self.part(self.inside[name], f"{name}_f")
        shown = f" name={quoteattr(self.names.get(name, name.title()))}"
        other = f' default="{default}"' if default else ""
        if host:
            other = f' attachedToRef="{host}"' + (' cancelActivity="false"' if name[0] == "r" else "")
        return f'<bpmn:{kind} id="{name}"{shown}{other}>{content}</bpmn:{kind}>'


def _timers(text: str) -> Iterator[tuple[str, str]]:
    """(timer, its step)"""
    for line in text.replace("\n", ";").split(";"):
        host, tied, timer = line.partition("->")[0].partition("~")
        if tied:
            yield timer.strip(), host.strip()


def _arrows(text: str) -> Iterator[tuple[str, str, str]]:
    for line in filter(str.strip, text.replace("\n", ";").split(";")):
        chain, _, condition = line.partition(" : ")
        ids = [name.split("~")[-1].strip() for name in chain.split("->")]
        for number, (source, target) in enumerate(pairwise(ids)):
            yield source, target, "" if number else condition.strip()


def _flow(name: str, source: str, target: str, condition: str) -> str:
    said = ""
    if condition and condition != "default":
        said = (
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
            f"{escape(condition)}</bpmn:conditionExpression>"
        )
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{said}</bpmn:sequenceFlow>'
    )


def _lane_set(lanes: Mapping[str, str]) -> Iterator[str]:
    if lanes:
        yield '<bpmn:laneSet id="lanes">'
        for number, (name, ids) in enumerate(lanes.items(), 1):
            members = "".join(f"<bpmn:flowNodeRef>{word}</bpmn:flowNodeRef>" for word in ids.split())
            yield f'<bpmn:lane id="lane{number}" name={quoteattr(name)}>{members}</bpmn:lane>'
        yield "</bpmn:laneSet>"


#: The shape of SOP 032: four steps, the third decides, "Tidak" goes back to the second.
SOP = bpmn(
    """
    s -> t_serahkan -> t_pilih -> t_periksa -> x_disetujui
    x_disetujui -> t_tayangkan : keputusan == "ya"
    x_disetujui -> t_pilih : keputusan == "tidak"
    t_tayangkan -> e
    """,
    names={"t_serahkan": "Menyerahkan materi", "t_pilih": "Memilih bahan"},
    lanes={
        "Admin Bidang/Petugas Lapangan": "s t_serahkan",
        "Pengelola Website": "t_pilih t_tayangkan e",
        "Ketua Tim Kerja": "t_periksa x_disetujui",
    },
)
