"""The forms of SOP 032 as HTML: every control has its words and its ids, and works without JavaScript."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from engine.bpmn.diagram import read_diagram
from engine.errors import InvalidAnswers, Problem
from engine.forms.content import changes
from engine.forms.fields import FIELD_TYPES, Field, Form, Option
from engine.forms.read import read_answers
from engine.texts import text
from tests.engine.forms.conftest import SOP_032, photo, scope
from tests.webforms.form_page import rendered, source
from webforms.html_form import FormView

DIAGRAM = read_diagram(SOP_032.read_bytes())
FORMS = [step.form for step in DIAGRAM.steps.values()]
DATA = {
    "foto": [
        {
            "file": "a",
            "name": "a.jpg",
            "type": "image/jpeg",
            "keterangan": "Penyerahan",
            "dasar_persetujuan": "tertulis",
        },
        {
            "file": "b",
            "name": "b.jpg",
            "type": "image/jpeg",
            "keterangan": "Anak",
            "dasar_persetujuan": "belum",
        },
    ],
    "video": [{"file": "v", "name": "v.mp4", "type": "video/mp4", "keterangan": "Pelatihan"}],
    "kanal": ["website", "x"],
    "pilih_media": ["a"],
    "judul_tayang": "Penyerahan <kursi>",
    "isi_berita": "**Isi**",
    "takarir_kanal": {"website": "w", "x": "Takarir X"},
}
TYPED = {
    "kutipan.0.nama": ["Ani"],
    "foto.0.file": ["a"],
    "foto.3.file": ["b"],
    "kanal": ["x"],
    "pilih_media": ["v"],
    "takarir_kanal.x": ["abc"],
    "hasil_kanal.x.status": ["gagal"],
}


def view_of(step: str, typed=TYPED, **more) -> FormView:
    settings = {
        "language": "id",
        "forms": FORMS,
        "lane": DIAGRAM.steps[step].lane,
        "task": 7,
        "draft_url": "/d",
    }
    done = {"Periksa_materi": datetime(2026, 11, 23, 2, 0, tzinfo=UTC)}
    files = [photo("a"), photo("b", state="checking")]
    return FormView(
        DIAGRAM.steps[step].form, typed, scope=scope(*files, data=DATA, done=done), **{**settings, **more}
    )


def problems_of(step: str, typed) -> dict[str, Problem]:
    with pytest.raises(InvalidAnswers) as refused:
        read_answers(DIAGRAM.steps[step].form, typed, scope(data=DATA))
    return refused.value.problems


def ids(root):
    return [
        element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id")
    ]


@pytest.mark.parametrize("step", DIAGRAM.steps)
@pytest.mark.parametrize("wrong", [False, True])
def test_every_input_has_a_label_and_every_reference_leads_somewhere(step, wrong):
    typed = {} if wrong else TYPED
    root = rendered(view_of(step, typed, problems=problems_of(step, {}) if wrong else {}))
    found = ids(root)
    assert len(found) == len(set(found))
    for element in root.iter("input", "select", "textarea"):
        if element.get("type") == "hidden" or element.getparent().tag == "template":
            continue
        labelled = (
            element.get("aria-label")
            or root.xpath("//label[@for=$id]", id=element.get("id"))
            or any(parent.tag == "label" for parent in element.iterancestors())
        )
        assert labelled, element.get("name")
    for name in ("aria-describedby", "aria-labelledby", "for", "data-for"):
        for element in root.xpath(f"//*[@{name}]"):
            assert set(element.get(name).split()) <= set(found), element.get(name)
    for link in root.xpath("//a[starts-with(@href, '#')]"):
        assert link.get("href")[1:] in found


@pytest.mark.parametrize("step", DIAGRAM.steps)
def test_every_field_of_the_diagram_has_its_inputs(step):
    page = source(view_of(step))
    for field in DIAGRAM.steps[step].form:
        assert f'data-path="{field.name}"' in page
        for part in field.parts:
            assert f'data-name="{part.name}"' in page


@pytest.mark.parametrize("step", DIAGRAM.steps)
def test_nothing_in_the_page_needs_a_laxer_policy(step):
    page = source(view_of(step))
    assert not re.search(r"\s(style|on\w+)\s*=|<script|<style|javascript:", page)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("step", DIAGRAM.steps)
def test_every_word_is_in_the_catalogue(step, language):
    page = source(view_of(step, problems=problems_of(step, {}), language=language))
    assert not re.search(r"\b(forms|ui|files)\.[a-z_]+\.[a-z_]+", page)


def test_problems_stand_beside_their_field_and_on_top_with_links():
    problems = problems_of(
        "Serahkan_materi", {**TYPED, "kutipan.0.nama": [""], "kutipan.0.jabatan": ["Kepala"]}
    )
    root = rendered(view_of("Serahkan_materi", problems=problems))
    summary = root.get_element_by_id("form-problems")
    assert summary.get("role") == "alert"
    assert summary.get("tabindex") == "-1"
    lines = {link.get("href")[1:]: link.text for link in summary.iter("a")}
    assert lines["f-judul_kegiatan"] == "Judul kegiatan"
    assert lines["f-kutipan--0--nama"] == "Kutipan narasumber 1: Nama narasumber"
    assert len(summary.findall(".//li")) == len(problems)
    field = root.get_element_by_id("f-judul_kegiatan")
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-required") == "true"
    assert "f-judul_kegiatan-problem" in field.get("aria-describedby").split()
    assert root.get_element_by_id("f-judul_kegiatan-problem").text_content().strip() == "Wajib diisi."


def test_what_was_typed_is_shown_again_and_escaped():
    typed = {
        "judul_kegiatan": ['"><script>alert(1)</script>'],
        "apa": ["\n</textarea><b>"],
        "bidang": ["uptd"],
    }
    page = source(view_of("Serahkan_materi", typed))
    assert "<script" not in page
    root = rendered(view_of("Serahkan_materi", typed))
    assert root.get_element_by_id("f-judul_kegiatan").get("value") == typed["judul_kegiatan"][0]
    assert "</textarea><b>" in root.get_element_by_id("f-apa").text
    assert root.xpath("//select[@name='bidang']/option[@selected]/@value") == ["uptd"]


def test_a_decision_is_two_large_choices():
    root = rendered(view_of("Periksa_materi"))
    choice = root.xpath("//*[@data-path='keputusan']//div[@class='choice']")[0]
    assert [label.text_content().strip() for label in choice.iter("label")] == ["Ya", "Tidak"]
    assert root.xpath("//*[@data-path='keputusan']/@role") == ["radiogroup"]
    assert root.xpath("//*[@data-path='hasil_kanal.x.status']//div/@class") in ([], ["options"])


def test_conditional_fields_carry_their_condition_and_start_as_it_says():
    root = rendered(view_of("Periksa_materi", {"keputusan": ["tidak"]}))
    reason, privacy = (
        root.xpath(f"//*[@data-path='{name}']")[0] for name in ("alasan", "konfirmasi_privasi")
    )
    assert json.loads(reason.get("data-shown-if")) == ["==", ["name", "keputusan"], ["value", "tidak"]]
    assert reason.get("data-off") is None
    assert privacy.get("data-off") is not None
    assert root.get_element_by_id("f-alasan").get("aria-required") == "true"


def test_only_what_conditions_ask_for_reaches_the_page():
    config = json.loads(rendered(view_of("Tayangkan")).xpath("//*[@data-config]/@data-config")[0])
    assert config["data"] == {"kanal": ["website", "x"]}
    assert config["offset"] == "+07:00"
    assert config["words"]["rows.row"] == "{label} {n}"


def test_media_are_chosen_from_cards_and_what_may_not_be_says_why():
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


def test_a_caption_is_offered_for_each_channel_and_counted_as_the_channel_counts():
    root = rendered(view_of("Pilih_bahan"))
    shown = root.xpath(
        "//*[@data-control='per'][@data-name='takarir_kanal']/div[@data-key][not(@data-off)]/@data-key"
    )
    assert shown == ["x"]
    counter = root.get_element_by_id("f-takarir_kanal--x-counter")
    assert counter.text == "3 dari 280 karakter"
    assert counter.get("data-link-counts") == "23"
    assert root.xpath("//*[@data-key='x']//label[@for='f-takarir_kanal--x']")[0].text.strip() == "X"


def test_results_are_asked_for_the_approved_channels_only():
    root = rendered(view_of("Tayangkan"))
    assert root.xpath("//*[@data-name='hasil_kanal'][@data-control='per']/div/@data-key") == ["website", "x"]
    assert root.xpath("//*[@data-path='hasil_kanal.x.alasan_gagal']/@data-off") == []
    assert root.xpath("//*[@data-path='hasil_kanal.website.alasan_gagal']/@data-off") == [""]


def test_rows_have_buttons_that_work_without_a_script_and_a_template_for_the_script():
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


def test_a_preview_and_changes_and_authority_are_read():
    field = Field(name="teras", label="Teras", type="textarea")
    changed = changes(Form(fields=(field,)), {"teras": "dua belas"}, {"teras": "dua puluh <b>"})
    root = rendered(view_of("Periksa_materi", changes=changed, person="Ibu Sri"))
    preview = root.xpath("//*[@data-path='pratinjau']")[0]
    assert [" ".join(one.text_content().split()) for one in preview.iter("summary")][
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


def test_warnings_ask_for_a_second_look():
    warnings = {"apa": Problem("forms.warning.nik", {"found": "3402••"})}
    root = rendered(view_of("Serahkan_materi", warnings=warnings))
    assert root.xpath("//input[@name='_confirm'][@type='checkbox']")
    assert "f-apa-warning" in root.get_element_by_id("f-apa").get("aria-describedby")
    assert not rendered(view_of("Serahkan_materi")).xpath("//input[@name='_confirm']")


def test_a_warning_finds_its_row_however_rows_were_numbered():
    typed = {"kutipan.0.nama": [""], "kutipan.2.nama": ["Ani"], "kutipan.2.isi": ["081234567890"]}
    warnings = {"kutipan.0.isi": Problem("forms.warning.no_hp", {"found": "0812••"})}
    root = rendered(view_of("Serahkan_materi", typed, warnings=warnings))
    assert root.get_element_by_id("f-kutipan--2--isi-warning") is not None
    assert root.xpath("//*[@id='form-problems']//a/@href") == ["#f-kutipan--2--isi"]


def test_a_file_of_the_last_round_is_known_from_the_case():
    root = rendered(
        FormView(
            DIAGRAM.steps["Serahkan_materi"].form,
            {"foto.0.file": ["a"]},
            scope=scope(data=DATA),
            language="id",
        )
    )
    row = root.xpath("//*[@data-row='0'][@data-label='Foto']")[0]
    assert row.xpath("./div//img/@src") == ["/files/a/thumb"]
    assert row.xpath(".//b[@data-file-name]/text()")[0] == "a.jpg"


def test_a_problem_of_no_input_is_said_all_the_same():
    root = rendered(
        view_of("Tayangkan", problems={"": Problem("forms.content_changed", {"step": "Periksa"})})
    )
    assert "Periksa" in root.get_element_by_id("form-problems").text_content()


@pytest.mark.parametrize("kind", [*sorted(FIELD_TYPES), "never_heard_of"])
def test_every_kind_of_field_can_be_drawn(kind):
    field = Field(
        name="f",
        label="Isian",
        type=kind,
        help="Bantuan",
        options=(Option(id="a", label="A"),),
        parts=(Field(name="p", label="P"),),
    )
    view = FormView(
        Form(fields=(field,)),
        {},
        scope=scope(),
        language="en",
        problems={"f": Problem("forms.problem.required")},
    )
    root = rendered(view)
    assert "Isian" in root.text_content()
    target = root.xpath("//*[@id='form-problems']//a/@href")[0][1:]
    assert target in ids(root)
    assert text("forms.problem.required", "en") in root.text_content()


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_no_word_of_a_diagram_or_a_file_becomes_markup(kind):
    evil = "\"'><script>alert(1)</script>"
    item = {"file": evil, "name": evil, "type": "image/png", "keterangan": evil, "dasar": "x"}
    field = Field(
        name="f",
        label=evil,
        type=kind,
        help=evil,
        options=(Option(id=evil, label=evil),),
        parts=(Field(name="p", label=evil, shown_if='p == "<script>"'),),
        accept=(evil,),
        of=("foto",),
        selectable_if='dasar == "<script>"',
        selectable_message=evil,
        composed_of=evil,
        shown_if='g != "<script>"',
    )
    typed = {
        "f": [evil],
        "f.file": [evil],
        "f.text": [evil],
        "f.0.file": [evil],
        "f.0.p": [evil],
        f"f.{evil}": [evil],
    }
    view = FormView(
        Form(fields=(field,)),
        typed,
        scope=scope(
            photo(evil, name=evil), data={"foto": [item], "kanal": [evil], "takarir_kanal": {evil: evil}}
        ),
        language="id",
        problems={"f": Problem("x", text=evil), "f.0.file": Problem("x", text=evil)},
        warnings={"f": Problem("x", text=evil)},
        forms=[Form(fields=(Field(name="foto", label=evil, parts=(Field(name="dasar", label=evil),)),))],
        changes=changes(Form(fields=(field,)), {"f": evil}, {"f": None}) if field.answered else (),
        lane=evil,
        person=evil,
        draft_url=evil,
    )
    root = rendered(view)
    assert not root.xpath("//script | //*[@onerror]")
    assert "<script" not in source(view)
