"""How often a form may be sent: what hands something in once, what only asks as often as it is asked.

And what becomes of it when the sending was stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

SOURCES = Path(__file__).parents[3] / "webforms" / "frontend" / "src"
#: Its sending is stopped soon, by the page: while a browser is on its way elsewhere, it can't be asked to.
FORM = """<!doctype html><html lang="id"><title>Tugas</title><form method="post" action="/slow">
<input name="judul" aria-label="Judul"><button>Kirim</button></form>
<script type="module" src="/src/main.js"></script><script>
const later = setTimeout;
addEventListener('submit', () => later(() => stop(), 200));
</script></html>"""
#: `refused` hears last which of the forms that are sent were held back; nothing leaves the page.
PAGE = """<!doctype html><html lang="id"><title>Berkas</title><form method="{}" data-filters>
<input type="checkbox" name="late"><input type="checkbox" name="mine"></form>
<script type="module" src="/src/main.js"></script><script>
const refused = [];
addEventListener('submit', (event) => {{ refused.push(event.defaultPrevented); event.preventDefault(); }});
</script></html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def serve(page: Page, html: str) -> None:
    """`html` for every address, and the scripts as they are written; what goes to /slow is never answered."""

    def answer(route: Route) -> None:
        path = route.request.url.partition("/src/")[2]
        if path:
            route.fulfill(content_type="text/javascript", body=(SOURCES / path).read_text("utf-8"))
        elif not route.request.url.endswith("/slow"):
            route.fulfill(content_type="text/html", body=html)

    page.route("**/*", answer)
    page.goto("http://alur.test/")
    page.wait_for_function("'runs' in document.documentElement.dataset")


@pytest.mark.parametrize(("method", "refused"), [("get", [False, False]), ("post", [False, True])])
def test_only_what_hands_something_in_is_sent_once(page: Page, method: str, refused: list[bool]) -> None:
    serve(page, PAGE.format(method))
    for box in page.get_by_role("checkbox").all():
        box.check()
    assert page.evaluate("refused") == refused


def send_and_stop(page: Page) -> None:
    with page.expect_event("requestfailed"):
        page.get_by_role("button").click(no_wait_after=True)


def held_back(page: Page) -> int:
    return page.locator("form[data-sent] [aria-busy]").count()


def test_a_form_whose_sending_was_stopped_can_be_sent_again(page: Page) -> None:
    serve(page, FORM)
    send_and_stop(page)
    page.locator("form:not([data-sent])").wait_for()
    assert page.locator("[aria-busy]").count() == 0
    send_and_stop(page)


def test_where_a_browser_says_nothing_of_the_stop_a_while_is_enough(page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'navigation', { value: undefined })")
    serve(page, FORM)
    page.clock.install()
    send_and_stop(page)
    page.clock.fast_forward(9_000)
    assert held_back(page) == 1
    page.clock.fast_forward(2_000)
    assert held_back(page) == 0
