"""What the page says and gives back while people type, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.webforms.html_form.sop_032_forms import view_of
from tests.webforms.html_form.test_islands import Show, show

__all__ = ["show"]


def test_a_row_that_was_removed_comes_back_as_it_was(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {"foto.0.file": ["a"], "foto.1.file": ["b"]}))
    page.locator("[name='foto.0.keterangan']").fill("Penyerahan simbolis")
    page.get_by_role("button", name="Hapus Foto 1").click()
    expect(page.locator("[name='foto.0.keterangan']")).to_have_count(0)
    expect(page.get_by_role("button", name="Urungkan")).to_be_focused()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator("[name='foto.0.keterangan']")).to_have_value("Penyerahan simbolis")
    rows = page.locator("[data-path=foto] [data-row]")
    assert [row.get_attribute("data-row") for row in rows.all()] == ["0", "1"]


def test_a_part_counts_and_a_day_is_in_words_while_people_type(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {}))
    part = page.locator("[data-section]", has_text="Uraian 5W+1H")
    expect(part.locator("[data-filled]")).to_have_text("0 dari 9 terisi")
    page.locator("[name=kapan_mulai]").fill("2026-11-27T09:00")
    expect(part.locator("[data-filled]")).to_have_text("1 dari 9 terisi")
    words = page.locator("[data-path=kapan_mulai] [data-echo]")
    expect(words).to_have_text("Jumat, 27 November 2026, 09.00 WIB")
