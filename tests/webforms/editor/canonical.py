"""A diagram as what it says, whatever its prefixes, indentation and order of attributes: for comparing."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache, lru_cache
from typing import Any

from lxml import etree

from tests.conftest import ROOT

Said = tuple[str, tuple[tuple[str, str], ...], str]

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
#: An expression in a place for expressions comes back under the name of its type, or of the place.
_EXPRESSIONS = {f"{_BPMN}messagePath", f"{_BPMN}formalExpression", f"{_BPMN}expression"}


def said(xml: str) -> Counter[Said]:
    """Every element with its place, attributes and text; how often."""
    root = etree.fromstring(xml.encode(), etree.XMLParser(remove_comments=True, remove_pis=True))
    return Counter(_all(root, ""))


def _all(element: Any, place: str) -> list[Said]:
    here = f"{place}/{'expression' if element.tag in _EXPRESSIONS else element.tag}"
    found: list[Said] = [(here, tuple(sorted(_attributes(element))), " ".join((element.text or "").split()))]
    for child in element:
        found += _all(child, here)
    return found


def _attributes(element: Any) -> list[tuple[str, str]]:
    return [
        # A type is a qualified name: what counts is its namespace, not the prefix of this file.
        (_own(element, name), _qualified(element, value) if name == f"{_XSI}type" else _number(value))
        for name, value in element.attrib.items()
        if name != f"{_XSI}schemaLocation" and not _goes_without_saying(element, name, value)
    ]


def _goes_without_saying(element: Any, name: str, value: str) -> bool:
    """What the standard says where nothing is written; and a waypoint is always a point."""
    if name == f"{_XSI}type":
        return etree.QName(element).localname == "waypoint" or element.tag in _EXPRESSIONS
    return (name, _number(value).lower()) in _defaults()


def _own(element: Any, name: str) -> str:
    """An attribute that repeats its element's namespace comes back without the prefix."""
    return name.removeprefix(element.tag[: element.tag.find("}") + 1])


@cache
def _defaults() -> set[tuple[str, str]]:
    folder = ROOT / "webforms/frontend/node_modules/bpmn-moddle/resources/bpmn/json"
    found: set[tuple[str, str]] = set()
    for file in folder.glob("*.json"):
        for kind in json.loads(file.read_text("utf-8"))["types"]:
            for item in kind.get("properties", ()):
                if "default" in item:
                    found.add((item["name"], _number(str(item["default"])).lower()))
    return found


def _qualified(element: Any, value: str) -> str:
    prefix, colon, name = value.rpartition(":")
    return f"{{{element.nsmap.get(prefix if colon else None, '')}}}{name}"


@lru_cache(10_000)
def _number(value: str) -> str:
    """36.0 and 36 are the same measure; a line break in an attribute is a space."""
    try:
        return str(float(value))
    except ValueError:
        return " ".join(value.split())
