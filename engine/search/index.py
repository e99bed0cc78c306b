"""The tables of the search. They are derived from the others: in no backup, and built anew at any time.

search_pending    instances that changed since they were read, or whose people were renamed: written by
                  triggers of the database, in the transaction of each change (engine/migrations), and by
                  nothing else but `start_anew`
search_documents  terms of an instance: on SQLite FTS5, on PostgreSQL a tsvector with a GIN index
search_spellings  words that stand in any instance, by spellings of them (engine.search.words)

A term is a word ("bantuan"), a stem ("=bantu"), or a mark (":d12"): what the instance is and who sees it, so
that no more of the index is read than the reader may see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Integer, String, bindparam, column, delete, func, insert, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from engine.database import upserting
from engine.tables.instances import Instance

PENDING = table("search_pending", column("id", Integer), column("instance_id", Integer))
SPELLINGS = table("search_spellings", column("spelling", String), column("word", String))

#: What each database calls the number and the terms of a document.
_SQLITE_WRITE = text("INSERT OR REPLACE INTO search_documents (rowid, terms) VALUES (:id, :terms)")
_POSTGRESQL_WRITE = text(
    "INSERT INTO search_documents (instance_id, terms) VALUES (:id, array_to_tsvector(:terms)) "
    "ON CONFLICT (instance_id) DO UPDATE SET terms = excluded.terms"
).bindparams(bindparam("terms", type_=ARRAY(String)))
#: Changes that may wait for the next look; of more it is said that the index is not complete.
BEHIND = 1000
#: Words of one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535.
_AT_ONCE = 5000
#: One process brings the index up to date at a time; the number itself means nothing.
_LOCK = 2_033_033


def is_postgresql(session: Session) -> bool:
    """Otherwise it is SQLite."""
    return session.get_bind().dialect.name == "postgresql"


def pending(session: Session, limit: int) -> list[tuple[int, int]]:
    """(id, instance), the last change first: while an old office is read anew, what is done now is found
    soon."""
    newest = select(PENDING.c.id, PENDING.c.instance_id).order_by(PENDING.c.id.desc())
    rows = session.execute(newest.limit(limit))
    return [(row.id, row.instance_id) for row in rows]


def is_behind(session: Session) -> bool:
    """Whether more changes than BEHIND wait to be read: the index is being built, or nobody keeps it."""
    return session.scalar(select(PENDING.c.id).order_by(PENDING.c.id).offset(BEHIND).limit(1)) is not None


def take_turn(session: Session) -> None:
    """Wait until nobody else writes the index. SQLite has one writer anyway."""
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def write(session: Session, documents: Iterable[tuple[int, Collection[str]]]) -> None:
    """(instance, terms); what was known of the instance is replaced."""
    if is_postgresql(session):
        rows: list[dict[str, Any]] = [{"id": number, "terms": sorted(terms)} for number, terms in documents]
        statement = _POSTGRESQL_WRITE
    else:
        rows = [{"id": number, "terms": " ".join(sorted(terms))} for number, terms in documents]
        statement = _SQLITE_WRITE
    if rows:
        session.execute(statement, rows)


def take_pending(session: Session, ids: Collection[int]) -> set[int]:
    """These changes come into the index with this transaction. The instances of those of them that nobody
    else has taken meanwhile."""
    taken = delete(PENDING).where(PENDING.c.id.in_(ids)).returning(PENDING.c.instance_id)
    return set(session.scalars(taken))


def unknown_words(session: Session, words: Collection[str]) -> set[str]:
    """Those of which no spellings are stored."""
    left = sorted(words)
    known: set[str] = set()
    for at in range(0, len(left), _AT_ONCE):
        some = left[at : at + _AT_ONCE]
        query = select(SPELLINGS.c.word).where(
            SPELLINGS.c.spelling == SPELLINGS.c.word, SPELLINGS.c.spelling.in_(some)
        )
        known.update(session.scalars(query))
    return set(left) - known


def add_spellings(session: Session, pairs: Collection[tuple[str, str]]) -> None:
    """(spelling, word)"""
    if pairs:
        statement = upserting(session, SPELLINGS).on_conflict_do_nothing()
        session.execute(statement, [{"spelling": spelling, "word": word} for spelling, word in sorted(pairs)])


def words_spelt(session: Session, spellings: Collection[str], limit: int) -> list[str]:
    """Words of any instance that share one of the spellings."""
    query = select(SPELLINGS.c.word).where(SPELLINGS.c.spelling.in_(sorted(spellings)))
    return list(session.scalars(query.distinct().order_by(SPELLINGS.c.word).limit(limit)))


def start_anew(session: Session) -> None:
    """Forget everything and put all instances down as changed."""
    for name in ("search_documents", "search_spellings", "search_pending"):
        session.execute(delete(table(name)))
    session.execute(insert(PENDING).from_select(["instance_id"], select(Instance.id).order_by(Instance.id)))
