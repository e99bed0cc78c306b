"""What the main pages cost who sees them first: Chromium on a telephone's slow line, its processor four times
slower.

Every page is opened by a browser that has nothing of Alur yet; of several tries the best counts, since
whatever else the machine does only makes a try worse.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.trace import CATEGORIES, blocked_ms
from tests.journeys.browsing import DESKTOP, launch
from tests.journeys.places import PLACES, Place, log_in, make_draft
from tests.journeys.serving import Alur, serving

#: "Fast 3G" of Chromium's developer tools: milliseconds until an answer begins, bytes a second.
LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
SLOWER = 4
#: Milliseconds in which what is not waited for comes, too. Live pages are never silent.
_AFTERWARDS = 3_000
TRIES = 3
#: Figure → what it is, decimals, and the aim.
FIGURES: dict[str, tuple[str, int, float]] = {
    "kb": ("KB", 0, 100),
    "lcp_s": ("LCP, s", 1, 2.5),
    "shift": ("shift", 3, 0.05),
    "blocked_ms": ("blocked, ms", 0, 200),
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
        return {place.name: _best(browser, alur, place, tries) for place in PLACES}


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """Value against aim; what is over it has a mark."""
    heads = "".join(f"{label:>14}" for label, _decimals, _aim in FIGURES.values())
    aims = "".join(f"{f'≤ {aim:g}':>14}" for _label, _decimals, aim in FIGURES.values())
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


def _best(browser: Browser, alur: Alur, place: Place, tries: int) -> dict[str, float]:
    found: list[dict[str, float]] = []
    for _ in range(tries):
        with _somebody(browser) as page:
            if place.username:
                log_in(page.context.request, alur, place.username)
            found.append(_open(page, place.address(page.context.request, alur)))
    return {figure: min(each[figure] for each in found) for figure in found[0] if figure in FIGURES}


def _open(page: Page, address: str) -> dict[str, float]:
    line = page.context.new_cdp_session(page)
    arrived: list[float] = []
    line.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(_WATCH)
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=list(CATEGORIES))
    # Nothing is asked of the page meanwhile: its answer would be a task of its own.
    with page.expect_console_message(lambda said: said.text == "settled"):
        page.goto(address)
    page.wait_for_timeout(_AFTERWARDS)
    blocked = blocked_ms(browser.stop_tracing())
    seen: dict[str, Any] = page.evaluate("seen")
    return {"kb": sum(arrived) / 1000, "blocked_ms": blocked, **seen}


@contextmanager
def _somebody(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", **DESKTOP)
    context.set_default_timeout(120_000)
    try:
        yield context.new_page()
    finally:
        context.close()
