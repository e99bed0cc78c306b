"""A file or pasted text → the table of the SOP."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.bpmn.vocabulary import PROCESS
from engine.importing.cells.grid import Cell, Grid, Line, Source, refused
from engine.importing.cells.words import one_line, plain
from engine.importing.rows.below import is_branch_word, is_footnote
from engine.importing.rows.body import Body, read_body
from engine.importing.rows.columns import Columns
from engine.importing.rows.headers import find_header, kind_of
from engine.importing.rows.identity import LABELS, NAME, left_out, read_identity
from engine.importing.rows.ledger import glances, unsaid
from engine.importing.rows.names import parted
from engine.importing.rows.norms import is_unit_alone
from engine.importing.rows.office import is_unit, signed_by
from engine.importing.rows.sources import MAX_FILE, source_of
from engine.importing.rows.table import Note, Row, SopTable

_RATIFIED_BY = PROCESS["ratified_by"].name
__all__ = ["MAX_FILE", "read_table", "understand"]


def read_table(content: bytes | str, file_name: str = "") -> SopTable:
    """Raises InvalidTable, and nothing else."""
    return understand(source_of(content, file_name))


@dataclass
class _Reading:
    """What was found grid by grid."""

    body: Body = field(default_factory=Body)
    before: list[Line] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)
    columns: Columns | None = None

    def grid(self, grid: Grid, loose: Sequence[str]) -> None:
        """The table, or its next page, or what stands before it."""
        body, columns, found = self.body, self.columns, find_header(grid)
        if found is None:
            if columns is not None and _goes_on(grid, columns):
                body.joined += 1
                read_body(grid.lines, columns, body)
            else:
                self.before.extend(grid.lines)
            return
        first = _first_of_header(grid, found)
        head = grid.lines[:first]
        if columns is not None and (other := _another(grid, head, columns, found, body)):
            body.others.append(other)
            return
        self.before.extend(head)
        if columns is not None:
            body.joined += 1
            found.actors = _renamed(found, columns)
        self.columns = columns or found
        body.title = read_identity(self.before, loose).get(NAME, "")
        self.heads += grid.lines[first : found.begin]
        read_body(grid.lines[found.begin :], found, body)


def understand(source: Source) -> SopTable:
    """The SOP's table among the grids; what stands before it is the identity block."""
    reading = _Reading()
    for grid in source.grids:
        reading.grid(grid, source.loose)
    body, before, columns = reading.body, reading.before, reading.columns
    if columns is None:
        raise refused("no_table")
    if not body.rows:
        raise refused("no_rows")
    alone = [words[0] for line in before if len(words := [cell.text for cell in line if cell.text]) == 1]
    identity, loose = read_identity(before, source.loose), (*source.loose, *alone)
    notes = _notes(columns, body, before, identity, loose)
    below = source.loose[len(source.loose) - source.below :]
    parts = ((kind, part) for kind, texts in source.left.items() for part in glances("; ".join(texts)))
    left = (Note(kind, {"text": part}) for kind, part in parts)
    notes = (*map(Note, source.notes), *left, *notes)
    table = _table(columns, body, identity, loose, below=below, notes=notes)
    below = (*source.loose, *body.loose)
    return replace(table, notes=(*table.notes, *_unread(reading.heads, before, below, table)))


def _notes(
    columns: Columns, body: Body, before: Sequence[Line], identity: dict[str, str], loose: Sequence[str]
) -> tuple[Note, ...]:
    """What reading made out otherwise than it is written, or left out. Adds the signature's name."""
    notes = []
    if columns.moved is not None or any(row.shifted for row in body.rows):
        notes.append(Note("columns_moved"))
    if body.joined:
        notes.append(Note("pages_joined"))
    if body.series:
        notes.append(Note("rows_lettered", {"text": body.series.words()}))
    if columns.left_out:
        notes.append(Note("column_left_out", {"names": ", ".join(columns.left_out)}))
    if body.others:
        notes += [Note("other_table", {"names": names}) for names in glances(", ".join(body.others))]
    for part in glances("; ".join(left_out(before))):
        notes.append(Note("identity_left_out", {"names": part}))
    below = [*loose, *body.loose]
    footnotes = [words for words in map(one_line, below) if is_footnote(words)]
    notes += [Note("footnotes", {"text": part}) for words in footnotes for part in glances(words)]
    signed = {} if identity.get(_RATIFIED_BY) else signed_by(below)
    if name := signed.get(_RATIFIED_BY):
        identity.update({**signed, **identity})
        notes.append(Note("ratifier_signed", {"name": name}))
    return (*notes, *body.notes)


def _unread(
    head: Sequence[Line], before: Sequence[Line], below: Sequence[str], table: SopTable
) -> Iterator[Note]:
    """What stands outside the rows, and neither the table nor a note has."""
    texts = [*table.identity.values(), *table.actors, *_noted(table.notes)]
    heads = (cell.text for line in head for cell in line)
    kinds = [*(text for text in heads if kind_of(text) or is_unit_alone(text)), "ya", "tidak"]
    labels = [*LABELS, *table.loose_labels, table.identity.get(NAME, "")]
    outside = [tuple(Cell(text) for text in map(one_line, below) if not _labels(text))]
    for lines, known in ((head, kinds), (before, labels), (outside, labels)):
        for text in unsaid(lines, texts, known):
            yield Note("unread", {"text": text})


def _noted(notes: Sequence[Note]) -> list[str]:
    return [str(value) for note in notes for value in note.params.values()]


def _table(
    columns: Columns,
    body: Body,
    identity: dict[str, str],
    loose: Sequence[str],
    *,
    below: Sequence[str],
    notes: tuple[Note, ...],
) -> SopTable:
    actors, rows = list(columns.actors.values()), body.rows
    if columns.performer is not None:
        actors, rows = parted(body.names, body.rows)
    labels = [label for text in (*loose, *body.loose) for label in _labels(text)]
    labels += words if len(words := _branch_words([*below, *body.loose], actors)) >= 2 else []
    if NAME not in identity and (title := _title(loose)):
        identity[NAME] = title
    unit = columns.time_unit
    return SopTable(
        identity=identity,
        actors=tuple(one_line(actor) for actor in actors),
        rows=tuple(_with_unit(row, unit) for row in rows),
        loose_labels=tuple(labels),
        notes=notes,
    )


def _branch_words(below: Sequence[str], actors: Sequence[str]) -> list[str]:
    names = {plain(actor) for actor in actors}
    return [
        words
        for text in below
        if is_branch_word(words := one_line(text)) and not {plain(words)} & (names | {"ya", "tidak"})
    ]


def _with_unit(row: Row, unit: str) -> Row:
    """ "Waktu (menit)": the numbers below are minutes."""
    bare = re.fullmatch(r"\d{1,4}(?:\s*[-–]\s*\d{1,4})?", row.time)
    return replace(row, time=f"{row.time} {unit}") if bare and unit else row


def _labels(text: str) -> list[str]:
    words = plain(text).split()
    return words if words and set(words) <= {"ya", "tidak"} else []


_TITLE = re.compile(
    r"(?:sop\b|standard? (?:operasional|operating) (?:prosedur|procedure)s?)(?: ?\(sop\))?", re.IGNORECASE
)


def _title(loose: Sequence[str]) -> str:
    lines = [one_line(text).lstrip("# ") for text in loose]
    for words in lines:
        if _TITLE.fullmatch(words):
            break
        found = re.match(rf"(?:{_TITLE.pattern}|prosedur)(?!\w)[\s:–-]*(.{{5,150}})", words, re.IGNORECASE)
        if found and len(words) < 200:
            return found[1].strip()
    else:
        return ""
    # "STANDAR OPERASIONAL PROSEDUR", and of what on the next line.
    below = lines[lines.index(words) + 1 :][:3]
    return next((text for text in below if len(text) >= 5 and not is_unit(text) and ":" not in text), "")


def _first_of_header(grid: Grid, columns: Columns) -> int:
    """Where the header begins: at most four lines above the first row."""
    for place in range(max(0, columns.begin - 4), columns.begin):
        if find_header(Grid(grid.lines[place : columns.begin + 2])) is not None:
            from engine.importing.rows.headers import kind_of

            if "description" in {kind_of(cell.text) for cell in grid.lines[place]}:
                return place
    return columns.begin


def _goes_on(grid: Grid, columns: Columns) -> bool:
    """The next page's table, without a header of its own."""
    trial = Body()
    width = max(len(line) for line in grid.lines) if grid.lines else 0
    known = max([*columns.actors, columns.description, columns.output or 0], default=0)
    if abs(width - 1 - known) > 2:
        return False
    read_body(grid.lines, columns, trial)
    # A page may end within a row, whose words go on on the next one.
    rest = trial.rows[1:] if trial.rows and trial.rows[0].description[:1].islower() else trial.rows
    return bool(trial.rows) and all(row.number or row.time for row in rest)


def _another(grid: Grid, head: Sequence[Line], columns: Columns, found: Columns, body: Body) -> str:
    """What another SOP's table is called; empty where the table goes on with the one before."""
    title = read_identity(head).get(NAME, "")
    goes_on = _same_table(columns, found, body) and plain(title) in {"", plain(body.title)}
    return "" if goes_on else title or grid.name or "…"


def _same_table(columns: Columns, other: Columns, body: Body) -> bool:
    """A second table goes on with the first when it has the same actors."""
    if columns.performer is not None or other.performer is not None:
        return (columns.performer is None) == (other.performer is None)
    mine = {plain(name) for name in columns.actors.values()}
    theirs = {plain(name) for name in other.actors.values()}
    return bool(mine & theirs) or not body.rows


def _renamed(found: Columns, columns: Columns) -> dict[int, str]:
    """Columns of a later page in the order of the first page's actors, wherever they stand."""
    places = {plain(name): c for c, name in found.actors.items()}
    return {places.get(plain(name), -1 - n): name for n, name in enumerate(columns.actors.values())}
