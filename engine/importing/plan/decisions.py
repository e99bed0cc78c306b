"""Which rows decide, and what they ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from engine.importing.cells.words import one_line, plain
from engine.importing.plan import verbs
from engine.importing.plan.references import conditional
from engine.importing.rows.table import Row

_QUESTION_WORDS = re.compile(
    r"\bapakah\b|\?|\b(?:atau|/) ?tidak\b|\bmemutuskan\b|\bya ?/ ?tidak\b", re.IGNORECASE
)
_EITHER = re.compile(r"\b(?:jika|bila|apabila|kalau)\b.*\b(?:jika|bila|apabila|kalau) tidak\b", re.IGNORECASE)
_AGREED = re.compile(r"\b(?:persetujuan|menyetujui|disetujui)\b", re.IGNORECASE)
_VERIFIED = re.compile(r"verifikasi|\bkesesuaian\b|\bkelayakan\b", re.IGNORECASE)
_SIGNED = re.compile(r"menandatangani|tanda tangan", re.IGNORECASE)
#: "Apakah perlu perbaikan?": Ya leads back.
_INVERTED = re.compile(
    r"\b(?:perlu|ada|terdapat|masih|membutuhkan|memerlukan|harus)\b[^.?]{0,25}"
    r"\b(?:perbaikan|diperbaiki|revisi|direvisi|koreksi|dikoreksi|kesalahan|kekurangan|"
    r"kekeliruan|temuan|catatan|"
    r"dilengkapi|penyempurnaan|disempurnakan|keberatan|masalah|kendala|ketidaksesuaian)\b"
    r"|\b(?:apakah|memutuskan)\b[^.?]{0,40}\b(?:ditolak|tidak (?:lengkap|sesuai|layak|memenuhi)|"
    r"kurang lengkap|salah)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\b(apakah\b[^?.;()]{3,80})\??", re.IGNORECASE)
_SHORT_QUESTION = re.compile(r"([^?.;,()]{3,60}\?)")
_QUESTIONS = (
    (re.compile(r"perlu (?:perbaikan|diperbaiki|revisi|koreksi)", re.IGNORECASE), "Perlu perbaikan?"),
    (_AGREED, "Disetujui?"),
    (re.compile(r"\bditerima\b", re.IGNORECASE), "Diterima?"),
    (re.compile(r"kelengkapan|lengkap", re.IGNORECASE), "Lengkap?"),
    (re.compile(r"kelayakan|layak", re.IGNORECASE), "Layak?"),
    (re.compile(r"validasi|keabsahan", re.IGNORECASE), "Valid?"),
)
#: Questions that no table contains; they want a yes or a no.
GUESSED = {"Sesuai?", *(question for _words, question in _QUESTIONS)}


def symbols_lost(rows: Sequence[Row]) -> bool:
    """No row bears a symbol that distinguishes one kind from another."""
    kinds = {row.symbol for row in rows} - {"", "any", "connector"}
    return "decision" not in kinds and len(kinds) < 2


def explicit(rows: Sequence[Row], place: int) -> bool:
    """The table itself says that this row decides."""
    row = rows[place]
    if row.symbol == "decision" or {one_line(label).lower()[:2] for label in row.labels} >= {"ya", "ti"}:
        return True
    return conditional(row) or bool(re.search(r"\bapakah\b", row.description, re.IGNORECASE))


def deciding(rows: Sequence[Row], loose_pairs: int) -> tuple[list[int], set[int]]:
    """(places of the rows that decide, those among them that are guessed)"""
    sure = [place for place in range(len(rows)) if explicit(rows, place)]
    branching = [place for place in _before_variants(rows) if place not in sure]
    guessed = set(branching)
    if symbols_lost(rows):
        # A side branch has words of its own ("Perlu uji"), a mending one the loose Ya and Tidak.
        mending = sum(bool(verbs.MENDS.match(rows[place + 1].description)) for place in branching)
        wanted = max(0, loose_pairs - len(sure) - mending)
        scored = sorted(
            (
                (_likely(rows, place), -place)
                for place in range(len(rows))
                if place not in {*sure, *branching}
            ),
            reverse=True,
        )
        chosen = [-place for score, place in scored if score >= (1 if loose_pairs else 3)]
        # The first row bears the capsule: the diamond of what it asks stands below it.
        chosen = [place or min(1, len(rows) - 1) for place in (chosen[:wanted] if loose_pairs else chosen)]
        guessed |= set(chosen) - set(sure)
    return sorted({*sure, *guessed}), guessed


def asks_for(rows: Sequence[Row], places: Sequence[int], words: Sequence[str]) -> int | None:
    """The row whose branches loose words name: one that decides and says no other, else the likeliest."""
    free = [place for place in places if not conditional(rows[place])]

    def fits(place: int) -> tuple[int, int]:
        row = rows[place]
        words_of_row = plain(" ".join((row.description, row.inputs, row.output, row.remarks)))
        return sum(plain(word) in words_of_row for word in words), _likely(rows, place)

    others = [place for place in range(len(rows)) if place not in places and max(fits(place)) > 0]
    return max(free or others, key=lambda place: (fits(place), -place), default=None)


def _before_variants(rows: Sequence[Row]) -> list[int]:
    """A row "4b" after "4" is a branch of it: row 4 chooses."""
    found = []
    for place, (row, following) in enumerate(pairwise(rows)):
        variant = re.fullmatch(r"(\d+)[b-z]", following.number)
        if variant and row.number in {variant[1], f"{variant[1]}a"}:
            found.append(place)
    return found


def _likely(rows: Sequence[Row], place: int) -> int:
    row = rows[place]
    text = row.description
    score = 5 if _QUESTION_WORDS.search(text) or _EITHER.search(text) else 0
    if verbs.CHECKS.search(text):
        score = max(score, 4 if _AGREED.search(text) else 3 if _VERIFIED.search(text) else 2)
    elif _AGREED.search(text):
        score = max(score, 3)
    if re.search(r"disetujui|ditolak|tidak lengkap|terverifikasi", row.output, re.IGNORECASE) and score:
        score += 1
    if _SIGNED.search(text) or verbs.GIVES.match(text):
        score -= 2
    if place in {0, len(rows) - 1} and score < 5:
        score -= 3
    return score


def inverted(text: str) -> bool:
    """Whether a question's Ya leads back: "Apakah perlu perbaikan?"."""
    return bool(_INVERTED.search(text))


def question_of(row: Row, before: Row | None) -> str:
    """What the diamond asks, short enough to be its label."""
    if question := next((label for label in row.labels if label.endswith("?") and len(label) <= 80), ""):
        return question[:1].upper() + question[1:]
    for text in (row.description, row.remarks):
        if found := _QUESTION.search(text):
            return found[1][:1].upper() + found[1][1:].strip() + "?"
    if found := _SHORT_QUESTION.search(row.description):
        return found[1].strip()
    if before is not None and asks_elsewhere(row, before):
        return next(
            (question for words, question in _QUESTIONS if words.search(before.description)), "Sesuai?"
        )
    texts = (row.description, row.output)
    return next(
        (question for text in texts for words, question in _QUESTIONS if words.search(text)), "Sesuai?"
    )


def asks_elsewhere(row: Row, before: Row) -> bool:
    """The question stands in the text of the row before the diamond."""
    here = bool(
        _QUESTION_WORDS.search(row.description)
        or _EITHER.search(row.description)
        or verbs.CHECKS.search(row.description)
    )
    return not here and bool(_EITHER.search(before.description) or _QUESTION_WORDS.search(before.description))
