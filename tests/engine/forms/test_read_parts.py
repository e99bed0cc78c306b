from __future__ import annotations

import pytest

from engine.forms.fields import Field, Option
from engine.forms.scope import FileInfo
from tests.engine.forms.conftest import photo, read

QUOTES = Field(
    name="kutipan",
    label="Kutipan",
    type="repeat",
    parts=(
        Field(name="nama", label="Nama", required=True),
        Field(name="izin", label="Izin", type="checkbox", required=True),
        Field(name="jenis", label="Jenis", default="lisan"),
    ),
)
PHOTOS = Field(
    name="foto",
    label="Foto",
    type="files",
    accept=("image/jpeg", "image/heic"),
    min_items=1,
    max_items=2,
    max_mb=1,
    min_pixels=(1080, 566),
    required=True,
    parts=(
        Field(name="keterangan", label="Keterangan", required=True, min_length=5),
        Field(name="dasar", label="Dasar"),
        Field(name="bukti", label="Bukti", type="file", restricted=True, required_if='dasar == "tertulis"'),
    ),
)


def test_rows_that_nobody_filled_are_dropped_and_gaps_closed() -> None:
    typed = {
        "kutipan.0.nama": " ",
        "kutipan.0.jenis": "lisan",
        "kutipan.7.nama": "Ani",
        "kutipan.7.izin": "ya",
        "kutipan.x.nama": "Budi",
        "kutipan.01.nama": "Citra",
    }
    assert read([QUOTES], typed) == {"kutipan": [{"nama": "Ani", "izin": True, "jenis": None}]}
    assert read([QUOTES], {}) == {"kutipan": []}


def test_a_row_of_which_nothing_remains_is_dropped() -> None:
    assert read([QUOTES], {"kutipan.0.nama": "\x00", "kutipan.1.nama": ["", "Ani"]}) == {"kutipan": []}


def test_problems_of_a_row_stand_under_the_name_it_was_typed_by() -> None:
    assert read([QUOTES], {"kutipan.3.nama": "Ani"}) == {"kutipan.3.izin": "field_types.checkbox.missing"}


def test_too_many_rows_are_refused() -> None:
    assert read([QUOTES], {f"kutipan.{n}.nama": "x" for n in range(150)}) == {"kutipan": "too_many"}


def test_a_file_is_kept_with_what_was_said_about_it() -> None:
    typed = {"foto.2.file": "a", "foto.2.keterangan": "Kursi roda"}
    entry = {"keterangan": "Kursi roda", "dasar": None, "bukti": None}
    entry |= {"file": "a", "name": "a.jpg", "type": "image/jpeg", "sha256": "aaaa"}
    assert read([PHOTOS], typed, photo("a")) == {"foto": [entry]}


@pytest.mark.parametrize(
    ("info", "code"),
    [
        (photo("b"), "file_unknown"),
        (photo("a", state="receiving"), "file_receiving"),
        (photo("a", state="checking"), "file_checking"),
        (photo("a", state="refused"), "file_refused"),
        (photo("a", media_type="image/svg+xml"), "file_type"),
        (photo("a", size=2**20 + 1), "file_too_big"),
        (photo("a", width=1079), "too_few_pixels"),
        (photo("a", restricted=True), "file_unknown"),
    ],
)
def test_a_file_that_may_not_be_used_is_refused(info: FileInfo, code: str) -> None:
    typed = {"foto.0.file": "a", "foto.0.keterangan": "Kursi roda"}
    assert read([PHOTOS], typed, info) == {"foto.0.file": code}


def test_a_portrait_photo_is_held_to_the_same_pixels() -> None:
    typed = {"foto.0.file": "a", "foto.0.keterangan": "Kursi roda"}
    assert "foto" in read([PHOTOS], typed, photo("a", width=900, height=1600, media_type="image/heif"))


@pytest.mark.parametrize("name", ["foto.JPEG", "image:1234", "foto"])
def test_an_ending_in_the_diagram_means_a_kind_of_file_not_its_name(name: str) -> None:
    """As when the file came in: what was taken then is not refused when it is handed in."""
    field = Field(name="f", label="F", type="file", accept=(".jpg", ".pdf"))
    assert read([field], {"f.file": "a"}, photo("a", name=name))["f"]["file"] == "a"
    other = photo("a", name="foto.jpg", media_type="image/png")
    assert read([field], {"f.file": "a"}, other) == {"f.file": "file_type"}


def test_the_words_of_a_refused_upload_come_from_its_reason() -> None:
    field = Field(name="f", label="F", type="file")
    info = photo("a", state="refused", reason="bomb")
    assert read([field], {"f.file": "a"}, info) == {"f.file": "files.refused.bomb"}


def test_files_count() -> None:
    typed = {f"foto.{n}.keterangan": "Kursi roda" for n in range(3)}
    typed |= {"foto.0.file": "a", "foto.1.file": "b", "foto.2.file": "c"}
    assert read([PHOTOS], typed, photo("a"), photo("b"), photo("c")) == {"foto": "too_many"}
    assert read([PHOTOS], {}) == {"foto": "field_types.files.missing"}
    assert read([PHOTOS], {"foto.0.keterangan": "Kursi roda"}) == {"foto.0.file": "field_types.file.missing"}
    twice = {**typed, "foto.1.file": "a", "foto.2.file": "", "foto.2.keterangan": ""}
    assert read([PHOTOS], twice, photo("a")) == {"foto.1.file": "file_twice"}


def test_a_part_is_required_by_what_its_own_row_says() -> None:
    typed = {"foto.0.file": "a", "foto.0.keterangan": "Kursi roda", "foto.0.dasar": "tertulis"}
    assert read([PHOTOS], typed, photo("a")) == {"foto.0.bukti": "field_types.file.missing"}
    proof = photo("p", restricted=True)
    # A file that everybody may see doesn't become a proof that only few should.
    assert read([PHOTOS], {**typed, "foto.0.bukti.file": "b"}, photo("a"), photo("b")) == {
        "foto.0.bukti.file": "file_unknown"
    }
    answers = read([PHOTOS], {**typed, "foto.0.bukti.file": "p"}, photo("a"), proof)
    assert answers["foto"][0]["bukti"]["file"] == "p"


def test_file_or_text_is_one_of_the_two() -> None:
    field = Field(name="f", label="F", type="file_or_text", accept=(".srt",), required=True)
    srt = photo("s", name="a.SRT", media_type="application/x-subrip")
    assert read([field], {"f.text": "Isi\r\nvideo"}) == {"f": {"text": "Isi\nvideo"}}
    assert read([field], {"f.file": "s"}, srt)["f"]["file"] == "s"
    assert read([field], {"f.file": "s", "f.text": "x"}, srt) == {"f": "file_and_text"}
    assert read([field], {}) == {"f": "field_types.file_or_text.missing"}
    assert read([field], {"f.file": "a"}, photo("a")) == {"f.file": "file_type"}


CHANNELS = Field(
    name="kanal",
    label="Kanal",
    type="multiselect",
    options=tuple(Option(id=key, label=key) for key in ("website", "instagram", "x")),
)
CAPTIONS = Field(
    name="takarir", label="Takarir", type="textarea", per="kanal", channel_limit="text", required=True
)


def test_a_caption_is_asked_for_each_chosen_channel_only() -> None:
    typed = {"kanal": ["x", "website"], "takarir.x": "a"}
    assert read([CAPTIONS, CHANNELS], typed) == {"takarir.website": "required"}
    answers = read([CAPTIONS, CHANNELS], {**typed, "takarir.website": "c"})
    assert answers["takarir"] == {"website": "c", "x": "a"}
    assert read([CAPTIONS], {"takarir.x": "a"}, data={"kanal": ["x"]}) == {"takarir": {"x": "a"}}
    assert read([CAPTIONS, CHANNELS], {"kanal": [], "takarir.x": " "}) == {"takarir": {}, "kanal": []}
    unticked = read([CAPTIONS, CHANNELS], {**typed, "takarir.website": "c", "takarir.instagram": "b"})
    assert unticked == {"takarir.instagram": "not_requested"}


def test_on_x_a_link_counts_as_23() -> None:
    link = "https://sosial.bantulkab.go.id/" + "x" * 100
    typed = {"kanal": ["x"], "takarir.x": "a" * 256 + " " + link}
    assert len(read([CHANNELS, CAPTIONS], typed)["takarir"]["x"]) > 280
    assert read([CHANNELS, CAPTIONS], {**typed, "takarir.x": "a" * 257 + " " + link}) == {
        "takarir.x": "channel_too_long"
    }


ITEMS = {
    "foto": [{"file": "a", "dasar": "ada"}, {"file": "b", "dasar": "belum"}, {"file": "c", "dasar": "ada"}],
    "video": [{"file": "v"}],
}
CHOICE = Field(
    name="pilih",
    label="Pilih",
    type="item_select",
    of=("foto", "video"),
    required=True,
    min_items=1,
    selectable_if='dasar != "belum"',
    selectable_message="Belum ada persetujuan.",
)
MAIN = Field(name="utama", label="Utama", type="item_ref", of=("foto",), narrowed_by="pilih")
REASONS = Field(
    name="alasan",
    label="Alasan",
    type="per_item_select",
    of=("foto", "video"),
    narrowed_by="pilih",
    options=(Option(id="ganda", label="Ganda"),),
)


def test_items_of_an_earlier_step_are_chosen() -> None:
    typed = {"pilih": ["v", "a"], "utama": "a", "alasan.c": "ganda", "alasan.b": ""}
    answers = read([CHOICE, MAIN, REASONS], typed, data=ITEMS)
    assert answers == {"pilih": ["a", "v"], "utama": "a", "alasan": {"c": "ganda"}}
    also_chosen = read([CHOICE, MAIN, REASONS], {**typed, "alasan.a": "ganda"}, data=ITEMS)
    assert also_chosen == {"alasan.a": "not_requested"}


def test_what_may_not_be_chosen_is_refused() -> None:
    assert read([CHOICE], {"pilih": ["b"]}, data=ITEMS) == {"pilih": "Belum ada persetujuan."}
    assert read([CHOICE], {"pilih": ["z"]}, data=ITEMS) == {"pilih": "not_an_item"}
    assert read([CHOICE], {}, data=ITEMS) == {"pilih": "field_types.item_select.missing"}
    assert read([CHOICE, MAIN], {"pilih": ["a"], "utama": "c"}, data=ITEMS) == {"utama": "not_an_item"}
    assert read([CHOICE, REASONS], {"pilih": ["a"], "alasan.c": "?"}, data=ITEMS) == {
        "alasan.c": "not_an_option"
    }
