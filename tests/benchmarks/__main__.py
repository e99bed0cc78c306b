"""python -m tests.benchmarks [sqlite] [postgresql] [--quick | --pages | --size N | --crowd N]

Exit status 1: a page is over its budget.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.benchmarks import crowd, flat, pages, report
from tests.benchmarks.databases import NAMES, place
from tests.benchmarks.measure import QUICK, Load, measure


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="What a request costs.")
    parser.add_argument("databases", nargs="*", metavar="DATABASE", help=f"{' or '.join(NAMES)}; both")
    parser.add_argument("--pages", action="store_true", help="Only the main pages in a browser.")
    parser.add_argument("--quick", action="store_true", help="A few requests only: does it run at all?")
    parser.add_argument("--size", type=int, metavar="N", help="Only each page beside N open tasks.")
    parser.add_argument("--crowd", type=int, metavar="N", help="Only starts while N people start at once.")
    asked = parser.parse_args()
    names = asked.databases or list(NAMES)
    if unknown := set(names) - set(NAMES):
        parser.error(f"no such database: {', '.join(sorted(unknown))}")
    if asked.size or asked.crowd:
        return _among_many(names, asked.size, asked.crowd)
    found = {}
    over: list[str] = []
    for name in () if asked.pages else names:
        print(f"Measuring on {name}", flush=True)
        with place(name) as here:
            found[name] = measure(here, QUICK if asked.quick else Load())
    if found:
        print(report.table(found))
    if asked.pages or not asked.databases:
        print("Measuring the pages on a slow line", flush=True)
        seen = pages.measure(1 if asked.quick else pages.TRIES)
        print(pages.table(seen))
        over = pages.broken(seen)
        print("\n".join(["", "budgets that are not held:", *over] if over else ["", "all budgets are held"]))
    if path := os.environ.get("BENCH_JSON"):
        report.write(Path(path), found)
    return 1 if over else 0


def _among_many(names: list[str], size: int | None, people: int | None) -> int:
    over = False
    for name in names:
        if people:
            with place(name) as here:
                figures = crowd.measure(here, people)
            print(f"{name}, {people} at once:", {what: round(ms) for what, ms in figures.items()})
        if size:
            rows = flat.measure(name, size)
            print(f"{name}, {size} open tasks\n{flat.table(rows)}", flush=True)
            over = over or any(row.over for row in rows)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
