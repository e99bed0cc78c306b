"""One line below the header → a row: its texts, who is marked, and what of its cells says nothing known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.importing.cells.grid import Cell, Line
from engine.importing.cells.marks import SYMBOL_OF, Mark, read_mark, strongest, symbols_in
from engine.importing.cells.targets import number_of, targets_apart
from engine.importing.cells.words import STEP_NUMBER, one_line
from engine.importing.rows.columns import Columns
from engine.importing.rows.ledger import leftover
from engine.importing.rows.names import named, repeats
from engine.importing.rows.norms import is_time
from engine.importing.rows.table import Row

#: Columns in which a row may repeat the one above, as Columns calls them.
_QUALITY = ("inputs", "time", "output")
_LEADING = re.compile(r"(\d{1,3}[a-z]?)(?:\s*[.)]\s*|\s+)(?=[^\W\d_])")


def read_line(line: Line, columns: Columns, names: list[str], before: Row | None) -> Row:
    """`names`: of the column that names actors, which learns new ones; `before`: the row above."""
    order = list(columns.actors)
    left, right = _shifts(line, columns)
    number = _text(line, columns.number, left)
    description, merged_number = _described(line, columns, left)
    number = number if STEP_NUMBER.fullmatch(number) else merged_number
    used = _used(line, order, {left, right + (columns.moved or 0)})
    marks = {n: read_mark(_cell(line, c, shift)) for n, (c, shift) in used.items()}
    actors, symbol, labels = _actors(marks)
    if columns.performer is not None:
        actors, symbol = named(_cell(line, columns.performer, left).text, names, before)
    if columns.symbol is not None:
        symbol = read_mark(_cell(line, columns.symbol, right)).symbol or symbol
    first_symbol, description = symbols_in(description)
    if not description:
        description = next((mark.text for mark in marks.values() if len(mark.text.split()) > 2), "")
    numbered = STEP_NUMBER.fullmatch(number)
    row = Row(
        number=number_of(numbered[1]) if numbered else "",
        description=description,
        actors=actors,
        symbol=symbol or first_symbol,
        inputs=_or_above(_text(line, columns.inputs, right), before.inputs if before else ""),
        time=_or_above(_time(line, columns, right), before.time if before else ""),
        shared_time=_cell(line, columns.time, right).above,
        output=_or_above(_text(line, columns.output, right), before.output if before else ""),
        remarks=_remarks(line, columns, right),
        labels=(*labels, *_answers(line, columns, right)),
        shifted=(left, right) != (0, 0),
    )
    marked = {c + shift for c, shift in used.values()}
    return replace(row, unread=_unread(line, row, columns, marked, (left, right)))


def _unread(
    line: Line, row: Row, columns: Columns, marked: set[int], shifts: tuple[int, int]
) -> tuple[str, ...]:
    """What the line's cells hold and the row doesn't say."""
    left, right = shifts
    texts = [row.number, row.description, row.inputs, row.time, row.output, row.remarks, *row.labels]
    texts += [words for c in _QUALITY if repeats(words := _text(line, getattr(columns, c), right))]
    if columns.performer is not None:
        texts.append(_cell(line, columns.performer, left).text)
    if columns.symbol is not None:
        marked = {*marked, columns.symbol + right}
    if row.symbol:
        # A symbol before the text is the row's.
        texts += [char for char in _cell(line, columns.description, left).text if char in SYMBOL_OF]
    return leftover(line, texts, marked)


def _or_above(words: str, above: str) -> str:
    """A cell's text, or the one of the row above that it repeats: "sda"."""
    return above if above and repeats(words) else words


def _remarks(line: Line, columns: Columns, shift: int) -> str:
    cell = _cell(line, columns.remarks, shift)
    return "" if cell.left else targets_apart(cell.text)


def _time(line: Line, columns: Columns, shift: int) -> str:
    """Its duration; where days, hours and minutes have columns of their own, all of them."""
    if not columns.units:
        return _text(line, columns.time, shift)
    parts = []
    for c, unit in sorted(columns.units.items()):
        words = _text(line, c, shift)
        bare = re.fullmatch(r"\d{1,4}(?:[.,]\d+)?(?:\s*[-–]\s*\d{1,4})?", words)
        parts.append(f"{words} {unit}" if bare else words)
    return " ".join(part for part in parts if part.strip(" -–"))


def _answers(line: Line, columns: Columns, shift: int) -> Iterator[str]:
    """Columns "Ya" and "Tidak" hold the numbers to which these lead."""
    for c, answer in columns.answers.items():
        if STEP_NUMBER.fullmatch(words := _text(line, c, shift)):
            yield f"{answer} ke {words}"


def _cell(line: Line, column: int | None, shift: int) -> Cell:
    place = -1 if column is None else column + shift
    return line[place] if 0 <= place < len(line) else Cell()


def _text(line: Line, column: int | None, shift: int) -> str:
    cell = _cell(line, column, shift)
    return "" if cell.left else one_line(cell.text)


def _shifts(line: Line, columns: Columns) -> tuple[int, int]:
    """How far the row's first cells, and its Mutu Baku, stand from where the header says."""
    left = _left_shift(line, columns)
    if columns.time is None:
        return left, left
    by_distance = sorted(range(len(line)), key=lambda c: (abs(c - columns.time - left), c))  # type: ignore[operator]
    for c in by_distance:
        if abs(c - columns.time) <= 3 and c not in columns.actors and is_time(line[c].text):
            return left, c - columns.time
    # `time` and its neighbours have been moved to where most rows have them, this row's shift included.
    return left, left - (columns.moved or 0)


def _left_shift(line: Line, columns: Columns) -> int:
    """The description is the first cell of several words, with the number merged into it or before it."""
    place = columns.description

    def holds(c: int) -> bool:
        words = one_line(line[c].text) if 0 <= c < len(line) else ""
        return len(words.split()) >= 2 and not is_time(words) and bool(re.search(r"[^\W\d_]{3}", words))

    if holds(place):
        if columns.number is not None and place > 0 and _begins_early(line, columns):
            return -1
        return 0
    if place < len(line) and re.search(r"[^\W\d_]{4}", line[place].text):
        return 0
    return next((shift for shift in (-1, 1) if holds(place + shift)), 0)


def _begins_early(line: Line, columns: Columns) -> bool:
    """Number and description share the number's cell; below the description stands the next column."""
    first = one_line(_cell(line, columns.number, 0).text)
    return bool(_LEADING.match(first)) and len(first.split()) >= 3


def _described(line: Line, columns: Columns, shift: int) -> tuple[str, str]:
    """(description, the number that stood before it)"""
    cell = _cell(line, columns.description, shift)
    words = "" if cell.left else one_line(cell.text)
    found = _LEADING.match(words)
    if found:
        return words[found.end() :].strip(), found[1]
    return words, ""


def _used(line: Line, order: Sequence[int], shifts: set[int]) -> dict[int, tuple[int, int]]:
    """Actor → (column, shift) of their cell. Where the row is torn apart, nobody knows whose cell is whose:
    then only what all its parts agree on counts."""
    readings = [(shift, [read_mark(_cell(line, c, shift)) for c in order]) for shift in sorted(shifts)]
    likely = [
        reading for reading in readings if not any(len(mark.text) > 3 for mark in reading[1])
    ] or readings
    if any(marks != likely[0][1] for _shift, marks in likely):
        return {}
    return {n: (c, likely[0][0]) for n, c in enumerate(order)}


def _actors(marks: dict[int, Mark]) -> tuple[tuple[int, ...], str, tuple[str, ...]]:
    """The one whose symbol says most does the step; others who are marked take part."""
    marked = [n for n, mark in marks.items() if mark.symbol and mark.symbol != "connector"]
    marked = marked or [n for n, mark in marks.items() if len(mark.text) > 0 and not mark.labels]
    symbol = strongest([mark.symbol for mark in marks.values() if mark.symbol])
    chief = [n for n in marked if marks[n].symbol == symbol and symbol == "decision"]
    labels = tuple(label for mark in marks.values() for label in _labels_of(mark))
    return (*chief, *(n for n in marked if n not in chief)), symbol, labels


def _labels_of(mark: Mark) -> Iterator[str]:
    """ "Tidak ke 2" stays together, and the diamond's question is a label, too."""
    yield from mark.targets
    if mark.text.endswith("?"):
        yield mark.text
    elif mark.labels and mark.text:
        yield f"{mark.labels[0]} {mark.text}"
        yield from mark.labels[1:]
    else:
        yield from mark.labels
