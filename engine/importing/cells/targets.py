"""How a table writes where a row leads: "Ya → 4", "kembali ke no. 2", several of them in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from engine.importing.cells.words import clean, plain

WORD = (
    r"(?:langkah|tahap(?:an)?|no(?:mor)?\.?|poin|point|butir|baris|kegiatan|aktivitas|prosedur|"
    r"proses|angka|huruf|step|number|#)"
)
_ARROW = r"→|->|=>|⇒|➔|➜|⟶"
_SIGN = rf"{_ARROW}|:|="
_TO = (
    r"(?:kembali(?: lagi)?(?: ke| pada)?|dikembalikan (?:ke|pada)|lanjut(?:kan)?(?: ke)?|"
    r"dilanjutkan (?:ke|pada)|berlanjut ke|menuju(?: ke)?|langsung ke|ulang(?:i)?(?: ke| dari)?|"
    r"mengulang(?:i)?(?: ke| dari)?|(?:pindah|masuk|lompat|loncat|melompat|meloncat|maju|mundur|terus|"
    r"teruskan|diteruskan|selanjutnya|berikutnya|balik|dibalikkan|kembalikan) ke|"
    rf"(?:return|go back|back|sent back|go|proceed|continue) to|ke|{_SIGN})"
)
_LETTER = (
    r"(?P<letter>[a-z]|[ivxl]{1,6})(?=\s*(?:$|[,;.)/&|\n]|\b(?:dan|atau|untuk|jika|bila|apabila|ya|tidak)\b))"
)
#: A target in letters. A colon leads nowhere but behind an answer: "Lampiran: a, b".
_LETTERED = re.compile(
    rf"(?:\b(?!:|=){_TO}|{_ARROW}|\b(?:ya|tidak)\s*[:=])\s*(?:{WORD}\s*)*{_LETTER}", re.IGNORECASE
)
_MORE_LETTERS = re.compile(rf"\s*(?:,|/|&|dan|atau)\s*(?:{WORD}\s*)*{_LETTER}", re.IGNORECASE)
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,2})?(?:\s?[a-z](?![a-z]))?|(?-i:[IVXL]{1,6}))"
_NO_STEP = r"(?![\w/.]*\d)(?!\s*(?:menit|jam|hari|unit|orang|lembar|rangkap|kali|%|x\b))\b"
#: A written target: the words or the sign before it, and the row's number.
TARGET = re.compile(rf"(?P<to>{_TO})\s*(?:{WORD}\s*)*(?P<number>{_NUMBER}){_NO_STEP}", re.IGNORECASE)
#: "ke langkah 2 atau 3": numbers that go on after a target.
_MORE = re.compile(rf"\s*(?:,|/|&|dan|atau)\s*(?:{WORD}\s*)*({_NUMBER}){_NO_STEP}", re.IGNORECASE)
#: A number in words, or a letter: which row is meant, nobody numbers rows so.
_SPOKEN = {
    word: str(n)
    for n, word in enumerate(
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split(),  # noqa: SIM905 - as they are said
        1,
    )
}
_IN_WORDS = re.compile(
    rf"{_TO}\s*(?:{WORD}\s*)+(?P<word>{'|'.join(_SPOKEN)})\b|"
    rf"\b(?:ke|→|->)\s*(?:{WORD}\s*)*(?P<letter>[a-z]|[ivx]{{1,5}})(?=\s*(?:$|[,;.)/\n]))",
    re.IGNORECASE,
)
_END = r"\b(?:selesai|berakhir|berhenti)"
_WHOLE = re.compile(rf"(?:{TARGET.pattern}|{_END})[\s).;,]*$", re.IGNORECASE)
_PARTED = re.compile(r"[\s.]*(?:[/|•·;,&+–-]|\b(?:dan|atau|sedangkan)\b)?\s*", re.IGNORECASE)


def is_sign(words: str) -> bool:
    """Whether what stands before a number is an arrow or a colon, and no word."""
    return not any(char.isalnum() for char in words)


def targets_apart(text: str) -> str:
    """The text with a line end behind each written way after which something goes on, and no other."""
    joined = ""
    for line in clean(text).split("\n"):
        end = "\n" if _WHOLE.search(joined) else " "
        joined = f"{joined}{end}{line}" if joined else line
    found = list(TARGET.finditer(joined))
    for target, following in reversed(list(pairwise(found))):
        between = joined[target.end() : following.start()]
        parted = _PARTED.match(between)
        begins = target.end() + (parted.end() if parted else 0)
        joined = f"{joined[: target.end()]}\n{joined[begins:]}"
    return joined


def numbers_in(text: str) -> Iterator[str]:
    """The numbers to which a text says that it leads, as they are compared: "4b"."""
    for found in TARGET.finditer(text):
        yield number_of(found["number"])
        at = found.end()
        while more := _MORE.match(text, at):
            yield number_of(more[1])
            at = more.end()


def spoken_in(text: str) -> Iterator[str]:
    """Rows to which a text says that it leads in words or letters: "ke langkah empat" → 4, "ke b" → b."""
    for found in _IN_WORDS.finditer(text):
        word = found["word"]
        yield _SPOKEN[word.lower()] if word else found["letter"]


def lettered_in_figures(text: str, numbers: Mapping[str, str]) -> str:
    """ "kembali ke b" → "kembali ke 2", where `numbers` says which row a letter is."""
    places: list[re.Match[str]] = []
    for found in _LETTERED.finditer(text):
        places.append(found)
        while more := _MORE_LETTERS.match(text, places[-1].end()):
            places.append(more)
    for found in reversed(places):
        if number := numbers.get(found["letter"]) or numbers.get(found["letter"].lower()):
            text = text[: found.start("letter")] + number + text[found.end("letter") :]
    return text


def number_of(written: str) -> str:
    """A row's number as numbers are compared: "4 B" → "4b"; Roman ones as they are."""
    bare = written.replace(" ", "")
    return bare.lower() if bare[:1].isdigit() else bare


def has_words(text: str) -> bool:
    """Whether a text says anything."""
    return bool(plain(text))
