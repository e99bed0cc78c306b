"""What no page may show: faults that axe-core finds, errors of the console, refusals by the policy, requests
that failed, anything wider than the screen, and words that are cut off when a reader sets them further apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tests.journeys import judging

NARROWEST = 390
#: A refusal is a page of its own, with words; only what a page fetches besides must not fail.
REFUSALS = {401, 403, 404, 409, 422, 429}

_SPACING = Path(__file__).with_name("spacing.js").read_text("utf-8")
#: Addresses of pages that were set apart in this process, with any number as one.
SET_APART: set[str] = set()
_WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const sticking = [...document.body.querySelectorAll('*')]
    .filter((each) => each.getBoundingClientRect().right > wide + 1)
    .map((each) => `${each.tagName.toLowerCase()}.${each.className?.baseVal ?? each.className}`);
  return [`${document.documentElement.scrollWidth} px`, ...sticking.slice(0, 6)];
}"""


@dataclass
class Faults:
    found: list[str] = field(default_factory=list)
    #: Answers that a journey brings about on purpose.
    expected: set[int] = field(default_factory=set)
    script: bool = True

    def said(self, message: ConsoleMessage) -> None:
        # A page that is a refusal is "failed to load", too; `answered` tells them apart.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def answered(self, response: Response) -> None:
        page = response.request.is_navigation_request()
        refused = response.status in self.expected or (page and response.status in REFUSALS)
        if response.status >= 400 and not refused:
            self.found.append(f"{response.status}: {response.request.method} {response.url}")

    def failed(self, request: Request) -> None:
        # Leaving a page cuts off what it was still fetching; where scripts are off, none is fetched ahead.
        off = request.failure == "csp" and not self.script
        # Only a journey itself takes the line away.
        if request.failure not in {"net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"} and not off:
            self.found.append(f"failed: {request.method} {request.url}: {request.failure}")


def watch(page: Page, *, script: bool = True) -> Faults:
    faults = Faults(script=script)
    page.on("console", faults.said)
    page.on("pageerror", lambda error: faults.found.append(f"script: {error}"))
    page.on("response", faults.answered)
    page.on("requestfailed", faults.failed)
    return faults


def check(page: Page, faults: Faults, *, axe: bool = True) -> None:
    page.wait_for_load_state()
    found = [*faults.found, *_wider(page)]
    # axe-core waits for promises, which never come where scripts are off.
    if axe:
        found += judging.judge(page)
    faults.found.clear()
    assert not found, f"{page.url}\n" + "\n".join(found)


def _wider(page: Page) -> list[str]:
    size = page.viewport_size
    if size is None or size["width"] > NARROWEST:
        page.set_viewport_size({"width": NARROWEST, "height": 844})
    wider = page.evaluate(_WIDER)
    apart = _set_apart(page)
    if size is not None and size["width"] > NARROWEST:
        page.set_viewport_size(size)
    return [*([f"wider than {NARROWEST} px: {', '.join(wider)}"] if wider else []), *apart]


def _set_apart(page: Page) -> list[str]:
    address = re.sub(r"\d+", "0", urlsplit(page.url).path)
    if address in SET_APART:
        return []
    SET_APART.add(address)
    found: list[str] = page.evaluate(_SPACING)
    return found
