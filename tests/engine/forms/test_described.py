"""What was asked about a file stays with it, in every later place."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.forms.described import audience, files_in
from engine.forms.fields import Field, Form, Option
from engine.forms.preview import previews
from engine.forms.show import show, show_form
from engine.forms.shown import Shown
from engine.forms.types import TYPES
from tests.engine.forms.conftest import WIB
from tests.sample_fields import field_of
from tests.tries import tries

#: Types that a part about a file may have, with an answer to each.
PROOF = {"file": "p1", "name": "izin.pdf", "type": "application/pdf"}
ANSWERS: dict[str, Any] = {
    **dict.fromkeys(("text", "textarea", "richtext"), "Persetujuan lisan"),
    **dict.fromkeys(("radio", "select"), "a"),
    "number": 3,
    "date": "2026-11-23",
    "datetime": "2026-11-23T03:00:00+00:00",
    "checkbox": True,
    "multiselect": ["a"],
    "checklist": ["a"],
    "tags": ["izin"],
    "url": "https://a.example",
    "file": PROOF,
    "file_or_text": PROOF,
}


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Form], dict[str, Any], set[str]]:
    """Forms of two steps, answers to all, and the labels of what was asked about the one file."""
    types = draw(st.lists(st.sampled_from(sorted(ANSWERS)), max_size=4))
    parts = [field_of(TYPES[type_], label=f"Bagian {n}") for n, type_ in enumerate(types)]
    parts = [Field(**{**vars(part), "name": f"bagian_{n}"}) for n, part in enumerate(parts)]
    row = {"file": "u1", "name": "a.jpg", "type": "image/jpeg", "keterangan": "Penyerahan"}
    row |= {part.name: ANSWERS[part.type] for part in parts}
    first = Form(fields=(Field(name="foto", label="Foto", type="files", parts=tuple(parts)),))
    data: dict[str, Any] = {"foto": [row], "kanal": ["website"]}
    later = [Field(name="pilih_media", label="Pilihan", type="item_select", of=("foto",))]
    data["pilih_media"] = ["u1"]
    asked = {part.label for part in parts} | {"Pilihan"}
    if draw(st.booleans()):
        options = (Option(id="a", label="Kabur"),)
        later.append(Field(name="nilai", label="Mutu", type="per_item_select", of=("foto",), options=options))
        data["nilai"] = {"u1": "a"}
        asked.add("Mutu")
    return [first, Form(fields=tuple(later))], data, asked


@settings(max_examples=tries(40), deadline=None)
@given(stories())
def test_what_was_asked_about_a_file_stands_with_it_wherever_it_is_shown(
    story: tuple[list[Form], dict[str, Any], set[str]],
) -> None:
    forms, data, asked = story
    shown = [answer for form in forms for answer in show_form(form, data, "id", WIB, forms=forms)]
    media = audience(forms, data, language="id", zone=WIB).media
    in_preview = previews(Field(name="p", label="P", type="preview"), data, media)[0].media
    changed = show(forms[1].fields[0], ["u1"], "id", WIB, items={"u1": data["foto"][0]}, media=media)
    files = [file for file in [*files_in([*shown, changed]), *in_preview] if file.id == "u1"]
    assert len(files) == 4  # where it was sent, where it was chosen, where it will be published, as a change
    for file in files:
        assert sorted(answer.label for answer in file.about) == sorted(asked)  # each once
        assert all(answer.text for answer in file.about)


def test_a_film_knows_the_file_with_its_captions() -> None:
    parts = (Field(name="takarir", label="Takarir", type="file_or_text"),)
    field = Field(name="video", label="Video", type="files", parts=parts)
    captions = {"file": "c1", "name": "a.srt", "type": "application/x-subrip"}
    film = {"file": "u1", "name": "a.mp4", "type": "video/mp4", "takarir": captions}

    def captions_of(row: Any) -> str:
        return show(field, [row], "id", WIB).media[0].captions

    assert captions_of(film) == "c1"
    assert captions_of({**film, "takarir": {"text": "Selamat pagi"}}) == ""
    assert captions_of({**film, "takarir": {**captions, "type": "application/pdf"}}) == ""


def test_a_file_within_a_group_is_one_of_the_files() -> None:
    proof = Field(name="bukti", label="Bukti", type="file")
    group = Field(name="hasil", label="Hasil", type="group", parts=(proof,))
    answer = {"hasil": {"bukti": {"file": "u9", "name": "b.png", "type": "image/png"}}}
    shown: list[Shown] = show_form(Form(fields=(group,)), answer, "id", WIB)
    assert [file.id for file in files_in(shown)] == ["u9"]
