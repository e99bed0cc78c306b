"""Which column is what, by its header, and what the cells below have to say about that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.importing.cells.grid import MAX_COLUMNS, Line
from engine.importing.cells.words import STEP_NUMBER, one_line, plain
from engine.importing.rows.norms import is_time


@dataclass(kw_only=True)
class Columns:
    """Which column is what. Indices into a line; None where the table has no such column."""

    number: int | None = None
    description: int = 0
    actors: dict[int, str] = field(default_factory=dict)
    #: The one column that names the actor in words.
    performer: int | None = None
    symbol: int | None = None
    inputs: int | None = None
    time: int | None = None
    output: int | None = None
    remarks: int | None = None
    time_unit: str = ""
    #: Columns of days, hours, minutes below one "Waktu", where there are several.
    units: dict[int, str] = field(default_factory=dict)
    #: The first line after the header.
    begin: int = 0
    #: Columns of the numbers to which an answer leads.
    answers: dict[int, str] = field(default_factory=dict)
    #: Columns with words above and below that are taken for nothing: their headers.
    left_out: tuple[str, ...] = ()
    #: How far the durations stand from where the header says; None where it says nothing of them.
    moved: int | None = None


def settle(columns: Columns, header: Sequence[Line], body: Sequence[Line]) -> None:
    """What the header says, corrected by what stands below it."""
    _trust_durations(columns, body)
    _one_named_column(columns, body)
    _numbered_column(columns, body)
    others = dict(_others(columns, header, body))
    columns.answers = {c: words for c, words in others.items() if plain(words) in {"ya", "tidak"}}
    columns.left_out = tuple(words for c, words in others.items() if c not in columns.answers)
    if len(columns.units) < 2:
        columns.units = {}


def _trust_durations(columns: Columns, body: Sequence[Line]) -> None:
    """The column in which most durations stand is Waktu, whatever stands above it."""
    found: dict[int, int] = {}
    for line in body:
        for c, cell in enumerate(line[:MAX_COLUMNS]):
            if is_time(cell.text) and c not in columns.actors:
                found[c] = found.get(c, 0) + 1
    if not found:
        return
    best = max(found, key=lambda c: (found[c], -c))
    if columns.time is not None and found[best] <= 2 * found.get(columns.time, 0):
        return
    if columns.time != best:
        columns.moved = best - (best if columns.time is None else columns.time)
        columns.inputs = best - 1 if best - 1 > columns.description else None
        columns.time, columns.output = best, best + 1
        columns.remarks = best + 2


def _one_named_column(columns: Columns, body: Sequence[Line]) -> None:
    """A single column below "Pelaksana" may hold names, not marks."""
    if columns.performer is None and len(columns.actors) == 1:
        (c,) = columns.actors
        texts = {plain(line[c].text) for line in body if c < len(line) and len(plain(line[c].text)) > 3}
        if len(texts) >= 2:
            columns.performer, columns.actors = c, {}


def _numbered_column(columns: Columns, body: Sequence[Line]) -> None:
    """ "Langkah" over 1, 2, 3 is the number, next to an "Uraian" that describes."""
    if columns.number is not None:
        return
    for c in range(columns.description):
        texts = [words for line in body if c < len(line) and (words := one_line(line[c].text))]
        numbers = [words for words in texts if STEP_NUMBER.fullmatch(words)]
        if len(numbers) >= 2 and len(numbers) * 2 > len(texts):
            columns.number = c
            return


def _others(columns: Columns, header: Sequence[Line], body: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Where the columns stand as the header says: those with words of their own above and below."""
    named = {columns.number, columns.description, columns.performer, columns.symbol, columns.inputs}
    known = {*named, columns.time, columns.output, columns.remarks, *columns.actors, *columns.units}
    if columns.moved is not None or columns.time is None:
        return
    for c in range(min(max(map(len, header), default=0), MAX_COLUMNS)):
        texts = (one_line(line[c].text) for line in reversed(header) if c < len(line))
        words = next(filter(None, texts), "")
        below = [line[c] for line in body if c < len(line)]
        if c not in known and words and any(cell.text.strip() and not cell.above for cell in below):
            yield c, words
