"""Uji coba in a real browser: on a desk, on a phone, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import sop_032
from tests.journeys.browsing import DESKTOP, labelled
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

SOP = "/definitions/pengelolaan_website"
#: All of it can be seen and touched.
_IN_FRONT = """(each) => {
  each.scrollIntoView({block: 'nearest'});
  const { left, right, top, bottom } = each.getBoundingClientRect();
  return [[left + 9, top + 9], [right - 9, bottom - 9]]
    .every((corner) => each.contains(document.elementFromPoint(...corner)));
}"""
TITLE = "Pembagian paket sembako di Kapanewon Pandak"


def test_a_trial_shows_each_form_with_the_diagram_beside_it(alur: Alur, desk: Open, phone: Open) -> None:
    for open_window in (desk, phone):
        window = open_window(alur, "admin.proses").go(f"{SOP}/versions/1/try").check()
        window.see("Anda mencoba sebagai", "Belum dilalui")
        assert window.page.locator(".djs-container").count() == 0
        window.page.locator("#diagram summary").click()
        here = window.page.locator("#diagram .djs-container .here")
        expect(here).to_have_count(1)
        on = window.page.get_by_role("button", name="Lanjut ke langkah berikutnya")
        assert on.evaluate(_IN_FRONT)
        with window.page.expect_navigation():
            on.click()
        # What was opened stays open.
        window.see("Wajib diisi").check()
        window.page.locator("#diagram .diagram").scroll_into_view_if_needed()
        expect(here).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_trial_goes_on_to_the_next_role(alur: Alur, windows: Open, script: bool) -> None:
    window = windows(alur, "admin.proses", **DESKTOP, script=script).go(f"{SOP}/versions/1/try")
    sop_032.tell_what_happened(window, TITLE).fill("Narasi singkat", f"{sop_032.WHAT} " * 3)
    # The placeholder photo stands where a real one would; a video is not what this is about.
    photo = sop_032.row(window, "Foto", 1)
    labelled(photo, "Keterangan foto").fill("Penyerahan bantuan di pendapa")
    labelled(photo, "Teks alternatif").fill("Petugas menyerahkan bantuan")
    photo.get_by_label("Pejabat/pegawai saat bertugas").check()
    labelled(photo, "Status persetujuan").select_option(label="Pejabat/pegawai dalam tugas kedinasan")
    window.press("Hapus Video 1")
    sop_032.promise(window).press("Lanjut ke langkah berikutnya")
    window.field("Sudah saya periksa; tetap kirim").check()
    window.press("Lanjut ke langkah berikutnya")
    window.see("Anda mencoba sebagai", "Media yang dipilih").check()
    expect(window.page.get_by_role("main").get_by_role("heading", level=2).first).to_contain_text(
        "Memilih bahan"
    )
    window.page.get_by_role("checkbox", name="Penyerahan bantuan").check()
