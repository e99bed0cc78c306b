"""What happens to an installation: each fault is done, lasts a moment, and ends; then it says what it was.

`FAULTS`: name → function. A fault that an installation can't have (no disk of its own, no other clock) is
left out by `possible`.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import create_engine, text

from tests import postgres
from tests.chaos.installation import Installation
from tests.chaos.programs import ALUR, Program, environment
from tests.chaos.record import Record

#: Gives what was done, in words.
Fault = Callable[[Installation, Record, random.Random], str]
#: Seconds until somebody is at what is to be disturbed.
_CHANCE = 4.0


class NotNow(Exception):
    """There was nothing to disturb."""


def kill_server(place: Installation, _record: Record, dice: random.Random) -> str:
    server = dice.choice(place.servers)
    return _killed(server, dice)


def kill_server_in_upload(place: Installation, record: Record, dice: random.Random) -> str:
    _await(record, "upload")
    time.sleep(dice.uniform(0, 0.3))
    return " and ".join(_killed(server, dice) for server in place.servers)


def kill_server_in_move(place: Installation, record: Record, dice: random.Random) -> str:
    _await(record, "move")
    time.sleep(dice.uniform(0, 0.5))
    return " and ".join(_killed(program, dice) for program in place.programs)


def kill_worker(place: Installation, _record: Record, dice: random.Random) -> str:
    return _killed(dice.choice(place.workers), dice)


def kill_child(place: Installation, record: Record, dice: random.Random) -> str:
    """Decoder, examiner or typesetter."""
    until = time.monotonic() + _CHANCE
    while time.monotonic() < until:
        found = [child for server in place.servers for child in server.children]
        if found:
            pid, room = dice.choice(found)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            return room
        time.sleep(0.05)
    raise NotNow


def kill_backup(place: Installation, _record: Record, dice: random.Random) -> str:
    command = [ALUR, "backup", str(place.folder / "backup")]
    taking = subprocess.Popen(
        command, env=environment(place.settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    seconds = dice.uniform(0.5, 4)
    with suppress(subprocess.TimeoutExpired):
        taking.wait(seconds)
    taking.kill()
    taking.wait()
    return f"after {seconds:.1f} s"


def kill_postgres(place: Installation, _record: Record, dice: random.Random) -> str:
    assert place.postgres is not None
    data = place.postgres / "data"
    postgres._run(place.postgres, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    seconds = _pause(dice)
    start_postgres(place)
    return f"away for {seconds:.1f} s"


def cut_web_lines(place: Installation, _record: Record, dice: random.Random) -> str:
    for line in place.lines:
        line.down()
    seconds = _pause(dice)
    for line in place.lines:
        line.up()
    return f"for {seconds:.1f} s"


def cut_database_line(place: Installation, _record: Record, dice: random.Random) -> str:
    assert place.database_line is not None
    place.database_line.down()
    seconds = _pause(dice)
    place.database_line.up()
    return f"for {seconds:.1f} s"


def swallow_commits(place: Installation, _record: Record, dice: random.Random) -> str:
    """What was written is written, and nobody is told."""
    assert place.database_line is not None
    before = place.database_line.swallowed
    place.database_line.swallow_commits(dice.randint(1, 4))
    time.sleep(dice.uniform(1, 3))
    place.database_line.swallow_commits(0)
    return f"{place.database_line.swallowed - before} commits"


def fill_disk(place: Installation, _record: Record, dice: random.Random) -> str:
    used = int(_output("df", "--output=used", place.data).split()[1])
    spare = dice.choice([0, 64, 1024, 20_000])
    _remount(place, f"size={used + spare}k")
    seconds = _pause(dice)
    _remount(place, "size=1500m")
    return f"{spare} KB left, for {seconds:.1f} s"


def read_only_disk(place: Installation, _record: Record, dice: random.Random) -> str:
    """All are killed, started on files that can't be written, and again once they can."""
    for program in place.programs:
        program.kill()
    _remount(place, "ro")
    for program in place.programs:
        program.start()
    time.sleep(dice.uniform(2, 4))
    status = [program.process.poll() for program in place.programs if program.process]
    _remount(place, "rw")
    for program in place.programs:
        program.kill()
        program.start()
    return f"started on it they ended with {status}"


def read_only_database(place: Installation, _record: Record, dice: random.Random) -> str:
    """PostgreSQL as a stand-by is, after the wrong one was connected to."""
    _set_read_only(place, "on")
    seconds = _pause(dice)
    _set_read_only(place, "off")
    return f"for {seconds:.1f} s"


def set_clock(place: Installation, _record: Record, dice: random.Random) -> str:
    hours = dice.choice([-72, -30, -5, -1, 1, 3, 8, 26, 50, 240])
    place.set_clock(timedelta(hours=hours))
    time.sleep(dice.uniform(1, 4))
    place.set_clock(timedelta())
    return f"by {hours} hours and right again"


FAULTS: dict[str, Fault] = {
    "server killed": kill_server,
    "servers killed during an upload": kill_server_in_upload,
    "all killed during a move": kill_server_in_move,
    "worker killed": kill_worker,
    "decoder, examiner or typesetter killed": kill_child,
    "backup killed": kill_backup,
    "PostgreSQL killed": kill_postgres,
    "lines to the people cut": cut_web_lines,
    "lines to PostgreSQL cut": cut_database_line,
    "confirmations of PostgreSQL lost": swallow_commits,
    "disk full": fill_disk,
    "disk read-only": read_only_disk,
    "PostgreSQL read-only": read_only_database,
    "clock wrong": set_clock,
}


def possible(place: Installation) -> dict[str, Fault]:
    without: set[Fault] = set()
    if not place.has_disk:
        without |= {fill_disk, read_only_disk}
    if not place.has_clock:
        without |= {set_clock}
    if place.postgres is None:
        without |= {kill_postgres, cut_database_line, swallow_commits, read_only_database}
    return {name: fault for name, fault in FAULTS.items() if fault not in without}


def start_postgres(place: Installation) -> None:
    assert place.postgres is not None
    log = place.postgres / "log"
    postgres._run(place.postgres, "pg_ctl", "-D", place.postgres / "data", "-w", "-l", log, "start")


def _killed(program: Program, dice: random.Random) -> str:
    program.kill()
    time.sleep(dice.uniform(0, 0.5))
    program.start()
    return program.name


def _pause(dice: random.Random) -> float:
    seconds = dice.uniform(0.3, 3)
    time.sleep(seconds)
    return seconds


def _await(record: Record, what: str) -> None:
    until = time.monotonic() + _CHANCE
    while what not in record.doing.values():
        if time.monotonic() > until:
            raise NotNow
        time.sleep(0.02)


def _remount(place: Installation, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", place.data], check=True, capture_output=True)


def _output(*command: object) -> str:
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def _set_read_only(place: Installation, value: str) -> None:
    boss = create_engine(place.url.replace("/chaos", "/postgres"), isolation_level="AUTOCOMMIT")
    with boss.connect() as connection:
        connection.execute(text(f"ALTER DATABASE chaos SET default_transaction_read_only = {value}"))
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'chaos'")
        )
    boss.dispose()
