"""A script that does not come: asked for once more, then the page says so, and all works that needs none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.places import PLACES, Place, make_draft
from tests.journeys.serving import Alur


def test_a_part_that_does_not_come_is_told_and_done_without(
    alur: Alur, desk: Open, subtests: pytest.Subtests
) -> None:
    windows: dict[str, Window] = {}
    for place in PLACES:
        for part in place.parts:
            if place.username not in windows:
                windows[place.username] = desk(alur, place.username)
                if place.username == "admin.proses":
                    make_draft(windows[place.username].page.context.request, alur)
            with subtests.test(place.name, part=part):
                _told_and_done_without(windows[place.username], place, part)


def _told_and_done_without(window: Window, place: Place, part: str) -> None:
    page = window.page
    window.faults.expected.add(404)
    with _lost(window, f"**/{part}-*.js*") as asked:
        page.goto(place.address(page.context.request, window.alur))
        if part == "viewer" and place.name == "trial":
            page.locator("#diagram summary").click()
        window.see("Sebagian halaman ini gagal dimuat")
        assert any(address.endswith("?again") for address in asked)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    if part == "form" and place.name != "trial":
        expect(page.locator("[data-task-form]:not([data-runs]) [data-without-script]").first).to_be_visible()
    if part == "uploads":
        expect(page.locator(".picker [data-without-script]").filter(visible=True).first).to_be_visible()


@contextmanager
def _lost(window: Window, addresses: str) -> Iterator[list[str]]:
    asked: list[str] = []

    def lose(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=404)

    window.page.route(addresses, lose)
    yield asked
    window.page.unroute(addresses)
