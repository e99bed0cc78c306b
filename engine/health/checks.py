"""The checks, one a function. Each only looks, and costs little however large the database is."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, database, migrations
from engine.audit import clock_behind
from engine.backup.place import Place, moment_of
from engine.config import BadConfig, Config
from engine.database import reading
from engine.errors import Unavailable
from engine.health.findings import Finding, State
from engine.inbox.stranded import lanes_of_nobody
from engine.people.accounts import has_demo_accounts
from engine.reports.load import Load, load
from engine.storage import folders
from engine.tables.uploads import Upload

log = structlog.get_logger("alur.health")

#: Bytes of the disk with less of which nothing can be relied on, and with less of which somebody should look.
MIN_FREE, FEW_FREE = 16 * 1024**2, 2 * 1024**3
#: How late the worker's oldest job may be.
LATE, STOPPED = timedelta(minutes=5), timedelta(hours=1)
#: A nightly backup that is older was missed.
BACKUP_OLD = timedelta(hours=36)
#: Seconds that a disk may take to say what lies on it.
PATIENCE = 3.0
#: Newest files that are looked for.
_FILES = 50
_OTHERS = 0o077


def examine(config: Config) -> list[Finding]:
    """All checks, in the order in which they are read. One that fails itself is a finding."""
    found = [*_safely("database", _database)]
    # Of one that does not answer, or is of another revision, nothing else can be asked.
    others = [] if _faults(found) else [finding for name in _ASKING for finding in _from_database(name)]
    return [*found, *_of_the_machine(config), *others]


def unready() -> list[Finding]:
    """The faults for which no request should come here: database, disk, worker."""
    return _faults([*_safely("database", _database), *_safely("disk", disk), *_from_database("worker")])


def disk() -> Finding:
    """Room for what people send."""
    free = folders.free_bytes()
    full = database.was_full() or free < MIN_FREE
    state = State.FAULT if full else State.WARNING if free < FEW_FREE else State.OK
    sizes = {"megabytes": free // 1024**2, "gigabytes": free // 1024**3}
    return Finding(check="disk", state=state, params=dict(sizes))


def data_is_private(data_dir: Path) -> Finding:
    """Whether other accounts of the machine can read it. On Windows its folder's rights say so."""
    if os.name != "posix":
        return Finding(check="private")
    open_to_all = [
        path.name
        for path in (data_dir, *(data_dir / name for name in ("alur.sqlite3", "files", "secret_key")))
        if path.exists() and path.stat().st_mode & _OTHERS
    ]
    state = State.FAULT if open_to_all else State.OK
    return Finding(check="private", state=state, params={"names": ", ".join(open_to_all)})


def backup(folder: Path | None) -> Finding:
    """The age of the newest one in ALUR_BACKUP_DIR."""
    if folder is None:
        return Finding(check="no_backup", state=State.WARNING)
    try:
        place = Place(folder)
        names = place.backups() if folder.exists() and not place.is_new else []
    except (BadConfig, OSError):
        names = []
    if not names:
        return Finding(check="backup_missing", state=State.FAULT)
    age = clock.now() - moment_of(names[-1])
    state = State.FAULT if age > BACKUP_OLD else State.OK
    return Finding(check="backup", state=state, params={"hours": age // timedelta(hours=1)})


def worker(waiting: Load) -> Finding:
    """How long the oldest reminder or deadline that is due has waited for the worker."""
    late = timedelta(seconds=waiting.timers_late)
    state = State.FAULT if late > STOPPED else State.WARNING if late > LATE else State.OK
    return Finding(check="worker", state=state, params={"minutes": late // timedelta(minutes=1)})


def incidents(waiting: Load) -> Finding:
    """Instances that a fault in their diagram stopped."""
    state = State.WARNING if waiting.incidents else State.OK
    return Finding(check="incidents", state=state, params={"n": waiting.incidents})


def clock_is_right(session: Session) -> Finding:
    """Against the newest event."""
    behind = clock_behind.minutes(session)
    state = State.FAULT if behind else State.OK
    return Finding(check="clock", state=state, params={"minutes": behind or 0})


def files_are_there(session: Session) -> Finding:
    """Of the newest; `alur data check` looks at all."""
    newest = session.scalars(
        select(Upload.sha256)
        .where(Upload.sha256.is_not(None))
        .order_by(Upload.created_at.desc())
        .limit(_FILES)
    ).all()
    missing = sum(not folders.blob(str(sha256)).exists() for sha256 in newest)
    state = State.FAULT if missing else State.OK
    return Finding(check="files", state=state, params={"n": missing, "of": len(newest)})


def lanes(session: Session) -> Finding:
    """Whose work nobody can do."""
    empty = lanes_of_nobody(session)
    names = ", ".join(sorted({each.lane for each in empty}))
    return Finding(check="lanes", state=State.WARNING if empty else State.OK, params={"names": names})


def address(reached_at: str, *, production: bool) -> Finding:
    """How the request came that asks. `reached_at`: scheme and host, "https://alur.example.go.id"."""
    if not production:
        return Finding(check="address", state=State.WARNING)
    state = State.OK if reached_at.startswith("https://") else State.FAULT
    return Finding(check="address", state=state, params={"address": reached_at})


def demo(session: Session) -> Finding:
    """Accounts whose password everybody knows."""
    state = State.WARNING if has_demo_accounts(session) else State.OK
    return Finding(check="demo", state=state)


def versions() -> Finding:
    """What runs here."""
    return Finding(check="versions", params={"alur": version("alur"), "python": platform.python_version()})


def _database() -> Finding:
    """Whether it answers, and is one that this Alur knows."""
    try:
        with reading() as session:
            migrations.require_latest(session.connection())
            name = session.get_bind().dialect.name
    except (Unavailable, BadConfig) as error:
        reason = str(error.params.get("reason", "")) if isinstance(error, Unavailable) else str(error)
        return Finding(check="database", state=State.FAULT, params={"reason": reason})
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(name, name)
    return Finding(check="database", params={"kind": kind})


#: What is asked of the database.
_ASKING: dict[str, Callable[[Session], Finding]] = {
    "worker": lambda session: worker(load(session)),
    "incidents": lambda session: incidents(load(session)),
    "clock": clock_is_right,
    "files": files_are_there,
    "lanes": lanes,
    "demo": demo,
}


def _from_database(name: str) -> Iterator[Finding]:
    def ask() -> Finding:
        with reading() as session:
            return _ASKING[name](session)

    yield from _safely(name, ask)


def _faults(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.state is State.FAULT]


def _of_the_machine(config: Config) -> Iterator[Finding]:
    yield from _safely("disk", disk)
    yield from _safely("private", lambda: data_is_private(config.data_dir))
    yield from _safely("backup", lambda: _in_time(lambda: backup(config.backup_dir)))
    yield versions()


def _in_time(check: Callable[[], Finding]) -> Finding:
    """Raises TimeoutError. A disk in the network that is gone lets who looks at it wait for ever: that is a
    thread of its own, and not the one that answers a request."""
    answer: Future[Finding] = Future()

    def look() -> None:
        try:
            answer.set_result(check())
        except Exception as error:  # noqa: BLE001  # raised where the answer is read
            answer.set_exception(error)

    Thread(target=look, daemon=True).start()
    return answer.result(PATIENCE)


def _safely(name: str, check: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield check()
    except Exception as error:  # a check that can't be made is a finding, and hides no other
        log.exception("check_failed", check=name)
        yield Finding(
            check="failed", state=State.FAULT, params={"check": name, "reason": type(error).__name__}
        )
