"""The SOP sheet on paper: PDF, or one SVG a page for the print view. Set by typst, in two passes.

The first pass finds out where the symbols stand, the second draws the arrows between them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import orjson

from engine.bpmn.diagram import Diagram
from engine.documents.arrows import Drawing, Spot, draw
from engine.documents.sheet import Sheet, sheet_of
from engine.texts import text

#: What the identity block shows as facts (right column), and as blocks of lines below.
_FACTS = ("nomor_sop", "tgl_pembuatan", "tgl_revisi", "tgl_pengesahan", "disahkan_oleh")
_BLOCKS = (
    "dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A layout. Lengths in mm, of the columns in points."""

    width: float = 330.0
    height: float = 215.0
    margin: float = 14.0
    font: str = "Libertinus Serif"
    size: float = 8.5
    #: Width of an actor's column and of Waktu.
    actor: float = 62.0
    time: float = 50.0


#: PermenPAN-RB 35/2012 on F4 paper, lying.
OFFICIAL = Profile()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is printed, and what of it the diagram does not say."""

    diagram: Diagram
    version: int
    #: Not in force: watermarked.
    draft: bool
    language: str = "id"
    emblem: bytes | None = None


def pdf(paper: Paper, profile: Profile = OFFICIAL) -> bytes:
    return _compile(paper, profile, "pdf")[0]


def pages(paper: Paper, profile: Profile = OFFICIAL) -> list[bytes]:
    """One SVG a page."""
    return _compile(paper, profile, "svg")


def _compile(paper: Paper, profile: Profile, kind: Literal["pdf", "svg"]) -> list[bytes]:
    import typst

    sheet = sheet_of(paper.diagram, paper.language)
    inputs = {"data": orjson.dumps(_data(paper, sheet, profile)).decode(), "drawing": _NOTHING}
    first = typst.Compiler(_template(), sys_inputs=inputs, ignore_system_fonts=True)
    marks = orjson.loads(first.query("<mark>", field="value"))
    drawing = draw(sheet.arrows, _spots(marks), _gaps(marks))
    second = typst.Compiler(
        _template(), sys_inputs={**inputs, "drawing": _as_json(drawing)}, ignore_system_fonts=True
    )
    made = second.compile(format=kind)
    return made if isinstance(made, list) else [made or b""]


def _spots(marks: list[dict[str, Any]]) -> list[Spot]:
    names = Spot.__dataclass_fields__
    return [Spot(**{name: mark[name] for name in names}) for mark in marks if mark["kind"] == "symbol"]


def _gaps(marks: list[dict[str, Any]]) -> list[float]:
    """Borders of the actors' columns; the heading that says them stands on every page."""
    return sorted({round(mark["x"], 1) for mark in marks if mark["kind"] == "gap"})


_NOTHING = '{"lines": [], "pentagons": []}'


def _as_json(drawing: Drawing) -> str:
    return orjson.dumps(asdict(drawing)).decode()


@cache
def _template() -> bytes:
    return (files("engine.documents") / "sop_sheet.typ").read_bytes()


def _data(paper: Paper, sheet: Sheet, profile: Profile) -> dict[str, Any]:
    def words(key: str, **params: object) -> str:
        return text(f"sheet.{key}", paper.language, **params)

    identity = sheet.identity
    return {
        "profile": asdict(profile),
        "language": paper.language,
        "title": sheet.name,
        "number": identity.get("nomor_sop", ""),
        "version": words("version", n=paper.version),
        "unit": identity.get("unit_kerja", ""),
        "address": " ".join(identity.get("alamat_unit", "").split()),
        "emblem": list(paper.emblem) if paper.emblem else None,
        "draft": paper.draft,
        "facts": [{"label": words(key), "value": _fact(identity, key, paper.language)} for key in _FACTS],
        "blocks": [{"label": words(key), "lines": _lines(identity.get(key, ""))} for key in _BLOCKS],
        "actors": list(sheet.actors),
        "rows": [asdict(row) for row in sheet.rows],
        "words": {
            name: words(name)
            for name in (
                "no", "description", "actors", "quality", "inputs", "time", "outputs", "remarks",
                "name_of_sop", "draft", "page", "of",
            )
        },
    }  # fmt: skip


def _fact(identity: dict[str, str], key: str, language: str) -> str:
    value = identity.get(key, "")
    if key.startswith("tgl_"):
        return _day(value, language)
    if key != "disahkan_oleh":
        return value
    nip = identity.get("disahkan_nip", "")
    parts = (
        identity.get("disahkan_jabatan", ""),
        value,
        identity.get("disahkan_pangkat", ""),
        f"NIP. {nip}" if nip else "",
    )
    return "\n".join(part for part in parts if part)


def _day(iso: str, language: str) -> str:
    from datetime import date

    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    month = text("ui.time.months", language).split()[day.month - 1]
    return f"{day.day} {month} {day.year}"


def _lines(value: str) -> list[str]:
    return [line.strip().rstrip(";") for line in value.splitlines() if line.strip()]
