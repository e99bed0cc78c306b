"""The lines below a header → rows of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.importing.cells.grid import Cell, Line, refused
from engine.importing.cells.marks import Mark, read_mark, strongest, symbols_in
from engine.importing.cells.words import STEP_NUMBER, one_line, plain
from engine.importing.rows.below import is_below, is_closing, is_sum, texts_of, title_in
from engine.importing.rows.columns import Columns
from engine.importing.rows.headers import is_header
from engine.importing.rows.names import named
from engine.importing.rows.norms import is_time
from engine.importing.rows.table import MAX_ROWS, Row

_LEADING = re.compile(r"(\d{1,3}[a-z]?)(?:\s*[.)]\s*|\s+)(?=[^\W\d_])")
_VERB = re.compile(r"(?:me|di|ber|mem|men|peng?|apakah)\w", re.IGNORECASE)
_LOOSE = re.compile(r"(?:ya|tidak|y|t|yes|no|tdk)(?:\s*[/|,]?\s*(?:ya|tidak))*", re.IGNORECASE)
_CONNECTOR = re.compile(
    r"(?:(?:ber)?lanjut(?:an|kan)?|sambungan|bersambung|ke|dari|hal\w*|page|konektor|penghubung|off page|"
    r"sebelumnya|berikutnya|selanjutnya|di|atas|bawah|[a-z]|\d{1,2})(?:\s+|$)",
)
#: A row that is nothing but the symbol of an event.
_BEGINS, _ENDS = {"mulai", "start", "awal", "begin"}, {"selesai", "end", "akhir", "finish"}


@dataclass
class Body:
    rows: list[Row] = field(default_factory=list)
    #: Names met in a column that names the actor, in this order.
    names: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    joined: int = 0
    #: What follows stands below the table: signatures, footnotes.
    over: bool = False
    #: Name of the SOP, where it is known, and those of others below it.
    title: str = ""
    others: list[str] = field(default_factory=list)


def read_body(lines: Sequence[Line], columns: Columns, into: Body) -> None:
    """Adds to `into`: a table that goes on over pages is one table."""
    order = list(columns.actors)
    for line in lines:
        if not any(cell.text.strip() or cell.filled or cell.shapes for cell in line):
            continue
        if into.rows and (title := title_in(line)):
            into.over = True
            if plain(title) != plain(into.title):
                into.others.append(title)
                return
        if not _is_no_row(line, columns, into):
            _take(_read_line(line, columns, order, into), line, columns, into)
        if len(into.rows) > MAX_ROWS:
            raise refused("too_many_rows", limit=MAX_ROWS)


def _is_no_row(line: Line, columns: Columns, into: Body) -> bool:
    if is_header(line):
        into.joined += bool(into.rows)
        into.over = False
        return True
    words = " ".join(texts_of(line)) if _is_over(line, columns, into) else _loose_label(line)
    into.loose += [words] if words else []
    return bool(words)


def _is_over(line: Line, columns: Columns, into: Body) -> bool:
    """Below the last row: signatures and footnotes, which have neither number nor duration."""
    if not into.rows:
        return False
    number, description = (_text(line, c, 0) for c in (columns.number, columns.description))
    marked = description and any(read_mark(_cell(line, c, 0)).symbol for c in columns.actors)
    if STEP_NUMBER.fullmatch(number) or marked or any(is_time(cell.text) for cell in line):
        into.over = False
    elif not into.over:
        into.over = is_below(line)
    return into.over


def _loose_label(line: Line) -> str:
    texts = [words for cell in line if (words := plain(cell.text))]
    return " ".join(texts) if texts and all(_LOOSE.fullmatch(text) for text in texts) else ""


def _take(row: Row, line: Line, columns: Columns, into: Body) -> None:
    """A new row, the rest of the one before, or nothing of the table."""
    bare = not (row.number or row.actors or is_time(row.time))
    if _takes_no_work(row, into):
        return
    if into.rows and _same_row(line, columns, row):
        into.rows[-1] = _merged(into.rows[-1], row)
    elif not row.description:
        into.rows[-1:] = [_merged(into.rows[-1], row)] if into.rows else []
    elif bare and into.rows and not _VERB.match(row.description):
        if is_closing(row.description) and not row.inputs:
            into.loose.append(row.description)
        elif row.description[:1].islower() or not row.description[:1].isalpha():
            into.rows[-1] = _merged(into.rows[-1], row)
        else:
            into.rows.append(row)
    else:
        into.rows.append(row)


def _takes_no_work(row: Row, into: Body) -> bool:
    """Begin and end are no work of anyone; what stands above an end is the last step before it."""
    event = plain(row.description) if not (row.inputs or row.time or row.output) else ""
    if event in _BEGINS | _ENDS:
        if event in _ENDS and into.rows and into.rows[-1].symbol != "decision":
            into.rows[-1] = replace(into.rows[-1], symbol="end")
        return True
    if _is_connector(row):
        into.joined += 1
        return True
    into.over |= not row.number and is_sum(row.description)
    return into.over


def _same_row(line: Line, columns: Columns, row: Row) -> bool:
    """Its description is merged with the one above."""
    c = columns.description
    return c < len(line) and line[c].above and bool(line[c].text.strip()) and not row.shifted


def _is_connector(row: Row) -> bool:
    words = plain(row.description)
    if row.inputs or row.time or row.output:
        return False
    if not words:
        return row.symbol == "connector"
    return _CONNECTOR.sub("", words) == "" and (row.symbol == "connector" or not words.isdigit())


def _merged(row: Row, more: Row) -> Row:
    """A continued line: texts go on, marks add up."""

    def both(a: str, b: str) -> str:
        return a if not b or b in a else f"{a} {b}".strip()

    return replace(
        row,
        description=both(row.description, more.description),
        actors=(*row.actors, *(actor for actor in more.actors if actor not in row.actors)),
        symbol=strongest([item for item in (row.symbol, more.symbol) if item]),
        inputs=both(row.inputs, more.inputs),
        time=both(row.time, more.time),
        output=both(row.output, more.output),
        remarks=both(row.remarks, more.remarks),
        labels=(*row.labels, *more.labels),
    )


def _read_line(line: Line, columns: Columns, order: Sequence[int], into: Body) -> Row:
    left, right = _shifts(line, columns)
    number = _text(line, columns.number, left)
    description, merged_number = _described(line, columns, left)
    number = number if STEP_NUMBER.fullmatch(number) else merged_number
    marks = _marks(line, order, {left, right + (columns.moved or 0)})
    actors, symbol, labels = _actors(marks)
    if columns.performer is not None:
        actors, symbol = named(_cell(line, columns.performer, left).text, into.names)
    if columns.symbol is not None:
        symbol = read_mark(_cell(line, columns.symbol, right)).symbol or symbol
    first_symbol, description = symbols_in(description)
    if not description:
        description = next((mark.text for mark in marks.values() if len(mark.text.split()) > 2), "")
    return Row(
        number=STEP_NUMBER.fullmatch(number)[1].replace(" ", "") if STEP_NUMBER.fullmatch(number) else "",  # type: ignore[index]
        description=description,
        actors=actors,
        symbol=symbol or first_symbol,
        inputs=_text(line, columns.inputs, right),
        time=_text(line, columns.time, right),
        shared_time=_cell(line, columns.time, right).above,
        output=_text(line, columns.output, right),
        remarks=_text(line, columns.remarks, right),
        labels=(*labels, *_answers(line, columns, right)),
        shifted=(left, right) != (0, 0),
    )


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


def _marks(line: Line, order: Sequence[int], shifts: set[int]) -> dict[int, Mark]:
    """Actor → what stands in their column. Where the row is torn apart, nobody knows whose cell is whose:
    then only what all its parts agree on counts."""
    readings = [
        {n: read_mark(_cell(line, c, shift)) for n, c in enumerate(order)} for shift in sorted(shifts)
    ]
    likely = [
        marks for marks in readings if not any(len(mark.text) > 3 for mark in marks.values())
    ] or readings
    return likely[0] if all(marks == likely[0] for marks in likely) else {}


def _read_marks(cells: Sequence[Cell]) -> dict[int, Mark]:
    """A row that is coloured all along has a coloured background, not marks."""
    if cells and sum(cell.filled for cell in cells) > max(1, len(cells) // 2):
        cells = [replace(cell, filled=False) for cell in cells]
    return {n: read_mark(cell) for n, cell in enumerate(cells)}


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
