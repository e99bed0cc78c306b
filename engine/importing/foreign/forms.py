"""Forms of other tools → camunda:formData."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from engine.bpmn.writing import write_field
from engine.bpmn.xml import CAMUNDA, name_of
from engine.forms.fields import Field, Option
from engine.forms.types import TYPES
from engine.importing.foreign.tree import Tree, anywhere, form_of, has_fields, tag

_ACTIVITI = "http://activiti.org/bpmn"
_FORM_JS = {
    "textfield": "text", "textarea": "textarea", "number": "number", "checkbox": "checkbox", "radio": "radio",
    "select": "select", "checklist": "multiselect", "taglist": "multiselect", "filepicker": "file",
    "datetime": "datetime",
}  # fmt: skip
_PROPERTY = {
    "string": "text", "text": "text", "multi-line-text": "textarea", "long": "number", "double": "number",
    "integer": "number", "number": "number", "float": "number", "decimal": "number", "boolean": "checkbox",
    "date": "date", "enum": "select", "radio-buttons": "radio", "dropdown": "select", "upload": "file",
    "file": "file",
}  # fmt: skip
_SHOWN_ONLY = {"text", "html", "button", "separator", "spacer", "image", "documentPreview"}
#: Attributes that name a form stored elsewhere.
_REFERENCES = ("formKey", "formId", "formRef", "externalReference")
_MAX_FIELDS = 200
_MAX_DEPTH = 5
#: What of a component says when it is shown, or computes: rules of another language.
_UNKNOWN_RULES = ("conditional", "valuesKey", "valuesExpression", "readonly", "disabled")


def convert(tree: Tree) -> None:
    """Of steps without camunda:formData: form properties and embedded form-js; forms elsewhere are noted."""
    _same_vocabulary(tree)
    embedded = _embedded(tree)
    _of_starts(tree, embedded)
    for task in tree.steps():
        if has_fields(task):
            continue
        _from_properties(tree, task)
        _from_reference(tree, task, embedded)
        _from_spiff(tree, task)
    for name in tree.forms.keys() - tree.used_forms:
        tree.note("form_unused", what=name)


def _of_starts(tree: Tree, embedded: Mapping[str, str]) -> None:
    """What other tools ask before an instance begins, the first step asks here."""
    for start in [node for node in tree.nodes() if name_of(node) == "startEvent"]:
        if not has_fields(start):
            _from_properties(tree, start)
            _from_reference(tree, start, embedded)
        form = start.find(f"{tag('extensionElements')}/{{{CAMUNDA}}}formData")
        if form is None:
            continue
        form.getparent().remove(form)
        step = _first_step(tree, start)
        fields = [field for field in form if isinstance(field.tag, str)]
        if step is None:
            names = ", ".join(field.get("label") or field.get("id") or "" for field in fields)
            tree.note("start_form_lost", start, fields=names)
            continue
        target = form_of(step)
        taken = {field.get("id") for field in target}
        for place, field in enumerate(field for field in fields if field.get("id") not in taken):
            target.insert(place, field)
        tree.note("start_form", start, step=step.get("name") or step.get("id"))


def _first_step(tree: Tree, start: Any) -> Any:
    """The one step of a person to which a start leads, if there is just one and nothing is chosen before."""
    by_id = tree.by_id()
    node = start
    for _hop in range(_MAX_FIELDS):
        flows = [flow for flow in tree.flows() if flow.get("sourceRef") == node.get("id")]
        if len(flows) != 1:
            return None
        node = by_id.get(flows[0].get("targetRef"))
        if node is None or name_of(node) in {"userTask", "manualTask"}:
            return node
    return None


def _same_vocabulary(tree: Tree) -> None:
    """Camunda's forms in the namespace of the tool from which it once came."""
    for element in list(tree.process.iter(f"{{{_ACTIVITI}}}formData")):
        for item in element.iter():
            if isinstance(item.tag, str) and item.tag.startswith(f"{{{_ACTIVITI}}}"):
                item.tag = f"{{{CAMUNDA}}}{name_of(item)}"
        tree.note("form", element.getparent().getparent())


def _from_properties(tree: Tree, task: Any) -> None:
    """flowable:formProperty, activiti:formProperty"""
    properties = [
        element
        for element in task.iterfind(f"{tag('extensionElements')}/*")
        if name_of(element) == "formProperty"
    ]
    fields = [field for item in properties if (field := _property(tree, task, item))]
    _write(tree, task, fields)


def _property(tree: Tree, task: Any, element: Any) -> Field | None:
    name = _name(element.get("id") or "")
    if not name:
        return None
    kind = _PROPERTY.get(element.get("type") or "string")
    if kind is None:
        tree.note("field", task, field=element.get("name") or name, what=element.get("type"))
    options = tuple(
        Option(id=item.get("id") or "", label=item.get("name") or item.get("id") or "")
        for item in element
        if isinstance(item.tag, str) and name_of(item) == "value" and item.get("id")
    )
    return Field(
        name=name,
        label=element.get("name") or name,
        type=_with_options(kind or "text", options),
        required=element.get("required") == "true",
        default=element.get("default") or "",
        options=options,
    )


def _embedded(tree: Tree) -> dict[str, str]:
    """Camunda 8 stores forms as JSON in the process."""
    return {
        element.get("id") or "": element.text or ""
        for element in tree.process.iter()
        if isinstance(element.tag, str) and name_of(element) == "userTaskForm"
    }


def _from_reference(tree: Tree, task: Any, embedded: Mapping[str, str]) -> None:
    places = (task, *task.iterfind(f"{tag('extensionElements')}/*"))
    keys = [anywhere(place, name) for place in places for name in _REFERENCES]
    for key in filter(None, keys):
        form = embedded.get(key.rpartition(":")[2]) or given_form(tree, key)
        if form is None:
            tree.note("form_elsewhere", task, what=key)
        else:
            _write(tree, task, list(_of_form_js(tree, task, form)))
        return


def given_form(tree: Tree, key: str) -> str | None:
    """The form file that came along for a reference: by the id in it, or by the file's name."""
    wanted = key.rpartition(":")[2]
    for name, text in sorted(tree.forms.items()):
        names = {name, PurePosixPath(name).stem, _id_in(text)}
        if wanted and names & {wanted, PurePosixPath(wanted).name, PurePosixPath(wanted).stem}:
            tree.used_forms.add(name)
            return text
    return None


def _id_in(text: str) -> str:
    try:
        found = json.loads(text).get("id")
    except (ValueError, RecursionError, AttributeError):
        return ""
    return found if isinstance(found, str) else ""


def _from_spiff(tree: Tree, task: Any) -> None:
    for element in task.iterfind(f"{tag('extensionElements')}/*/*"):
        if name_of(element) == "property" and element.get("name") == "formJsonSchemaFilename":
            tree.note("form_elsewhere", task, what=element.get("value"))


def _of_form_js(tree: Tree, task: Any, form: str) -> Iterator[Field]:
    try:
        components = json.loads(form).get("components")
    except (ValueError, RecursionError, AttributeError):
        tree.note("form_unreadable", task)
        return
    for component in _flat(tree, task, components, 0):
        kind = component.get("type")
        name = _name(str(component.get("key") or ""))
        label = " ".join(str(component.get("label") or name or kind).split())
        if kind in _SHOWN_ONLY:
            continue
        if not isinstance(kind, str) or kind not in _FORM_JS or not name:
            tree.note("field", task, field=label, what=kind or "?")
            continue
        for rule in (each for each in _UNKNOWN_RULES if component.get(each)):
            tree.note("field_rule", task, field=label, what=rule)
        field = _component(component, kind, name, label)
        if field.type != _FORM_JS[kind] and not (kind == "datetime" and field.type == "date"):
            tree.note("field", task, field=label, what=kind)
        yield field


def _flat(tree: Tree, task: Any, components: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Groups only arrange. What is too much, or too deep, is told."""
    if not isinstance(components, list):
        return
    if depth > _MAX_DEPTH or len(components) > _MAX_FIELDS:
        tree.note("form_too_large", task, limit=_MAX_FIELDS, depth=_MAX_DEPTH)
        return
    for component in components:
        if isinstance(component, dict) and component.get("type") in {"group", "columns"}:
            yield from _flat(tree, task, component.get("components"), depth + 1)
        elif isinstance(component, dict):
            yield component


def _component(component: Mapping[str, Any], kind: str, name: str, label: str) -> Field:
    rules = component.get("validate")
    rules = rules if isinstance(rules, dict) else {}
    values = component.get("values")
    options = tuple(
        Option(id=str(item["value"]), label=str(item.get("label") or item["value"]))
        for item in (values if isinstance(values, list) else [])
        if isinstance(item, dict) and item.get("value") not in {None, ""}
    )
    wanted = _FORM_JS[kind]
    if kind == "datetime" and component.get("subtype") == "date":
        wanted = "date"
    default = component.get("defaultValue")
    return Field(
        name=name,
        label=label or name,
        type=_with_options(wanted, options),
        required=rules.get("required") is True,
        help=str(component.get("description") or ""),
        default=str(default)
        if isinstance(default, str | int | float) and not isinstance(default, bool)
        else "",
        options=options,
        min_length=_count(rules.get("minLength")),
        max_length=_count(rules.get("maxLength")),
        minimum=_decimal(rules.get("min")),
        maximum=_decimal(rules.get("max")),
    )


def _with_options(kind: str, options: tuple[Option, ...]) -> str:
    """A choice whose options come from elsewhere becomes a text."""
    return "text" if TYPES[kind].has_options and not options else kind


def _name(text: str) -> str:
    name = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_")
    return f"isian_{name}" if name[:1].isdigit() or name in {"sekarang", "langkah", "kunci"} else name


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**8 else None


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def _write(tree: Tree, task: Any, fields: list[Field]) -> None:
    known: set[str] = set()
    for field in fields:
        if field.name not in known:
            known.add(field.name)
            write_field(form_of(task), field)
    if known:
        etree.cleanup_namespaces(task, keep_ns_prefixes=["camunda"])
        tree.note("form", task)
