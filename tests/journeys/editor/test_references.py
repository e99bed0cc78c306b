"""What is deleted is named nowhere any more, and every finding is put right where it is shown."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Route, expect
from playwright.sync_api import TimeoutError as TookTooLong

from engine.bpmn.diagram import read_diagram
from engine.drawing.complete import with_drawing
from engine.lint.check import check
from tests.conftest import ROOT
from tests.journeys.browsing import Window
from tests.journeys.editor.editing import (
    APPROVE,
    CHOOSE,
    Draft,
    draft,
    errors,
    findings,
    group,
    panel,
    pick,
    ready,
    saved,
    tool,
    xml_of,
)
from tests.patience import PATIENCE
from tests.webforms.editor.canonical import said

__all__ = ["draft"]

BAD = sorted((ROOT / "tests/engine/lint/rules").glob("*.bad.bpmn"))
#: Those that tell what names a thing that is gone, and some of the drawing; all of them with ALUR_WIDER.
TRIED = {
    "unknown_step_reference", "unknown_field_reference", "unknown_property", "field_in_two_forms",
    "several_outgoing", "form_condition_reads_unknown", "unreachable_step", "no_start",
}  # fmt: skip
#: What bpmn-js shows nothing of, or what is put right outside the drawing.
NOT_HERE = {"repeated_id", "process_without_id"}


def remove_field(window: Window, step: str, label: str) -> None:
    pick(window, step)
    group(window, "Formulir").get_by_role("button", name=re.compile(rf"^\d+\. {label}")).click()
    window.press("Hapus isian ini")


def until_stored(window: Window, xml: str) -> None:
    """Saved is said of the state before, too: what the server has is asked."""
    deadline = time.monotonic() + PATIENCE
    while said(xml_of(saved(window))) != said(xml):
        assert time.monotonic() < deadline
        window.page.wait_for_timeout(100)


def test_what_is_deleted_is_named_nowhere_and_one_step_back_brings_all_again(draft: Draft) -> None:
    window = draft()
    before = xml_of(window)
    assert re.search(r'sidik_isi" value="[^"]*\btagar\b', before)
    remove_field(window, CHOOSE, "Tagar")
    told = window.page.locator("[data-notice]")
    expect(told).to_contain_text("Isi yang disetujui di sini – Memeriksa materi")
    window.check()
    kept = xml_of(saved(window))
    assert not re.search(r'sidik_isi" value="[^"]*\btagar\b', kept)
    assert not [item for item in check(kept) if item.severity == "error"]
    told.get_by_role("button", name="Urungkan").click()
    expect(told).to_have_count(0)
    until_stored(window, before)
    # By the list: a second click on the drawing may let go what it had picked.
    steps = window.page.locator("[data-panel]")
    window.press("Seluruh SOP").press("Memilih bahan liputan", within=steps)
    window.page.locator("[data-tool=remove]").click()
    expect(told).to_contain_text("Tidak lagi disebut: Tidak boleh dikerjakan")
    told.get_by_role("button", name=re.compile("^Tidak lagi disebut")).first.click()
    expect(window.page.locator("[data-panel] :focus")).to_be_visible()
    findings(window)
    assert "Pilih_bahan" not in read_diagram(xml_of(saved(window))).steps
    unmended = errors(window).filter(has_not=window.page.locator("[data-remedy], [data-open]"))
    expect(unmended).to_have_count(0)
    window.page.locator("[data-tool=undo]").click()
    _after_a_second_approver_it_is_said_whose_approval_counts(panel(window))


def _after_a_second_approver_it_is_said_whose_approval_counts(window: Window) -> None:
    tool(pick(window, APPROVE), "Langkah")
    # Stored meanwhile: what the step is called by follows its name to the end.
    saved(window.type("Menyetujui", into=window.field("Nama")))
    window.type(" sebagai Kepala Dinas", into=window.field("Nama"))
    window.choose("Pelaksana (lajur)", "Ketua Tim Kerja")
    pick(window, "Tayangkan")
    content = group(window, "Isi yang disetujui")
    chosen = content.get_by_label("Isi harus sama dengan yang disetujui pada langkah")
    expect(chosen).to_have_value(APPROVE)
    chosen.select_option(label="Menyetujui sebagai Kepala Dinas")
    steps = read_diagram(xml_of(saved(window))).steps
    approver = steps["Menyetujui_sebagai_Kepala_Dinas"]
    assert steps["Tayangkan"].hash_of == approver.id
    assert approver.hashes == steps[APPROVE].hashes != ()
    window.check()


def rule_of(file: Path) -> str:
    return file.name.partition(".")[0]


def test_every_finding_has_a_place_or_a_remedy(draft: Draft) -> None:
    """In the panel itself: who opens it stands in an input, who presses the button has one finding less."""
    window = draft()
    window.page.route("**/draft?seen=*", lambda route: route.fulfill(json={"seq": 1, "saved": "…"}))
    wanted = BAD if os.environ.get("ALUR_WIDER") else [each for each in BAD if rule_of(each) in TRIED]
    faults = [problem for file in wanted if rule_of(file) not in NOT_HERE for problem in tried(window, file)]
    assert faults == []


def tried(window: Window, file: Path) -> list[str]:
    """What is wrong with the finding that the file was drawn for."""
    rule = rule_of(file)
    show(window, with_drawing(file.read_text("utf-8")).xml)
    shown = window.page.locator(f'[data-findings] [data-rule="{rule}"]')
    if not shown.count():
        return [f"{rule}: not shown"]
    remedy, place = shown.first.locator("[data-remedy]"), shown.first.locator("[data-open]")
    if not remedy.count() + place.count():
        return [f"{rule}: neither place nor remedy"]
    if place.count() and not is_led_to_input(window, place):
        return [f"{rule}: its place has no input"]
    if remedy.count() and not is_mended(window, rule):
        return [f"{rule}: its remedy leaves it"]
    return []


def show(window: Window, xml: str) -> None:
    body = json.dumps({"xml": xml, "seq": 1})

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="application/json")

    window.page.route("**/draft", answer, times=1)
    window.page.reload()
    ready(window)
    if (loss := window.page.locator("[data-loss][open]")).count():
        loss.get_by_role("button").click()
    findings(window)


def is_led_to_input(window: Window, place: Locator) -> bool:
    place.click()
    inputs = window.page.locator("[data-panel] :is(input, select, textarea, button):focus")
    try:
        expect(inputs).to_be_visible()
    except AssertionError:
        return False
    findings(window)
    return True


def is_mended(window: Window, rule: str) -> bool:
    """At once; or what only the owner knows is asked for, in an input."""
    shown = f'[data-findings] [data-rule="{rule}"]'
    before = window.page.locator(shown).count()
    window.page.locator(f"{shown} [data-remedy]").first.click()
    mended = """([shown, before]) => document.querySelectorAll(shown).length < before
      || document.activeElement.closest('[data-panel] :is(input, select, textarea)')"""
    try:
        window.page.wait_for_function(mended, arg=[shown, before])
    except TookTooLong:
        return False
    return True
