"""What stands below a table's rows and is none of them: signatures, footnotes, sums, another SOP."""

from __future__ import annotations

import re

from engine.importing.cells.grid import Line
from engine.importing.cells.words import one_line, plain

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
