"""Several people who write at the same moment: how long does each of them wait?"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.benchmarks.browser import Browser
from tests.benchmarks.databases import Place
from tests.benchmarks.office import KEY, PASSWORD, Office
from tests.benchmarks.processes import BENCH, serving

#: Starting an instance writes a dozen rows, as any action does.
STARTS = 40


def measure(place: Place, clients: int) -> dict[str, float]:
    """Milliseconds of a start while `clients` start all the time: median, 95th percentile, the longest;
    and starts in a second."""
    Office()
    with serving(BENCH, place) as (port, _pid, _seconds):
        people = [Browser(port) for _ in range(clients)]
        for browser in people:
            browser.log_in("lapangan", PASSWORD)
        gate = Barrier(clients)

        def start_all(browser: Browser) -> list[float]:
            token = browser.token(browser.get("/start"))
            gate.wait()
            answers = [
                browser.post("/start", {"csrf_token": [token], "definition": [KEY]}) for _ in range(STARTS)
            ]
            assert {answer.status for answer in answers} == {302}
            return [answer.ms for answer in answers]

        with ThreadPoolExecutor(clients) as pool:
            began = time.perf_counter()
            times = [ms for each in pool.map(start_all, people) for ms in each]
            seconds = time.perf_counter() - began
    return {
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "most": max(times),
        "per_second": len(times) / seconds,
    }
