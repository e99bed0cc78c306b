"""A diagram as far as it is drawn: without the forms and properties in it, which are most of a file."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from engine.bpmn.xml import BPMN, parse_xml

_NOT_DRAWN = tuple(f"{{{BPMN}}}{name}" for name in ("extensionElements", "documentation"))


@lru_cache(maxsize=64)
def drawn_part(xml: str) -> bytes:
    """The file, as UTF-8, without what no drawing shows. Raises InvalidDiagram."""
    root = parse_xml(xml)
    for element in list(root.iter(*_NOT_DRAWN)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    found: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found
