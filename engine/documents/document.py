"""A paper with head, title, number, facts, tables, signatures and page numbers, set by typst. Pure.

Not the SOP sheet, which has a form of its own: whatever else an office hands over, upright on its own paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from engine.documents import fonts
from engine.documents.sheet_profile import Profile
from engine.texts import text


@dataclass(frozen=True, kw_only=True)
class Table:
    title: str
    head: Sequence[str]
    #: Shares of the width.
    columns: Sequence[float]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Room for a signature, with what stands above and below; without a name a line for one."""

    over: str
    office: str = ""
    name: str = ""
    rank: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    language: str
    title: str
    number: str
    #: Where it comes from and when it was made.
    footer: str
    #: The head: lines of the unit, its motto, lines of its address.
    unit: str
    motto: str
    address: str
    #: (label, value)
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table] = ()
    signatures: Sequence[Signatory] = ()
    emblem: bytes | None = None


def pdf(document: Document, profile: Profile) -> bytes:
    """On the profile's paper, upright, in its font."""
    import typst

    paper = profile.paper
    data = fonts.legible(_data(document, profile), paper.font, paper.font_files)
    compiler = typst.Compiler(
        _template(),
        sys_inputs={"data": orjson.dumps(data).decode()},
        font_paths=fonts.known(paper.font_files),
    )
    made = compiler.compile(format="pdf")
    return made if isinstance(made, bytes) else b""


def _data(document: Document, profile: Profile) -> dict[str, Any]:
    paper = profile.paper
    top, right, bottom, left = paper.margin
    return {
        "layout": {
            "width": min(paper.size),
            "height": max(paper.size),
            "margin": {"top": top, "right": right, "bottom": bottom, "left": left},
            "fonts": fonts.chain(paper.font),
            "font_size": paper.font_size,
        },
        "language": document.language,
        "title": document.title,
        "number": document.number,
        "footer": document.footer,
        "emblem": list(document.emblem) if document.emblem else None,
        "head": {
            "unit": _lines(document.unit),
            "motto": document.motto,
            "address": _lines(document.address),
        },
        "facts": [list(fact) for fact in document.facts],
        "tables": [asdict(table) for table in document.tables if table.rows],
        "signatures": [asdict(signatory) for signatory in document.signatures],
        "space": profile.signature.space if profile.signature else profile.identity.space,
        "words": {name: text(f"sheet.{name}", document.language) for name in ("page", "of")},
    }


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


@cache
def _template() -> bytes:
    return (files("engine.documents") / "document.typ").read_bytes()
