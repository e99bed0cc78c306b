"""The SOP sheet on paper: PDF, or one SVG a page for the print view. Set by typst, in two passes.

The first pass finds out where the symbols stand, the second draws the arrows between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import Any, Literal

import orjson

from engine.bpmn.diagram import Diagram, Identity
from engine.bpmn.vocabulary import PROCESS
from engine.calendar.words import plain_day
from engine.documents import fonts
from engine.documents.arrows import Drawing, Spot, draw
from engine.documents.pictures import lean
from engine.documents.sheet import Arrow, Sheet, sheet_of, with_keys
from engine.documents.sheet_profile import WORDS, Profile, current
from engine.documents.words_beneath import lines_of, with_words
from engine.texts import text

#: Of the width between the margins, what all actors' columns together may take.
_ACTORS_SHARE = 0.45
#: What an answer beside an arrow may have, in letters of 1.5 mm each.
_ANSWER, _LETTER = 24, 1.5
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
    [[whole]] = _compile(paper, profile or current(), "pdf")
    return whole


def pages(paper: Paper, profile: Profile | None = None) -> list[bytes]:
    """One SVG a page, its words beneath the shapes of their letters."""
    pictures, [whole] = _compile(paper, profile or current(), "svg", "pdf")
    of_pages = zip(pictures, lines_of(whole), strict=True)
    return [with_words(lean(picture), lines) for picture, lines in of_pages]


def _compile(paper: Paper, profile: Profile, *kinds: Literal["pdf", "svg"]) -> list[list[bytes]]:
    """Of each kind its files: one PDF, one SVG a page."""
    import typst

    actors = sheet_of(paper.diagram, paper.about.language)
    layout = _layout(profile, len(actors.actors))
    sheet = with_keys(actors, min(_ANSWER, int(len(actors.actors) * layout["actor_width"] / _LETTER) - 2))
    data = fonts.legible(_data(paper, sheet, profile), profile.paper.font, profile.paper.font_files)
    inputs = {"data": orjson.dumps(data).decode(), "drawing": _NOTHING}
    compiler = partial(
        typst.Compiler,
        _template(),
        font_paths=fonts.known(profile.paper.font_files),
    )
    first = compiler(sys_inputs=inputs)
    marks = orjson.loads(first.query("<mark>", field="value"))
    arrows = [replace(arrow, label=label) for arrow, label in _answers(sheet, profile)]
    drawing = _as_json(draw(arrows, _spots(marks), _gaps(marks)), _gaps(marks))
    second = partial(compiler, sys_inputs={**inputs, "drawing": drawing})
    # A compiler of typst that was given bytes sets them once.
    made = [second().compile(format=kind) for kind in kinds]
    return [each if isinstance(each, list) else [each or b""] for each in made]


def _spots(marks: list[dict[str, Any]]) -> list[Spot]:
    names = Spot.__dataclass_fields__
    return [Spot(**{name: mark[name] for name in names}) for mark in marks if mark["kind"] == "symbol"]


def _gaps(marks: list[dict[str, Any]]) -> list[float]:
    """Borders of the actors' columns; the heading that says them stands on every page."""
    return sorted({round(mark["x"], 1) for mark in marks if mark["kind"] == "gap"})


def _answers(sheet: Sheet, profile: Profile) -> Iterator[tuple[Arrow, str]]:
    """Arrows with labels that have glyphs."""
    labels = [arrow.label for arrow in sheet.arrows]
    legible = fonts.legible(labels, profile.paper.font, profile.paper.font_files)
    return zip(sheet.arrows, legible, strict=True)


_NOTHING = '{"lines": [], "pentagons": [], "bounds": [0, 0]}'


def _as_json(drawing: Drawing, gaps: list[float]) -> str:
    return orjson.dumps({**asdict(drawing), "bounds": [gaps[0], gaps[-1]]}).decode()


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
        # The first is no revision.
        "revision": words("revision", n=paper.about.version - 1) if paper.about.version > 1 else "",
        "unit": _lines(identity.unit),
        "motto": identity.motto,
        "address": _lines(identity.address),
        "emblem": list(paper.about.emblem) if paper.about.emblem else None,
        "draft": paper.about.draft,
        "facts": [
            {
                "key": name,
                "label": label(name),
                "value": fact(name),
                "signer": _signer(identity, profile) if name == PROCESS["ratified_by"].name else None,
            }
            for name in profile.identity.facts
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
    most = _ACTORS_SHARE * (paper.width - left - right) / actors
    scale = min(1.0, most / chart.actor_width)
    return {
        "width": paper.width,
        "height": paper.height,
        "margin": {"top": top, "right": right, "bottom": bottom, "left": left},
        "fonts": fonts.chain(paper.font),
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
    prop, value = _PROPERTIES.get(name), _value(sheet, name)
    if prop is not None and prop.form == "day":
        return _day(value, language)
    return value


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
        **_signer(identity, profile),
        "space": profile.signature.space,
    }


def _signer(identity: Identity, profile: Profile) -> dict[str, Any]:
    """Who ratifies, with room for signature and cap unless that is below the flowchart."""
    nip = identity.ratifier_nip
    return {
        "office": identity.ratifier_office,
        "space": 0 if profile.signature else profile.identity.space,
        "name": identity.ratified_by,
        "rank": "\n".join(part for part in (identity.ratifier_rank, f"NIP. {nip}" if nip else "") if part),
    }


def _day(iso: str, language: str) -> str:
    try:
        return plain_day(date.fromisoformat(iso), language)
    except ValueError:
        return iso


def _lines(value: str) -> list[str]:
    return [line.strip().rstrip(";") for line in value.splitlines() if line.strip()]
