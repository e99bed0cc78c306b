"""An office that has grown: its instances, with their tasks, timers and events, copied by SQL many times.

Chains of copies are not whole: their events carry the hashes of what they were copied from.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.tables import Table

#: Of the newest copies everything is copied; of older ones, which no page shows, not what they say.
SHOWN = 1000
#: Column → what a copy has instead of it. {k}: the number of the copy; {widths}: distance to the next one's.
_IDS: Mapping[str, Mapping[str, str | None]] = {
    "instances": {"id": "instances", "number": None, "title": None},
    "tasks": {"id": "tasks", "instance_id": "instances"},
    "timers": {"task_id": "tasks", "instance_id": "instances"},
    "events": {"id": "events"},
}
_CONTENT = {"data": "'{}'", "done": "'{}'", "body": "'{}'"}
_PEOPLE = ("started_by", "offered_to", "claimed_by", "done_by", "waits_for", "person_id")
_LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', {column}, {minutes} || ' minutes') || '000'",
    "postgresql": "{column} + {minutes} * interval '1 minute'",
}


def grow(session: Session, copies: int, *, colleagues: Mapping[int, range]) -> None:
    """`copies` of each instance that there is. `colleagues`: whoever did the work of the first → among whom
    that of the copies is shared out."""
    dialect = session.get_bind().dialect.name
    widths = {
        name: session.execute(text(f"SELECT coalesce(max(id), 0) FROM {name}")).scalar_one() + 1
        for name in ("instances", "tasks", "events")
    }
    if dialect == "postgresql":
        # What is copied refers to what it should; asking so for each row takes most of the time.
        session.execute(text("SET LOCAL session_replication_role = replica"))
    for table, ids in _IDS.items():
        columns = {column.name: f"o.{column.name}" for column in Table.metadata.tables[table].columns}
        columns |= {name: f"o.{name} + k * {widths[of]}" for name, of in ids.items() if of}
        columns |= {
            name: f"CASE WHEN k > {copies - SHOWN} THEN o.{name} ELSE {empty} END"
            for name, empty in _CONTENT.items()
            if name in columns
        }
        columns |= {name: _shared(name, colleagues) for name in _PEOPLE if name in columns}
        columns |= {
            name: _LATER[dialect].format(column=f"o.{name}", minutes="(k % 20000 - 10000)")
            for name in ("due_at", "next_at")
            if name in columns
        }
        if table == "instances":
            columns |= {"number": "o.number || '.' || k", "title": "o.title || ' ' || k"}
        where = ""
        if table == "events":
            # By the number behind "instance:".
            number = f"CAST(substr(o.chain, 10) AS INTEGER) + k * {widths['instances']}"
            columns["chain"] = f"'instance:' || ({number})"
            where = f"WHERE o.chain LIKE 'instance:%' AND o.id < {widths['events']}"
        session.execute(
            text(
                f"INSERT INTO {table} ({', '.join(columns)}) "
                "WITH RECURSIVE copies(k) AS "
                f"(SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < {copies}), "
                f"o AS (SELECT * FROM {table}) "
                f"SELECT {', '.join(columns.values())} FROM copies CROSS JOIN o {where}"
            )
        )
        if dialect == "postgresql" and "id" in columns:
            session.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
            )
    # Copies need not be found by their words: nobody shall read them for that while something is measured.
    session.execute(text("DELETE FROM search_pending"))


def _shared(column: str, colleagues: Mapping[int, range]) -> str:
    cases = " ".join(
        f"WHEN {first} THEN {among.start} + k % {len(among)}" for first, among in colleagues.items()
    )
    return f"CASE o.{column} {cases} ELSE o.{column} END" if cases else f"o.{column}"
