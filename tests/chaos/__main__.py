"""make chaos ARGS="--seed 7 --minutes 5 --database postgresql"

Exit status 1, and the seed, when anything is not as people were answered.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.chaos import faults, reader
from tests.chaos.installation import Installation, installed, pick_seed
from tests.chaos.office import PEOPLE
from tests.chaos.people import Person
from tests.chaos.programs import run
from tests.chaos.record import Record

#: Seconds from a fault's end to an answer, on a machine that has nothing else to do.
ANSWERS_WITHIN = 5.0
#: Until all that is open is completed.
_FINISHING = 300
_DATABASES = ("sqlite", "postgresql")
_FEW = ("lapangan.satu", "pengelola.satu", "ketua.satu")
#: What `--short` does, in this order: no rights on the machine are needed for it.
_SHORT = ("server killed", "worker killed", "lines to the people cut")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--database", choices=_DATABASES, action="append")
    parser.add_argument("--short", action="store_true", help="A few faults, on one server and one worker.")
    parser.add_argument("--only", action="append", metavar="FAULT", help="One of these alone.")
    asked = parser.parse_args()
    seed = pick_seed() if asked.seed is None else asked.seed
    # So that nothing is left running of whoever is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    wrong = 0
    for database in asked.database or _DATABASES:
        wrong += _try(database, seed, asked)
    return 1 if wrong else 0


def _try(database: str, seed: int, asked: argparse.Namespace) -> int:
    print(f"{database}, seed {seed}", flush=True)
    dice = random.Random(seed)
    count = (1, 1) if asked.short else (2, 3)
    with installed(database, servers=count[0], workers=count[1], can_do_all=not asked.short) as place:
        record = Record()
        names, starts = (_FEW, 2) if asked.short else (tuple(PEOPLE), max(4, round(asked.minutes * 4)))
        people = [Person(name, place, record, seed=f"{seed}:{name}", starts=starts) for name in names]
        for person in people:
            person.start()
        if asked.short:
            tried = _short_faults(place, record, dice)
        else:
            tried = _faults_for(asked.minutes * 60, place, record, dice, asked.only)
        wrong = [*_end(place, people, record), *reader.faults(place.url, record), *record.wrong]
        wrong += _tools(place, short=asked.short)
        _report(tried, record, place)
        if wrong and "CHAOS_KEEP" in os.environ:
            input(f"{place.folder}: ")
    print("\n".join(["wrong:", *wrong, f"seed {seed}"]) if wrong else "all is as it was answered", flush=True)
    return len(wrong)


def _short_faults(place: Installation, record: Record, dice: random.Random) -> list[tuple[str, bool]]:
    """As soon as people have done something in between."""
    tried = []
    for name in _SHORT:
        _await_actions(record, len(record.done) + 2)
        tried.append((name, bool(_fault(place, record, dice, name))))
    _await_actions(record, len(record.done))
    return tried


def _await_actions(record: Record, number: int) -> None:
    until = time.monotonic() + 60
    while len(record.done) < number and time.monotonic() < until:
        time.sleep(0.1)


def _faults_for(
    seconds: float, place: Installation, record: Record, dice: random.Random, only: list[str] | None
) -> list[tuple[str, bool]]:
    tried: list[tuple[str, bool]] = []
    names = only or list(faults.possible(place))
    _await_actions(record, 1)
    until = time.monotonic() + seconds
    turn: list[str] = []
    while time.monotonic() < until:
        turn = turn or dice.sample(names, len(names))
        name = turn.pop()
        survived = _fault(place, record, dice, name)
        if survived is not None:
            tried.append((name, survived))
        time.sleep(dice.uniform(0.5, 2.5))
    return tried


def _fault(place: Installation, record: Record, dice: random.Random, name: str) -> bool | None:
    """Whether all answer again in time; None where there was nothing to disturb."""
    try:
        done = faults.FAULTS[name](place, record, dice)
    except faults.NotNow:
        return None
    # On a machine with more to do than it has processors, each waits for its turn.
    patience = ANSWERS_WITHIN * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    try:
        seconds = place.wait_until_ready(patience)
    except TimeoutError:
        record.fail(f"{name}: no answer within {patience:.0f} s")
        print(f"  {name}: {done}; NO ANSWER within {patience:.0f} s", flush=True)
        place.wait_until_ready(10 * patience)
        return False
    print(f"  {name}: {done}; all answer after {seconds:.1f} s", flush=True)
    return True


def _end(place: Installation, people: list[Person], record: Record) -> list[str]:
    """People stop beginning, go on with their uploads, and complete all that is open."""
    place.over.set()
    for person in people:
        person.join(120)
    for upload, sent in list(record.files.items()):
        owner = next(person for person in people if person.username == sent.person)
        page = owner.open("/")
        if page is not None and owner.send_on(upload, page) == "unknown":
            record.fail(f"upload {upload} can't be ended")
    until = time.monotonic() + _FINISHING
    while (waiting := reader.open_tasks(place.url)) and time.monotonic() < until:
        work: dict[Person, list[int]] = {person: [] for person in people}
        for task, lane, holder in waiting:
            able = [each for each in people if holder in {None, each.username} and lane in each.roles]
            if able:
                work[able[task % len(able)]].append(task)
        with ThreadPoolExecutor(len(people)) as together:
            list(together.map(_complete_all, work, work.values()))
    time.sleep(5)  # two looks of the worker, for moves that were just ordered
    return [f"{person.name} still waits" for person in people if person.is_alive()]


def _complete_all(person: Person, tasks: list[int]) -> None:
    for task in tasks:
        person.complete(str(task))


def _tools(place: Installation, *, short: bool) -> list[str]:
    """What Alur's own commands say of it."""
    commands = [["audit", "verify"], ["data", "check"]]
    if not short:
        backup = str(place.folder / "backup")
        commands += [["backup", backup], ["restore", backup, "--check"]]
    wrong = []
    for command in commands:
        done = run(place.settings, *command)
        print(f"  alur {command[0]}: {(done.stdout.strip().splitlines() or [''])[-1]}", flush=True)
        if done.returncode:
            wrong.append(f"alur {' '.join(command)}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return wrong


def _report(tried: list[tuple[str, bool]], record: Record, place: Installation) -> None:
    often, survived = Counter(name for name, _ in tried), Counter(name for name, well in tried if well)
    for name in sorted(often):
        print(f"  {name}: tried {often[name]}, survived {survived[name]}")
    print("  answers:", ", ".join(f"{status} {times}" for status, times in sorted(record.answers.items())))
    outcomes = Counter(f"{action.kind} {action.outcome}" for action in record.actions)
    print("  actions:", ", ".join(f"{name} {times}" for name, times in sorted(outcomes.items())))
    print("  stored:", ", ".join(f"{times} {name}" for name, times in reader.numbers(place.url).items()))


if __name__ == "__main__":
    sys.exit(main())
