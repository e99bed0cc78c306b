"""The table of an SOP as its rows say it, whatever file it stood in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: A table of the official format has about 20 rows; these only keep a page from working for ever.
MAX_ROWS = 150
MAX_ACTORS = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    #: As written; empty when the row bears none.
    number: str
    description: str
    #: Indices into the table's actors whose columns are marked.
    actors: tuple[int, ...] = ()
    #: start, task, decision, end, capsule (start or end), connector; empty when the mark says nothing more.
    symbol: str = ""
    inputs: str = ""
    time: str = ""
    output: str = ""
    remarks: str = ""
    #: Words at the row's arrows: "Ya", "Tidak ke 2".
    labels: tuple[str, ...] = ()
    #: What its cells hold and no other attribute says.
    unread: tuple[str, ...] = ()
    #: Its duration stands in a cell merged with the one above.
    shared_time: bool = False
    #: The row's cells stood one or more columns from where the header says.
    shifted: bool = False


@dataclass(frozen=True, kw_only=True)
class SopTable:
    identity: Mapping[str, str]
    actors: tuple[str, ...]
    rows: tuple[Row, ...]
    #: Words of branches that stand outside the rows: loose "Ya" and "Tidak".
    loose_labels: tuple[str, ...] = ()
    #: Oddities met while reading, as keys below importing.assumption.
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Note:
    kind: str
    params: Mapping[str, object] = field(default_factory=dict)
