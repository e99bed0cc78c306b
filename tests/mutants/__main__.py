"""python -m tests.mutants [FILE or FOLDER …] [--sample NUMBER] [--again]"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.conftest import ROOT
from tests.mutants.results import NAMED, Change, Mutant, mutants, named

#: Per cent of all mutants that the tests must kill; a named survivor was not killed.
ENOUGH = 90
#: The smallest of the files: mutmut writes the mutants of all when it is asked for those of one.
_SMALLEST = "engine.people.rights.*"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make mutants", description="Do the tests notice a broken rule?")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; all that are configured")
    parser.add_argument("--sample", type=int, metavar="NUMBER", help="so many of them, always the same ones")
    parser.add_argument("--again", action="store_true", help="only those that have survived so far")
    parser.add_argument("--children", type=int, default=os.cpu_count(), help="how many at a time")
    asked = parser.parse_args()
    patterns = [_pattern(path) for path in asked.paths] or ["engine.*"]
    if asked.again or asked.sample:
        patterns = _chosen(asked)
    _run(patterns, asked.children)
    sys.exit(_judge(_within(asked.paths)))


def _pattern(path: str) -> str:
    return path.removesuffix(".py").rstrip("/").replace("/", ".") + ".*"


def _within(paths: list[str]) -> list[Mutant]:
    wanted = tuple(path.rstrip("/") for path in paths)
    return [item for item in mutants() if not wanted or item.file.startswith(wanted)]


def _chosen(asked: argparse.Namespace) -> list[str]:
    if not any(mutants()):
        _run([_SMALLEST], asked.children)
    found = _within(asked.paths)
    if asked.again:
        found = [item for item in found if item.code is not None and not item.killed]
    if asked.sample:
        found = random.Random(7).sample(found, min(asked.sample, len(found)))
    return [item.name for item in found]


def _run(names: list[str], children: int) -> None:
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(children), *names]
    surroundings = {**os.environ, "ALUR_TEST_DATABASES": "sqlite", "HYPOTHESIS_PROFILE": "unit"}
    with (ROOT / "mutants.log").open("w") as log:
        code = subprocess.run(
            command, cwd=ROOT, env=surroundings, stdout=log, stderr=log, check=False
        ).returncode
    if code:
        sys.exit(f"mutmut broke off ({code}): mutants.log says why")


def _judge(found: Iterable[Mutant]) -> int:
    """Prints the figures and the new survivors; what the command ends with."""
    tried = [item for item in found if item.code is not None]
    known = named()
    alive = [(item, item.change()) for item in tried if not item.killed]
    new = [(item, change) for item, change in alive if change not in known]
    _table(tried, Counter(item.file for item, _ in new))
    for item, change in new:
        print(_as_toml(item, change))
    rate = 100 * (len(tried) - len(alive)) / max(len(tried), 1)
    ours = len(alive) - len(new)
    print(f"{rate:.1f} % of {len(tried)} mutants killed; {len(new)} new survivors, {ours} named")
    if new:
        print(f"Kill them by a test of what the line is for, or name them in {NAMED.relative_to(ROOT)}.")
    return int(bool(new) or rate < ENOUGH)


def _table(tried: list[Mutant], new: Counter[str]) -> None:
    total, killed = Counter(item.file for item in tried), Counter(item.file for item in tried if item.killed)
    for file, number in sorted(total.items()):
        print(f"{file:<36}{number:>6}{100 * killed[file] / number:>7.1f} %{new[file]:>5} new")


def _as_toml(item: Mutant, change: Change) -> str:
    # A text of JSON is a text of TOML.
    rows = {**asdict(change), "reason": ""}
    lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items())
    return f"\n# {item.name} ({item.code})\n[[survivor]]\n{lines}"


if __name__ == "__main__":
    main()
