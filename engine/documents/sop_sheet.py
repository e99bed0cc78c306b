"""The SOP sheet on paper: PDF, or one SVG a page for the print view. Set by typst, in two passes.

The first pass finds out where the symbols stand, the second draws the arrows between them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import Any, Literal

import orjson

from engine.bpmn.diagram import Diagram
from engine.calendar.words import plain_day
from engine.documents.arrows import Drawing, Spot, draw
from engine.documents.sheet import Sheet, sheet_of
from engine.documents.sheet_profile import WORDS, Profile, current
from engine.texts import text

#: Of the width between the margins, what all actors' columns together may take; and a column's least, in mm.
_ACTORS_SHARE, _NARROWEST = 0.45, 9.0


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is printed, and what of it the diagram does not say."""

    diagram: Diagram
    version: int
    #: Not in force: watermarked.
    draft: bool
    language: str = "id"
    emblem: bytes | None = None


def pdf(paper: Paper, profile: Profile | None = None) -> bytes:
    """`profile`: another layout than this office's."""
    return _compile(paper, profile or current(), "pdf")[0]


def pages(paper: Paper, profile: Profile | None = None) -> list[bytes]:
    """One SVG a page."""
    return _compile(paper, profile or current(), "svg")


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
        return profile.labels.get(key) or text(f"sheet.{key}", paper.language, **params)

    identity = {**sheet.identity, "nama_sop": sheet.name}
    fact = partial(_fact, identity, language=paper.language)
    return {
        "layout": _layout(profile, len(sheet.actors)),
        "language": paper.language,
        "title": sheet.name,
        "number": identity.get("nomor_sop", ""),
        "version": words("version", n=paper.version),
        "unit": identity.get("unit_kerja", ""),
        "address": " ".join(identity.get("alamat_unit", "").split()),
        "emblem": list(paper.emblem) if paper.emblem else None,
        "draft": paper.draft,
        "facts": [{"key": key, "label": words(key), "value": fact(key)} for key in profile.facts],
        "blocks": [{"label": words(key), "lines": _lines(identity.get(key, ""))} for key in profile.blocks],
        "actors": list(sheet.actors),
        "rows": [asdict(row) for row in sheet.rows],
        "words": {name: words(name) for name in WORDS},
        "signature": _signature(identity, profile, paper.language),
    }


def _layout(profile: Profile, actors: int) -> dict[str, Any]:
    """Where many actors must fit on the page, their columns and symbols shrink together."""
    top, right, bottom, left = profile.margin
    most = max(_ACTORS_SHARE * (profile.width - left - right) / actors, _NARROWEST)
    scale = min(1.0, most / profile.actor_width)
    return {
        "width": profile.width,
        "height": profile.height,
        "margin": {"top": top, "right": right, "bottom": bottom, "left": left},
        "font": profile.font,
        "font_size": profile.font_size,
        "sheet_title": profile.sheet_title,
        "flowchart_title": profile.flowchart_title,
        "own_page": profile.own_page,
        "quality": profile.quality,
        "remarks": profile.remarks,
        "actor_width": profile.actor_width * scale,
        "time_width": profile.time_width,
        "symbol": [length * scale for length in profile.symbol],
    }


def _fact(identity: dict[str, str], key: str, *, language: str) -> str:
    value = identity.get(key, "")
    if key.startswith("tgl_"):
        return _day(value, language)
    if key != "disahkan_oleh":
        return value
    return "\n".join(part for part in (identity.get("disahkan_jabatan", ""), value, *_rank(identity)) if part)


def _signature(identity: dict[str, str], profile: Profile, language: str) -> dict[str, Any] | None:
    """Place and day, the office, room for the signature, name, rank and NIP."""
    if profile.signature is None:
        return None
    day = _day(identity.get("tgl_pengesahan", ""), language)
    return {
        "where": ", ".join(part for part in (profile.signature.place, day) if part),
        "office": identity.get("disahkan_jabatan", ""),
        "space": profile.signature.space,
        "name": identity.get("disahkan_oleh", ""),
        "rank": "\n".join(_rank(identity)),
    }


def _rank(identity: dict[str, str]) -> list[str]:
    nip = identity.get("disahkan_nip", "")
    return [part for part in (identity.get("disahkan_pangkat", ""), f"NIP. {nip}" if nip else "") if part]


def _day(iso: str, language: str) -> str:
    try:
        return plain_day(date.fromisoformat(iso), language)
    except ValueError:
        return iso


def _lines(value: str) -> list[str]:
    return [line.strip().rstrip(";") for line in value.splitlines() if line.strip()]
