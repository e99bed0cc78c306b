"""What a row's texts give to think about, beyond what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.importing.cells.words import plain
from engine.importing.plan.lanes import mentions
from engine.importing.rows.table import Row

_OTHER_SOP = re.compile(r"\bSOP\b(?!\s+(?:ini|tersebut|yang)\b)\s*([^;)]{3,120})")
_CONDITION = re.compile(r"\b(?:jika|bila|apabila|kalau|dalam hal)\b|\((?:khusus|hanya)\b", re.IGNORECASE)
_ONLY = re.compile(
    r"^\W*(?:hanya|khusus|opsional|bila|jika|apabila) |\b(?:bila|jika) (?:di)?perlu", re.IGNORECASE
)
_CALENDAR = re.compile(r"\bhari (?:libur|kerja)\b|\bjam kerja\b", re.IGNORECASE)
_APPROVED_BY = re.compile(
    r"\b(?:disetujui|disahkan|ditandatangani|diparaf|persetujuan|pengesahan)\s+(?:oleh\s+|"
    r"dari\s+)?((?:[A-Z][A-Za-z]+)(?:\s+[A-Z][A-Za-z]+){0,4})"
)
Found = Iterator[tuple[str, dict[str, object]]]


def about(row: Row, *, decides: bool = False) -> Found:
    """(kind of assumption, its params). A row that decides may have conditions in its text."""
    if (found := _OTHER_SOP.search(row.remarks)) or (
        found := re.search(r"\blihat SOP\b\s*([^;)]{3,120})", row.description, re.IGNORECASE)
    ):
        yield "other_sop", {"sop": found[1].strip(" .:")}
    if not decides and (_CONDITION.search(row.description) or _ONLY.search(row.remarks)):
        yield "hidden_condition", {}
    if _CALENDAR.search(row.remarks):
        yield "calendar_note", {"text": row.remarks}


def about_lane(row: Row, actors: Sequence[str], lane: int) -> Found:
    """Texts that name another actor than the one in whose column the mark stands."""
    for n, actor in enumerate(actors):
        how = mentions(row.description, actor)
        # Of "Bagian Hukum / DPRD" one may do the step with the other.
        to_itself = how == "recipient" and n == lane and "/" not in actor
        if (how == "subject" and n != lane) or (to_itself and row.actors):
            yield "lane_conflict", {"lane": actors[lane], "other": actor}
            break
    for text in (row.output, row.inputs):
        found = _APPROVED_BY.search(text)
        if found and text is row.output and not _is(found[1], actors[lane]):
            yield "approver", {"other": found[1], "lane": actors[lane]}


def _is(words: str, actor: str) -> bool:
    return plain(words) in plain(actor) or any(plain(part) == plain(words) for part in actor.split("/"))
