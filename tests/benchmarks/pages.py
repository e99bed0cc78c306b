"""What the main pages cost who sees them first: Chromium on a telephone's slow line, its processor four times
slower.

Every page is opened by a browser that has nothing of Alur yet; of several tries the best counts, since
whatever else the machine does only makes a try worse. A page that keeps far within its budgets at once is not
tried again. How long tasks take is told twice: as it was, and as it would have been on a quiet machine, by a
piece of work that is always the same and done before each try.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, StorageState, sync_playwright

from tests.benchmarks.trace import CATEGORIES, blocked_ms
from tests.journeys.browsing import DESKTOP, launch
from tests.journeys.places import PLACES, Place, log_in, make_draft
from tests.journeys.serving import Alur, serving

#: "Fast 3G" of Chromium's developer tools: milliseconds until an answer begins, bytes a second.
LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
SLOWER = 4
#: Milliseconds in which what is not waited for comes, too. Live pages are never silent.
_AFTERWARDS = 2_000
TRIES = 3
#: A page is far within its budgets at this part of each.
_FAR = 0.8
#: Milliseconds of the processor that the work takes on two quiet cores, four times slower; how often it is
#: done.
_QUIET_MS, _WORKS = 40, 5
_WORK = """() => {
  const root = document.createElement("div");
  document.body.append(root);
  for (let n = 0; n < 400; n++) {
    const each = document.createElement("p");
    each.textContent = "Memeriksa materi liputan ".repeat(8) + n;
    root.append(each);
  }
  root.offsetHeight;
  JSON.parse(JSON.stringify([...Array(20000).keys()]));
  root.remove();
}"""
#: Figure → what it is, decimals, and the aim.
FIGURES: dict[str, tuple[str, int, float]] = {
    "kb": ("KB", 0, 100),
    "lcp_s": ("LCP, s", 1, 2.5),
    "shift": ("shift", 3, 0.05),
    "blocked_ms": ("blocked, ms", 0, 200),
    "as_it_was_ms": ("as it was, ms", 0, inf),
    "form_s": ("form, s", 1, 1.5),
}
#: The editor brings what draws diagrams, and is opened at a desk.
WITHOUT_AIM = {"editor": {"kb"}}
_WATCH = """
window.seen = {lcp_s: 0, shift: 0};
const observe = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see))
  .observe({type, buffered: true});
observe("largest-contentful-paint", (each) => { seen.lcp_s = each.startTime / 1000 });
observe("layout-shift", (each) => { if (!each.hadRecentInput) seen.shift += each.value });
const look = () => {
  if (!seen.form_s && document.querySelector("form[data-runs]")) seen.form_s = performance.now() / 1000;
  const waits = document.querySelector("[aria-busy=true], [data-task-form]:not([data-runs])");
  if (!waits && document.readyState === "complete") console.debug("settled");
};
new MutationObserver(look).observe(document, {subtree: true, childList: true,
  attributeFilter: ["data-runs", "aria-busy"]});
addEventListener("load", look);
"""


def measure(tries: int = TRIES) -> dict[str, dict[str, float]]:
    """Page → figure → value."""
    with (
        tempfile.TemporaryDirectory(prefix="alur-pages-") as folder,
        serving(Path(folder) / "data") as alur,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        with _somebody(browser) as page:
            make_draft(page.context.request, alur)
        people = {name: _logged_in(browser, alur, name) for name in {place.username for place in PLACES}}
        return {place.name: _best(browser, alur, place, people[place.username], tries) for place in PLACES}


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """Value against aim; what is over it has a mark."""
    heads = "".join(f"{label:>14}" for label, _decimals, _aim in FIGURES.values())
    aims = "".join(f"{f'≤ {aim:g}' if aim < inf else '':>14}" for _label, _decimals, aim in FIGURES.values())
    lines = [f"{'first load':16}{heads}", f"{'':16}{aims}"]
    for name, values in found.items():
        cells = (_cell(name, figure, values.get(figure)) for figure in FIGURES)
        lines.append(f"{name:16}" + "".join(f"{cell:>14}" for cell in cells))
    return "\n".join(lines)


def broken(found: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Each budget that is not held, in words."""
    return [
        f"{name}: {FIGURES[figure][0]} {value:.{FIGURES[figure][1]}f}, not ≤ {FIGURES[figure][2]:g}"
        for name, values in found.items()
        for figure, value in values.items()
        if is_over(name, figure, value)
    ]


def is_over(page: str, figure: str, value: float) -> bool:
    """Whether it is more than it may be."""
    return figure not in WITHOUT_AIM.get(page, ()) and value > FIGURES[figure][2]


def _cell(page: str, figure: str, value: float | None) -> str:
    if value is None:
        return "–"
    mark = "!" if is_over(page, figure, value) else " "
    return f"{value:.{FIGURES[figure][1]}f} {mark}"


def _logged_in(browser: Browser, alur: Alur, username: str) -> StorageState | None:
    """What their browser holds then."""
    if not username:
        return None
    with _somebody(browser) as page:
        log_in(page.context.request, alur, username)
        return page.context.storage_state()


def _best(
    browser: Browser, alur: Alur, place: Place, login: StorageState | None, tries: int
) -> dict[str, float]:
    best: dict[str, float] = {}
    for _ in range(tries):
        with _somebody(browser, login) as page:
            found = _open(page, place.address(page.context.request, alur))
        best = {figure: min(found[figure], best.get(figure, inf)) for figure in FIGURES if figure in found}
        if not any(is_over(place.name, figure, value / _FAR) for figure, value in best.items()):
            break
    return best


def _open(page: Page, address: str) -> dict[str, float]:
    line = page.context.new_cdp_session(page)
    arrived: list[float] = []
    line.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    speed = _speed(page, line)
    page.add_init_script(_WATCH)
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=list(CATEGORIES))
    # Nothing is asked of the page meanwhile: its answer would be a task of its own.
    with page.expect_console_message(lambda said: said.text == "settled"):
        page.goto(address)
    page.wait_for_timeout(_AFTERWARDS)
    trace = browser.stop_tracing()
    seen: dict[str, Any] = page.evaluate("seen")
    blocked = {"blocked_ms": blocked_ms(trace, speed=speed), "as_it_was_ms": blocked_ms(trace)}
    return {"kb": sum(arrived) / 1000, **blocked, **seen}


def _speed(page: Page, line: CDPSession) -> float:
    """Of the machine just now: 1 when it is quiet, less when it has other work."""
    line.send("Performance.enable")
    page.goto("about:blank")
    took = []
    for _ in range(_WORKS):
        before = _thread_ms(line)
        page.evaluate(_WORK)
        took.append(_thread_ms(line) - before)
    line.send("Performance.disable")
    return _QUIET_MS / median(took)


def _thread_ms(line: CDPSession) -> float:
    metrics = line.send("Performance.getMetrics")["metrics"]
    seconds: float = next(each["value"] for each in metrics if each["name"] == "ThreadTime")
    return seconds * 1000


@contextmanager
def _somebody(browser: Browser, login: StorageState | None = None) -> Iterator[Page]:
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", storage_state=login, **DESKTOP)
    context.set_default_timeout(120_000)
    try:
        yield context.new_page()
    finally:
        context.close()
