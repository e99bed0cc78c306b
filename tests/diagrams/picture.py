"""Where a drawing's elements stand: rows and columns, plain enough to be drawn without Alur's own layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DD = "{http://www.omg.org/spec/DD/20100524/DI}"
BOXES = {"subProcess", "transaction", "adHocSubProcess"}
LINES = {"sequenceFlow", "messageFlow", "association", "dataInputAssociation", "dataOutputAssociation"}
BESIDE = {"textAnnotation", "group", "dataObjectReference", "dataStoreReference"}
COLUMN, ROW, HEAD = 140, 130, 30

#: x, y, width, height
Box = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a tool keeps its picture."""

    #: "whole"; "none"; "steps": lanes and lines were forgotten; "folded": what is in a box is not drawn.
    kept: str = "whole"
    #: Each element of the picture says its namespace anew.
    renamed: bool = False
    labels: bool = False
    #: More attributes of each shape: ("{namespace}name", value).
    marks: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = (("bpmndi", DI), ("dc", DC), ("di", DD))


WHOLE = Manner()


def kind(element: Any) -> str:
    """The name without namespace; empty for comments, and for what belongs to no standard."""
    tag = element.tag
    return tag.removeprefix(MODEL) if isinstance(tag, str) and tag.startswith(MODEL) else ""


def is_node(element: Any) -> bool:
    """Whether a token can come to it."""
    name = kind(element)
    if name.startswith("global"):
        return False
    return name.endswith(("Task", "Event", "Gateway")) or name in {"task", "callActivity", *BOXES}


def add_picture(root: Any, manner: Manner) -> None:
    if manner.kept == "none":
        return
    first = next((item for item in root if kind(item) in {"collaboration", "process"}), None)
    if first is None:
        return
    places = dict(_pools(root))
    nsmap = {} if manner.renamed else {prefix: name[1:-1] for prefix, name in manner.prefixes}
    diagram = _under(root, f"{DI}BPMNDiagram", manner, {"id": "gambar"}, nsmap)
    plane = _under(diagram, f"{DI}BPMNPlane", manner, {"id": "bidang", "bpmnElement": first.get("id", "")})
    folded = _inside_boxes(root) if manner.kept == "folded" else set()
    for element in root.iter(f"{MODEL}*"):
        name, what = element.get("id", ""), kind(element)
        if name in folded:
            continue
        if name in places and not (manner.kept == "steps" and what == "lane"):
            _shape(plane, element, places[name], manner)
        elif what in LINES and manner.kept != "steps":
            _edge(plane, element, places, manner)


def _inside_boxes(root: Any) -> set[str]:
    boxes = (box for item in BOXES for box in root.iter(f"{MODEL}{item}"))
    return {element.get("id", "") for box in boxes for element in box.iterdescendants(f"{MODEL}*")}


def _pools(root: Any) -> Iterator[tuple[str, Box]]:
    """Every pool with its lanes and elements, one below the other."""
    y = 0
    pools = {element.get("processRef"): element.get("id") for element in root.iter(f"{MODEL}participant")}
    for process in root.iterfind(f"{MODEL}process"):
        found = dict(_content(process, 2 * HEAD, y))
        height = max([ROW, *(box[1] + box[3] + HEAD - y for box in found.values())])
        width = max([COLUMN, *(box[0] + box[2] + HEAD for box in found.values())])
        if pools.get(process.get("id")):
            yield pools[process.get("id")], (0, y, width, height)
        yield from _lanes(process, width, y)
        yield from found.items()
        y += height + HEAD
    for number, pool in enumerate(
        element for element in root.iter(f"{MODEL}participant") if not element.get("processRef")
    ):
        yield pool.get("id"), (0, y + number * 2 * HEAD, 400, HEAD)
    for note in root.iterfind(f"{MODEL}collaboration/{MODEL}textAnnotation"):
        yield note.get("id"), (500, y, 100, 50)


def _inner_lanes(process: Any) -> list[Any]:
    return [
        element for element in process.iter(f"{MODEL}lane") if element.find(f"{MODEL}childLaneSet") is None
    ]


def _lanes(process: Any, width: int, y: int) -> Iterator[tuple[str, Box]]:
    rows = {lane.get("id"): n for n, lane in enumerate(_inner_lanes(process))}
    for lane in process.iter(f"{MODEL}lane"):
        mine = [rows[element.get("id")] for element in lane.iter(f"{MODEL}lane") if element.get("id") in rows]
        depth = len(list(lane.iterancestors(f"{MODEL}lane"))) + 1
        top, count = y + min(mine) * ROW, max(mine) - min(mine) + 1
        yield lane.get("id"), (depth * HEAD, top, width - depth * HEAD, count * ROW)


def _content(container: Any, left: int, top: int) -> Iterator[tuple[str, Box]]:
    lanes = [] if kind(container) in BOXES else _inner_lanes(container)
    row_of = {element.text: n for n, lane in enumerate(lanes) for element in lane.iter(f"{MODEL}flowNodeRef")}
    last, x, lowest = max(len(lanes) - 1, 0), left + 20, 0
    borders: dict[str, int] = {}
    for element in container:
        name = element.get("id", "")
        if is_node(element) and kind(element) != "boundaryEvent":
            y = top + row_of.get(name, last) * ROW + 20
            inner = dict(_content(element, x, y)) if kind(element) in BOXES else {}
            width, height = _size(element, x, y, inner)
            yield name, (x, y, width, height)
            yield from inner.items()
            borders[name] = y + height - 18
            x, lowest = x + max(COLUMN, width + 40), max(lowest, y + height)
            for n, event in enumerate(_on_the_border(container, name)):
                yield event.get("id"), (x - COLUMN + 40 * n, borders[name], 36, 36)
    for n, element in enumerate(item for item in container if kind(item) in BESIDE):
        yield element.get("id"), (left + 20 + 110 * n, max(lowest, top + (last + 1) * ROW) + 20, 100, 50)


def _on_the_border(container: Any, host: str) -> list[Any]:
    return [
        element
        for element in container.iterfind(f"{MODEL}boundaryEvent")
        if element.get("attachedToRef") == host
    ]


def _size(element: Any, x: int, y: int, inner: dict[str, Box]) -> tuple[int, int]:
    if inner:
        right, bottom = (max(box[n] + box[n + 2] for box in inner.values()) for n in (0, 1))
        return right + 20 - x, bottom + 20 - y
    sizes = {"Event": (36, 36), "Gateway": (50, 50)}
    return next((size for end, size in sizes.items() if kind(element).endswith(end)), (100, 80))


def _under(parent: Any, tag: str, manner: Manner, attributes: dict[str, str], nsmap: Any = None) -> Any:
    own: Any = {None: tag[1:].partition("}")[0]} if manner.renamed else nsmap
    return etree.SubElement(parent, tag, attributes, nsmap=own)


def _bounds(parent: Any, box: Box, manner: Manner) -> None:
    sides = dict(zip(("x", "y", "width", "height"), map(str, box), strict=True))
    _under(parent, f"{DC}Bounds", manner, sides)


def _shape(plane: Any, element: Any, box: Box, manner: Manner) -> None:
    name, what = element.get("id", ""), kind(element)
    more = {"isHorizontal": "true"} if what in {"participant", "lane"} else {}
    if what in BOXES:
        more = {"isExpanded": "false" if manner.kept == "folded" else "true"}
    # What has no id is drawn all the same, and the picture can't say what it shows.
    shown = {"bpmnElement": name} if name else {}
    attributes = {"id": f"{name}_di", **shown, **more, **dict(manner.marks)}
    shape = _under(plane, f"{DI}BPMNShape", manner, attributes)
    _bounds(shape, box, manner)
    if manner.labels and element.get("name"):
        label = _under(shape, f"{DI}BPMNLabel", manner, {})
        _bounds(label, (box[0], box[1] + box[3], 80, 14), manner)


def _ends(element: Any) -> tuple[str, str]:
    found = [
        element.get(end) or element.findtext(f"{MODEL}{end}") or "" for end in ("sourceRef", "targetRef")
    ]
    if kind(element) == "dataInputAssociation":
        found[1] = element.getparent().get("id")
    if kind(element) == "dataOutputAssociation":
        found[0] = element.getparent().get("id")
    return found[0], found[1]


def _edge(plane: Any, element: Any, places: dict[str, Box], manner: Manner) -> None:
    if not element.get("id"):
        return
    attributes = {"id": f"{element.get('id')}_di", "bpmnElement": element.get("id")}
    edge = _under(plane, f"{DI}BPMNEdge", manner, attributes)
    for end in _ends(element):
        x, y, width, height = places.get(end, (0, 0, 0, 0))
        _under(edge, f"{DD}waypoint", manner, {"x": f"{x + width / 2}", "y": f"{y + height / 2}"})
