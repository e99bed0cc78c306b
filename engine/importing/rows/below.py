"""What stands below a table's rows and is none of them: signatures, footnotes, sums, another SOP."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from engine.importing.cells.grid import Cell, Line
from engine.importing.cells.marks import SYMBOL_OF
from engine.importing.cells.words import STEP_NUMBER, one_line, plain
from engine.importing.rows.norms import is_time

_NOTE = r"(?:catatan|keterangan|ket|note|sumber)\.?\s*:|\*+\)|\*\s?[^\W\d_]|\d\)\s"
#: Place and date of the signature, a footnote, an office that signs.
_OVER = re.compile(
    r"(?:mengetahui\W*$|(?:disahkan|ditetapkan|dibuat|disusun) (?:oleh|di|pada)\b|menyetujui,|"
    rf"nip\b\.?\s*[\d:]|{_NOTE}|"
    r"[A-Z][A-Za-z ]{2,30}, *(?:\d{1,2}|\.{2,}|…) ?[A-Za-z]+ \d{4}$)",
    re.IGNORECASE,
)
#: In a row that bears nothing else, fewer words say as much.
_CLOSING = re.compile(
    r"(?:mengetahui|menyetujui,|disahkan|ditetapkan|kepala|nip\b|sumber|catatan|keterangan|\*)", re.IGNORECASE
)
_FOOTNOTE = re.compile(rf"(?:{_NOTE}).{{3}}", re.IGNORECASE)
#: Who signs, and how a signature ends: a number, or a name with degrees or in capitals.
_SIGNS = re.compile(
    r"(?:a\.?n\.?|pl[th]\.?|u\.?b\.?|kepala|ketua|sekretaris|camat|lurah|direktur|bupati|wali ?kota|"
    r"inspektur|mengetahui|menyetujui|disahkan|ditetapkan|dibuat|ttd|tertanda|tanda tangan|cap|stempel|"
    r"yang (?:menyusun|mengesahkan))\b",
    re.IGNORECASE,
)
_NIP = re.compile(r"nip\b\.?\s*:?\s*\d", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?:Drs?a?|Dra|Ir|H|Hj|Prof|KH)\.,?\s+)*[A-Z][\w.'’ -]{2,60},\s*(?:[A-Z][A-Za-z]{0,6}\.\s?)+"
    r"[A-Za-z. ]*"
    r"|(?=.{5})[A-Z][A-Z.'’]*(?: [A-Z][A-Z.'’]*)+"
)
_SIGNATURE_LINES = 8
_WORD = re.compile(r"[A-Z][a-z]{2,}(?: [a-z]{2,}){0,3}")
_SUM = re.compile(r"(?:total|jumlah)(?: (?:seluruh|lama|waktu|durasi|norma|jam|hari|menit))*")
_TITLED = {"nama sop", "judul sop"}


def texts_of(line: Line) -> list[str]:
    """One line for each cell with text; merged cells once."""
    return [words for cell in line if not (cell.left or cell.above) and (words := one_line(cell.text))]


def is_below(line: Line) -> bool:
    """The first line of a signature, or a footnote."""
    texts = texts_of(line)
    alone = len(texts) <= 2 and not any(cell.shapes for cell in line)
    return alone and any(_OVER.match(words) for words in texts[:1])


def signature_begins(lines: Sequence[Line], number: int | None) -> int:
    """Index of the line with which the signature below the last row begins; as many as there are lines where
    nobody signs. A signature needs no date: an office and a name, or a name and a NIP."""
    first = len(lines)
    while first > 0 and _bare(lines[first - 1], number):
        first -= 1
    texts = [" ".join(texts_of(line)) for line in lines[first:]]
    for n, words in enumerate(texts):
        ends = [
            text for text in texts[n + 1 : n + _SIGNATURE_LINES] if _NIP.match(text) or _NAME.fullmatch(text)
        ]
        if (_SIGNS.match(words) or _NAME.fullmatch(words) or is_below(lines[first + n])) and ends:
            return first + n
    return len(lines)


def words_begin(lines: Sequence[Line], number: int | None, places: Collection[int | None]) -> int:
    """Index of the first of several lines at the end that hold a branch's word each, in one of the places."""
    first = len(lines)
    while first > 0 and _bare(lines[first - 1], number) and _is_word(lines[first - 1], places):
        first -= 1
    return first if len(lines) - first >= 2 else len(lines)


def _is_word(line: Line, places: Collection[int | None]) -> bool:
    texts = texts_of(line)
    found = [c for c, cell in enumerate(line) if cell.text.strip()]
    return len(texts) == 1 and is_branch_word(texts[0]) and found[0] in places


def _bare(line: Line, number: int | None) -> bool:
    """A line with neither number nor duration nor symbol: few words below the table."""
    first = line[number] if number is not None and number < len(line) else Cell()
    texts = texts_of(line)
    marked = any(cell.shapes or any(char in SYMBOL_OF for char in cell.text) for cell in line)
    return (
        len(texts) <= 2
        and not STEP_NUMBER.fullmatch(one_line(first.text))
        and not marked
        and not any(is_time(words) for words in texts)
    )


def is_branch_word(text: str) -> bool:
    """Whether a text below the rows may be the word at an arrow that was lost: "Dikecualikan"."""
    return bool(_WORD.fullmatch(text)) and not _SIGNS.match(text) and not is_footnote(text)


def is_closing(description: str) -> bool:
    """Of a row without number, actor and duration: whether it signs or explains."""
    return bool(_CLOSING.match(description))


def is_footnote(text: str) -> bool:
    """Whether a text begins like a note below a table: "*", "Catatan:", "Keterangan:"."""
    return bool(_FOOTNOTE.match(text))


def is_sum(description: str) -> bool:
    """Whether a row sums up the durations: "Jumlah waktu"."""
    return bool(_SUM.fullmatch(plain(description)))


def title_in(line: Line) -> str:
    """The name of an SOP whose identity block begins: another's, or the same one's on every page."""
    texts = [words for words in texts_of(line) if words != ":"]
    return texts[1].strip(" :") if len(texts) > 1 and plain(texts[0]) in _TITLED else ""
