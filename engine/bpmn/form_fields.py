"""A task's form, from `camunda:formData` in the diagram to engine.forms.fields.Form.

SpiffWorkflow's Camunda parser drops what it doesn't know, so the form is read here. Reading never fails:
what can't be understood is left out, or kept as it stands, and noted as an Oddity for lint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from engine.bpmn.xml import CAMUNDA
from engine.forms.fields import CAMUNDA_TYPES, FIELD_TYPES, Field, Form, Option, Rule

#: Properties of a field; `syarat` and `pesan` may be numbered (`syarat_2`).
PROPERTIES = frozenset(
    {
        "jenis", "bantuan", "wajib_jika", "tampil_jika", "syarat", "pesan", "terima", "maks_mb", "min_piksel",
        "min_butir", "maks_butir", "akses", "deteksi", "ingatkan_lebih", "per", "batas_kanal", "dari",
        "dipersempit", "dapat_dipilih_jika", "dapat_dipilih_pesan", "susun_dari",
    }
)  # fmt: skip
CONSTRAINTS = frozenset({"required", "minlength", "maxlength", "min", "max"})
DETECTABLE = frozenset({"nik", "no_kk", "no_hp", "email_pribadi"})
#: A field id that ends so has one answer for each chosen option of `per`.
PER_OPTION = ".*"

_NUMBERED = re.compile(r"_[2-9]$|_[1-9]\d$")
_PIXELS = re.compile(r"(\d{1,6})\s*[x×]\s*(\d{1,6})")

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """Something in a form that could not be used as it stands."""

    #: duplicate_field, unnamed_field, unknown_type, unknown_property, unknown_constraint, unreadable_value,
    #: part_without_group, rule_without_message
    kind: str
    field: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """One formField's raw words, and what was odd about them."""

    id: str
    properties: Mapping[str, str]
    constraints: Mapping[str, str]
    oddities: list[Oddity] = field(default_factory=list)

    def odd(self, kind: str, detail: str = "") -> None:
        self.oddities.append(Oddity(kind=kind, field=self.id, detail=detail))

    def value(self, name: str, convert: Callable[[str], T]) -> T | None:
        text = (self.properties.get(name) or self.constraints.get(name) or "").strip()
        if not text:
            return None
        try:
            return convert(text)
        except (ValueError, InvalidOperation):
            self.odd("unreadable_value", f"{name}={text}")
            return None


def read_form(task: Any) -> tuple[Form, tuple[Oddity, ...]]:
    """The form in a task element's extensionElements; an empty one when there is none."""
    oddities: list[Oddity] = []
    read: dict[str, Field] = {}
    for element in task.iterfind(f"{{*}}extensionElements/{{{CAMUNDA}}}formData/{{{CAMUNDA}}}formField"):
        name = (element.get("id") or "").strip()
        if not name or name.removesuffix(PER_OPTION) in read:
            oddities.append(Oddity(kind="duplicate_field" if name else "unnamed_field", field=name))
            continue
        read[name.removesuffix(PER_OPTION)] = _field(name, element, oddities)
    return Form(fields=tuple(_grouped(read, oddities))), tuple(oddities)


def read_properties(element: Any) -> dict[str, str]:
    """`camunda:properties` of an element, by name; the last of two equal names wins, as in Camunda."""
    path = f"{{*}}extensionElements/{{{CAMUNDA}}}properties/{{{CAMUNDA}}}property"
    found = element.iterfind(path)
    return {one.get("name") or one.get("id") or "": one.get("value") or one.text or "" for one in found}


def _field(name: str, element: Any, oddities: list[Oddity]) -> Field:
    reading = _Reading(
        id=name,
        properties=dict(_pairs(element, "properties/property", "id", "value")),
        constraints=dict(_pairs(element, "validation/constraint", "name", "config")),
        oddities=oddities,
    )
    _note_unknown_words(reading)
    words = reading.properties
    return Field(
        name=name.removesuffix(PER_OPTION),
        label=(element.get("label") or name).strip(),
        type=_type(element.get("type") or "", reading),
        required=reading.constraints.get("required", "false").lower() != "false",
        help=words.get("bantuan", ""),
        default=element.get("defaultValue") or "",
        options=tuple(Option(id=i, label=label or i) for i, label in _pairs(element, "value", "id", "name")),
        min_length=reading.value("minlength", _count),
        max_length=reading.value("maxlength", _count),
        warn_over=reading.value("ingatkan_lebih", _count),
        minimum=reading.value("min", _decimal),
        maximum=reading.value("max", _decimal),
        min_items=reading.value("min_butir", _count),
        max_items=reading.value("maks_butir", _count),
        accept=tuple(part.strip() for part in words.get("terima", "").split(",") if part.strip()),
        max_mb=reading.value("maks_mb", _count),
        min_pixels=reading.value("min_piksel", _pixels),
        restricted=reading.value("akses", _restricted) or False,
        required_if=words.get("wajib_jika", ""),
        shown_if=words.get("tampil_jika", ""),
        rules=tuple(_rules(reading)),
        detect=reading.value("deteksi", _detectable) or (),
        per=words.get("per", "kanal" if name.endswith(PER_OPTION) else ""),
        channel_limit=reading.value("batas_kanal", _channel_limit) or "",
        of=tuple(words.get("dari", "").split()),
        narrowed_by=words.get("dipersempit", ""),
        selectable_if=words.get("dapat_dipilih_jika", ""),
        selectable_message=words.get("dapat_dipilih_pesan", ""),
        composed_of=words.get("susun_dari", "").replace("\\n", "\n"),
    )


def _pairs(element: Any, path: str, key: str, value: str) -> Iterator[tuple[str, str]]:
    for child in element.iterfind("/".join(f"{{{CAMUNDA}}}{tag}" for tag in path.split("/"))):
        yield child.get(key) or "", child.get(value) or ""


def _type(given: str, reading: _Reading) -> str:
    """`jenis` refines Camunda's base type; a type that nobody knows stays as it stands."""
    wanted = reading.properties.get("jenis") or CAMUNDA_TYPES.get(given, given) or "text"
    if wanted not in FIELD_TYPES:
        reading.odd("unknown_type", wanted)
    return wanted


def _rules(reading: _Reading) -> Iterator[Rule]:
    for key, condition in reading.properties.items():
        if _plain(key) == "syarat" and condition.strip():
            message = reading.properties.get(key.replace("syarat", "pesan"), "")
            if not message:
                reading.odd("rule_without_message", key)
            yield Rule(condition=condition, message=message)


def _note_unknown_words(reading: _Reading) -> None:
    for key in reading.properties:
        if _plain(key) not in PROPERTIES:
            reading.odd("unknown_property", key)
    for key in (one for one in reading.constraints if one not in CONSTRAINTS):
        reading.odd("unknown_constraint", key)


def _plain(key: str) -> str:
    return _NUMBERED.sub("", key) if key.startswith(("syarat", "pesan")) else key


def _grouped(read: Mapping[str, Field], oddities: list[Oddity]) -> Iterable[Field]:
    """Put each part (`foto.keterangan`) into the group named before its dot."""
    parts: dict[str, list[Field]] = {}
    for name, one in read.items():
        group, dot, short = name.partition(".")
        if dot and short and group in read:
            restricted = one.restricted or read[group].restricted
            parts.setdefault(group, []).append(replace(one, name=short, restricted=restricted))
        elif dot:
            oddities.append(Oddity(kind="part_without_group", field=name))
    for name, one in read.items():
        if "." not in name:
            yield replace(one, parts=tuple(parts.get(name, ())))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _pixels(text: str) -> tuple[int, int]:
    match = _PIXELS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1]), int(match[2])


def _restricted(text: str) -> bool:
    if text != "terbatas":
        raise ValueError(text)
    return True


def _channel_limit(text: str) -> str:
    if text not in {"text", "url"}:
        raise ValueError(text)
    return text


def _detectable(text: str) -> tuple[str, ...]:
    if not DETECTABLE.issuperset(text.split()):
        raise ValueError(text)
    return tuple(text.split())
