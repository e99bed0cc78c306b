"""The layout of the SOP sheet: a TOML file, named by ALUR_SHEET_PROFILE. All of it is optional.

    [paper]
    size = "F4"                      # A3, A4, F4, Letter, Legal; or [width, height] in mm
    orientation = "landscape"        # or "portrait"
    margin = 14                      # mm; or [top, right, bottom, left]
    font = "Libertinus Serif"        # or "New Computer Modern", "DejaVu Sans Mono"
    font_size = 8.5                  # points

    [titles]
    sheet = "STANDAR OPERASIONAL PROSEDUR"      # above the identity block; else nothing
    flowchart = "BAGAN ALIR"                    # above the flowchart; else nothing

    [identity]                       # which rows, in which order
    facts = ["nomor_sop", "tgl_pembuatan", "tgl_revisi", "tgl_pengesahan", "disahkan_oleh", "nama_sop"]
    blocks = ["dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan"]

    [flowchart]
    own_page = true                  # begins on a page of its own
    quality = ["inputs", "time", "outputs"]     # columns of Mutu Baku
    remarks = true                   # the column Keterangan
    actor_width = 22                 # mm; of one actor's column, less where many must fit
    time_width = 18
    symbol = [12, 6]                 # mm, width and height

    [signature]                      # below the flowchart; without it there is none
    place = "Bantul"
    space = 20                       # mm, for signature and stamp

    [labels]                         # the office's own words instead of the usual ones
    nomor_sop = "NOMOR SOP"
    actors = "PELAKSANA"

A fact may also be unit_kerja. A label may be of a fact, a block, a column, and: no, description, actors,
quality, draft, page, of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.office_file import Wrong, only, read

#: mm, standing. F4 is the folio of Indonesian offices.
SIZES = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "F4": (215.0, 330.0), "Letter": (215.9, 279.4),
         "Legal": (215.9, 355.6)}  # fmt: skip
#: Those that come with typst: the sheet looks the same on every machine.
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
FACTS = ("nomor_sop", "tgl_pembuatan", "tgl_revisi", "tgl_pengesahan", "disahkan_oleh", "nama_sop",
         "unit_kerja")  # fmt: skip
BLOCKS = ("dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan")
QUALITY = ("inputs", "time", "outputs")
WORDS = ("no", "description", "actors", "quality", *QUALITY, "remarks", "draft", "page", "of")


@dataclass(frozen=True, kw_only=True)
class Signature:
    place: str = ""
    space: float = 20.0


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Lengths in mm, the font's in points. As it stands: PermenPAN-RB 35/2012 on F4 paper, lying."""

    width: float = 330.0
    height: float = 215.0
    #: Top, right, bottom, left.
    margin: tuple[float, ...] = (14.0, 14.0, 14.0, 14.0)
    font: str = FONTS[0]
    font_size: float = 8.5
    sheet_title: str = ""
    flowchart_title: str = ""
    facts: tuple[str, ...] = FACTS[:6]
    blocks: tuple[str, ...] = BLOCKS
    own_page: bool = True
    quality: tuple[str, ...] = QUALITY
    remarks: bool = True
    actor_width: float = 22.0
    time_width: float = 18.0
    symbol: tuple[float, ...] = (12.0, 6.0)
    signature: Signature | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def lying(self) -> bool:
        return self.width > self.height


OFFICIAL = Profile()
_current = OFFICIAL


def use(profile: Profile) -> None:
    """The layout of this process from now on."""
    global _current  # noqa: PLW0603  # like the calendar: one per process, named once at its start
    _current = profile


def current() -> Profile:
    return _current


def load(path: Path | None) -> Profile:
    """Raises BadConfig with a sentence."""
    return read(path, "sheet profile", _profile) if path else OFFICIAL


def _profile(told: Mapping[str, Any]) -> Profile:
    parts = {"paper", "titles", "identity", "flowchart", "signature", "labels"}
    only(told, parts, "the file")
    paper, titles, identity = (_Part(told, name) for name in ("paper", "titles", "identity"))
    chart, signature = _Part(told, "flowchart"), _Part(told, "signature")
    usual = OFFICIAL
    width, height = _size(paper)
    made = Profile(
        width=width,
        height=height,
        margin=_margin(paper.get("margin", 14)),
        font=paper.one_of("font", FONTS),
        font_size=paper.number("font_size", usual.font_size, least=5, most=16),
        sheet_title=titles.text("sheet"),
        flowchart_title=titles.text("flowchart"),
        facts=identity.some_of("facts", FACTS, usual.facts),
        blocks=identity.some_of("blocks", BLOCKS, usual.blocks),
        own_page=chart.yes_or_no("own_page"),
        quality=chart.some_of("quality", QUALITY, QUALITY, least=1),
        remarks=chart.yes_or_no("remarks"),
        actor_width=chart.number("actor_width", usual.actor_width, least=10, most=60),
        time_width=chart.number("time_width", usual.time_width, least=10, most=60),
        symbol=_lengths(chart.get("symbol", list(usual.symbol)), 2, "[flowchart] symbol", least=3, most=40),
        signature=_signature(signature) if "signature" in told else None,
        labels=_labels(told.get("labels", {})),
    )
    for part in (paper, titles, identity, chart, signature):
        part.nothing_else()
    _fits(made)
    return made


def _size(paper: _Part) -> tuple[float, float]:
    told = paper.get("size", "F4")
    if isinstance(told, str) and told in SIZES:
        size: tuple[float, ...] = SIZES[told]
    elif isinstance(told, list):
        size = _lengths(told, 2, "[paper] size", least=100, most=1000)
    else:
        raise Wrong(f"[paper] size is {told!r}; it takes {', '.join(SIZES)} or [width, height] in mm")
    lying = paper.one_of("orientation", ("landscape", "portrait")) == "landscape"
    return (max(size), min(size)) if lying else (min(size), max(size))


def _margin(told: object) -> tuple[float, ...]:
    sides = told if isinstance(told, list) else [told] * 4
    return _lengths(sides, 4, "[paper] margin", least=0, most=80)


def _signature(part: _Part) -> Signature:
    return Signature(place=part.text("place"), space=part.number("space", 20, least=5, most=80))


def _labels(told: object) -> Mapping[str, str]:
    known = {*FACTS, *BLOCKS, *WORDS}
    only(told, known, "[labels]")
    assert isinstance(told, dict)  # noqa: S101  # `only` has seen to it
    for name, words in told.items():
        if not isinstance(words, str) or not words.strip() or len(words) > 80:
            raise Wrong(f"[labels] {name} takes words, at most 80 characters")
    return MappingProxyType(dict(told))


def _fits(made: Profile) -> None:
    top, right, bottom, left = made.margin
    if made.width - left - right < 120 or made.height - top - bottom < 80:
        raise Wrong("the margins leave less than 120 × 80 mm to write on")
    if made.symbol[0] > made.actor_width - 4:
        raise Wrong("[flowchart] symbol must be 4 mm narrower than actor_width: arrows run beside it")


class _Part:
    """One table of the file, read key by key; what nobody asked for is unknown."""

    def __init__(self, told: Mapping[str, Any], name: str) -> None:
        self.name, self.left = f"[{name}]", told.get(name, {})
        if not isinstance(self.left, dict):
            raise Wrong(f"{self.name} must be a table")
        self.left = dict(self.left)

    def get(self, key: str, usual: object) -> Any:
        return self.left.pop(key, usual)

    def text(self, key: str) -> str:
        told = self.get(key, "")
        if not isinstance(told, str) or len(told) > 200:
            raise Wrong(f"{self.name} {key} takes words, at most 200 characters")
        return told.strip()

    def number(self, key: str, usual: float, *, least: float, most: float) -> float:
        return _lengths([self.get(key, usual)], 1, f"{self.name} {key}", least=least, most=most)[0]

    def yes_or_no(self, key: str) -> bool:
        told = self.get(key, usual=True)
        if not isinstance(told, bool):
            raise Wrong(f"{self.name} {key} is {told!r}; it takes true or false")
        return told

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        told = self.get(key, known[0])
        if told not in known:
            raise Wrong(f"{self.name} {key} is {told!r}; it takes {', '.join(known)}")
        return str(told)

    def some_of(
        self, key: str, known: tuple[str, ...], usual: tuple[str, ...], *, least: int = 0
    ) -> tuple[str, ...]:
        told = self.get(key, list(usual))
        if not isinstance(told, list) or any(one not in known for one in told) or len(told) < least:
            raise Wrong(f"{self.name} {key} takes a list of {', '.join(known)}")
        if len(set(told)) < len(told):
            raise Wrong(f"{self.name} {key} names something twice")
        return tuple(told)

    def nothing_else(self) -> None:
        if self.left:
            raise Wrong(f"{self.name} has an unknown key: {', '.join(sorted(self.left))}")


def _lengths(told: object, n: int, where: str, *, least: float, most: float) -> tuple[float, ...]:
    good = isinstance(told, list) and len(told) == n
    if not good or not all(
        isinstance(one, int | float) and not isinstance(one, bool) and least <= one <= most
        for one in told  # type: ignore[attr-defined]
    ):
        numbers = "a number" if n == 1 else f"{n} numbers"
        raise Wrong(f"{where} takes {numbers} from {least:g} to {most:g}")
    return tuple(float(one) for one in told)  # type: ignore[attr-defined]
