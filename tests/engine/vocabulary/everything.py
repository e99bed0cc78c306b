"""A diagram in which every property of the vocabulary is said, and a hand that changes one of them."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.vocabulary import Property, everything
from engine.bpmn.xml import BPMN, CAMUNDA

#: What bears each property: an element's id, or a field's of the form of `Periksa` (`Tayang` for hashes).
BEARERS = {
    "process": "proses", "lane": "Lajur", "node": "Periksa", "step": "Periksa", "script": "Hitung",
    "choice": "Disetujui", "flow": "Alur_ya", "timer": "Tegur", "note": "Catatan", "field": "nama",
}  # fmt: skip
#: Where that one can't bear it: most limits and sources belong to fields of some types only.
ELSEWHERE = {
    ("flow", "assumption"): "Alur_tidak",
    ("step", "hash_of"): "Tayang",
    ("step", "hash_unless"): "Tayang",
    ("field", "minimum"): "jumlah",
    ("field", "maximum"): "jumlah",
    ("field", "min_items"): "bukti",
    ("field", "max_items"): "bukti",
    ("field", "accept"): "bukti",
    ("field", "max_mb"): "bukti",
    ("field", "min_pixels"): "bukti",
    ("field", "restricted"): "bukti",
    ("field", "of"): "sampul",
    ("field", "narrowed_by"): "sampul",
    ("field", "selectable_if"): "sampul",
    ("field", "selectable_message"): "sampul",
    ("field", "per"): "takarir",
    ("field", "channel_limit"): "takarir",
}

_HEAD = f"""<bpmn:definitions xmlns:bpmn="{BPMN}" xmlns:camunda="{CAMUNDA}"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Berkas" targetNamespace="urn:alur:sop">"""


def _field(name: str, kind: str, inside: str = "") -> str:
    attributes = f'id="{name}" label="{name.capitalize()}" type="{kind}"'
    return f"<camunda:formField {attributes}>{inside}</camunda:formField>"


def _task(name: str, *fields: str) -> str:
    quality = "".join(
        f'<camunda:property name="{key}" value="{value}"/>'
        for key, value in (("kelengkapan", "Materi"), ("norma_waktu", "PT30M"), ("keluaran", "Materi"))
    )
    return (
        f'<bpmn:userTask id="{name}" name="{name}"><bpmn:extensionElements>'
        f"<camunda:properties>{quality}</camunda:properties>"
        f"<camunda:formData>{''.join(fields)}</camunda:formData></bpmn:extensionElements></bpmn:userTask>"
    )


def _options(*ids: str) -> str:
    return "".join(f'<camunda:value id="{each}" name="{each.capitalize()}"/>' for each in ids)


def _flow(name: str, source: str, target: str, inside: str = "") -> str:
    ends = f'id="{name}" sourceRef="{source}" targetRef="{target}"'
    return f"<bpmn:sequenceFlow {ends}>{inside}</bpmn:sequenceFlow>"


_FROM_PHOTOS = '<camunda:properties><camunda:property id="dari" value="foto"/></camunda:properties>'
_NARROWED = '<camunda:properties><camunda:property id="dipersempit" value="kanal"/></camunda:properties>'
_OF_INSTAGRAM = '<camunda:value id="akun" name="Akun">instagram</camunda:value>'
_STEPS = (
    _task(
        "Serah",
        _field("judul", "text"),
        _field("uraian", "textarea"),
        _field("foto", "files"),
        _field("foto.izin", "select", _options("ada", "belum")),
        _field("kanal", "multiselect", _options("laman", "instagram")),
    ),
    _task("Pilih", _field("pilih", "item_select", _FROM_PHOTOS)),
    _task(
        "Periksa",
        _field("keputusan", "radio", _options("ya", "tidak")),
        _field("nama", "textarea"),
        _field("jumlah", "number"),
        _field("bukti", "files"),
        _field("sampul", "item_ref"),
        _field("takarir", "textarea"),
        _field("laman", "select", _NARROWED + _options("dinas") + _OF_INSTAGRAM),
    ),
    _task("Tayang"),
)
_REST = (
    '<bpmn:startEvent id="Mulai"/><bpmn:endEvent id="Selesai"/>'
    '<bpmn:scriptTask id="Hitung"><bpmn:script>n = 1</bpmn:script></bpmn:scriptTask>'
    '<bpmn:exclusiveGateway id="Disetujui" default="Alur_tidak"/>'
    '<bpmn:boundaryEvent id="Tegur" attachedToRef="Periksa" cancelActivity="false">'
    "<bpmn:timerEventDefinition><bpmn:timeDuration>PT20M</bpmn:timeDuration></bpmn:timerEventDefinition>"
    "</bpmn:boundaryEvent>"
    + _flow("a", "Mulai", "Serah") + _flow("b", "Serah", "Pilih") + _flow("c", "Pilih", "Hitung")
    + _flow("d", "Hitung", "Periksa") + _flow("e", "Periksa", "Disetujui") + _flow("f", "Tayang", "Selesai")
    + _flow("Alur_ya", "Disetujui", "Tayang",
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">keputusan != "tidak"'
            "</bpmn:conditionExpression>")
    + _flow("Alur_tidak", "Disetujui", "Pilih")
    + '<bpmn:textAnnotation id="Catatan"><bpmn:text>Lihat SOP lain.</bpmn:text></bpmn:textAnnotation>'
)  # fmt: skip
_NODES = ("Mulai", "Serah", "Pilih", "Hitung", "Periksa", "Disetujui", "Tayang", "Selesai")
_LANE = "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in _NODES)
PLAIN = (
    f'{_HEAD}<bpmn:process id="proses" name="Prosedur" isExecutable="true">'
    f'<bpmn:laneSet id="Pelaksana"><bpmn:lane id="Lajur" name="Petugas">{_LANE}</bpmn:lane></bpmn:laneSet>'
    f"{''.join(_STEPS)}{_REST}</bpmn:process></bpmn:definitions>"
)


def said(told: Property, value: str | None, xml: str | None = None) -> str:
    """The diagram, with the property saying that; None: it is not there."""
    root = etree.fromstring((xml or PLAIN).encode())
    _say(_bearer(root, told), told, value)
    return etree.tostring(root, encoding="unicode")


def all_said() -> str:
    """Every property says its example; of a field's type, `jenis` has the last word."""
    xml = PLAIN
    for told in everything():
        if told.place != "option" and (told.place, told.key) not in {("field", "name"), ("node", "name")}:
            xml = said(told, told.example, xml)
    return xml


def _bearer(root: Any, told: Property) -> Any:
    if told.place == "option":
        field = "laman" if told.key == "parents" else "keputusan"
        return root.find(f".//{{{CAMUNDA}}}formField[@id='{field}']/{{{CAMUNDA}}}value")
    name = ELSEWHERE.get((told.place, told.key), BEARERS[told.place])
    tag = f"{{{CAMUNDA}}}formField" if told.place == "field" else "*"
    return root.find(f".//{tag}[@id='{name}']")


def _say(bearer: Any, told: Property, value: str | None) -> None:
    if told.written == "attribute":
        bearer.attrib.pop(told.name, None)
        if value is not None:
            bearer.set(told.name, value)
    elif told.written == "text":
        bearer.text = value
    elif told.written == "element":
        _say_in_child(bearer, told, value)
    elif told.place == "field":
        outer, inner, key, text = _IN_FIELD[told.written]
        _say_in_list(bearer, (outer, inner), {key: told.name}, {text: value} if value is not None else None)
    else:
        extensions = bearer.find(f"{{{BPMN}}}extensionElements")
        if extensions is None:
            extensions = etree.Element(f"{{{BPMN}}}extensionElements")
            bearer.insert(0, extensions)
        content = {"value": value} if value is not None else None
        _say_in_list(extensions, ("properties", "property"), {"name": told.name}, content)


_IN_FIELD = {
    "property": ("properties", "property", "id", "value"),
    "constraint": ("validation", "constraint", "name", "config"),
}


def _say_in_list(
    parent: Any, tags: tuple[str, str], named: dict[str, str], content: dict[str, str] | None
) -> None:
    outer, inner = (f"{{{CAMUNDA}}}{tag}" for tag in tags)
    listed = parent.find(outer)
    if listed is None:
        listed = etree.SubElement(parent, outer)
    ((key, name),) = named.items()
    for old in listed.findall(f"{inner}[@{key}='{name}']"):
        listed.remove(old)
    if content is not None:
        etree.SubElement(listed, inner, {**named, **content})


def _say_in_child(bearer: Any, told: Property, value: str | None) -> None:
    if told.name == "timeDuration":
        bearer = bearer.find(f"{{{BPMN}}}timerEventDefinition")
    for old in bearer.findall(f"{{{BPMN}}}{told.name}"):
        bearer.remove(old)
    if value is not None:
        child = etree.Element(f"{{{BPMN}}}{told.name}")
        child.text = value
        bearer.insert(0, child)
