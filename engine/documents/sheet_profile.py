"""The layout of the SOP sheet: a TOML file, named by ALUR_SHEET_PROFILE. All of it is optional.

    [paper]
    size = "F4"                      # A3, A4, F4, Letter, Legal; or [width, height] in mm
    orientation = "landscape"        # or "portrait"
    margin = 14                      # mm; or [top, right, bottom, left]
    font = "Libertinus Serif"        # or "New Computer Modern", "DejaVu Sans Mono", or one of font_files
    font_files = []                  # the office's own, beside this file: ["bookman.ttf", "bookman-bold.ttf"]
    font_size = 8.5                  # points

    [titles]
    sheet = "STANDAR OPERASIONAL PROSEDUR"      # above the identity block; else nothing
    flowchart = "BAGAN ALIR"                    # above the flowchart; else nothing

    [identity]                       # which rows, in which order
    facts = ["nomor_sop", "tgl_pembuatan", "tgl_revisi", "tgl_pengesahan", "disahkan_oleh", "nama_sop"]
    blocks = ["dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan"]
    space = 18                       # mm, for signature and stamp in "Disahkan oleh"

    [flowchart]
    own_page = true                  # begins on a page of its own
    quality = ["inputs", "time", "outputs"]     # columns of Mutu Baku
    remarks = true                   # the column Keterangan
    actor_width = 22                 # mm; of one actor's column, less where many must fit
    time_width = 18
    symbol = [12, 6]                 # mm, width and height

    [signature]                      # below the flowchart, and no room in "Disahkan oleh"; else there is none
    place = "Bantul"
    space = 20                       # mm, for signature and stamp

    [labels]                         # the office's own words instead of the usual ones
    nomor_sop = "NOMOR SOP"
    actors = "PELAKSANA"

A fact may also be unit_kerja or moto_unit. A label may be of a fact, a block, a column, and: no, description,
actors, quality, draft, page, of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.bpmn.vocabulary import PROCESS
from engine.documents import fonts
from engine.office_file import read
from engine.schema import (
    Wrong,
    key,
    number,
    numbers,
    one_of,
    read_as,
    some_of,
    table,
    words,
    words_of,
    yes_or_no,
)


def _names(*keys: str) -> tuple[str, ...]:
    return tuple(PROCESS[key].name for key in keys)


#: mm, standing. F4 is the folio of Indonesian offices.
SIZES = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "F4": (215.0, 330.0), "Letter": (215.9, 279.4),
         "Legal": (215.9, 355.6)}  # fmt: skip
#: Those that come with typst: the sheet looks the same on every machine.
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
#: The SOP's own name: what else stands in the identity block are properties of the process.
NAME = "nama_sop"
FACTS = (
    *_names("sop_number", "created_on", "revised_on", "ratified_on", "ratified_by"), NAME,
    *_names("unit", "motto"),
)  # fmt: skip
BLOCKS = _names("legal_bases", "qualifications", "related_sops", "equipment", "warning", "record_keeping")
QUALITY = ("inputs", "time", "outputs")
WORDS = ("no", "description", "actors", "quality", *QUALITY, "remarks", "draft", "page", "of")

Lengths = tuple[float, ...]


def _size(written: Any, where: str) -> Lengths:
    if isinstance(written, str) and written in SIZES:
        return SIZES[written]
    if isinstance(written, list):
        return numbers(2, 100, 1000)(written, where)
    raise Wrong(f"{where} is {written!r}; it takes {', '.join(SIZES)} or [width, height] in mm")


def _margin(written: Any, where: str) -> Lengths:
    return numbers(4, 0, 80)(written if isinstance(written, list) else [written] * 4, where)


def _files(written: Any, where: str) -> tuple[str, ...]:
    if not isinstance(written, list) or not all(isinstance(name, str) for name in written):
        raise Wrong(f'{where} takes names of files such as ["bookman.ttf"]')
    return tuple(written)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Lengths in mm, the font's in points."""

    size: Lengths = key(_size, SIZES["F4"])
    orientation: str = key(one_of(("landscape", "portrait")), "landscape")
    #: Top, right, bottom, left.
    margin: Lengths = key(_margin, (14.0, 14.0, 14.0, 14.0))
    font: str = key(words(100, least=1), FONTS[0])
    #: Absolute once the file is read.
    font_files: tuple[str, ...] = key(_files, ())
    font_size: float = key(number(5, 16), 8.5)

    def __post_init__(self) -> None:
        top, right, bottom, left = self.margin
        if self.width - left - right < 120 or self.height - top - bottom < 80:
            raise Wrong("the margins leave less than 120 × 80 mm to write on")

    @property
    def lying(self) -> bool:
        """The longer side is the width."""
        return self.orientation == "landscape"

    @property
    def width(self) -> float:
        """mm, margins included."""
        return max(self.size) if self.lying else min(self.size)

    @property
    def height(self) -> float:
        """mm, margins included."""
        return min(self.size) if self.lying else max(self.size)


@dataclass(frozen=True, kw_only=True)
class Titles:
    sheet: str = key(words(200), "")
    flowchart: str = key(words(200), "")


@dataclass(frozen=True, kw_only=True)
class Identity:
    facts: tuple[str, ...] = key(some_of(FACTS), FACTS[:6])
    blocks: tuple[str, ...] = key(some_of(BLOCKS), BLOCKS)
    space: float = key(number(0, 60), 18.0)


@dataclass(frozen=True, kw_only=True)
class Flowchart:
    own_page: bool = key(yes_or_no, default=True)
    quality: tuple[str, ...] = key(some_of(QUALITY, least=1), QUALITY)
    remarks: bool = key(yes_or_no, default=True)
    actor_width: float = key(number(10, 60), 22.0)
    time_width: float = key(number(10, 60), 18.0)
    symbol: Lengths = key(numbers(2, 3, 40), (12.0, 6.0))

    def __post_init__(self) -> None:
        if self.symbol[0] > self.actor_width - 4:
            raise Wrong("[flowchart] symbol must be 4 mm narrower than actor_width: arrows run beside it")


@dataclass(frozen=True, kw_only=True)
class Signature:
    place: str = key(words(200), "")
    space: float = key(number(5, 80), 20.0)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """As it stands: PermenPAN-RB 35/2012 on F4 paper, lying."""

    paper: Paper = key(table(Paper), Paper())
    titles: Titles = key(table(Titles), Titles())
    identity: Identity = key(table(Identity), Identity())
    flowchart: Flowchart = key(table(Flowchart), Flowchart())
    signature: Signature | None = key(table(Signature), None)
    labels: Mapping[str, str] = key(words_of((*FACTS, *BLOCKS, *WORDS), 80), MappingProxyType({}))


OFFICIAL = Profile()
_current = OFFICIAL


def use(profile: Profile) -> None:
    """The layout of this process from now on."""
    global _current  # noqa: PLW0603  # like the calendar: one per process, named once at its start
    _current = profile


def current() -> Profile:
    """The layout that `use` set for this process, else PermenPAN-RB 35/2012."""
    return _current


def load(path: Path | None) -> Profile:
    """Raises BadConfig with a sentence."""
    return read(path, "sheet profile", lambda written: _with_fonts(written, path)) if path else OFFICIAL


def _with_fonts(written: dict[str, Any], path: Path) -> Profile:
    """Font files stand beside the profile; a font is one of ours or one of theirs."""
    profile = read_as(Profile, written)
    paths = [(path.parent / name).resolve() for name in profile.paper.font_files]
    if missing := [each for each in paths if not each.is_file()]:
        raise Wrong(f"[paper] font_files: no such file: {missing[0]}")
    known = FONTS if profile.paper.font in FONTS else (*FONTS, *fonts.families(paths))
    if profile.paper.font not in known:
        raise Wrong(f"[paper] font is {profile.paper.font!r}; it takes {', '.join(known)}")
    return replace(profile, paper=replace(profile.paper, font_files=tuple(map(str, paths))))
