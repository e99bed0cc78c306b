"""A process admin who has never seen XML revises an SOP by its diagram."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from engine.bpmn.diagram import read_diagram
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.editor.editing import (
    APPROVE,
    CHOOSE,
    Draft,
    branch_to,
    draft,
    errors,
    findings,
    group,
    panel,
    pick,
    runs_through,
    saved,
    tool,
    xml_of,
)

__all__ = ["draft"]


def test_a_step_a_form_and_a_decision_are_drawn_without_a_programmer(draft: Draft) -> None:
    window = draft().check()
    _the_sops_identity_is_edited_and_the_nip_looked_at(window)
    tool(pick(window, APPROVE), "Langkah")
    window.type("Menyetujui sebagai Kepala Dinas", into=window.field("Nama"))
    expect(window.field("Nama")).to_have_value("Menyetujui sebagai Kepala Dinas")
    window.choose("Pelaksana (lajur)", "Ketua Tim Kerja").see("Ratna Kusuma")

    quality = group(window, "Mutu Baku")
    quality.get_by_label("Kelengkapan").fill("Materi yang sudah diperiksa")
    quality.get_by_label("Lama").fill("2")
    quality.get_by_label("Satuan").select_option(label="jam")
    quality.get_by_label("Paling cepat").fill("1")
    quality.get_by_label("Output").fill("Persetujuan")

    form = group(window, "Formulir")
    form.get_by_label("Nama isian baru").fill("Keputusan Kepala Dinas")
    form.get_by_label("Jenis isian").last.select_option(label="satu dari beberapa pilihan")
    form.get_by_role("button", name="Tambah").click()
    form.get_by_label("Pilihan", exact=True).fill("Setuju\nKembalikan")
    form.get_by_label("Wajib diisi").check()
    window.press("Pratinjau formulir")
    preview = window.page.get_by_role("region", name="Pratinjau formulir")
    expect(preview.get_by_role("radio", name="Kembalikan")).to_be_visible()
    expect(preview.get_by_role("radiogroup", name="Keputusan Kepala Dinas")).to_be_visible()
    window.check()
    preview.get_by_role("button", name="Tutup").click()
    group(window, "Pemisahan tugas").get_by_label("Memeriksa materi").check()

    kept = xml_of(saved(window))
    assert 'id="Menyetujui_sebagai_Kepala_Dinas"' in kept
    assert 'value="PT1H/PT2H"' in kept
    assert '<camunda:value id="setuju" name="Setuju" />' in kept
    assert 'name="pemisahan_tugas" value="Periksa_materi"' in kept
    findings(window)
    expect(errors(window)).to_have_count(0)
    assert window.page.get_attribute("[data-editor]", "data-untranslated") == ""
    _fields_are_put_in_order_by_keyboard_and_by_hand(window)


def _the_sops_identity_is_edited_and_the_nip_looked_at(window: Window) -> None:
    identity = group(window, "Identitas SOP")
    identity.get_by_label("NIP").fill("196913311996031017")
    window.see("8 angka pertama NIP adalah tanggal lahir")
    identity.get_by_label("NIP").fill("196912311996031017")
    window.see_no("8 angka pertama NIP adalah tanggal lahir")
    identity.get_by_label("Dasar Hukum").fill("Undang-Undang pertama\nUndang-Undang kedua")
    window.check()
    assert 'name="dasar_hukum" value="Undang-Undang pertama&#10;Undang-Undang kedua"' in xml_of(saved(window))


def _fields_are_put_in_order_by_keyboard_and_by_hand(window: Window) -> None:
    pick(panel(window), APPROVE)
    rows = group(window, "Formulir").locator(".form-list > .form-row")
    last = rows.last.locator("b").inner_text().partition(". ")[2]
    rows.last.get_by_role("button", name=re.compile("^Naikkan")).click()
    expect(rows.nth(-2)).to_contain_text(last)
    rows.nth(-2).locator(".form-row-name").press("Alt+ArrowDown")
    expect(rows.last).to_contain_text(last)
    rows.last.locator(".grip").drag_to(rows.nth(-3))
    expect(rows.nth(-3)).to_contain_text(last)
    ids = re.findall(r'formField id="([\w.]+)"', xml_of(saved(window)).partition('id="Periksa_materi"')[2])
    assert ids.index("perlu_telaah_ppid") == ids.index("siap_tayang") - 3


def test_branches_and_lines_lead_where_they_should(draft: Draft) -> None:
    window = draft()
    _search_finds_by_name_and_shows_no_ids(window)
    _menus_offer_only_what_runs(window)
    # A branch gets its condition in words, and the findings go.
    branch = branch_to(window, "Menayangkan")
    expect(branch.get_by_label("Hubungan")).to_have_value("==")
    branch.get_by_label("Isian").select_option(label="(tanpa syarat)")
    findings(window).see("tidak memiliki syarat").check()
    expect(errors(window)).to_have_count(1)
    errors(window).get_by_role("button", name=re.compile("Disetujui")).click()
    branch.get_by_label("Isian").select_option("keputusan")
    branch.get_by_label("Nilai").select_option(label="Ya")
    findings(window)
    expect(errors(window)).to_have_count(0)
    assert 'keputusan == "ya"' in xml_of(saved(window))
    # Where one action mends it, a button does it.
    panel(window)
    branch_to(window, "Memilih bahan").get_by_label("Selain itu").uncheck()
    findings(window).press("Jadikan “selain itu”")
    expect(errors(window)).to_have_count(0)
    assert 'default="Alur_tidak"' in xml_of(saved(window))
    # A line drawn by the pad leads around what stands in its way: publishing stands between the two.
    pick(panel(window), CHOOSE)
    window.page.locator('.djs-context-pad [data-action="connect"]').click()
    pick(window, "Selesai")
    drawn = xml_of(saved(window))
    [flow] = [item for item in read_diagram(drawn).outgoing(CHOOSE) if item.target == "Selesai"]
    assert runs_through(drawn, flow.id) == []


def _search_finds_by_name_and_shows_no_ids(window: Window) -> None:
    window.press("Cari dalam diagram")
    window.type("materi", into=window.page.locator(".djs-search-input input"))
    results = window.page.locator(".djs-search-results")
    expect(results).to_contain_text("Memeriksa materi")
    expect(results).not_to_contain_text("Periksa_materi")
    window.strike("Escape", on=window.page.locator(".djs-search-input input"))


def _menus_offer_only_what_runs(window: Window) -> None:
    pick(window, "Disetujui")
    window.page.locator('.djs-context-pad [data-action="replace"]').click()
    offered = window.page.locator(".djs-popup .entry")
    expect(offered).to_have_count(2)
    expect(window.page.locator(".djs-popup")).to_contain_text("Gerbang paralel")
    expect(window.page.locator(".djs-popup")).not_to_contain_text("kompleks")
    window.strike("Escape", on=window.page.locator(".djs-popup:focus, .djs-popup :focus"))
    assert window.page.get_attribute("[data-editor]", "data-untranslated") == ""


def test_on_a_phone_the_steps_come_as_a_list(draft: Draft, phone: Open) -> None:
    window = draft(opener=phone).check()
    window.page.get_by_role("button", name=re.compile("^Memeriksa materi")).tap()
    window.fill("Nama", "Memeriksa di lapangan")
    assert "Memeriksa di lapangan" in xml_of(saved(window))
    window.check()
