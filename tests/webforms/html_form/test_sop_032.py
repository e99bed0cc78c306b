"""What the forms of SOP 032 show beyond single fields: media, channels, rows, what came before."""

from __future__ import annotations

from engine.forms.content import changes
from engine.forms.fields import Field, Form
from tests.webforms.html_form.form_page import rendered
from tests.webforms.html_form.sop_032_forms import view_of


def test_media_are_chosen_from_cards_and_what_may_not_be_says_why() -> None:
    root = rendered(view_of("Pilih_bahan"))
    card = root.xpath("//*[@data-path='pilih_media']//li[@data-key='b']")[0]
    box = card.find(".//input")
    assert box.get("disabled") is not None
    assert "Belum ada persetujuan" in root.get_element_by_id(box.get("aria-describedby")).text
    assert card.xpath(".//img/@src") == ["/files/b/thumb"]
    assert "Status persetujuan: Belum ada persetujuan" in " ".join(card.text_content().split())
    assert root.xpath("//*[@data-path='pilih_media']//li[@data-key='v']//input/@checked") != []
    # the main photo is offered among those chosen, a reason is asked for the others
    off = {
        field: root.xpath(f"//*[@data-path='{field}']//li[@data-off]/@data-key")
        for field in ("foto_utama", "alasan_tidak_dipilih")
    }
    assert off == {"foto_utama": ["a", "b"], "alasan_tidak_dipilih": ["v"]}


def test_a_caption_is_offered_for_each_channel_and_counted_as_the_channel_counts() -> None:
    root = rendered(view_of("Pilih_bahan"))
    shown = root.xpath(
        "//*[@data-control='per'][@data-name='takarir_kanal']/div[@data-key][not(@data-off)]/@data-key"
    )
    assert shown == ["x"]
    counter = root.get_element_by_id("f-takarir_kanal--x-counter")
    assert counter.text == "3 dari 280 karakter"
    assert counter.get("data-link-counts") == "23"
    lead = root.get_element_by_id("f-teras-counter")
    assert (lead.text, lead.get("data-n")) == ("0 dari 400 karakter, paling sedikit 80", "400")
    assert root.xpath("//*[@data-key='x']//label[@for='f-takarir_kanal--x']")[0].text.strip() == "X"


def test_results_are_asked_for_the_approved_channels_only() -> None:
    root = rendered(view_of("Tayangkan"))
    assert root.xpath("//*[@data-name='hasil_kanal'][@data-control='per']/div/@data-key") == ["website", "x"]
    assert root.xpath("//*[@data-path='hasil_kanal.x.alasan_gagal']/@data-off") == []
    assert root.xpath("//*[@data-path='hasil_kanal.website.alasan_gagal']/@data-off") == [""]


def test_rows_have_buttons_that_work_without_a_script_and_a_template_for_the_script() -> None:
    root = rendered(view_of("Serahkan_materi"))
    quotes = root.xpath("//*[@data-path='kutipan']")[0]
    assert quotes.xpath(".//button[@name='_add']/@value") == ["kutipan"]
    assert quotes.xpath("./div//button[@name='_remove']/@value") == ["kutipan.0"]
    assert quotes.xpath("./template//input[@name='kutipan.__n__.nama']")
    photos = root.xpath("//*[@data-path='foto']")[0]
    assert photos.xpath("./div/fieldset/@data-row") == ["0", "3"]
    assert [" ".join(legend.text.split()) for legend in photos.xpath("./div/fieldset/legend")] == [
        "Foto 1",
        "Foto 2",
    ]
    assert photos.xpath("./div//input[@type='hidden']/@name")[0] == "foto.0.file"
    assert photos.xpath("./div/input[@name='foto.upload'][@multiple]")
    assert root.xpath(
        "//*[@data-path='foto.0.bukti_persetujuan']//input[@name='foto.0.bukti_persetujuan.upload']"
    )


def test_a_preview_and_changes_and_authority_are_read() -> None:
    field = Field(name="teras", label="Teras", type="textarea")
    changed = changes(Form(fields=(field,)), {"teras": "dua belas"}, {"teras": "dua puluh <b>"})
    root = rendered(view_of("Periksa_materi", changes=changed, person="Ibu Sri"))
    preview = root.xpath("//*[@data-path='pratinjau']")[0]
    assert [" ".join(element.text_content().split()) for element in preview.iter("summary")][
        1
    ] == "X 9 dari 280 karakter"
    assert preview.xpath(".//*[@class='preview-title']/text()") == ["Penyerahan <kursi>"]
    assert preview.xpath(".//strong/text()") == ["Isi"]
    button = preview.xpath(".//button")[1]
    assert root.get_element_by_id(button.get("data-copy")[1:]).text == "Takarir X"
    assert root.xpath("//del/text()")[-1] == "belas"
    assert "<b>" in root.xpath("//*[@class='pieces']")[0].text_content()
    assert (
        "Ibu Sri, sebagai Ketua Tim Kerja"
        in root.xpath("//*[@data-path='dasar_kewenangan']")[0].text_content()
    )
