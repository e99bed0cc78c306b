"""What is typed, copied and pressed in the editor does what whoever does it expects."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, expect

from tests.journeys.browsing import Window
from tests.journeys.editor.editing import (
    APPROVE,
    CHOOSE,
    Draft,
    draft,
    group,
    pick,
    ready,
    saved,
    xml_of,
)

__all__ = ["draft"]


def test_all_of_it_can_be_done_by_the_keyboard(draft: Draft) -> None:
    window = draft()
    window.page.get_by_role("button", name="Memilih bahan liputan").press("Enter")
    window.page.locator("[data-tool=more]").press("Enter")
    menu = window.page.locator(".djs-popup")
    # It takes the keys a moment after it is there.
    focused = window.page.locator(".djs-popup:focus, .djs-popup :focus")
    expect(menu.locator(".entry.selected")).to_contain_text("Langkah")
    # As people do: down, until it is the one (the menu draws itself once more just after it has come).
    for _ in range(12):
        window.strike("ArrowDown", on=focused)
        window.page.wait_for_timeout(150)
        if "Keputusan" in menu.locator(".entry.selected").inner_text():
            break
    expect(menu.locator(".entry.selected")).to_contain_text("Keputusan")
    window.strike("Enter", on=focused)
    expect(window.page.locator(".panel-head")).to_contain_text("Keputusan")
    window.page.locator('[data-create="task"]').press("Enter")
    window.type("Langkah papan ketik", into=window.field("Nama")).tab()
    expect(window.page.locator(".panel-head")).to_contain_text("Langkah papan ketik")
    window.page.locator("[data-tool=remove]").press("Enter")
    window.page.locator("body").press("Control+z")
    assert 'name="Langkah papan ketik"' in xml_of(saved(window))


def test_keys_do_the_same_wherever_the_focus_is(draft: Draft) -> None:
    window = pick(draft(), CHOOSE)
    window.fill("Nama", "Nama lain")
    group(window, "Mutu Baku")
    panel = window.page.locator("[data-panel]")
    panel.focus()
    window.strike("Control+z", on=panel)
    expect(window.field("Nama")).not_to_have_value("Nama lain")
    # As with Caps Lock.
    window.strike("Control+Shift+Z", on=panel)
    expect(window.field("Nama")).to_have_value("Nama lain")
    # A single letter belongs to the drawing alone.
    window.strike("n", on=panel)
    expect(window.page.locator(".djs-popup")).to_have_count(0)
    window.field("Nama").fill("Disimpan dengan tombol")
    window.strike("Control+s", on=window.field("Nama"))
    assert "Disimpan dengan tombol" in xml_of(saved(window))
    _a_name_typed_on_the_drawing_is_not_lost(window)


def _a_name_typed_on_the_drawing_is_not_lost(window: Window) -> None:
    window.page.locator(f'g[data-element-id="{CHOOSE}"] .djs-hit').first.dblclick(force=True)
    box = window.page.locator(".djs-direct-editing-content")
    window.strike("Control+a", on=box).type("Diketik pada gambar", into=box)
    expect(window.page.locator("[data-state]")).to_have_text("Belum tersimpan")
    asked: list[str] = []

    def remain(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    window.page.on("dialog", remain)
    window.page.evaluate("setTimeout(() => location.reload())")
    window.see("Diketik pada gambar")
    assert "Diketik pada gambar" in xml_of(saved(window))
    assert asked == ["beforeunload"]


def test_a_step_chosen_in_the_list_is_brought_close_and_read_from_its_top(draft: Draft) -> None:
    window = draft()
    window.page.evaluate("for (let n = 0; n < 9; n += 1) document.querySelector('[data-tool=out]').click()")
    step = window.page.locator(f'g[data-element-id="{APPROVE}"] .djs-visual rect').first
    small = step.bounding_box()
    window.page.get_by_role("button", name=re.compile("^Memeriksa materi")).press("Enter")
    expect(window.page.locator(".panel-head h2")).to_be_focused()
    close = step.bounding_box()
    assert small
    assert close
    assert close["width"] > 3 * small["width"]
    _the_minimap_comes_when_asked_for_and_stays_as_it_was_left(window)


def _the_minimap_comes_when_asked_for_and_stays_as_it_was_left(window: Window) -> None:
    button, its = window.page.get_by_role("button", name="Peta kecil"), window.page.locator(".djs-minimap")
    expect(its).to_be_hidden()
    button.press("Enter")
    expect(its).to_be_visible()
    window.press("Perbesar").check()
    before = window.page.locator("svg > .viewport").get_attribute("transform")
    its.get_by_role("group", name=re.compile("^Peta kecil")).press("ArrowRight")
    expect(window.page.locator("svg > .viewport")).not_to_have_attribute("transform", before or "")
    window.page.reload()
    expect(ready(window).page.locator(".djs-minimap")).to_be_visible()
    button.press("Enter")
    expect(its).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "false")
