"""What the tests cost in seconds of processor, told after a long run. A plugin of pytest.

Processor, not clock: on a busy machine the clock says nothing about a test. Of journeys only our own process
is counted; their browser and server cost about four times as much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from time import process_time

import pytest

#: A run that takes less needs no account of itself.
_LONG_RUN = 60.0
_SHOWN = 10
_COST = "processor"
_began = pytest.StashKey[float]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    item.stash[_began] = process_time()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    now = process_time()
    # It travels with the report from the worker to who sums up.
    report.user_properties = [*report.user_properties, (_COST, now - item.stash[_began])]
    item.stash[_began] = now
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    tests: dict[str, float] = defaultdict(float)
    folders: dict[str, float] = defaultdict(float)
    for report in reports:
        for name, seconds in getattr(report, "user_properties", ()):
            if name == _COST:
                tests[report.nodeid] += seconds
                folders["/".join(report.nodeid.partition("::")[0].split("/")[:3])] += seconds
    if sum(tests.values()) < _LONG_RUN:
        return
    terminalreporter.write_line(f"{sum(tests.values()):.0f} s of processor, without browsers and servers:")
    for costs in (folders, tests):
        for name in sorted(costs, key=costs.__getitem__, reverse=True)[:_SHOWN]:
            terminalreporter.write_line(f"{costs[name]:7.1f}  {name}")
