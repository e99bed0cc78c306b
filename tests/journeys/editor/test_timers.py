"""Waktu: reminders and deadlines, drawn by a process admin who has never seen XML."""

from __future__ import annotations

from playwright.sync_api import expect

from engine.bpmn.diagram import read_diagram
from tests.journeys.browsing import Window
from tests.journeys.editor.editing import (
    APPROVE,
    HAND_OVER,
    Draft,
    draft,
    errors,
    group,
    pick,
    ready,
    runs_through,
    saved,
    xml_of,
)
from tests.webforms.editor.canonical import said

__all__ = ["draft"]


def test_a_reminder_and_a_deadline_are_given_by_the_keyboard(draft: Draft) -> None:
    window = draft()
    untouched = xml_of(window)
    window.page.get_by_role("button", name="Memeriksa materi").press("Enter")
    window.page.locator('[data-group="timers"] > summary').press("Enter")
    time = group(window, "Waktu")
    time.get_by_role("button", name="Tambah pengingat").press("Enter")
    window.type("30", into=time.get_by_label("Lama"))
    time.get_by_role("button", name="Tambah batas waktu").press("Enter")
    window.type("2", into=time.get_by_label("Lama").last).tab()
    window.walk("jam", into=time.get_by_label("Satuan").last)
    expect(time.get_by_role("group", name="Batas waktu 2 jam")).to_be_visible()

    # Where it leads is for the SOP's owner to say: lint asks, and its button goes there.
    window.page.locator('[data-tab="findings"]').press("Enter")
    expect(errors(window)).to_have_count(1)
    errors(window).get_by_role("button", name="Pilih kelanjutannya").press("Enter")
    then = window.field("Sesudah itu ke")
    window.walk("Mena", into=then).check()
    drawn = xml_of(saved(window))
    diagram = read_diagram(drawn)
    reminder, deadline = diagram.timers_of(APPROVE)
    assert (reminder.interrupting, reminder.duration) == (False, "PT30M")
    assert (deadline.interrupting, deadline.duration) == (True, "PT2H")
    assert diagram.outgoing(reminder.id) == ()
    assert [flow.target for flow in diagram.outgoing(deadline.id)] == ["Tayangkan"]
    expect(errors(window)).to_have_count(0)

    then.select_option(label="Akhir: Selesai")
    window.page.locator("[data-tool=undo]").click()
    expect(then.locator("option:checked")).to_contain_text("Menayangkan")
    _until_disabled(window, "Urungkan")
    assert said(xml_of(saved(window))) == said(untouched)
    _until_disabled(window, "Ulangi")
    assert read_diagram(xml_of(saved(window))).timers_of(APPROVE) == (reminder, deadline)
    _a_timer_has_a_panel_of_its_own_and_only_its_own_kinds(window)


def _a_timer_has_a_panel_of_its_own_and_only_its_own_kinds(window: Window) -> None:
    # Without a step selected, the button asks which.
    window.page.locator('[data-create="reminder"]').click()
    window.page.locator(".djs-popup .entry", has_text="Menyerahkan").click()
    panel = window.page.locator("[data-panel]")
    expect(panel.get_by_role("heading", name="Mutu Baku")).to_have_count(0)
    time = group(window, "Waktu")
    time.get_by_label("Lama").fill("3")
    time.get_by_label("Satuan").select_option(label="hari kerja")
    time.get_by_label("Sesudah itu ke").select_option(label="Akhir: Selesai")
    window.page.locator('.djs-context-pad [data-action="replace"]').click()
    expect(window.page.locator(".djs-popup .entry")).to_have_text(["Batas waktu"])
    window.page.locator(".djs-popup .entry").click()
    expect(window.page.locator(".panel-head h2")).to_have_text("Batas waktu 3 hari kerja")
    window.press("Lainnya")
    offered = ["Langkah", "Keputusan", "Paralel", "Pilihan ganda", "Subproses", "Catatan"]
    expect(window.page.locator(".djs-popup .entry")).to_have_text(offered)
    window.strike("Escape", on=window.page.locator(".djs-popup:focus, .djs-popup :focus"))

    diagram = read_diagram(xml_of(saved(window)))
    [deadline] = diagram.timers_of(HAND_OVER)
    assert (deadline.interrupting, deadline.duration) == (True, "P3D")
    [flow] = diagram.outgoing(deadline.id)
    assert flow.target == "Selesai"
    assert runs_through(xml_of(window), flow.id) == []

    # It stays on steps: nothing else can wait.
    box = window.page.locator(f'g[data-element-id="{deadline.id}"] .djs-hit').first.bounding_box()
    assert box
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.page.mouse.move(*place)
    window.page.mouse.down()
    window.page.mouse.move(place[0] - 60, place[1] + 20, steps=5)
    window.page.mouse.move(place[0] - 150, place[1] + 25, steps=5)
    window.page.mouse.up()
    panel.get_by_role("button", name="Menyerahkan").click()
    expect(panel.get_by_role("heading", name="Mutu Baku")).to_be_visible()
    window.page.locator("[data-tool=remove]").click()
    assert read_diagram(xml_of(saved(window))).nodes.keys().isdisjoint({HAND_OVER, deadline.id})
    window.page.locator("[data-tool=undo]").click()
    assert read_diagram(xml_of(saved(window))).timers_of(HAND_OVER) == (deadline,)
    assert window.page.get_attribute("[data-editor]", "data-untranslated") == ""

    # What is saved can be taken along as a picture, and tried from the middle.
    for name, begins in (("Gambar SVG", b"<svg"), ("Gambar PNG", b"\x89PNG")):
        window.press("Unduh diagram")
        with window.page.expect_download() as taken:
            window.page.get_by_role("link", name=name).click()
        assert taken.value.path().read_bytes().lstrip().startswith(begins)
    pick(window, APPROVE)
    for each in ("Isi yang disetujui", "Alur"):
        group(window, each)
    window.check()
    with window.page.expect_navigation():
        window.page.get_by_role("link", name="Coba dari langkah ini").click()
    window.see("Anda mencoba sebagai", "Memeriksa materi").page.go_back()
    ready(window)

    with window.page.expect_navigation():
        window.page.get_by_role("link", name="Uji coba").click()
    window.check().press("Anggap waktunya habis").see("Sampai di akhir").check()


def _until_disabled(window: Window, name: str) -> None:
    button = window.page.get_by_role("button", name=name)
    while button.is_enabled():
        button.click()
