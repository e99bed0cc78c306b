"""Thousands of random forms through the real page and the server, opened filled in and typed into.

Both must show the same fields and come to the same answers, also of what the page sends.
"""

from __future__ import annotations

import time

from playwright.sync_api import sync_playwright

from tests.journeys.browsing import launch
from tests.webforms.html_form.form_in_browser import FormReader
from tests.webforms.html_form.whole_forms import differences, differences_when_typed

FORMS = 3000
#: In one tab: what the browser sends back must stay small.
AT_ONCE = 250
#: Those of the suite come before.
FIRST = 1000


def probe() -> None:
    begin = time.monotonic()
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for first in range(FIRST, FIRST + FORMS, AT_ONCE):
            reader, seeds = FormReader(browser), range(first, first + AT_ONCE)
            found += differences(reader, seeds) + differences_when_typed(reader, seeds)
            reader.page.close()
        browser.close()
    print(f"  {FORMS} forms, opened and typed into: {len(found)} differ; {time.monotonic() - begin:.0f} s")
    assert not found, "\n".join(found[:10])
