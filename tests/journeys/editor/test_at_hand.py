"""What is typed, copied and pressed in the editor does what whoever does it expects."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, expect

from engine.bpmn.diagram import read_diagram
from engine.lint.check import check
from tests.journeys.conftest import Open
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
from tests.journeys.serving import Alur

__all__ = ["draft"]


def test_a_name_typed_on_the_drawing_is_not_lost(draft: Draft) -> None:
    window = pick(draft(), CHOOSE)
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


def test_what_was_copied_is_pasted_after_a_reload_and_asks_for_its_own_answers(
    draft: Draft, desk: Open, alur: Alur
) -> None:
    window = pick(draft(), APPROVE)
    before = read_diagram(xml_of(window))
    canvas = window.page.locator("[data-canvas] svg[tabindex]").first
    canvas.press("Control+c")
    window.page.reload()
    ready(window)
    canvas.press("Control+v")
    box = window.page.locator('g[data-element-id="Lane_pengusul"] .djs-visual').first.bounding_box()
    assert box
    place = (box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
    window.page.mouse.move(place[0] - 10, place[1])
    window.page.mouse.move(*place)
    window.page.mouse.click(*place)
    kept = xml_of(saved(window))
    after = read_diagram(kept)
    [copy] = set(after.steps) - set(before.steps)
    names = [field.name for field in after.steps[copy].form]
    assert len(names) == len(before.steps[APPROVE].form.fields) > 5
    assert not {*names} & {field.name for step in before.steps.values() for field in step.form}
    assert not [item for item in check(kept) if item.rule == "field_in_two_forms"]
    # Conditions of the copy read the copy's own fields.
    read = {field.shown_if for field in after.steps[copy].form if field.shown_if}
    assert all(any(name in condition for name in names) for condition in read)


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
