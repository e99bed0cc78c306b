"""The editor in a real browser: a draft of its own, the panel, what the server has."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from lxml import etree
from playwright.sync_api import Locator, expect

from engine.bpmn.diagram import read_diagram
from tests.conftest import ROOT
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

SOP = "/definitions/pengelolaan_website"
FILE = ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn"
HAND_OVER, CHOOSE, APPROVE = "Serahkan_materi", "Pilih_bahan", "Periksa_materi"
Draft = Callable[..., Window]
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"


@pytest.fixture
def draft(alur: Alur, desk: Open) -> Draft:
    """The editor with a draft of its own."""

    def open_draft(username: str = "admin.proses", *, opener: Open = desk) -> Window:
        window = opener(alur, username).go(f"{SOP}/versions/1/edit").press("Buat draf dari versi 1")
        return ready(window)

    return open_draft


def ready(window: Window) -> Window:
    window.page.wait_for_selector("[data-editor][data-ready]")
    return window


def tool(window: Window, name: str) -> Window:
    """Presses what makes or joins elements; a list beside it may call elements so."""
    return window.press(name, within=window.page.get_by_role("group", name="Unsur dan alat"))


def pick(window: Window, element: str) -> Window:
    window.page.locator(f'g[data-element-id="{element}"] .djs-hit').first.click(force=True)
    return window


def group(window: Window, name: str) -> Locator:
    """A group of the panel, open."""
    found = window.page.locator("details.group").filter(has=window.page.get_by_role("heading", name=name))
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def branch_to(window: Window, step: str) -> Locator:
    named = window.page.get_by_label(re.compile(f"^Nama cabang menuju “{step}"))
    return group(window, "Syarat").locator(".branch").filter(has=named)


def saved(window: Window) -> Window:
    expect(window.page.locator("[data-state]")).to_have_text(re.compile("^(Tersimpan pukul|Saved at)"))
    return window


def xml_of(window: Window) -> str:
    """What the server has."""
    place = window.page.url.replace("/edit", "/draft")
    return str(window.page.evaluate("async (place) => (await (await fetch(place)).json()).xml", place))


def errors(window: Window) -> Locator:
    return window.page.locator("[data-findings] .finding.late")


def findings(window: Window) -> Window:
    window.page.locator('[data-tab="findings"]').click()
    return window


def panel(window: Window) -> Window:
    """What is selected, where findings were shown."""
    window.page.locator('[data-tab="panel"]').click()
    return window


def runs_through(xml: str, flow: str) -> list[str]:
    """Steps that the drawn line crosses."""
    drawing = etree.fromstring(xml.encode())
    ends = [
        (float(element.attrib["x"]), float(element.attrib["y"]))
        for element in drawing.findall(f".//*[@bpmnElement='{flow}']/{POINT}")
    ]
    assert len(ends) > 1
    crossed = []
    for step in read_diagram(xml).steps:
        [box] = drawing.findall(f".//*[@bpmnElement='{step}']/{BOUNDS}")
        x, y, width, height = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        for (x1, y1), (x2, y2) in pairwise(ends):
            if min(x1, x2) < x + width and max(x1, x2) > x and min(y1, y2) < y + height and max(y1, y2) > y:
                crossed.append(step)
    return crossed
