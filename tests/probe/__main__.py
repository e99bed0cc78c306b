"""Runs the probes that are named, or all; exit status 1 when one did not hold."""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> int:
    here = Path(__file__).parent
    failed = []
    for name in names or sorted(path.stem for path in here.glob("[a-z]*.py")):
        print(f"\n{name}", flush=True)
        try:
            import_module(f"tests.probe.{name}").probe()
        except AssertionError:
            traceback.print_exc()
            failed.append(name)
    print(f"\nnot held: {', '.join(failed)}" if failed else "\nall held")
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
