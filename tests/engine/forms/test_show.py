from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.forms.channels import channels
from engine.forms.fields import Field, Form, Option
from engine.forms.preview import previews
from engine.forms.read import to_typed
from engine.forms.show import show, show_form
from engine.forms.shown import Shown
from engine.forms.types import TYPES
from tests.engine.forms.conftest import WIB, read

FILE = {
    "file": "u1",
    "name": "a.jpg",
    "type": "image/jpeg",
    "sha256": "s",
    "keterangan": "Penyerahan",
    "subjek": ["anak"],
}
OPTIONS = (Option(id="ya", label="Ya, tayangkan"), Option(id="anak", label="Anak"))


def shown(type_: str, value: Any, language: str = "id", **settings: Any) -> Shown:
    return show(Field(name="f", label="F", type=type_, **settings), value, language, WIB, items={"u1": FILE})


def test_values_are_written_in_words() -> None:
    assert shown("datetime", "2026-11-23T03:00:00+00:00").text == "Senin, 23 November 2026, 10.00 WIB"
    assert shown("date", "2026-11-23", "en").text == "Monday, 23 November 2026"
    assert shown("number", 1250000.5).text == "1.250.000,5"
    assert shown("checkbox", True).text == "Ya"
    assert shown("radio", "ya", options=OPTIONS).text == "Ya, tayangkan"
    assert shown("multiselect", ["anak"], options=OPTIONS).items == ("Anak",)
    assert shown("tags", ["a"]).items == ("#a",)
    assert shown("text", None).kind == "empty"
    assert shown("richtext", "**a**<").html == "<p><strong>a</strong>&lt;</p>"


def test_files_show_as_media_with_what_was_said_about_them() -> None:
    parts = (
        Field(name="keterangan", label="K"),
        Field(name="subjek", label="S", type="multiselect", options=OPTIONS),
    )
    one = shown("files", [FILE], parts=parts).media[0]
    assert (one.id, one.kind, one.caption, one.alt) == ("u1", "image", "Penyerahan", "Penyerahan")
    assert [(part.label, part.text) for part in one.about] == [("S", "Anak")]
    assert shown("item_select", ["u1", "gone"]).media[0].id == "u1"
    assert shown("file", FILE, restricted=True).media[0].restricted
    assert shown("per_item_select", {"u1": "ya"}, options=OPTIONS).parts[0].label == "Penyerahan"


def test_answers_for_each_channel_carry_its_name() -> None:
    assert [
        part.label for part in shown("textarea", {"x": "a", "whatsapp_channel": "b"}, per="kanal").parts
    ] == [
        "X",
        "Saluran WhatsApp",
    ]


def test_a_whole_form_leaves_out_what_is_empty() -> None:
    form = Form(
        fields=(
            Field(name="a", label="A"),
            Field(name="b", label="B"),
            Field(name="p", label="P", type="preview"),
        )
    )
    assert [field.label for field in show_form(form, {"a": "x", "p": "y"}, "id", WIB)] == ["A"]
    assert [field.kind for field in show_form(form, {"a": "x"}, "id", WIB, empty=True)] == ["text", "empty"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.just("u1"),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["file", "text", "a", "u1"]), inner, max_size=2)
    ),
    max_leaves=5,
)
PARTS = (Field(name="a", label="A", type="date"), Field(name="text", label="T", type="tags"))


@given(st.sampled_from(sorted(TYPES)), JSON, st.sampled_from(["", "kanal"]))
def test_an_answer_given_while_the_field_had_another_type_is_shown_all_the_same(
    type_: str, value: Any, per: str
) -> None:
    """A field is retyped in a revision, and running instances move to it."""
    field = Field(name="f", label="F", type=type_, per=per, parts=PARTS, of=("f",) * 8, narrowed_by="f")
    assert show(field, value, "id", WIB, items={"u1": FILE}).label == "F"
    to_typed(Form(fields=(field,)), {"f": value}, WIB)
    previews(field, {"f": value})
    read([field], {}, data={"f": value})


def test_such_an_answer_keeps_its_words() -> None:
    assert shown("date", "besok").text == "besok"
    assert shown("multiselect", "ya", options=OPTIONS).text == "ya"
    assert shown("number", ["a", {"b": 2}]).text == "a, b: 2"


def test_a_preview_shows_each_channel_as_it_will_be_published() -> None:
    data = {
        "kanal": ["website", "x"],
        "judul_tayang": "Judul",
        "teras": "Teras",
        "isi_berita": "**Isi**",
        "takarir_kanal": {"website": "w", "x": "https://bantulkab.go.id/panjang/sekali"},
        "tagar": ["bantul"],
        "foto": [{"file": "u0", "type": "image/png"}, FILE],
        "pilih_media": ["u0", "u1"],
        "foto_utama": "u1",
    }
    website, x = previews(Field(name="p", label="P", type="preview"), data)
    assert (website.title, website.lead, website.body) == ("Judul", "Teras", "<p><strong>Isi</strong></p>")
    assert [item.id for item in website.media] == ["u1", "u0"]
    assert (x.title, x.body, x.length, x.limit) == ("", "", 23, 280)
    assert x.copy_text == "https://bantulkab.go.id/panjang/sekali\n\n#bantul"
    assert previews(Field(name="p", label="P", type="preview"), {}) == []


def test_every_channel_of_the_table_can_be_read() -> None:
    assert channels()["x"].url_counts_as == 23
    assert channels()["website"].owns("sosial.bantulkab.go.id")
    assert not channels()["x"].owns("notx.com")
