"""All rows of a database as lines of JSON, in words of no database, and back again.

For each table a line {"table": …, "columns": {name: kind}}, then one list a row. Kinds: "moment" (ISO 8601),
"bytes" (base64), "plain" (whatever JSON has: text, numbers, true and false, null). Rows that others refer to
come before those.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    Text,
    column,
    delete,
    func,
    insert,
    inspect,
    select,
    table,
    type_coerce,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import Enum, NullType, TypeEngine

from engine.tables import Table
from engine.tables.base import Document, Moment

#: Rows read, and rows written, at a time.
_AT_ONCE = 500
_HEAD = b"{"
_TYPES: dict[str, Callable[[], TypeEngine[Any]]] = {"moment": Moment, "bytes": LargeBinary, "plain": NullType}


def written(connection: Connection) -> Iterator[bytes]:
    """Each line. One picture, where the connection's transaction gives one."""
    for each in Table.metadata.sorted_tables:
        kinds = {name: _kind(of) for name, of in each.columns.items()}
        yield _line({"table": each.name, "columns": kinds})
        # What refers to a row of its own table was written after it.
        query = select(*map(_verbatim, each.columns)).order_by(*each.primary_key.columns)
        rows = connection.execute(query.execution_options(yield_per=_AT_ONCE))
        yield from (_line(list(row)) for row in rows)


def table_of(line: bytes) -> str | None:
    """The table that a line is the head of; None for a row."""
    return str(orjson.loads(line)["table"]) if line.startswith(_HEAD) else None


def read(connection: Connection, lines: Iterable[bytes]) -> dict[str, int]:
    """Into empty tables of the revision that they were written from. Gives the number of rows by table."""
    counted: dict[str, int] = {}
    head: dict[str, Any] = {}
    for is_head, group in groupby(lines, key=lambda line: line.startswith(_HEAD)):
        if is_head:
            for line in group:
                head = orjson.loads(line)
                counted[head["table"]] = 0
        else:
            counted[head["table"]] = _insert(connection, head["table"], head["columns"], group)
    if connection.dialect.name == "postgresql":
        _continue_numbers(connection, counted)
    return counted


def _kind(each: Column[Any]) -> str:
    if isinstance(each.type, Moment):
        return "moment"
    return "bytes" if isinstance(each.type, LargeBinary) else "plain"


def _verbatim(each: Column[Any]) -> ColumnElement[Any]:
    """Documents and words as the text that they are in the database, letter for letter."""
    return type_coerce(each, Text) if isinstance(each.type, Document | Enum) else each


def _line(value: object) -> bytes:
    return orjson.dumps(value, default=_in_base64, option=orjson.OPT_APPEND_NEWLINE)


def _in_base64(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _insert(connection: Connection, name: str, kinds: dict[str, str], lines: Iterable[bytes]) -> int:
    rows = table(name, *(column(each, _TYPES[kind]()) for each, kind in kinds.items()))
    # What a migration wrote into an empty database stands in the backup, too.
    connection.execute(delete(rows))
    left, counted = iter(lines), 0
    while batch := [_row(kinds, orjson.loads(line)) for line in islice(left, _AT_ONCE)]:
        connection.execute(insert(rows), batch)
        counted += len(batch)
    return counted


def _row(kinds: dict[str, str], values: list[Any]) -> dict[str, Any]:
    return {name: _value(kind, value) for (name, kind), value in zip(kinds.items(), values, strict=True)}


def _value(kind: str, value: Any) -> Any:
    if value is None or kind == "plain":
        return value
    return datetime.fromisoformat(value) if kind == "moment" else base64.b64decode(value)


def _continue_numbers(connection: Connection, names: Iterable[str]) -> None:
    """PostgreSQL gives the next new row the number after the highest, as SQLite does by itself."""
    for name in names:
        if "id" not in {each["name"] for each in inspect(connection).get_columns(name)}:
            continue
        numbers = connection.scalar(select(func.pg_get_serial_sequence(name, "id")))
        last = func.max(column("id", Integer()))
        if numbers:
            given = select(func.setval(numbers, last)).select_from(table(name))
            connection.execute(given.having(last.is_not(None)))
