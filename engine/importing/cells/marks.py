"""What stands in an actor's column: the row's symbol, or words at an arrow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.importing.cells.grid import Cell
from engine.importing.cells.words import clean, plain

_SYMBOLS = {
    "decision": "◇◆♦⬦⬥⋄◊⟡⯁🔶🔷🔸🔹♢❖",
    "task": "▭▬□■▢▣▪▫▯▮◻◼◽◾⬜⬛▱▰⊡⃞",
    "capsule": "○●◯⬭⬬⬯◉⚪⚫⭕⏺⬮◌◎⊙◍〇",
    "connector": "⬠⬟⭓⭔⯂⌂☖☗▽▼⛉",
    "any": "✓✔√✗✘☑☒☓×✕✖*•·★☆",
}
SYMBOL_OF = {char: name for name, chars in _SYMBOLS.items() for char in chars}
#: Of Wingdings, by the code's last two digits.
WINGDINGS = {
    "FC": "✓", "FB": "✗", "FE": "☑", "FD": "☒", "6E": "■", "A7": "▪", "A8": "◻", "6F": "□", "75": "◆",
    "6C": "●", "A1": "○", "E0": "→",
}  # fmt: skip
_WORDS = {
    "x": "any", "v": "any", "vv": "any", "xx": "any", "1": "any", "y": "any",
    "o": "capsule", "0": "capsule", "mulai": "start", "start": "start", "awal": "start",
    "selesai": "end", "end": "end", "akhir": "end", "finish": "end",
    "mulai selesai": "capsule", "kapsul": "capsule", "terminator": "capsule", "oval": "capsule",
    "terminal": "capsule", "capsule": "capsule", "elips": "capsule",
    "kotak": "task", "proses": "task", "process": "task", "kegiatan": "task", "persegi": "task",
    "persegi panjang": "task", "box": "task", "aktivitas": "task", "task": "task", "tugas": "task",
    "belah ketupat": "decision", "keputusan": "decision", "decision": "decision", "diamond": "decision",
    "wajik": "decision", "pengambilan keputusan": "decision",
    "segilima": "connector", "segi lima": "connector", "pentagon": "connector", "konektor": "connector",
    "penghubung": "connector", "off page": "connector", "connector": "connector",
}  # fmt: skip
_DRAWN = {"<>": "◇", "< >": "◇", "[]": "□", "[ ]": "□", "[__]": "□", "()": "○", "( )": "○"}
_ARROWS = re.compile("[←-⇿⟰-⟿⤀-⥿⬀-⬑➔-➾─-╿|┃▲△◀◁▶▷►◄]+|(?:<?-{1,}>|<-{1,}|={1,}>)")
_AGREED = "setuju|lengkap|sesuai|disetujui|layak|valid|benar|memenuhi(?: syarat)?|sepakat|diterima|sah"
_LABEL = re.compile(
    rf"\b(?:(?:tidak|belum|tdk) (?:{_AGREED})|disetujui|ditolak|ya|tidak|yes|no|tdk)\b", re.IGNORECASE
)
#: Words that are an answer where they stand alone; within a text they may be anything.
_ANSWER = re.compile(rf"(?:(?:tidak|belum|tdk|kurang) )?(?:{_AGREED})|ditolak|ya|tidak|tdk|yes|no|y|t")


@dataclass(frozen=True, kw_only=True)
class Mark:
    #: Empty when the cell holds no mark, but words or text only.
    symbol: str = ""
    labels: tuple[str, ...] = ()
    #: Words that are neither mark nor label.
    text: str = ""
    #: Labels with where they lead, each whole.
    targets: tuple[str, ...] = ()


def read_mark(cell: Cell) -> Mark:
    """What a cell in an actor's column says: symbols drawn or typed, words at arrows, text."""
    words = clean(cell.text)
    for drawn, symbol in _DRAWN.items():
        words = words.replace(drawn, symbol)
    symbols = [*cell.shapes, *(SYMBOL_OF[char] for char in words if char in SYMBOL_OF)]
    targets, rest = _split_targets("".join(" " if char in SYMBOL_OF else char for char in words))
    labels = tuple(found.strip() for found in _LABEL.findall(rest))
    rest = " ".join(
        _ARROWS.sub(" ", _LABEL.sub(" ", rest)).replace("\ufe0e", "").replace("\ufe0f", "").split()
    )
    if words.endswith("?"):
        symbols, labels, targets, rest = (
            [*symbols, "decision"],
            (),
            (),
            words,
        )  # what the diamond asks, not a branch of it
    named = _WORDS.get(plain(rest))
    if named:
        symbols.append(named)
        rest = ""
    if not symbols and cell.filled and not cell.above:
        symbols = ["any"]
    return Mark(symbol=strongest(symbols), labels=labels, text=rest, targets=(*cell.targets, *targets))


def _split_targets(words: str) -> tuple[tuple[str, ...], str]:
    """(each answer with where it leads, the rest): "Ya" and "Tidak ke 1" in one cell are two."""
    targets: list[str] = []
    rest: list[str] = []
    for part in re.split(r"\n|\s+(?=(?:ya|tidak)\b)", words, flags=re.IGNORECASE):
        target = _ARROWS.sub(" ", _LABEL.sub(" ", part, count=1)).strip(" :.")
        leads = bool(_LABEL.match(part.strip())) and bool(re.search(r"\d", target))
        (targets if leads else rest).append(" ".join(part.split()))
    return tuple(targets), "\n".join(rest)


def is_answer(words: str) -> bool:
    """Whether words at an arrow say when it is followed."""
    return bool(_ANSWER.fullmatch(plain(words)))


def strongest(symbols: list[str]) -> str:
    """Of several symbols in one place the one that says most; empty for none."""
    order = ("decision", "start", "end", "capsule", "task", "any", "connector")
    return min(symbols, key=order.index) if symbols else ""


def symbols_in(text: str) -> tuple[str, str]:
    """(the symbol in a text, the text without it)"""
    symbols = [SYMBOL_OF[char] for char in text if char in SYMBOL_OF]
    rest = "".join(" " if char in SYMBOL_OF else char for char in text)
    return strongest(symbols), " ".join(rest.split())
