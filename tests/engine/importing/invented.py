"""Tables that nobody wrote: every word in them is met nowhere else, so what is lost is seen."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import openpyxl
import typst
from hypothesis import strategies as st

_RULED = """
#let rows = json(bytes(sys.inputs.rows))
#set page(width: 400mm, height: 200mm)
#table(columns: (1fr,) * rows.at(0).len(), stroke: 0.5pt, ..rows.flatten())
"""
_NUMBERS = (
    "123456",
    ("I", "II", "III", "IV", "V", "VI"),
    "abcdef",
    ("i", "ii", "iii", "iv", "v", "vi"),
    "ABCDEF",
)
_MARKS = ("X", "◇", "▭", "⬭", "√", "", "Mulai", "◇ {word}", "{word}", "Ya", "X {word}", "□ {word} {word}")
_BETWEEN = ("\n", " / ", "; ", ", ", " | ", " • ", " dan ")
_LEADS = (
    "{label} → {n}", "{label} -> {n}", "{label}: {n}", "{label} ke no. {n}", "{label} lanjut ke {n}",
    "{label} kembali ke langkah {n}", "Jika {label} ke langkah {n}", "{label} = {n}",
)  # fmt: skip
_TIMES = (
    "10 menit",
    "1-2 jam",
    "{word}",
    "2 hari {word}",
    "1 jam ({word} {word})",
    "-",
    "",
    "± 3 hari",
    "tidak ada",
)
_BELOW = (
    ("{word}",), ("{word} {word}",), ("Bantul, 3 Mei 2026", "Kepala {word}", "BUDI {WORD}"),
    ("Kepala {word}", "SITI {WORD}, S.Sos"), ("Mengetahui", "{word}", "NIP. 196912311996031017"),
    ("Catatan: {word}",), ("* {word}",), ("Ya",), ("Tidak",), ("{word} → {word}",),
)  # fmt: skip
_AROUND = (
    ("Nama SOP", "{word} {word}"), ("Nomor SOP", "7/{word}"), ("{word}", "{word}"), ("{word}:", "{word}"),
    ("Dasar Hukum", "1. UU {word} 2. PP {word}"), ("PEMERINTAH KABUPATEN BANTUL DINAS SOSIAL {word}",),
    ("Tgl. Revisi", "{word}"), ("Disahkan oleh", "Kepala Dinas {word} Drs. AMIR {WORD}, M.Si"), ("{word}",),
    ("Tgl. Pembuatan", "3 Maret 2026 {word}"), ("Peringatan", "{word}", "Kualifikasi Pelaksana", "{word}"),
)  # fmt: skip


@dataclass
class Invented:
    lines: list[list[str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    #: (number of the row, number that it is said to lead to)
    ways: list[tuple[str, str]] = field(default_factory=list)

    def as_csv(self) -> bytes:
        file = io.StringIO()
        csv.writer(file, delimiter=";").writerows(self.lines)
        return file.getvalue().encode()

    def as_run_together(self) -> str:
        return "\n".join(" ".join(filter(None, line)) for line in self.lines)

    def as_pdf(self) -> bytes:
        width = max(map(len, self.lines))
        rows = [[*line, *[""] * (width - len(line))] for line in self.lines]
        return typst.compile(_RULED.encode(), sys_inputs={"rows": json.dumps(rows)})

    def as_excel(self) -> bytes:
        book = openpyxl.Workbook()
        for line in self.lines:
            book.worksheets[0].append([cell or None for cell in line])
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()


def _fresh() -> Iterator[str]:
    """Words that no dictionary, list of keywords or abbreviation has: zukabo, zukadu …"""
    vowels, consonants = "aiueo", "bdgkpr"
    for n in count():
        letters = [consonants[n % 6], vowels[n // 6 % 5], consonants[n // 30 % 6], vowels[n // 180 % 5]]
        yield f"zu{''.join(letters)}q"


@st.composite
def tables(draw: st.DrawFn) -> Invented:
    """The official layout or one with an actor's column, spoilt in every way that fits into cells."""
    making = _Making(draw)
    for around in draw(st.lists(st.sampled_from(_AROUND), max_size=4)):
        making.table.lines.append([making.fill(cell) for cell in around])
    making.header()
    for number in making.numbers:
        making.row(number)
    making.below()
    return making.table


class _Making:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.table = Invented()
        self.fresh = _fresh()
        self.drawn, self.extra = draw(st.booleans()), draw(st.booleans())
        self.numbers = list(draw(st.sampled_from(_NUMBERS)))[: draw(st.integers(2, 6))]
        self.actors: list[str] = []

    def word(self) -> str:
        self.table.words.append(next(self.fresh))
        return self.table.words[-1]

    def fill(self, pattern: str) -> str:
        while found := re.search(r"\{(word|WORD)\}", pattern):
            word = self.word() if found[1] == "word" else self.word().upper()
            pattern = f"{pattern[: found.start()]}{word}{pattern[found.end() :]}"
        return pattern

    def pick(self, *options: str) -> str:
        return self.fill(self.draw(st.sampled_from(options)))

    def header(self) -> None:
        self.actors = [self.word().capitalize() for _n in range(self.draw(st.integers(2, 3)))]
        tail = ["Kelengkapan", "Waktu", "Output", "Keterangan", *([self.word()] if self.extra else [])]
        self.table.lines.append(["No", "Kegiatan", *(self.actors if self.drawn else ["Pelaksana"]), *tail])

    def row(self, number: str) -> None:
        draw, pick = self.draw, self.pick
        cells = [number, pick("Memeriksa {word}", "Menyusun {word} {word}", "{word}")]
        marks = [""] * len(self.actors)
        marks[draw(st.integers(0, len(marks) - 1))] = pick(*_MARKS)
        cells += (
            marks if self.drawn else [draw(st.sampled_from([*self.actors, "sda", "/".join(self.actors)]))]
        )
        cells += [pick("{word}", "-", ""), pick(*_TIMES), pick("{word}", ""), self.remarks(number)]
        cells += [pick("{word}", "")] if self.extra else []
        self.table.lines.append(cells)
        if draw(st.integers(0, 5)) == 0:  # a cell goes on in a line of its own
            place = draw(st.integers(1, len(cells) - 1))
            self.table.lines.append([self.word() if c == place else "" for c in range(len(cells))])

    def remarks(self, number: str) -> str:
        if self.draw(st.booleans()):
            return self.pick("", "{word}", "{word} {word}")
        others = [target for target in (*self.numbers, "17") if target != number]
        found = []
        for target in self.draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True)):
            label = self.pick("Ya", "Tidak", "", "{word}", "Ya {word}", "Tidak {word}", "{word} {word}")
            found.append(self.draw(st.sampled_from(_LEADS)).format(label=label, n=target).strip())
            self.table.ways.append((number, target))
        return self.draw(st.sampled_from(_BETWEEN)).join(found)

    def below(self) -> None:
        width = len(self.table.lines[-1])
        for below in self.draw(st.lists(st.sampled_from(_BELOW), max_size=3)):
            place = self.draw(st.integers(0, width - 1))
            self.table.lines += [
                [self.fill(text) if c == place else "" for c in range(width)] for text in below
            ]
