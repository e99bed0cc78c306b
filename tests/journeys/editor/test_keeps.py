"""What the editor keeps, whoever leaves, copies or comes second; and what it costs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Dialog, Route, expect

from engine.bpmn.diagram import read_diagram
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


def test_what_nobody_edited_is_the_same_after_open_and_save(draft: Draft) -> None:
    window = pick(draft(), HAND_OVER)
    before = xml_of(window)
    group(window, "Mutu Baku").get_by_label("Keterangan").fill("Sesuatu yang lain")
    assert "Sesuatu yang lain" in xml_of(saved(window))
    window.press("Urungkan")
    expect(window.page.locator("[data-state]")).not_to_contain_text("Tersimpan")
    assert said(xml_of(saved(window))) == said(before)
    assert said(before) == said(FILE.read_text("utf-8"))


def test_what_is_typed_is_kept_even_when_leaving_at_once(draft: Draft) -> None:
    window = pick(draft(), HAND_OVER)
    place = window.page.url
    group(window, "Mutu Baku").get_by_label("Keterangan").fill("Diketik sesaat sebelum pergi")
    with window.page.expect_navigation():
        window.page.get_by_role("link", name="Uji coba").click()
    assert "Diketik sesaat sebelum pergi" in xml_of(ready(window.go(place)))


def test_leaving_with_unsaved_work_asks_first(draft: Draft) -> None:
    window = pick(draft(), HAND_OVER)
    window.page.route("**/draft?seen=*", lambda route: route.abort())
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    window.page.on("dialog", leave)
    window.fill("Nama", "Belum tersimpan").see("Belum dapat disimpan")
    window.page.goto(f"{window.alur.url}{SOP}")
    assert asked == ["beforeunload"]


def test_a_draft_that_cannot_be_fetched_is_told_and_asked_for_again(draft: Draft) -> None:
    window = draft()
    window.page.route("**/draft", lambda route: route.fulfill(status=503), times=1)
    window.faults.expected = {503}
    window.page.reload()
    window.see("Diagram belum dapat dimuat").check()
    window.page.get_by_role("link", name="Muat ulang").click()
    ready(window)


def test_a_save_whose_answer_is_lost_makes_nobody_their_own_rival(draft: Draft) -> None:
    window = pick(draft(), HAND_OVER)
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    window.page.route("**/draft?seen=*", lose, times=1)
    window.fill("Nama", "Disimpan tanpa kabar").see("Belum dapat disimpan")
    assert lost == [200]
    window.fill("Nama", "Diteruskan sesudahnya")
    assert "Diteruskan sesudahnya" in xml_of(saved(window))


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
    canvas.press("Control+v")
    box = window.page.locator('g[data-element-id="Lane_pengusul"] .djs-visual').first.bounding_box()
    assert box
    place = (box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
    window.page.mouse.move(place[0] - 10, place[1])
    window.page.mouse.move(*place)
    window.page.mouse.click(*place)
    kept = xml_of(saved(window))
    assert kept.count('warna="merah"') == 2
    assert kept.count('value="PT15M"') == source.count('value="PT15M"') + 1
    # A field of its own: two steps with the same name would overwrite each other's answer.
    assert len(set(re.findall(r'formField id="(keputusan\w*)"', kept))) == 2
    assert kept.count('asing:tanda="7"') == kept.count(">PT10M<") == 2
    diagram = read_diagram(kept)
    [copied] = set(diagram.steps) - set(read_diagram(source).steps)
    assert [timer.interrupting for timer in diagram.timers_of(copied)] == [False]


def test_it_is_light(draft: Draft) -> None:
    window = draft()
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
    window.page.reload()
    window.page.wait_for_selector("[data-editor][data-ready]")
    total = sum(sizes.values())
    assert 100_000 < total <= 400_000, json.dumps(sizes, indent=1)


def test_it_speaks_english_to_who_reads_english(alur: Alur, desk: Open) -> None:
    window = desk(alur, "admin.proses").go("/profile")
    window.page.get_by_role("radio", name="English").check()
    language = window.page.locator("form").filter(has=window.page.get_by_role("radio", name="English"))
    language.get_by_role("button").click()
    window.go(f"{SOP}/versions/1/edit").press("Make a draft from version 1")
    pick(ready(window), APPROVE).see("Quality standard", "Separation of duties", "Whole SOP")
    window.page.locator('.djs-context-pad [data-action="delete"]').hover()
    window.fill("Name", "Approving")
    assert 'name="Approving"' in xml_of(saved(window))
    assert window.page.get_attribute("[data-editor]", "data-untranslated") == ""
