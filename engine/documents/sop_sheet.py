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

from engine.bpmn.diagram import Diagram, Identity
from engine.bpmn.vocabulary import PROCESS
from engine.calendar.words import plain_day
from engine.documents.arrows import Drawing, Spot, draw
from engine.documents.sheet import Sheet, sheet_of
from engine.documents.sheet_profile import WORDS, Profile, current
from engine.texts import text

#: Of the width between the margins, what all actors' columns together may take; and a column's least, in mm.
_ACTORS_SHARE, _NARROWEST = 0.45, 9.0
#: What a profile may name, by the name that it has in the diagram.
_PROPERTIES = {prop.name: prop for prop in PROCESS.values() if prop.written == "property"}


@dataclass(frozen=True, kw_only=True)
class About:
    """What is printed, but the diagram does not say."""

    version: int
    #: Not in force: watermarked.
    draft: bool
    language: str = "id"
    emblem: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    diagram: Diagram
    about: About


def pdf(paper: Paper, profile: Profile | None = None) -> bytes:
    """`profile`: another layout than this office's."""
    return _compile(paper, profile or current(), "pdf")[0]


def pages(paper: Paper, profile: Profile | None = None) -> list[bytes]:
    """One SVG a page."""
    return _compile(paper, profile or current(), "svg")


def _compile(paper: Paper, profile: Profile, kind: Literal["pdf", "svg"]) -> list[bytes]:
    import typst

    sheet = sheet_of(paper.diagram, paper.about.language)
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
        return profile.labels.get(key) or text(f"sheet.{key}", paper.about.language, **params)

    def label(name: str) -> str:
        prop = _PROPERTIES.get(name)
        return profile.labels.get(name) or (prop.label(paper.about.language) if prop else words(name))

    identity = sheet.identity
    fact = partial(_fact, sheet, language=paper.about.language)
    return {
        "layout": _layout(profile, len(sheet.actors)),
        "language": paper.about.language,
        "title": sheet.name,
        "number": identity.sop_number,
        "version": words("version", n=paper.about.version),
        "unit": identity.unit,
        "address": " ".join(identity.address.split()),
        "emblem": list(paper.about.emblem) if paper.about.emblem else None,
        "draft": paper.about.draft,
        "facts": [
            {"key": name, "label": label(name), "value": fact(name)} for name in profile.identity.facts
        ],
        "blocks": [
            {"label": label(name), "lines": _lines(_value(sheet, name))} for name in profile.identity.blocks
        ],
        "actors": list(sheet.actors),
        "rows": [asdict(row) for row in sheet.rows],
        "words": {name: words(name) for name in WORDS},
        "signature": _signature(identity, profile, paper.about.language),
    }


def _layout(profile: Profile, actors: int) -> dict[str, Any]:
    """Where many actors must fit on the page, their columns and symbols shrink together."""
    paper, chart = profile.paper, profile.flowchart
    top, right, bottom, left = paper.margin
    most = max(_ACTORS_SHARE * (paper.width - left - right) / actors, _NARROWEST)
    scale = min(1.0, most / chart.actor_width)
    return {
        "width": paper.width,
        "height": paper.height,
        "margin": {"top": top, "right": right, "bottom": bottom, "left": left},
        "font": paper.font,
        "font_size": paper.font_size,
        "sheet_title": profile.titles.sheet,
        "flowchart_title": profile.titles.flowchart,
        "own_page": chart.own_page,
        "quality": chart.quality,
        "remarks": chart.remarks,
        "actor_width": chart.actor_width * scale,
        "time_width": chart.time_width,
        "symbol": [length * scale for length in chart.symbol],
    }


def _fact(sheet: Sheet, name: str, *, language: str) -> str:
    prop, identity, value = _PROPERTIES.get(name), sheet.identity, _value(sheet, name)
    if prop is not None and prop.form == "day":
        return _day(value, language)
    if prop is not PROCESS["ratified_by"]:
        return value
    return "\n".join(part for part in (identity.ratifier_office, value, *_rank(identity)) if part)


def _value(sheet: Sheet, name: str) -> str:
    prop = _PROPERTIES.get(name)
    return str(getattr(sheet.identity, prop.key)) if prop else sheet.name


def _signature(identity: Identity, profile: Profile, language: str) -> dict[str, Any] | None:
    """Place and day, the office, room for the signature, name, rank and NIP."""
    if profile.signature is None:
        return None
    day = _day(identity.ratified_on, language)
    return {
        "where": ", ".join(part for part in (profile.signature.place, day) if part),
        "office": identity.ratifier_office,
        "space": profile.signature.space,
        "name": identity.ratified_by,
        "rank": "\n".join(_rank(identity)),
    }


def _rank(identity: Identity) -> list[str]:
    nip = identity.ratifier_nip
    return [part for part in (identity.ratifier_rank, f"NIP. {nip}" if nip else "") if part]


def _day(iso: str, language: str) -> str:
    try:
        return plain_day(date.fromisoformat(iso), language)
    except ValueError:
        return iso


def _lines(value: str) -> list[str]:
    return [line.strip().rstrip(";") for line in value.splitlines() if line.strip()]
