"""What Chromium's trace says of a page's main thread, in the processor's own time: a machine that is busy
with something else makes no page slower."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

CATEGORIES = ("toplevel", "loading", "blink.user_timing", "disabled-by-default-devtools.timeline")
#: Microseconds that nobody feels.
_UNFELT = 50_000


def blocked_ms(trace: bytes, *, speed: float = 1) -> float:
    """Total blocking time: of each task after something was first painted, what is beyond 50 ms. `speed`: of
    the machine at that moment, 1 when it is quiet; a task is counted as long as it would take then."""
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    painted = min((each["ts"] for each in events if each["name"] == "firstContentfulPaint"), default=0)
    threads: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for each in events:
        if each["name"] == "RunTask" and each.get("ph") == "X" and each["ts"] >= painted:
            threads[each["pid"], each["tid"]].append(each.get("tdur", each["dur"]) * speed)
    mains = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    return max((sum(max(0, each - _UNFELT) for each in threads[main]) for main in mains), default=0) / 1000
