"""What a row says of its ways and the plan does not draw."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.importing.cells.targets import TARGET, numbers_in, spoken_in
from engine.importing.cells.words import plain
from engine.importing.plan.steps import Decision
from engine.importing.rows.table import Row

_ANSWERS = {"ya", "tidak", "tdk", "yes", "no", "y", "t"}
#: Words around a target that say no more than the arrow does.
_LEADING = {
    "ke", "kembali", "lanjut", "lanjutkan", "dilanjutkan", "dikembalikan", "pada", "langsung", "menuju", "no",
    "nomor", "langkah", "selesai", "jika", "bila", "apabila", "kalau", "maka", "berhenti", "berakhir",
}  # fmt: skip
Found = Iterator[tuple[str, dict[str, object]]]


def undrawn(
    row: Row, numbers: Mapping[str, str], targets: Collection[str], decision: Decision | None
) -> Found:
    """(kind of assumption, its params) for each written way without an arrow, each answer without a branch.

    `numbers`: a row's number as it is written → its key. `targets`: keys to which the row leads.
    """
    texts = (*row.labels, row.remarks)
    numbers_written = [n for text in texts for n in (*numbers_in(text), *spoken_in(text))]
    for number in dict.fromkeys(numbers_written):
        if numbers.get(number) not in targets:
            yield "way_undrawn", {"number": number}
    for label in row.labels:
        if not _is_drawn(label, decision):
            yield "unread", {"text": label}
    for text in row.unread:
        yield "unread", {"text": text}
    if rest := row.description[MAX_NAME:]:
        yield "unread", {"text": rest}


#: Letters of a step's name; what is longer is told.
MAX_NAME = 300


def _is_drawn(label: str, decision: Decision | None) -> bool:
    words = set(plain(TARGET.sub(" ", label)).split()) - _LEADING
    if decision is None:
        return not words
    if words <= _ANSWERS:
        return True
    texts = [decision.question, *(branch.label for branch in decision.branches)]
    return words <= set(plain(" ".join(texts)).split()) | _ANSWERS


def surplus(loose: Collection[str], decisions: Collection[Decision]) -> Iterator[str]:
    """Loose answers for which there is no branch: more of them than diamonds, or words that name none."""
    labels = [plain(branch.label) for decision in decisions for branch in decision.branches]
    answers = [label for label in labels if label in _ANSWERS]
    for label in loose:
        if plain(label) in labels:
            labels.remove(plain(label))
        elif plain(label) in _ANSWERS and len(answers) < len(labels):
            labels.remove(next(each for each in labels if each not in _ANSWERS))
        else:
            yield label
