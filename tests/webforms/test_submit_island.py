"""How often a form may be sent: what hands something in once, what only asks as often as it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

SOURCES = Path(__file__).parents[2] / "webforms" / "frontend" / "src"
#: `refused` hears last which of the forms that are sent were held back; nothing leaves the page.
PAGE = """<!doctype html><html lang="id"><title>Berkas</title><form method="{}" data-filters>
<input type="checkbox" name="late"><input type="checkbox" name="mine"></form>
<script type="module" src="/src/main.js"></script><script>
const refused = [];
addEventListener('submit', (event) => {{ refused.push(event.defaultPrevented); event.preventDefault(); }});
</script></html>"""


@pytest.mark.parametrize(("method", "refused"), [("get", [False, False]), ("post", [False, True])])
def test_only_what_hands_something_in_is_sent_once(
    browser: Browser, method: str, refused: list[bool]
) -> None:
    page = browser.new_page()

    def answer(route: Route) -> None:
        path = route.request.url.partition("/src/")[2]
        if path:
            route.fulfill(content_type="text/javascript", body=(SOURCES / path).read_text("utf-8"))
        else:
            route.fulfill(content_type="text/html", body=PAGE.format(method))

    page.route("**/*", answer)
    page.goto("http://alur.test/")
    page.wait_for_function("document.documentElement.classList.contains('scripted')")
    for box in page.get_by_role("checkbox").all():
        box.check()
    assert page.evaluate("refused") == refused
    page.close()
