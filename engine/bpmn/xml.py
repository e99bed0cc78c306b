"""Reading a file that may be hostile. Everything that looks into a diagram gets its XML from here.

Two passes: expat streams over the bytes and refuses what has no business in a diagram before anything is
built; then lxml builds the tree with entities, DTD and network off.
"""

from __future__ import annotations

import codecs
import re
from typing import Any
from xml.parsers import expat

from lxml import etree

from engine.errors import InvalidDiagram

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
XINCLUDE = "http://www.w3.org/2001/XInclude"

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 20_000
#: What modelers and people's editors write, by Python's names. A file in any of them becomes UTF-8 before
#: anything looks at it. In others a DOCTYPE can be hidden from a look at the bytes.
ENCODINGS = {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"}

_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")


def parse_xml(data: bytes | str) -> Any:
    """The root element (bpmn:definitions), without comments. Raises InvalidDiagram, and nothing else."""
    if len(data) > MAX_BYTES:
        raise _refused("too_large", limit=MAX_BYTES // 1024 // 1024)
    content = _as_utf8(data)
    if len(content) > MAX_BYTES:
        raise _refused("too_large", limit=MAX_BYTES // 1024 // 1024)
    if b"\x00" in content:
        raise _refused("encoding")
    _inspect(content)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True
    )
    try:
        root: Any = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_xml(str(error)) from None
    if root.getroottree().docinfo.doctype:
        raise _refused("doctype")
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refused("not_bpmn")
    return root


def as_text(data: bytes) -> str:
    """The file as text that declares UTF-8, so that it reads the same when written out again."""
    text = _as_utf8(data).decode()
    return re.sub(r"""^(\s*<\?xml[^>]*?\bencoding\s*=\s*["'])[^"']*""", r"\1UTF-8", text, count=1)


def name_of(element: Any) -> str:
    """The tag without its namespace."""
    return str(etree.QName(element).localname)


def _as_utf8(data: bytes | str) -> bytes:
    """The file in UTF-8, whatever its declaration says."""
    try:
        return (data if isinstance(data, str) else _decoded(data)).encode()
    except UnicodeError:
        raise _refused("encoding") from None


def _decoded(data: bytes) -> str:
    """As declared; a file that says ASCII, or the like, may well be UTF-8."""
    encoding = _encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("utf-8-sig")


def _encoding(data: bytes) -> str:
    declared = _DECLARED.match(data)
    try:
        name = codecs.lookup(declared[1].decode("ascii").strip()).name if declared else "utf-8"
    except (LookupError, UnicodeError, ValueError):
        raise _refused("encoding") from None
    if name not in ENCODINGS:
        raise _refused("encoding")
    return "utf-8-sig" if name == "utf-8" else name


def _inspect(content: bytes) -> None:
    inspection = _Inspection()
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = inspection.start
    parser.EndElementHandler = inspection.end
    parser.StartDoctypeDeclHandler = inspection.doctype
    parser.ProcessingInstructionHandler = inspection.instruction
    try:
        parser.Parse(content, True)  # noqa: FBT003 - "this is all" has no keyword in expat
    except (expat.ExpatError, UnicodeError, ValueError) as error:
        raise _not_xml(str(error)) from None


class _Inspection:
    """Refuses a DOCTYPE, processing instructions, XInclude, too deep nesting and too many elements."""

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0

    def start(self, name: str, _attributes: object) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            raise _refused("too_deep", limit=MAX_DEPTH)
        if self.elements > MAX_ELEMENTS:
            raise _refused("too_many", limit=MAX_ELEMENTS)
        if name.startswith(XINCLUDE):
            raise _refused("xinclude")

    def end(self, _name: str) -> None:
        self.depth -= 1

    def doctype(self, *_declaration: object) -> None:
        raise _refused("doctype")

    def instruction(self, *_instruction: object) -> None:
        raise _refused("instruction")


def _not_xml(detail: str) -> InvalidDiagram:
    return _refused("not_xml", detail=detail[:200])


def _refused(reason: str, **params: object) -> InvalidDiagram:
    return InvalidDiagram(reason=f"lint.reason.{reason}", **params)
