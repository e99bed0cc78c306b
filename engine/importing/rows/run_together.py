"""Text copied out of a PDF: cells without borders, one behind another or each on lines of its own.

What can still be told apart is: a row begins with the next number, a duration parts what stands before Mutu
Baku's Waktu from what stands behind it, a cell begins with a capital letter. Where that leaves a choice, the
text stays whole, in the cell that comes first; each row that was parted is told, for somebody to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.importing.cells.grid import Cell, Grid, Line, Source
from engine.importing.cells.targets import TARGET
from engine.importing.cells.words import plain
from engine.importing.rows.below import is_below, signature_begins
from engine.importing.rows.headers import kind_of
from engine.importing.rows.identity import BLOCKS, LABELS
from engine.importing.rows.norms import DURATION, is_time

_ROW = re.compile(r"(\d{1,3})([a-z]?)\s*[.)]?(?:\s+(?=\S)|$)")
#: Words of a header's line, whatever stands next to one another in it.
_HEADS = re.compile(
    r"\b(?:uraian(?: prosedur| kegiatan)?|kegiatan|aktivitas|pelaksana|mutu baku|kelengkapan|persyaratan|"
    r"waktu|output|keterangan|ket|no|nomor)\b\.?",
    re.IGNORECASE,
)
#: How a Keterangan begins, where an Output stands before it.
_REMARK = re.compile(
    r"(?<=\s)(?=(?:Jika|Apabila|Bila|Kalau|Lihat|SOP|Kembali|Dikembalikan|Lanjut|Ya|Tidak|Maksimal|Dilakukan|"
    r"Sesuai|Khusus|Hanya)\b)"
)
#: What a name or a recipient goes on with: no cell begins behind these.
_GOES_ON = {
    "kepada", "ke", "dari", "oleh", "pada", "di", "untuk", "dan", "atau", "bersama", "melalui", "atas",
    "dengan", "ke-", "para", "tentang", "terhadap",
}  # fmt: skip
#: What goes in or comes out, where no other sign says that a cell begins.
_DOCUMENT = re.compile(
    r"(?<=\s)(?=(?:Berkas|Surat|Dokumen|Laporan|Disposisi|Naskah|Formulir|Nota|Draf|Daftar|Undangan|Bahan|Data)\b)"
)
#: Times in words.
_SOME_TIME = re.compile(
    r"\b(?:Hari (?:yang sama|itu juga|ini)|Menyesuaikan|Kondisional|Insident[ai]l|Sewaktu-waktu|Tentatif|"
    r"Segera)\b"
)
#: Words with which names of roles begin; those of units do only where no office stands before them.
_ROLES = re.compile(
    r"(?:Kepala|Sekretaris|Ketua|Anggota|Staf|Pengelola|Petugas|Pegawai|Atasan|Pemohon|Camat|Lurah|Panewu|Carik|"
    r"Bendahara|Kasub\w+|Kabid|Kabag|Kasi|Operator|Admin\w*|Verifikator|Pejabat|Tim|PP[KT]\w*|Arsiparis|Analis|"
    r"Penata|Bupati|Wali|Direktur|Inspektur|Auditor|Juru|Koordinator|Pelaksana|Penyedia|Masyarakat|Warga|Tamu|"
    r"Pelapor|Pimpinan|Pemimpin|Penelaah|Pranata|Pengadministrasi|Pengurus|Resepsionis|Redaktur|Asisten|Sekda|"
    r"Pengadu|Pengguna)"
)
#: Names of roles that go on in any case.
_HALF = re.compile(
    r"(?:Kepala|Ketua|Anggota|Staf|Pengelola|Petugas|Atasan|Kabid|Kabag|Kasi|Pejabat|Tim|Wali|Juru)"
)
_UNITS = re.compile(r"(?:Dinas|Bidang|Bagian|Seksi|Redaksi|UPT\w*|OPD|Unit|Sub\w*)")
#: How the description of a row begins whose number was there already.
_VERBS = ("Me", "Ber", "Di")
_MAX_HEAD = 15


@dataclass(frozen=True, kw_only=True)
class _Parts:
    description: str
    inputs: str = ""
    time: str = ""
    output: str = ""
    remarks: str = ""


def read_run_together(lines: Sequence[str]) -> Source | None:
    """None where the text is no table of an SOP in this form."""
    lines = [" ".join(line.split()) for line in lines if line.strip()]
    begin = _first_row(lines)
    if begin is None:
        return None
    top = _head_begins(lines, begin)
    head, above = lines[top:begin], lines[:top]
    body, below = _ended([line for line in lines[begin:] if line not in head])
    rows = list(_rows(body))
    if len(rows) < 2 or not any(_duration(words) for _number, words in rows):
        return None
    parts = [(number, _parted(words)) for number, words in rows]
    shown = [f"{number}: {_shown(each)}" for number, each in parts]
    names = [line for line in head if not _only_heads(line)]
    actors = _actors(" ".join(names))
    grid = Grid((*_head(actors), *(_line(number, each, len(actors)) for number, each in parts)))
    unknown = plain(_HEADS.sub(" ", " ".join(names)))
    left = {
        "cells_run_together": tuple(shown),
        "actors_run_together": (", ".join(actors),) if actors else (),
        "unread": tuple(names) if unknown and not actors else (),
    }
    return Source(
        grids=(Grid(tuple(line for each in above if (line := _identity(each)))), grid),
        loose=(*(line for line in above if not _identity(line)), *below),
        below=len(below),
        notes=("symbols_lost",),
        left={kind: texts for kind, texts in left.items() if texts},
    )


def _head(actors: Sequence[str]) -> tuple[Line, Line]:
    """Two lines, as in the official form."""
    group = (Cell("Pelaksana"), *(Cell(left=True) for _name in actors[1:])) if actors else ()
    quality = (Cell("Mutu Baku"), Cell(left=True), Cell(left=True))
    top = (Cell("No"), Cell("Uraian Prosedur"), *group, *quality, Cell("Keterangan"))
    names = (*map(Cell, actors), Cell("Kelengkapan"), Cell("Waktu"), Cell("Output"))
    return top, (Cell(above=True), Cell(above=True), *names, Cell(above=True))


def _actors(words: str) -> list[str]:
    """Names of roles, one behind another; none where they can't be told apart."""
    names: list[list[str]] = []
    for word in _HEADS.sub(" ", words).split():
        before = names[-1] if names else []
        joined = bool(before) and (
            before[-1][-1:] in "/(&" or (len(before) == 1 and _ROLES.fullmatch(before[0]))
        )
        begins = _ROLES.fullmatch(word) or (_UNITS.fullmatch(word) and not joined)
        if not names or (begins and before[-1][-1:] not in "/(&"):
            names.append([word])
        else:
            before.append(word)
    return [" ".join(name) for name in names] if len(names) > 1 else []


def _first_row(lines: Sequence[str]) -> int | None:
    """The line of the row 1 below a head that names a description and two more columns."""
    for n, line in enumerate(lines):
        found = _ROW.match(line)
        if found and found[1] == "1":
            words = " ".join(lines[max(0, n - _MAX_HEAD) : n])
            kinds = {kind_of(each[0]) for each in _HEADS.finditer(words)} - {""}
            if (
                "description" in kinds
                and len(kinds & {"inputs", "time", "output", "performers", "quality"}) >= 2
            ):
                return n
    return None


def _head_begins(lines: Sequence[str], begin: int) -> int:
    """The first line of the head, counted upwards from row 1: the one with the description's heading."""
    for n in range(begin - 1, max(-1, begin - _MAX_HEAD - 1), -1):
        kinds = {kind_of(each[0]) for each in _HEADS.finditer(lines[n])}
        if "description" in kinds and not _labelled(lines[n]):
            return n - 1 if n and plain(lines[n - 1]) in {"no", "nomor"} else n
    return begin


def _identity(line: str) -> Line:
    """A heading of the identity block with its text in the same line; boxes run into one another."""
    words = line.split()
    for n in range(min(4, len(words) - 1), 1, -1):
        name = LABELS.get(plain(" ".join(words[:n])), "")
        if name and name not in BLOCKS:
            return Cell(" ".join(words[:n])), Cell(" ".join(words[n:]).lstrip(": "))
    return ()


def _labelled(line: str) -> bool:
    """Of the identity block: "Kualifikasi Pelaksana"."""
    return plain(line) in LABELS


def _only_heads(line: str) -> bool:
    return not plain(_HEADS.sub(" ", line))


def _ended(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """(the rows' lines, what stands below them)"""
    cells = [(Cell(line),) for line in lines]
    last = max((n for n, line in enumerate(lines) if _duration(line)), default=0)
    end = min(
        signature_begins(cells, None),
        next((n for n in range(last + 1, len(lines)) if is_below(cells[n])), len(lines)),
    )
    return list(lines[:end]), list(lines[end:])


def _rows(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """(number, its lines): a row begins with the next number, or with a variant of the one above."""
    number, words = "", list[str]()
    for line in lines:
        found = _ROW.match(line)
        if found and _comes_next(number, found, line[found.end() :]):
            if number:
                yield number, words
            number, words = found[1] + found[2], [line[found.end() :]] if line[found.end() :] else []
        else:
            words.append(line)
    if number:
        yield number, words


def _comes_next(number: str, found: re.Match[str], words: str) -> bool:
    before = int(re.sub(r"\D", "", number) or 0)
    if is_time(f"{found[0]}{words}") or (found[2] and not words[:1].isupper()):
        return False
    return int(found[1]) == before + 1 or (int(found[1]) == before > 0 and words.startswith(_VERBS))


def _duration(words: str | Sequence[str]) -> tuple[int, int] | None:
    """Where a duration stands: one that has a line to itself first, else the last."""
    text = words if isinstance(words, str) else "\n".join(words)
    found = [each for each in DURATION.finditer(text) if is_time(each[0])]
    alone = [
        each
        for each in found
        if text[: each.start()].rpartition("\n")[2] == "" and text[each.end() :].partition("\n")[0] == ""
    ]
    best = next(iter(alone), None) or (found[-1] if found else _SOME_TIME.search(text))
    return best.span() if best else None


def _parted(lines: Sequence[str]) -> _Parts:
    text = "\n".join(lines)
    place = _duration(lines)
    if place is None:
        return _Parts(description=" ".join(text.split()))
    description, inputs = _in_two(text[: place[0]].strip(), _cells(text[: place[0]].strip()))
    behind = text[place[1] :].strip()
    output, remarks = _in_two(
        behind, [found.start() for found in _REMARK.finditer(behind)][:1] or _cells(behind)
    )
    return _Parts(
        description=description, inputs=inputs, time=text[place[0] : place[1]], output=output, remarks=remarks
    )


def _led_from(text: str) -> list[int]:
    """Where the words begin that lead to another row: "Ringan → 3; Berat → 4"."""
    target = TARGET.search(text)
    if target is None:
        return []
    begins = [found.start() for found in re.finditer(r"(?<!\S)[A-Z]", text[: target.start() + 1])]
    return begins[-1:] if begins and begins[-1] > 0 else []


def _cells(text: str) -> list[int]:
    """Where another cell may begin: at a line's capital letter, else at one within."""
    at_lines = [found.end() for found in re.finditer(r"\n(?=[A-Z])", text) if _ends(text[: found.start()])]
    within = [found.end() for found in re.finditer(r"(?<=[a-z)?]) (?=[A-Z][a-z])", text)]
    documents = [found.start() for found in _DOCUMENT.finditer(text)]
    return at_lines or [n for n in within if _may_end(text[:n])] or documents[:1]


def _may_end(text: str) -> bool:
    """Within a line: a name goes on with capital letters."""
    return _ends(text) and text.rsplit(maxsplit=1)[-1][:1].islower()


def _ends(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and words[-1].lower() not in _GOES_ON and not _HALF.fullmatch(words[-1])


def _in_two(text: str, places: Sequence[int]) -> tuple[str, str]:
    """At the one place where another cell may begin; whole where there are several, or none."""
    place = places[0] if len(places) == 1 else len(text)
    return " ".join(text[:place].split()), " ".join(text[place:].split())


def _line(number: str, parts: _Parts, actors: int) -> Line:
    quality = (parts.inputs, parts.time, parts.output, parts.remarks)
    texts = (number, parts.description, *[""] * actors, *quality)
    return tuple(Cell(text) for text in texts)


def _shown(parts: _Parts) -> str:
    texts = (parts.description, parts.inputs, parts.time, parts.output, parts.remarks)
    return " | ".join(text or "–" for text in texts)
