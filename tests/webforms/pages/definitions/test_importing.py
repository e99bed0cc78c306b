"""The import page: what is pasted or chosen, the preview, the draft."""

from __future__ import annotations

import base64
import io
import re
import zlib
from html import unescape

import pytest
from flask import Flask

from engine.database import transaction
from engine.definitions import importing, releases
from tests.engine.importing.examples import PENGADAAN
from tests.engine.importing.tables import as_excel, as_tabs, official
from tests.office import Office
from tests.webforms.desk import Desk
from tests.webforms.seen import desk, words

TEXT = as_tabs(PENGADAAN, official(PENGADAAN))


@pytest.fixture
def admin(whole: Flask, open_office: Office) -> Desk:
    return desk(whole, open_office.tono)


def hidden(page: str) -> str:
    found = re.search(r'name="packed" value="([^"]+)"', page)
    assert found
    return unescape(found[1])


def test_a_pasted_table_is_shown_as_it_was_understood(admin: Desk) -> None:
    page = admin.send("/definitions/import", {"text": TEXT})
    assert page.status_code == 200
    seen = words(page)
    assert "Pengadaan Barang Nilai Kecil" in seen
    assert "memutuskan · Lanjut ke: Ya → langkah 3, Tidak → langkah 1" in seen
    assert "“Tidak” kembali ke langkah 1." in seen
    assert seen.count("Simpan sebagai draf") == 2


def test_what_was_pasted_can_be_changed_after_it_was_shown(admin: Desk) -> None:
    assert "Ubah tabel atau file" in words(admin.send("/definitions/import", {"text": TEXT}))
    page = admin.send("/definitions/import", {"text": TEXT, "change": "1"}).text
    (typed,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert unescape(typed) == TEXT


def test_a_diagram_without_a_name_is_called_as_its_file(admin: Desk) -> None:
    bare = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        '<process id="sid-1"><startEvent id="s"/><userTask id="t" name="T"/>'
        '<sequenceFlow id="a" sourceRef="s" targetRef="t"/></process></definitions>'
    )
    file = (io.BytesIO(bare.encode()), "Pengiriman_barang.bpmn")
    page = admin.send("/definitions/import", {"text": "", "file": file}, content_type="multipart/form-data")
    assert "Nama SOP-nya “Pengiriman barang”." in words(page)
    assert "sid-1" not in words(page)


def test_a_file_is_read_too_and_english_is_spoken(admin: Desk, open_office: Office) -> None:
    admin.send("/language", {"language": "en"})
    file = (io.BytesIO(as_excel(PENGADAAN, official(PENGADAAN))), "sop.xlsx")
    page = admin.send("/definitions/import", {"text": "", "file": file}, content_type="multipart/form-data")
    assert page.status_code == 200
    assert "Pengadaan Barang Nilai Kecil" in words(page)


def test_a_definition_that_runs_is_named_before_its_next_version_is_kept(admin: Desk) -> None:
    with transaction() as session:
        releases.deploy(session, importing.read(TEXT).xml.encode(), "sop.bpmn", by=None)
    seen = words(admin.send("/definitions/import", {"text": TEXT}))
    assert "“Pengadaan Barang Nilai Kecil” sudah ada dan berjalan menurut versi 1." in seen
    assert "Diambil dari versi 1" in seen
    assert "Formulir dan aturan versi 1 semuanya ada pada draf ini." in seen


def test_saving_leads_to_the_draft(admin: Desk) -> None:
    packed = hidden(admin.send("/definitions/import", {"text": TEXT}).text)
    answer = admin.send("/definitions/import/save", {"packed": packed, "confirmed": ["0", "x", "99999999"]})
    assert answer.status_code == 302
    assert answer.location.endswith("/definitions/pengadaan_barang_nilai_kecil/versions/1")
    assert "Disimpan sebagai draf versi 1." in words(admin.get(answer.location))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Tempelkan tabel atau pilih file"),
        ("Selamat pagi", "Tidak ditemukan tabel prosedur"),
        ("\x00\x00", "tabel"),
    ],
)
def test_what_can_not_be_read_is_said_and_stays_typed(admin: Desk, text: str, said: str) -> None:
    page = admin.send("/definitions/import", {"text": text})
    assert page.status_code == 422
    assert said in words(page)
    assert text.strip("\x00") in page.text


def test_a_broken_diagram_is_refused_in_words(admin: Desk) -> None:
    file = (io.BytesIO(b"<x/>"), "lain.bpmn")
    page = admin.send("/definitions/import", {"file": file}, content_type="multipart/form-data")
    assert page.status_code == 422
    assert "bukan diagram BPMN" in words(page)


def test_a_spoilt_save_is_refused_in_words(admin: Desk) -> None:
    assert admin.send("/definitions/import/save", {"packed": "x"}).status_code == 422
    assert admin.send("/definitions/import/save", {}).status_code == 422
    half = base64.b64encode(zlib.compress(b'{"xml": "\\ud800"}')).decode()
    assert admin.send("/definitions/import/save", {"packed": half}).status_code == 422


def test_markup_in_a_table_stays_text(admin: Desk) -> None:
    page = admin.send(
        "/definitions/import", {"text": TEXT.replace("Penyedia", "</script><script>alert(1)</script>")}
    )
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("who", ["siti", "wati", "eko"])
def test_others_may_not(whole: Flask, open_office: Office, who: str) -> None:
    browser = desk(whole, getattr(open_office, who))
    assert browser.get("/definitions/import").status_code == 403
    assert browser.send("/definitions/import", {"text": TEXT}).status_code == 403
    assert "Impor SOP" not in words(browser.get("/definitions"))


def test_the_definitions_page_leads_here(admin: Desk) -> None:
    assert "Impor SOP" in words(admin.get("/definitions"))


def choices(page: str) -> dict[str, str]:
    """What the form would send: its controls with their values."""
    found = dict(re.findall(r'<input id="choose-\d+" name="([^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(
        r'<select id="choose-\d+" name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        (chosen,) = re.findall(r'value="([^"]*)" selected', options) or [""]
        found[name] = chosen
    (drawn,) = re.findall(r'name="drawn" value="([^"]*)"', page)
    return {unescape(name): unescape(value) for name, value in found.items()} | {
        "packed": hidden(page), "drawn": drawn, "text": TEXT,
    }  # fmt: skip


def test_an_assumption_is_put_right_in_its_place_and_drawn_before_it_is_kept(admin: Desk) -> None:
    sent = choices(admin.send("/definitions/import", {"text": TEXT}).text)
    assert sent["choose.step.2.tidak"] == "1"
    page = admin.send("/definitions/import/save", sent | {"choose.step.2.tidak": "4", "confirmed": "0"})
    assert page.status_code == 200
    seen = words(page)
    assert "Diagram digambar ulang dengan pilihan Anda. Belum ada yang disimpan." in seen
    assert "Ya → langkah 3, Tidak → langkah 4" in seen
    assert 'value="0" checked' in page.text
    again = choices(page.text)
    assert again["choose.step.2.tidak"] == "4"
    answer = admin.send("/definitions/import/save", again)
    assert answer.status_code == 302
    draft = admin.get(answer.location)
    assert "Disimpan sebagai draf versi 1." in words(draft)


def test_an_undone_choice_is_drawn_again_too(admin: Desk) -> None:
    first = admin.send("/definitions/import", {"text": TEXT})
    sent = choices(first.text)
    chosen = choices(admin.send("/definitions/import/save", sent | {"choose.step.2.tidak": "4"}).text)
    back = admin.send("/definitions/import/save", chosen | {"choose.step.2.tidak": "1"})
    assert "Ya → langkah 3, Tidak → langkah 1" in words(back)
    assert choices(back.text)["drawn"] == sent["drawn"]


def test_a_time_that_is_none_is_said_beside_its_input_and_stays_typed(admin: Desk) -> None:
    text = TEXT.replace("2 hari", "secukupnya", 1)
    sent = choices(admin.send("/definitions/import", {"text": text}).text)
    key = next(key for key in sent if key.startswith("choose.time."))
    page = admin.send("/definitions/import/save", sent | {key: "<b>sebentar"})
    assert page.status_code == 200
    assert "Ini bukan lama waktu." in words(page)
    assert choices(page.text)[key] == "<b>sebentar"


def test_forms_come_along_with_a_diagram_and_its_time_is_asked(admin: Desk) -> None:
    from tests.engine.importing.foreign.test_foreign import process

    xml = process(
        '<userTask id="t" name="T" camunda:formKey="isi"/>'
        '<boundaryEvent id="late" name="Lewat" attachedToRef="t">'
        "<timerEventDefinition><timeDuration>PT48H</timeDuration></timerEventDefinition></boundaryEvent>"
    )
    form = '{"components": [{"type": "textfield", "key": "nama", "label": "Nama pemohon"}]}'
    files = [(io.BytesIO(form.encode()), "isi.form"), (io.BytesIO(xml.encode()), "a.bpmn")]
    page = admin.send("/definitions/import", {"file": files}, content_type="multipart/form-data")
    assert "Nama pemohon" in page.text
    assert "perlu dipastikan: waktu kerja atau jam kalender?" in words(page)
    sent = choices(page.text)
    unanswered = admin.send("/definitions/import/save", sent)
    assert "1 pilihan di bawah ini belum diisi" in words(unanswered)
    drawn = admin.send("/definitions/import/save", sent | {"choose.timer.late.": "P2D"})
    assert "P2D" in drawn.text
    assert admin.send("/definitions/import/save", choices(drawn.text)).status_code == 302


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a.form"], "hanya dapat dibaca bersama diagram BPMN"),
        (["a.docx", "b.docx"], "Pilih satu file SOP."),
        ([f"{n}.form" for n in range(31)], "Paling banyak 30 file"),
        (["a.csv", "b.form"], "hanya dapat dibaca bersama diagram BPMN"),
    ],
)
def test_files_that_do_not_go_together_are_refused_in_words(admin: Desk, names: list[str], said: str) -> None:
    files = [(io.BytesIO(b"No;Kegiatan"), name) for name in names]
    page = admin.send("/definitions/import", {"file": files}, content_type="multipart/form-data")
    assert page.status_code == 422
    assert said in words(page)
