"""The lines below a header → rows of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.importing.cells.grid import Cell, Line, refused
from engine.importing.cells.marks import read_mark, strongest
from engine.importing.cells.targets import targets_apart
from engine.importing.cells.words import STEP_NUMBER, one_line, plain
from engine.importing.rows.below import (
    is_below,
    is_closing,
    is_sum,
    signature_begins,
    texts_of,
    title_in,
    words_begin,
)
from engine.importing.rows.columns import Columns
from engine.importing.rows.headers import is_header, kind_of
from engine.importing.rows.ledger import glances
from engine.importing.rows.line import read_line
from engine.importing.rows.norms import is_time
from engine.importing.rows.series import Series, in_figures, series_of
from engine.importing.rows.table import MAX_ROWS, Note, Row

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
    #: What was left out, and how to say it.
    notes: list[Note] = field(default_factory=list)
    #: Rows are numbered in letters or small Roman numerals.
    series: Series | None = None

    def leave(self, kind: str, *texts: str) -> None:
        """Texts that are taken for nothing, in a note of this kind."""
        if any(plain(text) for text in texts):
            words = glances(" | ".join(filter(None, texts)))
            self.notes += [Note(kind, {"text": part}) for part in words]


def read_body(lines: Sequence[Line], columns: Columns, into: Body) -> None:
    """Adds to `into`: a table that goes on over pages is one table."""
    into.series = series_of(lines, columns, into.series)
    if into.series:
        lines = list(in_figures(lines, columns, into.series))
    over = signature_begins(lines, columns.number)
    words = words_begin(lines, columns.number, {columns.number, columns.description, *columns.actors})
    for n, line in enumerate(lines):
        if not any(cell.text.strip() or cell.filled or cell.shapes or cell.targets for cell in line):
            continue
        if into.rows and (title := title_in(line)):
            into.over = True
            if plain(title) != plain(into.title):
                into.others.append(title)
                return
            continue
        into.over |= n >= min(over, words) and bool(into.rows)
        if not _is_no_row(line, columns, into):
            above = into.rows[-1] if into.rows else None
            _take(read_line(line, columns, into.names, above), line, columns, into)
        if len(into.rows) > MAX_ROWS:
            raise refused("too_many_rows", limit=MAX_ROWS)


def _is_no_row(line: Line, columns: Columns, into: Body) -> bool:
    if is_header(line):
        into.joined += bool(into.rows)
        into.over = False
        names = [*columns.actors.values(), *columns.left_out]
        known = {plain(name) for name in names}
        strange = (words for words in texts_of(line) if not kind_of(words) and plain(words) not in known)
        into.leave("unread", *(words for words in strange if not words.strip("().").isdigit()))
        return True
    if _is_over(line, columns, into):
        into.loose += texts_of(line)
        return True
    words = _loose_label(line)
    into.loose += words.split()
    return bool(words)


def _is_over(line: Line, columns: Columns, into: Body) -> bool:
    """Below the last row: signatures and footnotes, which have neither number nor duration."""
    if not into.rows:
        return False
    number, description = (_text(line, c) for c in (columns.number, columns.description))
    marked = description and any(read_mark(line[c]).symbol for c in columns.actors if c < len(line))
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
    if _takes_no_work(row, line, into):
        return
    if not into.rows and not row.description:
        into.leave("unread", *texts_of(line))
    elif into.rows and _same_row(line, columns, row):
        into.rows[-1] = _merged(into.rows[-1], row)
    elif not row.description:
        _go_on(row, line, into)
    elif bare and into.rows and not _VERB.match(row.description):
        if is_closing(row.description) and not row.inputs:
            into.loose.append(row.description)
        elif row.description[:1].islower() or not row.description[:1].isalpha():
            into.rows[-1] = _merged(into.rows[-1], row)
        else:
            into.rows.append(row)
    else:
        into.rows.append(row)


def _go_on(row: Row, line: Line, into: Body) -> None:
    """More of the row above. What stands below a duration and is none is no part of it."""
    above = into.rows[-1]
    if row.time and not is_time(row.time) and not is_time(f"{above.time} {row.time}"):
        into.leave("unread", *texts_of(line))
    else:
        into.rows[-1] = _merged(above, row)


def _takes_no_work(row: Row, line: Line, into: Body) -> bool:
    """Begin and end are no work of anyone; what stands above an end is the last step before it."""
    event = plain(row.description) if not (row.inputs or row.time or row.output) else ""
    if event in _BEGINS | _ENDS:
        if event in _ENDS and into.rows and into.rows[-1].symbol != "decision":
            into.rows[-1] = replace(into.rows[-1], symbol="end")
        into.leave("unread", row.remarks, *row.unread, *row.labels)
        return True
    if _is_connector(row):
        into.joined += 1
        into.leave("connector_left_out", *(texts_of(line) if row.description or row.remarks else ()))
        return True
    if not row.number and is_sum(row.description):
        into.over = True
        into.leave("sum_left_out", *texts_of(line))
    elif into.over:
        into.leave("unread", *texts_of(line))
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
        return a if not b or b in a else targets_apart(f"{a}\n{b}".strip())

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
        unread=(*row.unread, *more.unread),
    )


def _text(line: Line, column: int | None) -> str:
    cell = line[column] if column is not None and column < len(line) else Cell()
    return "" if cell.left else one_line(cell.text)
