"""What of a line reading took for nothing: every word and symbol is in what was understood, or it is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from textwrap import wrap

from engine.importing.cells.grid import Cell, Line
from engine.importing.cells.marks import SYMBOL_OF, read_mark
from engine.importing.cells.words import clean, one_line
from engine.importing.rows.dates import DATE, date_of

#: A note holds a glance, not a page.
_MAX_NOTE = 400
_DIRECTION = {"ke", "kembali", "lanjut"}


def leftover(line: Line, texts: Sequence[str], marked: Collection[int]) -> tuple[str, ...]:
    """Cells with words or symbols that none of the texts has. `marked`: columns whose symbols were read."""
    left = Counter(piece for text in texts for piece in pieces(text))
    whole = [one_line(text) for text in texts]
    found, open_cells = [], []
    for c, cell in enumerate(line):
        words = "" if cell.left or cell.above else one_line(cell.text)
        if words and words in whole:
            whole.remove(words)
            left.subtract(pieces(words))
        elif words or cell.shapes or cell.targets:
            open_cells.append((c, words, cell))
    for c, words, cell in open_cells:
        wanted = Counter(pieces(words))
        if c in marked:
            wanted = _unmarked(cell, wanted)
        missing = wanted - +left
        left.subtract(wanted)
        if missing:
            found.append(words)
        elif c not in marked and (cell.shapes or cell.targets):
            found.append(" ".join([words, *cell.shapes, *cell.targets]).strip())
    return tuple(part for text in found for part in glances(text))


def _unmarked(cell: Cell, wanted: Counter[str]) -> Counter[str]:
    """Of an actor's cell: what is neither its symbol nor the words that lead to an answer's target."""
    mark = read_mark(cell)
    if mark.symbol or mark.targets or mark.labels:
        wanted = Counter({piece: n for piece, n in wanted.items() if piece not in SYMBOL_OF})
    if mark.symbol and not mark.text:
        labelled = Counter(piece for text in (*mark.labels, *mark.targets) for piece in pieces(text))
        return wanted & labelled
    return Counter({piece: n for piece, n in wanted.items() if piece not in _DIRECTION or n > 1})


def glances(text: str) -> list[str]:
    """A text to be told, in as many parts as it takes."""
    return wrap(text, _MAX_NOTE, break_on_hyphens=False) or ([text] if text else [])


def pieces(text: str) -> Iterator[str]:
    """Words in lower case, and symbols one by one."""
    plain = clean(text).casefold()
    yield from re.findall(r"\w+", plain)
    yield from (char for char in plain if char in SYMBOL_OF)


def unsaid(lines: Iterable[Line], texts: Sequence[str], known: Iterable[str] = ()) -> Iterator[str]:
    """Lines outside the rows, as far as no text that was taken has their words. `known`: labels."""
    words = {piece for text in (*texts, *known) for piece in pieces(text)}
    dates = {text for text in texts if DATE.fullmatch(text)}
    for line in lines:
        rest = [
            one_line(cell.text)
            for cell in line
            if not (cell.left or cell.above) and not words.issuperset(pieces(_undated(cell.text, dates)))
        ]
        if rest:
            yield from glances(" | ".join(rest))


def _undated(text: str, dates: Collection[str]) -> str:
    """Without the date that was taken from it."""
    return DATE.sub(" ", text, count=1) if date_of(text) in dates else text
