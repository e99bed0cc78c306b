"""Which lines of a grid are the header of the table, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from engine.importing.cells.grid import MAX_COLUMNS, Grid, Line, refused
from engine.importing.cells.words import STEP_NUMBER, alike, one_line, plain
from engine.importing.rows.columns import Columns, settle
from engine.importing.rows.norms import is_time, is_unit_alone, unit_of
from engine.importing.rows.table import MAX_ACTORS

_KINDS = {
    "number": ("no", "nomor", "no urut", "nomer", "num", "number", "langkah ke", "step no"),
    "description": (
        "uraian", "uraian prosedur", "uraian kegiatan", "kegiatan", "aktivitas", "aktifitas", "prosedur",
        "aktivitas kegiatan", "langkah", "langkah langkah", "langkah kegiatan", "tahapan", "tahap",
        "uraian tugas", "uraian aktivitas", "deskripsi", "deskripsi kegiatan", "rincian kegiatan",
        "kegiatan prosedur", "uraian langkah", "urutan kegiatan", "urutan prosedur", "tahapan kegiatan",
        "proses", "activity", "activities", "procedure", "steps", "description", "process",
    ),
    "performers": (
        "pelaksana", "pelaksana kegiatan", "aktor", "pelaku", "penanggung jawab", "pelaksana tugas",
        "unit pelaksana", "jabatan pelaksana", "unit kerja pelaksana", "pihak terkait", "unit terkait",
        "pic", "actor", "actors", "performer", "performed by", "responsible", "person in charge", "executor",
    ),
    "quality": (
        "mutu baku", "baku mutu", "standar mutu", "standar baku", "quality standard", "quality standards",
    ),
    "inputs": (
        "kelengkapan", "persyaratan", "persyaratan kelengkapan", "kelengkapan persyaratan", "syarat",
        "persyaratan perlengkapan", "perlengkapan", "input", "masukan", "kelengkapan dokumen",
        "persyaratan dan kelengkapan", "dokumen", "bahan", "requirement", "requirements", "inputs",
    ),
    "time": (
        "waktu", "durasi", "lama", "lama waktu", "jangka waktu", "waktu penyelesaian",
        "waktu pelaksanaan", "time", "duration",
    ),
    "output": ("output", "keluaran", "hasil", "out put", "luaran", "produk", "outputs", "result"),
    "remarks": ("keterangan", "ket", "catatan", "remarks", "remark", "notes", "note", "keterangan lain"),
    "symbol": ("simbol", "bentuk", "jenis simbol", "symbol", "flowchart", "bagan alir", "diagram alir"),
}  # fmt: skip
_LOOKED_AT = 3


def kind_of(text: str) -> str:
    """What a header's words name; empty when they name nothing known."""
    words = plain(re.sub(r"\(.*?\)", " ", one_line(text)))
    return _named_by(words) if words and len(words) <= 40 else ""


@lru_cache(maxsize=4096)
def _named_by(words: str) -> str:
    for kind, names in _KINDS.items():
        if words in names:
            return kind
    for kind, names in _KINDS.items():
        if any(len(name) > 4 and alike(words, name) for name in names):
            return kind
    first = words.split(maxsplit=1)[0]
    return next((kind for kind in ("description", "time", "inputs") if first in _KINDS[kind]), "")


def find_header(grid: Grid) -> Columns | None:
    """The columns of the SOP's table; None when this grid holds none."""
    for place, line in enumerate(grid.lines):
        kinds = {kind_of(cell.text) for cell in line[:MAX_COLUMNS]}
        if "description" not in kinds:
            continue
        below = {
            kind_of(cell.text)
            for each in grid.lines[place + 1 : place + _LOOKED_AT]
            for cell in each[:MAX_COLUMNS]
        }
        others = (kinds | below) & {"performers", "quality", "inputs", "time", "output", "remarks"}
        if len(others) >= 2 and kinds - {"description", ""}:
            return _columns(grid.lines, place)
    return None


def is_header(line: Line) -> bool:
    """Repeated on the next page, or the line that numbers the columns."""
    if any(is_time(cell.text) for cell in line):
        return False
    kinds = {kind_of(cell.text) for cell in line} - {""}
    return (
        _numbers_columns(line)
        or len(kinds) >= 3
        or kinds >= {"inputs", "time"}
        or kinds >= {"time", "output"}
    )


def _columns(lines: Sequence[Line], place: int) -> Columns:
    top = lines[place]
    end = place + 1
    while end < len(lines) and end < place + 4 and _continues_header(lines, place, end):
        end += 1
    subs = [line for line in lines[place + 1 : end] if not _numbers_columns(line)]
    columns = _flattened(top, subs) or _aligned(top, subs)
    if not columns.actors and columns.performer is None:
        columns.actors = _unknown_group(top, subs) or _unheaded(top, columns.description)
    columns.begin = end
    if len(columns.actors) > MAX_ACTORS:
        raise refused("too_many_actors", limit=MAX_ACTORS)
    settle(columns, lines[place:end], lines[end:])
    return columns


def _continues_header(lines: Sequence[Line], place: int, at: int) -> bool:
    line, top = lines[at], lines[place]
    if _numbers_columns(line):
        return True
    if any(is_time(cell.text) for cell in line) or not any(cell.text.strip() for cell in line):
        return False
    # A row is one even if "Bahan" stands in it.
    numbered = bool(line) and bool(STEP_NUMBER.fullmatch(one_line(line[0].text)))
    units = all(is_unit_alone(cell.text) for cell in line if cell.text.strip() and not cell.above)
    if numbered or units or {kind_of(cell.text) for cell in line} & {"inputs", "time", "output"}:
        return not numbered
    kinds = [kind_of(cell.text) for cell in top]
    # A line of names below "Pelaksana", with nothing where the description stands.
    before = range(kinds.index("description") + 1)
    if any(c < len(line) and line[c].text.strip() and not line[c].above for c in before):
        return False
    return "performers" in kinds and at == place + 1 and sum(bool(cell.text.strip()) for cell in line) >= 1


def _numbers_columns(line: Line) -> bool:
    texts = [one_line(cell.text).strip("().") for cell in line if cell.text.strip()]
    return len(texts) >= 4 and texts == [str(n) for n in range(1, len(texts) + 1)]


def _aligned(top: Line, subs: Sequence[Line]) -> Columns:
    """Each column's words stand above one another; an empty cell continues the group to its left."""
    columns, group = Columns(), ""
    width = min(max(len(line) for line in (top, *subs)), MAX_COLUMNS)
    for c in range(width):
        above = one_line(top[c].text) if c < len(top) else ""
        if above and not (c < len(top) and top[c].left):
            group = kind_of(above) or "?"
        below = _lowest(subs, c, above)
        unit = is_unit_alone(below) and group in {"quality", "time"}
        _place(columns, c, group=group, below="Waktu" if unit else below, starts=bool(above))
        if unit or kind_of(below or above) == "time":
            columns.time_unit = plain(below) if unit else unit_of(below or above)
            columns.units[c] = columns.time_unit
    return columns


def _unknown_group(top: Line, subs: Sequence[Line]) -> dict[int, str]:
    """A heading of any words over several names: who else would stand there?"""
    found: dict[int, str] = {}
    under = ""
    for c in range(min(len(top), MAX_COLUMNS)):
        under = one_line(top[c].text) or (under if top[c].left or not top[c].text else "")
        name = _lowest(subs, c, under)
        if under and not kind_of(under) and name and not kind_of(name):
            found[c] = name
    return found if len(found) >= 2 else {}


def _unheaded(top: Line, description: int) -> dict[int, str]:
    """Actors right behind the description, with no "Pelaksana" above them."""
    found: dict[int, str] = {}
    for c in range(description + 1, min(len(top), MAX_COLUMNS)):
        name = one_line(top[c].text)
        if not name or kind_of(name):
            break
        found[c] = name
    return found


def _lowest(subs: Sequence[Line], c: int, above: str) -> str:
    """The lowest header text in a column that isn't only the upper one continued."""
    for line in reversed(subs):
        if c < len(line) and line[c].text.strip() and not line[c].left:
            words = one_line(line[c].text)
            if not (line[c].above and words == above):
                return words
    return ""


def _place(columns: Columns, c: int, *, group: str, below: str, starts: bool) -> None:
    kind = kind_of(below)
    if group == "performers":
        if below and kind not in {"inputs", "time", "output", "remarks"}:
            columns.actors[c] = below
            return
        if not below and starts:
            columns.performer = c
            return
    if kind in {"inputs", "time", "output", "remarks", "symbol"}:
        _set(columns, kind, c)
    elif group == "quality" and not below:
        _set(columns, "inputs" if starts else "", c)
    elif starts and group in {"number", "inputs", "time", "output", "remarks", "symbol"}:
        _set(columns, group, c)
    elif group == "description" and starts:
        columns.description = c


def _set(columns: Columns, kind: str, c: int) -> None:
    if kind and getattr(columns, kind) is None:
        setattr(columns, kind, c)


def _flattened(top: Line, subs: Sequence[Line]) -> Columns | None:
    """Merged cells lost: the sub-headers follow one another from the left, under nothing of theirs."""
    if len(subs) != 1:
        return None
    names = [one_line(cell.text) for cell in subs[0] if cell.text.strip() and not cell.above]
    heads = [one_line(cell.text) for cell in top if cell.text.strip()]
    kinds = [kind_of(head) for head in heads]
    first = next((c for c, cell in enumerate(subs[0]) if cell.text.strip() and not cell.above), len(top))
    if not {"performers", "quality"} <= set(kinds):
        return None
    if first >= min(kinds.index("performers"), kinds.index("quality")):
        return None
    standards = [n for n, name in enumerate(names) if kind_of(name) in {"inputs", "time", "output"}]
    if len(standards) < 2:
        return None
    columns, c = Columns(), 0
    first_standard, behind = standards[0], standards[-1] + 1
    groups = {"performers": names[:first_standard], "quality": names[first_standard:]}
    if kinds.index("quality") < kinds.index("performers"):
        groups = {"performers": names[behind:], "quality": names[:behind]}
    for kind in kinds:
        parts = groups.get(kind, [""])
        for part in parts:
            _place(columns, c, group=kind, below=part, starts=part == "" or kind == "performers")
            c += 1
    return columns
