"""The figures as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import time
from pathlib import Path
from typing import Any

#: Figure → what it is, decimals, and the aim where there is one.
FIGURES: dict[str, tuple[str, int, float | None]] = {
    "complete_ms_p50": ("completing a task, ms", 2, None),
    "complete_ms_p95": ("… 95th percentile, ms", 2, None),
    "floor_ms_p50": ("the floor, ms", 2, None),
    "complete_vs_floor": ("completing : floor", 2, 2.0),
    "complete_round1000_vs_round1": ("round 1000 : round 1", 2, 1.1),
    "complete_statements": ("statements of a completion", 0, 10),
    "complete_commits": ("commits of a completion", 0, 1),
    "form_ms_p50": ("a task's page, ms", 2, None),
    "inbox_ms_p50": ("the inbox, ms", 2, None),
    "start_ms_p50": ("starting an instance, ms", 2, None),
    "cold_start_s": ("ready to answer, s", 2, 1.5),
    "rss_mb": ("memory of the server, MB", 0, None),
    "rows_per_instance": ("rows of a finished instance", 1, None),
    "bytes_per_instance": ("bytes of a finished instance", 0, None),
}


def table(found: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'':30}" + "".join(f"{name:>14}" for name in found) + f"{'aim':>10}"]
    for figure, (label, decimals, aim) in FIGURES.items():
        cells = "".join(f"{_cell(item[figure], decimals, aim):>14}" for item in found.values())
        lines.append(f"{label:30}{cells}{'' if aim is None else f'≤ {aim:g}':>10}")
    return "\n".join(lines)


def as_json(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """By database; and once more flat, those of SQLite, which is what Alur uses unless told otherwise."""
    return {**found.get("sqlite", {}), **found, "machine": machine()}


def write(path: Path, found: dict[str, dict[str, Any]]) -> None:
    path.write_text(json.dumps(as_json(found), indent=2) + "\n", "utf-8")


def machine() -> dict[str, Any]:
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": [round(item, 2) for item in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _cell(value: float | None, decimals: int, aim: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.{decimals}f}{' !' if aim is not None and value > aim else ''}"
