"""What a field must satisfy and when it is asked is said in words."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from engine.bpmn.diagram import read_diagram
from engine.forms.fields import Field
from tests.journeys.browsing import Window
from tests.journeys.editor.editing import HAND_OVER, Draft, draft, group, pick, saved, xml_of

__all__ = ["draft"]


def opened(window: Window, label: str) -> Locator:
    """A field of the selected step with its rarer rules."""
    row = (
        group(window, "Formulir")
        .locator(".form-list > .form-row")
        .filter(has_text=re.compile(rf"\. {label}"))
    )
    row.locator(".form-row-name").first.click()
    return row.locator(".form-row-inside").first


def more(field: Locator) -> Locator:
    found = field.locator("details.more-inside").first
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found


def fields_of(window: Window) -> dict[str, Field]:
    return {field.name: field for field in read_diagram(xml_of(saved(window))).steps[HAND_OVER].form}


def test_the_rules_of_a_form_are_said_in_words(draft: Draft) -> None:
    window = pick(draft(), HAND_OVER)
    form = group(window, "Formulir")
    form.get_by_label("Nama isian baru").fill("Jumlah peserta")
    form.get_by_label("Jenis isian").last.select_option(label="angka")
    form.get_by_role("button", name="Tambah", exact=True).last.click()
    field = form.locator(".form-row-inside").first

    shown = field.get_by_role("group", name="Ditanyakan hanya jika")
    shown.get_by_label("Isian").select_option("jenis_konten")
    shown.get_by_label("Hubungan").select_option(label="salah satu dari")
    shown.get_by_label("Pengumuman").check()
    rules = more(field)
    rules.get_by_role("button", name="Tambah aturan").click()
    rule = rules.get_by_role("group", name="Jawaban harus memenuhi")
    expect(rule.get_by_label("Isian")).to_be_focused()
    rule.get_by_label("Hubungan").select_option(label="paling sedikit")
    rule.get_by_label("Nilai").fill("1")
    rule.get_by_role("button", name="Tambah syarat").click()
    expect(rule.get_by_label("Isian").nth(1)).to_be_focused()
    rule.get_by_label("Isian").nth(1).select_option("kapan_selesai")
    rule.get_by_label("Dibandingkan dengan").last.select_option("kapan_mulai")
    rule.get_by_label("Yang harus terpenuhi").select_option(label="salah satu syarat")
    rules.get_by_label("Pesan jika aturan tidak terpenuhi").fill("Jumlah peserta paling sedikit satu.")
    rules.get_by_label("Satu jawaban untuk tiap pilihan pada").select_option("kanal")
    window.check()
    made = fields_of(window)["jumlah_peserta"]
    assert made.shown_if == 'jenis_konten in ["berita", "pengumuman"]'
    assert [(rule.condition, rule.message) for rule in made.rules] == [
        ("jumlah_peserta >= 1 or kapan_selesai <= kapan_mulai", "Jumlah peserta paling sedikit satu.")
    ]
    assert made.per == "kanal"

    window.press("Pratinjau formulir")
    preview = window.page.get_by_role("region", name="Pratinjau formulir")
    asked = preview.get_by_role("group", name=re.compile("^Jumlah peserta"))
    expect(preview.get_by_label("Jenis konten")).to_be_visible()
    expect(asked).to_be_hidden()
    preview.get_by_label("Jenis konten").select_option("berita")
    expect(asked).to_be_visible()
    preview.get_by_role("button", name="Tutup").click()

    window.press("Urungkan")
    assert fields_of(window)["jumlah_peserta"].per == ""
    rule.get_by_role("button", name="Hapus syarat ini").first.click()
    expect(rule.get_by_label("Isian")).to_have_count(1)
    rule.get_by_label("Isian").select_option(label="(tanpa syarat)")
    expect(rules.get_by_role("group", name="Jawaban harus memenuhi")).to_have_count(0)
    assert fields_of(window)["jumlah_peserta"].rules == ()
    _a_text_is_composed_of_answers_and_options_follow_another_field(window)


def _a_text_is_composed_of_answers_and_options_follow_another_field(window: Window) -> None:
    narrative = more(opened(window, "Narasi"))
    text = narrative.get_by_label("Disusun dari jawaban lain")
    text.fill("Baris satu\nBaris dua: ")
    inserting = narrative.get_by_label("Sisipkan jawaban")
    inserting.focus()
    inserting.select_option("judul_kegiatan")
    expect(text).to_have_value("Baris satu\nBaris dua: {judul_kegiatan}")
    narrative.get_by_label("nomor KK").uncheck()
    narrative.get_by_label("Ingatkan jika hurufnya lebih dari").fill("500")
    villages = opened(window, "Kalurahan").get_by_label("Pilihan induk: Pajangan")
    expect(villages).to_have_value(re.compile("^Guwosari"))
    villages.fill("Guwosari (Pajangan)\nSendangsari (Pajangan)\nTriwidadi (Pajangan)\nKrebet (Pajangan)")
    found = fields_of(window)
    [composed] = [item for item in found.values() if item.composed_of.startswith("Baris satu")]
    assert composed.composed_of == "Baris satu\nBaris dua: {judul_kegiatan}"
    assert (composed.detect, composed.warn_over) == (("nik", "no_hp", "email_pribadi"), 500)
    fresh = found["di_mana_kalurahan"].options
    assert [each.id for each in fresh if each.parents == ("pajangan",)][-1] == "krebet_pajangan"
    assert len(fresh) == 76
    window.press("Pratinjau formulir")
    preview = window.page.get_by_role("region", name="Pratinjau formulir")
    offered = preview.get_by_label("Kalurahan").locator("option")
    expect(offered).to_have_count(77)  # all of them, and none
    preview.get_by_label("Kapanewon").select_option("pajangan")
    expect(offered).to_have_count(5)
    expect(offered.last).to_have_text("Krebet (Pajangan)")
