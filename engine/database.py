"""The database, and the only commit in the project.

`transaction()` is all of it or none of it. Where something has to be added at the very end (the answer to a
form), a `Later` commits it then. What must outlive a rollback (a denied action is an event too) is handed to
`after_rollback` and runs in a transaction of its own once the first one is gone.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar, Token
from typing import Any

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from engine import database_url, sqlite
from engine.errors import DiskFull, Unavailable
from engine.fair_lock import FairLock

#: Milliseconds that an action waits for others to finish theirs before it says so.
PATIENCE = 10_000

_sessions: sessionmaker[Session] = sessionmaker(expire_on_commit=False)
_AFTER_ROLLBACK, _TURN = "after_rollback", "turn"
#: SQLite has one writer, and who finds it busy looks again after a while, in no order: one of eight may wait
#: for seconds. The writers of this process queue up instead. None on PostgreSQL, which does so itself.
_writers: FairLock | None = None
_writing: ContextVar[bool] = ContextVar("writing", default=False)
#: Seconds for which a disk that was full is reported to whoever watches the server.
FULL_FOR = 60
#: What a database away, locked or damaged raises; kinds of these are faults of ours.
_NOT_NOW = frozenset({DatabaseError, OperationalError})
_last_full: float | None = None


def connect(address: str | URL) -> Engine:
    """Use this database from now on in this process."""
    global _writers  # noqa: PLW0603  # one a process, like its database
    disconnect()
    engine = _create(database_url.parse(address))
    _sessions.configure(bind=engine)
    _writers = FairLock() if engine.dialect.name == "sqlite" else None
    return engine


def disconnect() -> None:
    """Close what this process holds open; a later session would open it anew."""
    bound = _sessions.kw.get("bind")
    if bound is not None:
        bound.dispose()


@contextmanager
def transaction() -> Iterator[Session]:
    """Write: one unit, committed at the end of the block, rolled back on any exception."""
    later = _settled()
    session = _sessions()
    token = _writing.set(True)
    try:
        with _undone_on_failure(session):
            _take_turn(session)
            session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield session
            session.flush()
    finally:
        _writing.reset(token)
    if later is None:
        _commit(session)
    else:
        later.defer(session)


@contextmanager
def reading() -> Iterator[Session]:
    """Read: one consistent picture, never committed; on SQLite it does not wait for a writer."""
    _settled()
    session = _sessions()
    try:
        with _undone_on_failure(session):
            session.connection(execution_options=_one_picture(session))
            yield session
    finally:
        _close(session)


def upserting(session: Session, table: Any) -> Any:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, which each database has for
    itself; of the other one nothing is loaded."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(table)


def is_writing() -> bool:
    """Whether a writing transaction of this thread is open: others wait until it ends."""
    return _writing.get()


class Later:
    """Commits the transactions of one request a little later: when the next one begins, or at `settle`.

    `at_end` adds to a transaction before its commit; what it raises undoes the transaction.
    """

    def __init__(self, at_end: Callable[[Session], None]) -> None:
        self._at_end = at_end
        self._waiting: Session | None = None
        #: A commit was asked for, and nobody knows what became of it.
        self.unconfirmed = False
        self._token: Token[Later | None] | None = None

    def begin(self) -> None:
        """For all transactions of this context, until `end`."""
        self._token = _later.set(self)

    def end(self) -> None:
        """What was not settled is undone."""
        if self._token is not None:
            _later.reset(self._token)
            self._token = None
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            _close(waiting)

    def defer(self, session: Session) -> None:
        """To be committed at `settle`."""
        self._waiting = session

    def settle(self) -> bool:
        """Commit what waits; False when nothing did. Raises Unavailable, and what `at_end` raises."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            try:
                _commit(waiting, self._at_end)
            except Unavailable:
                self.unconfirmed = True
                raise
        return waiting is not None


_later: ContextVar[Later | None] = ContextVar("later", default=None)


def settle() -> None:
    """Commit what a `Later` holds back: before work that takes long, so that nobody waits for it."""
    _settled()


def _settled() -> Later | None:
    later = _later.get()
    if later is not None:
        later.settle()
    return later


def _commit(session: Session, at_end: Callable[[Session], None] | None = None) -> None:
    try:
        with _undone_on_failure(session):
            if at_end is not None:
                at_end(session)
            session.commit()
    finally:
        _close(session)


@contextmanager
def _undone_on_failure(session: Session) -> Iterator[None]:
    """Whatever is raised undoes it; then what must outlive that is done."""
    try:
        with _unavailable():
            yield
    except BaseException:
        _close(session)
        _run_after_rollback(session)
        raise


@contextmanager
def _unavailable() -> Iterator[None]:
    """Locked for too long, full, gone or damaged: nothing was changed, and later may be better."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(reason=type(error).__name__) from error
    except DBAPIError as error:
        # In the driver's words, for the log: "database is locked" and "disk is full" want different actions.
        reason = str(error.orig or type(error).__name__)
        if _is_disk_full(error):
            _remember_full()
            raise DiskFull(reason=reason) from error
        # A damaged file is a DatabaseError itself; a rule that was broken is a kind of it.
        if type(error) in _NOT_NOW or error.connection_invalidated or _is_read_only(error):
            raise Unavailable(reason=reason) from error
        raise


def _is_read_only(error: DBAPIError) -> bool:
    """PostgreSQL's read_only_sql_transaction: a stand-by, or one that is being looked after."""
    return getattr(error.orig, "sqlstate", None) == "25006"


def was_full() -> bool:
    """Whether something could not be written in the last FULL_FOR seconds, because there was no room."""
    return _last_full is not None and time.monotonic() - _last_full < FULL_FOR


def _remember_full() -> None:
    global _last_full  # noqa: PLW0603  # one a process, like its database
    _last_full = time.monotonic()


def _is_disk_full(error: DBAPIError) -> bool:
    """SQLite's SQLITE_FULL, PostgreSQL's disk_full (53100)."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_FULL or getattr(error.orig, "sqlstate", None) == "53100"


def _take_turn(session: Session) -> None:
    """Wait for the writers that came before; `_close` lets the next one in. Raises Unavailable."""
    if _writers is None:
        return
    if not _writers.acquire(PATIENCE / 1000):
        raise Unavailable(reason="database is locked")
    session.info[_TURN] = _writers


def _close(session: Session) -> None:
    """Give back the connection. One that broke is thrown away: whoever asked has been told already, or has
    got what they wanted."""
    try:
        session.close()
    except SQLAlchemyError:
        with suppress(SQLAlchemyError):
            session.invalidate()
    finally:
        turn: FairLock | None = session.info.pop(_TURN, None)
        if turn is not None:
            turn.release()


def after_rollback(session: Session, action: Callable[[Session], object]) -> None:
    """Do `action` in a new transaction if this one is rolled back; forget it if this one commits."""
    session.info.setdefault(_AFTER_ROLLBACK, []).append(action)


def _run_after_rollback(session: Session) -> None:
    actions: list[Callable[[Session], object]] = session.info.pop(_AFTER_ROLLBACK, [])
    if actions:
        with transaction() as fresh:
            for action in actions:
                action(fresh)


def _one_picture(session: Session) -> dict[str, str]:
    """PostgreSQL would otherwise show each statement what was committed up to then."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return {"sqlite_begin": "DEFERRED"} if on_sqlite else {"isolation_level": "REPEATABLE READ"}


def _create(url: URL) -> Engine:
    # A failed statement is logged, and logs hold nothing that a person typed: hide_parameters.
    if database_url.is_sqlite(url):
        # Twenty people at once may wait for the one writer; the pool must not be what refuses them.
        engine = create_engine(url, pool_size=32, max_overflow=32, hide_parameters=True)
        sqlite.set_up(engine, patience=PATIENCE, read_only=url.query.get("mode") == "ro")
        return engine
    return create_engine(
        url,
        pool_size=16,
        max_overflow=16,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": f"-c lock_timeout={PATIENCE}"},
    )
