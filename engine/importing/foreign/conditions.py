"""Branches: conditions of other tools in Starlark, and questions where a choice has none."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from engine.bpmn.writing import write_field
from engine.bpmn.xml import CAMUNDA, name_of
from engine.forms.fields import Field, Option
from engine.importing.cells.words import one_line, slug
from engine.importing.foreign.tree import Tree, form_of, tag
from engine.importing.plan.branches import value_of
from engine.starlark.scripts import check_condition

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"
_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_WORDS = (
    (re.compile(r"&&"), " and "), (re.compile(r"\|\|"), " or "), (re.compile(r"!(?!=)"), " not "),
    (re.compile(r"\btrue\b"), "True"), (re.compile(r"\bfalse\b"), "False"), (re.compile(r"\bnull\b"), "None"),
    (re.compile(r"\beq\b"), "=="), (re.compile(r"\bne\b"), "!="), (re.compile(r"\bgt\b"), ">"),
    (re.compile(r"\blt\b"), "<"), (re.compile(r"\bge\b"), ">="), (re.compile(r"\ble\b"), "<="),
    (re.compile(r"\.equals\(([^()]*)\)"), r" == \1"),
)  # fmt: skip


def translate(tree: Tree) -> None:
    """JUEL `${…}` and FEEL `= …` → Starlark; what has no translation stays, and is noted."""
    for flow in tree.flows():
        condition = flow.find(tag("conditionExpression"))
        text = "".join(condition.itertext()).strip() if condition is not None else ""
        if not text:
            if condition is not None:
                flow.remove(condition)
            continue
        if check_condition(text) is None:
            continue
        fresh = _starlark(text)
        if fresh and check_condition(fresh) is None and condition is not None:
            for child in list(condition):
                condition.remove(child)
            condition.text = fresh
            condition.attrib.pop("language", None)
            tree.note("condition", flow, before=text[:100], after=fresh)
        else:
            tree.note("condition_unread", flow, before=text[:100])


def _starlark(text: str) -> str:
    juel = re.fullmatch(r"[$#]\{(.*)\}", text, re.DOTALL)
    feel = text.startswith("=") and not text.startswith("==")
    source = juel[1] if juel else text[1:] if feel else text
    parts = _STRING.split(source)
    return "".join(part if n % 2 else _translated(part, feel=feel) for n, part in enumerate(parts)).strip()


def _translated(part: str, *, feel: bool) -> str:
    for pattern, words in _WORDS:
        part = pattern.sub(words, part)
    return re.sub(r"(?<![<>!=])=(?!=)", "==", part) if feel else part


def ask_for_branches(tree: Tree) -> None:
    """A drawn choice without conditions is decided by the person who does the step before it."""
    by_id = tree.by_id()
    for gateway in [node for node in tree.nodes() if name_of(node) == "exclusiveGateway"]:
        outgoing = [flow for flow in tree.flows() if flow.get("sourceRef") == gateway.get("id")]
        unsaid = [flow for flow in outgoing if flow.find(tag("conditionExpression")) is None]
        if len(outgoing) < 2 or (
            len(unsaid) < 2 and (not unsaid or gateway.get("default") == unsaid[0].get("id"))
        ):
            continue
        incoming = [flow for flow in tree.flows() if flow.get("targetRef") == gateway.get("id")]
        sources = [by_id.get(flow.get("sourceRef")) for flow in incoming]
        answerable = len(unsaid) == len(outgoing) and len(sources) == 1 and sources[0] is not None
        if answerable and name_of(sources[0]) == "userTask" and not gateway.get("default"):
            _add_question(tree, sources[0], gateway, outgoing)
        elif len(unsaid) == 1:
            gateway.set("default", unsaid[0].get("id"))
            tree.note("default", gateway)
        else:
            tree.note("unasked", gateway)


def _add_question(tree: Tree, task: Any, gateway: Any, flows: list[Any]) -> None:
    field = _field_name(tree, gateway)
    taken: set[str] = set()
    options = []
    for number, flow in enumerate(flows, 1):
        label = one_line(flow.get("name") or "") or f"Cabang {number}"
        options.append(Option(id=value_of(label, taken), label=label))
    question = one_line(gateway.get("name") or "") or "Keputusan"
    write_field(
        form_of(task), Field(name=field, label=question, type="radio", required=True, options=tuple(options))
    )
    for flow, option in list(zip(flows, options, strict=True))[:-1]:
        condition = etree.SubElement(flow, tag("conditionExpression"))
        condition.set(_XSI, f"{_prefix(flow)}tFormalExpression")
        condition.text = f'{field} == "{option.id}"'
    gateway.set("default", flows[-1].get("id"))
    tree.note("asked", gateway, step=task.get("name") or task.get("id"))


def _prefix(element: Any) -> str:
    return f"{element.prefix}:" if element.prefix else ""


def _field_name(tree: Tree, gateway: Any) -> str:
    taken = {element.get("id") for element in tree.root.iter(f"{{{CAMUNDA}}}formField")}
    wanted = f"keputusan_{slug(gateway.get('name') or gateway.get('id') or '', longest=30)}".rstrip("_")
    return (
        wanted
        if wanted not in taken
        else next(f"{wanted}_{n}" for n in range(2, 10_000) if f"{wanted}_{n}" not in taken)
    )
