"""What the editor keeps, whoever leaves, copies or comes second; and what it costs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Dialog, Route, expect

from engine.bpmn.diagram import read_diagram
from engine.lint.check import check
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.editor.editing import (
    APPROVE,
    FILE,
    HAND_OVER,
    SOP,
    Draft,
    draft,
    group,
    pick,
    ready,
    saved,
    xml_of,
)
from tests.journeys.serving import Alur
from tests.webforms.editor.canonical import said

__all__ = ["draft"]


def test_what_is_typed_is_kept_whatever_becomes_of_the_line(draft: Draft) -> None:
    window = pick(draft(), HAND_OVER)
    before = xml_of(window)
    group(window, "Mutu Baku").get_by_label("Keterangan").fill("Sesuatu yang lain")
    assert "Sesuatu yang lain" in xml_of(saved(window))
    window.press("Urungkan")
    expect(window.page.locator("[data-state]")).not_to_contain_text("Tersimpan")
    assert said(xml_of(saved(window))) == said(before)
    assert said(before) == said(FILE.read_text("utf-8"))
    _a_save_whose_answer_is_lost_makes_nobody_their_own_rival(window)
    _what_is_typed_is_kept_even_when_leaving_at_once(window)
    _a_draft_that_cannot_be_fetched_is_told_and_asked_for_again(window)
    place = window.page.url
    _leaving_with_unsaved_work_asks_first(window)
    _it_speaks_english_to_who_reads_english(window, place)


def _a_save_whose_answer_is_lost_makes_nobody_their_own_rival(window: Window) -> None:
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    window.page.route("**/draft?seen=*", lose, times=1)
    window.fill("Nama", "Disimpan tanpa kabar").see("Belum dapat disimpan")
    assert lost == [200]
    window.fill("Nama", "Diteruskan sesudahnya")
    assert "Diteruskan sesudahnya" in xml_of(saved(window))
    window.faults.found.clear()  # the answer that was taken away


def _what_is_typed_is_kept_even_when_leaving_at_once(window: Window) -> None:
    place = window.page.url
    group(window, "Mutu Baku").get_by_label("Keterangan").fill("Diketik sesaat sebelum pergi")
    with window.page.expect_navigation():
        window.page.get_by_role("link", name="Uji coba").click()
    assert "Diketik sesaat sebelum pergi" in xml_of(ready(window.go(place)))


def _a_draft_that_cannot_be_fetched_is_told_and_asked_for_again(window: Window) -> None:
    window.page.route("**/draft", lambda route: route.fulfill(status=503), times=1)
    window.faults.expected = {503}
    window.page.reload()
    window.see("Diagram belum dapat dimuat").check()
    with is_light(window):
        window.page.get_by_role("link", name="Muat ulang").click()
        ready(window)


def _leaving_with_unsaved_work_asks_first(window: Window) -> None:
    pick(window, HAND_OVER)
    window.page.route("**/draft?seen=*", lambda route: route.abort())
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    window.page.on("dialog", leave)
    window.fill("Nama", "Belum tersimpan").see("Belum dapat disimpan")
    window.page.goto(f"{window.alur.url}{SOP}")
    assert asked == ["beforeunload"]
    window.page.unroute("**/draft?seen=*")


def _it_speaks_english_to_who_reads_english(window: Window, draft: str) -> None:
    window.go("/profile")
    window.page.get_by_role("radio", name="English").check()
    language = window.page.locator("form").filter(has=window.page.get_by_role("radio", name="English"))
    language.get_by_role("button").click()
    pick(ready(window.go(draft)), APPROVE).see("Quality standard", "Separation of duties", "Whole SOP")
    window.page.locator('.djs-context-pad [data-action="delete"]').hover()
    window.fill("Name", "Approving")
    assert 'name="Approving"' in xml_of(saved(window))
    assert window.page.get_attribute("[data-editor]", "data-untranslated") == ""


@contextmanager
def is_light(window: Window) -> Iterator[None]:
    """What is loaded, with nothing known of it."""
    sizes: dict[str, int] = {}
    session = window.page.context.new_cdp_session(window.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda seen: urls.update({seen["requestId"]: seen["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda seen: sizes.update({urls.get(seen["requestId"], ""): int(seen["encodedDataLength"])}),
    )
    yield
    total = sum(sizes.values())
    assert 100_000 < total <= 400_000, json.dumps(sizes, indent=1)
    session.detach()


def test_the_second_admin_sees_who_was_first_and_keeps_both(draft: Draft, desk: Open, alur: Alur) -> None:
    first = draft()
    second = ready(desk(alur, "admin.proses").go(first.page.url))
    pick(first, HAND_OVER).fill("Nama", "Menurut yang pertama")
    saved(first)
    pick(second, HAND_OVER).fill("Nama", "Menurut yang kedua")
    told = second.dialog()
    expect(told).to_contain_text("menyimpan draf ini")
    assert "Menurut yang pertama" in xml_of(first)
    # What each of them changed, and that it was the same thing.
    expect(told.locator("[data-of-theirs]")).to_contain_text("Menurut yang pertama")
    expect(told.locator("[data-of-mine]")).to_contain_text("(diubah keduanya)")
    with second.page.expect_navigation():
        told.get_by_role("button", name="Simpan milik saya sebagai draf baru").click()
    assert "Menurut yang kedua" in xml_of(ready(second))
    assert "Menurut yang pertama" in xml_of(first)


#: Of another tool, on the step that is copied.
TIMER = """<bpmn:boundaryEvent id="Ingatkan" asing:tanda="7" xmlns:asing="http://asing.example"
  cancelActivity="false" attachedToRef="Periksa_materi"><bpmn:timerEventDefinition>
  <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT10M</bpmn:timeDuration>
  </bpmn:timerEventDefinition></bpmn:boundaryEvent>"""
ITS_SHAPE = """<bpmndi:BPMNShape id="Ingatkan_di" bpmnElement="Ingatkan">
  <dc:Bounds x="700" y="607" width="36" height="36"/></bpmndi:BPMNShape>"""


def test_copy_and_paste_keep_form_norms_timers_and_foreign_words(
    alur: Alur, desk: Open, tmp_path: Path
) -> None:
    foreign = (
        '<asing:catatan xmlns:asing="http://asing.example" warna="merah">'
        "<asing:isi>teks</asing:isi></asing:catatan>"
    )
    source = FILE.read_text("utf-8")
    start = source.index('id="Periksa_materi"')
    at = source.index("<camunda:formData>", start)
    file = tmp_path / "asing.bpmn"
    drawn = (source[:at] + foreign + source[at:]).replace(
        "</bpmndi:BPMNPlane>", f"{ITS_SHAPE}</bpmndi:BPMNPlane>"
    )
    file.write_text(drawn.replace("</bpmn:process>", f"{TIMER}</bpmn:process>"), "utf-8")
    window = desk(alur, "admin.proses").visit("SOP").press("Unggah diagram")
    window.page.set_input_files("#diagram", str(file))
    window.press("Unggah dan periksa").see("Disimpan sebagai draf")
    window.go(f"{window.page.url}/edit")
    pick(ready(window), APPROVE)
    canvas = window.page.locator("[data-canvas] svg[tabindex]").first
    canvas.press("Control+c")
    kept = pasted(window, at=0.6)
    assert kept.count('warna="merah"') == 2
    assert kept.count('value="PT15M"') == source.count('value="PT15M"') + 1
    # A field of its own: two steps with the same name would overwrite each other's answer.
    assert len(set(re.findall(r'formField id="(keputusan\w*)"', kept))) == 2
    assert kept.count('asing:tanda="7"') == kept.count(">PT10M<") == 2
    before, once = read_diagram(source), read_diagram(kept)
    [copied] = set(once.steps) - set(before.steps)
    assert [timer.interrupting for timer in once.timers_of(copied)] == [False]

    # And after a reload; it asks for answers of its own, and its conditions read these.
    window.page.reload()
    ready(window)
    kept = pasted(window, at=0.8)
    twice = read_diagram(kept)
    [copied] = set(twice.steps) - set(once.steps)
    names = [field.name for field in twice.steps[copied].form]
    assert len(names) == len(before.steps[APPROVE].form.fields) > 5
    assert not {*names} & {field.name for step in once.steps.values() for field in step.form}
    assert not [item for item in check(kept) if item.rule == "field_in_two_forms"]
    read = {field.shown_if for field in twice.steps[copied].form if field.shown_if}
    assert all(any(name in condition for name in names) for condition in read)


def pasted(window: Window, *, at: float) -> str:
    """Put down in the first lane, that far along it; gives back what the server has then."""
    window.page.locator("[data-canvas] svg[tabindex]").first.press("Control+v")
    box = window.page.locator('g[data-element-id="Lane_pengusul"] .djs-visual').first.bounding_box()
    assert box
    place = (box["x"] + box["width"] * at, box["y"] + box["height"] / 2)
    window.page.mouse.move(place[0] - 10, place[1])
    window.page.mouse.move(*place)
    window.page.mouse.click(*place)
    return xml_of(saved(window))
