"""What a database looks like: its tables, columns, rules, indexes and triggers, each a name with its words.

    {"table tasks": "", "table tasks, column lane": "varchar not null", "index ix_tasks_open": "on tasks …"}

Two databases are alike when these are equal. They are read from the catalogue in one or two statements, in a
few milliseconds: SQLAlchemy's reflection takes twenty times as long, and each start waits for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from sqlalchemy import Connection, text

Shape = Mapping[str, str]

#: Tables whose names begin so are not looked at: SQLite's own, and those of tools that copy a database while
#: it is in use (Litestream's _litestream_seq).
_NOT_OURS = ("sqlite_", "_")

#: Tables within a virtual table are the module's own, and differ by its age.
_SQLITE = text(
    "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'search_documents_*'"
)

#: What belongs to an extension is not ours. Newer servers list NOT NULL as a rule, too.
_POSTGRESQL = text("""
WITH ours AS (
  SELECT oid, relname FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
)
SELECT 'table ' || relname, '', relname FROM ours
UNION ALL
SELECT 'table ' || relname || ', column ' || attname,
       format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END
       || coalesce(' default ' || pg_get_expr(adbin, adrelid), ''), relname
FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
UNION ALL
SELECT 'table ' || relname || ', rule ' || conname, pg_get_constraintdef(pg_constraint.oid), relname
FROM ours JOIN pg_constraint ON conrelid = ours.oid AND contype <> 'n'
UNION ALL
SELECT 'index ' || indexrelid::regclass, CASE WHEN indisvalid THEN '' ELSE 'not valid ' END
       || pg_get_indexdef(indexrelid), relname
FROM ours JOIN pg_index ON indrelid = ours.oid
WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
UNION ALL
SELECT 'trigger ' || tgname, CASE tgenabled WHEN 'O' THEN '' ELSE 'switched off ' END
       || pg_get_triggerdef(pg_trigger.oid) || ' ' || prosrc, relname
FROM ours JOIN pg_trigger ON tgrelid = ours.oid AND NOT tgisinternal JOIN pg_proc ON pg_proc.oid = tgfoid
""")
#: Servers of different ages write these more or less often.
_CAST = re.compile(r"::(?:character varying|timestamp with time zone|\w+)(?:\[\])?")
#: Letters of two definitions that are still shown beside each other.
_MAX_SHOWN = 100
_WORD = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|\w+|[^\w\s]")


def read(connection: Connection) -> Shape:
    """The shape of the database (on PostgreSQL: of the schema in use). Empty where there are no tables."""
    found = _on_sqlite(connection) if connection.dialect.name == "sqlite" else _on_postgresql(connection)
    return dict(found)


def known(revision: str, dialect: str) -> Shape | None:
    """What a database of this revision looks like; None where that is not written down."""
    path = files("engine.migrations") / "shapes" / f"{revision}.{dialect}.txt"
    return from_text(path.read_text("utf-8")) if path.is_file() else None


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Alembic's hook `include_name`: the search's own tables are in no model (engine.search.index)."""
    return kind != "table" or not (name or "").startswith("search_")


def as_text(shape: Shape) -> str:
    """A line for each part, sorted, `name: words`: the files in `shapes`."""
    return "".join(f"{name}: {words}".rstrip() + "\n" for name, words in sorted(shape.items()))


def from_text(written: str) -> Shape:
    """The shape that `as_text` wrote."""
    lines = (line.partition(":") for line in written.splitlines())
    return {name: words.strip() for name, _, words in lines}


def columns(shape: Shape) -> Shape:
    """Tables and columns alone."""
    return {name: words for name, words in shape.items() if re.match(r"table \w+(?:, column|$)", name)}


def differences(found: Shape, wanted: Shape) -> list[str]:
    """In words, what is wanted first. Of a table that is missing or too many, its parts are not listed."""
    missing = _outermost(wanted.keys() - found.keys())
    extra = _outermost(found.keys() - wanted.keys())
    other = sorted(name for name in wanted.keys() & found.keys() if wanted[name] != found[name])
    return [
        *(f"{name} is missing" for name in missing),
        *(f"{name} is {_unlike(found[name], wanted[name])}" for name in other),
        *(f"{name} is not Alur's" for name in extra),
    ]


def _unlike(found: str, wanted: str) -> str:
    short = len(found) + len(wanted) <= _MAX_SHOWN
    return f"'{found}' and not '{wanted}'" if short else "another than it should be"


def _outermost(names: Iterable[str]) -> list[str]:
    names = set(names)
    outer = [name for name in names if name.partition(",")[0] == name or name.partition(",")[0] not in names]
    return sorted(outer, key=lambda name: (not name.startswith("table"), name))


def _on_postgresql(connection: Connection) -> Iterator[tuple[str, str]]:
    schema = connection.execute(text("SELECT current_schema()")).scalar()
    for name, definition, table in connection.execute(_POSTGRESQL):
        if not table.startswith(_NOT_OURS):
            # "CREATE INDEX ix_… ON public.events": the name stands before it, the schema is any.
            plain = _CAST.sub("", definition).replace(f"{schema}.", "")
            yield name, " ".join(word for word in _words(plain) if word not in "()")


def _on_sqlite(connection: Connection) -> Iterator[tuple[str, str]]:
    for kind, name, definition in connection.execute(_SQLITE):
        if name.startswith(_NOT_OURS):
            continue
        words = _words(definition)
        if kind == "table":
            yield from _table(name, words)
        else:
            yield f"{kind} {name}", " ".join(words)


def _table(name: str, words: list[str]) -> Iterator[tuple[str, str]]:
    """CREATE TABLE name ( part , part ) options"""
    opens = words.index("(")
    closes = len(words) - 1 - words[::-1].index(")")
    yield f"table {name}", " ".join(words[closes + 1 :])
    for first, *rest in _parts(words[opens + 1 : closes]):
        if first == "constraint" and rest:
            yield f"table {name}, rule {rest[0]}", " ".join(rest[1:])
        else:
            yield f"table {name}, column {first}", " ".join(rest)


def _parts(words: list[str]) -> Iterator[list[str]]:
    """What stands between commas that are in no brackets."""
    part: list[str] = []
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if word == "," and not depth:
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _words(sql: str) -> list[str]:
    """Without spaces, quotes around names and capital letters: what changes nothing."""
    return [word if word[0] == "'" else word.strip('"`').lower() for word in _WORD.findall(sql)]
