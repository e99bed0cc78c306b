"""Lists whose cost does not grow with what they do not show.

A list is the first rows of each of some groups (lanes of a reader, their SOPs, kinds of events), each group
read in the order of an index, and of all these the first. And a count stops at COUNTED: whoever has more work
than that needs no number.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, Subquery, func, select, true
from sqlalchemy.orm import Session, aliased

from engine.tables.base import Table

#: More than this are shown as "1.000+".
COUNTED = 1000


#: The last row that was shown: when it is due, and its id.
Place = tuple[datetime, int]
#: What is due at no time comes after all that is.
NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
_MAX_ID = 2**31 - 1


def write_place(due_at: datetime | None, row_id: int) -> str:
    """For an address."""
    return f"{(due_at or NEVER).isoformat()}~{row_id}"


def read_place(written: str | None) -> Place | None:
    """A place from an address that somebody edited is the beginning, not an error."""
    moment, _, row_id = (written or "").partition("~")
    try:
        place = datetime.fromisoformat(moment).astimezone(UTC), int(row_id)
    except (ValueError, OverflowError):
        return None
    return place if 0 <= place[1] <= _MAX_ID else None


def first_of_each(
    session: Session, groups: Subquery, rows: Select[*tuple[Any, ...]], table: type[Table]
) -> Select[*tuple[Any, ...]]:
    """The `rows` of each of the `groups`: ordered and limited, with columns of `groups` in their conditions.

    `rows` begins with an id of `table`; its other columns are of that table. PostgreSQL says it as LATERAL, a
    word that SQLite does not know: there the ids of each group are a list of their own.
    """
    if session.get_bind().dialect.name == "postgresql":
        found = rows.correlate(groups).lateral()
        return select(*found.c).select_from(groups.join(found, true()))
    first, *others = rows.selected_columns
    listed: Any = aliased(table)
    ids = rows.with_only_columns(first).correlate(groups)
    columns = [listed.id, *(getattr(listed, column.key or "") for column in others)]
    return select(*columns).select_from(groups.join(listed, listed.id.in_(ids)))


def counted(groups: Subquery, *kinds: Select[*tuple[Any, ...]]) -> ColumnElement[int]:
    """How many rows the `groups` have, of each kind and group at most COUNTED + 1. Kinds: as `rows` above,
    without a limit.

    Also for a count the order is said: else PostgreSQL goes through a whole table, trusting to find that many
    of a thousand soon.
    """
    numbers = [number_of(rows, groups) for rows in kinds]
    total = func.coalesce(func.sum(reduce(add, numbers)), 0, type_=Integer)
    return select(total).select_from(groups).scalar_subquery()


def number_of(rows: Select[*tuple[Any, ...]], outer: FromClause | type[Table]) -> ColumnElement[int]:
    """How many ordered `rows` belong to a row of `outer`, at most COUNTED + 1: a column."""
    some = rows.limit(COUNTED + 1).correlate(outer).subquery()
    return select(func.count()).select_from(some).correlate(outer).scalar_subquery()


def at_most(number: int) -> int:
    """COUNTED + 1 stands for any number beyond COUNTED."""
    return min(number, COUNTED + 1)
