"""A script that does not come: asked for once more, then the page says so, and all works that needs none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import Open
from tests.journeys.places import PLACES, Place, make_draft
from tests.journeys.serving import Alur

CUT_OFF = [(place, part) for place in PLACES for part in place.parts]


@pytest.mark.parametrize(("place", "part"), CUT_OFF, ids=lambda each: getattr(each, "name", each))
def test_a_part_that_does_not_come_is_told_and_done_without(
    place: Place, part: str, alur: Alur, desk: Open
) -> None:
    window = desk(alur, place.username)
    if "/versions/2" in place.path or "to=2" in place.path:
        maker = desk(alur)
        make_draft(maker.page.context.request, alur)
    page, asked = window.page, []
    window.faults.expected.add(404)

    def lose(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=404)

    page.route(f"**/{part}-*.js*", lose)
    page.goto(place.address(page.context.request, alur))
    if part == "viewer" and place.name == "trial":
        page.locator("#diagram summary").click()
    window.see("Sebagian halaman ini gagal dimuat")
    assert any(address.endswith("?again") for address in asked)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    if part == "form" and place.name != "trial":
        expect(page.locator("[data-task-form]:not([data-runs]) [data-without-script]").first).to_be_visible()
    if part == "uploads":
        expect(page.locator(".picker [data-without-script]").filter(visible=True).first).to_be_visible()
