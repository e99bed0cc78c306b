"""A process admin who has never seen XML revises an SOP by its diagram."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import ROOT
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.webforms.editor.canonical import said

SOP = "/procedures/pengelolaan_website"
HAND_OVER, CHOOSE, APPROVE = "Serahkan_materi", "Pilih_bahan", "Periksa_materi"
Draft = Callable[..., Window]


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
    # Typing waits a moment before it counts as a change.
    window.page.wait_for_timeout(500)
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


def test_a_step_a_form_and_a_decision_are_drawn_without_a_programmer(draft: Draft) -> None:
    window = draft().check()
    pick(window, APPROVE).press("Langkah")
    expect(window.field("Nama")).to_be_focused()
    window.page.keyboard.type("Menyetujui sebagai Kepala Dinas")
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


def test_a_branch_gets_its_condition_in_words_and_the_findings_go(draft: Draft) -> None:
    window = pick(draft(), "Disetujui")
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


def test_where_one_deed_mends_it_a_button_does_it(draft: Draft) -> None:
    window = pick(draft(), "Disetujui")
    branch_to(window, "Memilih bahan").get_by_label("Selain itu").uncheck()
    findings(window).press("Jadikan “selain itu”")
    expect(errors(window)).to_have_count(0)
    assert 'default="Alur_tidak"' in xml_of(saved(window))


def test_what_nobody_edited_is_the_same_after_open_and_save(draft: Draft) -> None:
    window = pick(draft(), HAND_OVER)
    before = xml_of(window)
    group(window, "Mutu Baku").get_by_label("Keterangan").fill("Sesuatu yang lain")
    assert "Sesuatu yang lain" in xml_of(saved(window))
    window.press("Urungkan")
    expect(window.page.locator("[data-state]")).not_to_contain_text("Tersimpan")
    assert said(xml_of(saved(window))) == said(before)
    assert said(before) == said((ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8"))


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
    window.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    window.fill("Nama", "Belum tersimpan").see("Belum dapat disimpan")
    window.page.goto(f"{window.alur.url}{SOP}")
    assert asked == ["beforeunload"]


def test_the_second_admin_sees_who_was_first_and_keeps_both(draft: Draft, desk: Open, alur: Alur) -> None:
    first = draft()
    second = ready(desk(alur, "admin.proses").go(first.page.url))
    pick(first, HAND_OVER).fill("Nama", "Menurut yang pertama")
    saved(first)
    pick(second, HAND_OVER).fill("Nama", "Menurut yang kedua")
    told = second.dialog()
    expect(told).to_contain_text("menyimpan draf ini")
    assert "Menurut yang pertama" in xml_of(first)
    with second.page.expect_navigation():
        told.get_by_role("button", name="Simpan milik saya sebagai draf baru").click()
    assert "Menurut yang kedua" in xml_of(ready(second))
    assert "Menurut yang pertama" in xml_of(first)


def test_all_of_it_can_be_done_by_the_keyboard(draft: Draft) -> None:
    window = draft()
    keys = window.page.keyboard
    window.page.get_by_role("button", name="Memilih bahan liputan").focus()
    keys.press("Enter")
    window.page.locator("[data-tool=more]").focus()
    keys.press("Enter")
    menu = window.page.locator(".djs-popup")
    expect(menu.locator(".entry.selected")).to_contain_text("Langkah")
    keys.press("ArrowDown")
    expect(menu.locator(".entry.selected")).to_contain_text("Keputusan")
    keys.press("Enter")
    expect(window.page.locator(".panel-head")).to_contain_text("Keputusan")
    window.page.locator('[data-create="task"]').focus()
    keys.press("Enter")
    expect(window.field("Nama")).to_be_focused()
    keys.type("Langkah papan ketik")
    keys.press("Tab")
    expect(window.page.locator(".panel-head")).to_contain_text("Langkah papan ketik")
    window.page.locator("[data-tool=remove]").focus()
    keys.press("Enter")
    window.page.locator("body").press("Control+z")
    assert 'name="Langkah papan ketik"' in xml_of(saved(window))


def test_fields_are_put_in_order_by_keyboard_and_by_hand(draft: Draft) -> None:
    window = pick(draft(), APPROVE)
    rows = group(window, "Formulir").locator(".form-list > .form-row")
    last = rows.last.locator("b").inner_text().partition(". ")[2]
    rows.last.get_by_role("button", name=re.compile("^Naikkan")).click()
    expect(rows.nth(-2)).to_contain_text(last)
    rows.nth(-2).locator(".form-row-name").press("Alt+ArrowDown")
    expect(rows.last).to_contain_text(last)
    rows.last.locator(".grip").drag_to(rows.nth(-3))
    expect(rows.nth(-3)).to_contain_text(last)
    ids = re.findall(r'formField id="([\w.]+)"', xml_of(saved(window)).partition('id="Periksa_materi"')[2])
    assert ids.index("perlu_telaah_ppid") == ids.index("hasil_kanal") - 3


def test_copy_and_paste_keep_form_norms_and_foreign_words(alur: Alur, desk: Open, tmp_path: Path) -> None:
    foreign = '<asing:catatan xmlns:asing="http://asing.example" warna="merah"><asing:isi>teks</asing:isi></asing:catatan>'
    source = (ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8")
    start = source.index('id="Periksa_materi"')
    at = source.index("<camunda:formData>", start)
    file = tmp_path / "asing.bpmn"
    file.write_text(source[:at] + foreign + source[at:], "utf-8")
    window = desk(alur, "admin.proses").visit("Prosedur").press("Unggah versi baru")
    window.page.set_input_files("#diagram", str(file))
    window.press("Unggah dan periksa").see("Disimpan sebagai draf")
    window.go(f"{window.page.url}/edit")
    pick(ready(window), APPROVE)
    window.page.locator("[data-canvas] svg[tabindex]").first.focus()
    window.page.keyboard.press("Control+c")
    window.page.keyboard.press("Control+v")
    box = window.page.locator('g[data-element-id="Lane_pengusul"] .djs-visual').first.bounding_box()
    assert box
    place = (box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
    window.page.mouse.move(place[0] - 10, place[1])
    window.page.mouse.move(*place)
    window.page.mouse.click(*place)
    kept = xml_of(saved(window))
    assert kept.count('warna="merah"') == 2
    assert kept.count('value="PT15M"') == source.count('value="PT15M"') + 1
    assert kept.count('formField id="keputusan"') == 2


def test_menus_offer_only_what_runs(draft: Draft) -> None:
    window = pick(draft(), "Disetujui")
    window.page.locator('.djs-context-pad [data-action="replace"]').click()
    offered = window.page.locator(".djs-popup .entry")
    expect(offered).to_have_count(2)
    expect(window.page.locator(".djs-popup")).to_contain_text("Gerbang paralel")
    expect(window.page.locator(".djs-popup")).not_to_contain_text("kompleks")
    window.page.keyboard.press("Escape")
    assert window.page.get_attribute("[data-editor]", "data-untranslated") == ""


def test_the_sops_identity_is_edited_and_the_nip_looked_at(draft: Draft) -> None:
    window = draft()
    identity = group(window, "Identitas SOP")
    identity.get_by_label("NIP").fill("196913311996031017")
    window.see("8 angka pertama NIP adalah tanggal lahir")
    identity.get_by_label("NIP").fill("196912311996031017")
    window.see_no("8 angka pertama NIP adalah tanggal lahir")
    identity.get_by_label("Dasar Hukum").fill("Undang-Undang pertama\nUndang-Undang kedua")
    window.check()
    assert 'name="dasar_hukum" value="Undang-Undang pertama&#10;Undang-Undang kedua"' in xml_of(saved(window))


def test_search_finds_by_name_and_shows_no_ids(draft: Draft) -> None:
    window = draft().press("Cari dalam diagram")
    window.page.keyboard.type("materi")
    results = window.page.locator(".djs-search-results")
    expect(results).to_contain_text("Memeriksa materi")
    expect(results).not_to_contain_text("Periksa_materi")


def test_on_a_phone_the_steps_come_as_a_list(draft: Draft, phone: Open) -> None:
    window = draft(opener=phone).check()
    window.page.get_by_role("button", name=re.compile("^Memeriksa materi")).tap()
    window.fill("Nama", "Memeriksa di lapangan")
    assert "Memeriksa di lapangan" in xml_of(saved(window))
    window.check()


def test_it_is_light_and_quick(draft: Draft) -> None:
    window = draft()
    sizes: dict[str, int] = {}
    session = window.page.context.new_cdp_session(window.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    session.on("Network.responseReceived", lambda seen: urls.update({seen["requestId"]: seen["response"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda seen: sizes.update({urls.get(seen["requestId"], ""): int(seen["encodedDataLength"])}),
    )
    milliseconds = _until_usable(window.page)
    total = sum(sizes.values())
    assert 100_000 < total <= 400_000, json.dumps(sizes, indent=1)
    assert milliseconds <= 2000


def _until_usable(page: Page) -> float:
    """The best of three: other tests use the same machine."""
    times: list[Any] = []
    for _ in range(3):
        page.reload(wait_until="commit")
        page.wait_for_selector("[data-editor][data-ready]")
        times.append(page.evaluate("performance.now()"))
    return float(min(times))




def test_it_speaks_english_to_who_reads_english(own_alur: Alur, desk: Open) -> None:
    window = desk(own_alur, "admin.proses").go("/profile")
    window.page.get_by_role("radio", name="English").check()
    language = window.page.locator("form").filter(has=window.page.get_by_role("radio", name="English"))
    language.get_by_role("button").click()
    window.go(f"{SOP}/versions/1/edit").press("Make a draft from version 1")
    pick(ready(window), APPROVE).see("Quality standard", "Separation of duties", "Whole SOP")
    window.page.locator('.djs-context-pad [data-action="delete"]').hover()
    window.fill("Name", "Approving")
    assert 'name="Approving"' in xml_of(saved(window))
    assert window.page.get_attribute("[data-editor]", "data-untranslated") == ""
