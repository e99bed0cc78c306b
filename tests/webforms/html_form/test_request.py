"""Without JavaScript: rows and files by ordinary form buttons."""

from __future__ import annotations

import json
from io import BytesIO

from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms.fields import Field, Form
from tests.engine.forms.conftest import WIB, photo, read
from webforms.html_form import add_upload, first_typed, read_request, sent_files

FORM = Form(
    fields=(
        Field(name="judul", label="J", default="Berita"),
        Field(name="kutipan", label="K", type="repeat", parts=(Field(name="nama", label="N"),)),
        Field(
            name="foto",
            label="F",
            type="files",
            parts=(Field(name="keterangan", label="K"), Field(name="bukti", label="B", type="file")),
        ),
        Field(
            name="hasil",
            label="H",
            type="group",
            per="kanal",
            parts=(Field(name="layar", label="L", type="file"),),
        ),
    )
)


def sent(name: str) -> FileStorage:
    return FileStorage(BytesIO(b"x"), filename=name)


def test_the_pages_own_names_are_no_input() -> None:
    form = MultiDict(
        [("judul", "a"), ("csrf_token", "t"), ("_confirm", "ya"), ("kanal", "x"), ("kanal", "y")]
    )
    typed, pressed = read_request(form)
    assert typed == {"judul": ["a"], "kanal": ["x", "y"]}
    assert pressed.confirm
    assert not pressed.redisplays


def test_a_row_is_added_and_removed_by_a_button() -> None:
    form = MultiDict([("kutipan.0.nama", "Ani"), ("kutipan.4.nama", "Budi"), ("kutipan.40.nama", "Citra")])
    typed, pressed = read_request(MultiDict([*form.items(multi=True), ("_add", "kutipan")]))
    assert pressed.redisplays
    assert any(name.startswith("kutipan.41.") for name in typed)
    assert read(FORM, {**typed})["kutipan"] == [{"nama": "Ani"}, {"nama": "Budi"}, {"nama": "Citra"}]
    typed, _ = read_request(MultiDict([*form.items(multi=True), ("_remove", "kutipan.4")]))
    assert list(typed) == ["kutipan.0.nama", "kutipan.40.nama"]


def test_files_of_an_ordinary_form_find_their_place() -> None:
    files = MultiDict(
        [
            ("foto.upload", sent("a.jpg")),
            ("foto.upload", sent("b.jpg")),
            ("foto.0.bukti.upload", sent("p.pdf")),
            ("hasil.x.layar.upload", sent("l.png")),
            ("judul.upload", sent("z")),
            ("lain.upload", sent("z")),
            ("foto", sent("z")),
            ("foto.upload", sent("")),
        ]
    )
    typed = {"foto.2.keterangan": ["K"]}
    for number, item in enumerate(sent_files(FORM, files)):
        add_upload(typed, item, f"u{number}")
    assert typed == {
        "foto.2.keterangan": ["K"],
        "foto.3.file": ["u0"],
        "foto.4.file": ["u1"],
        "foto.0.bukti.file": ["u2"],
        "hasil.x.layar.file": ["u3"],
    }


def test_a_form_opens_with_the_last_answers_or_the_defaults() -> None:
    assert first_typed(FORM, {}, WIB) == {"judul": ["Berita"]}
    answers = read(FORM, {"judul": "A", "foto.7.file": "a"}, photo())
    again = first_typed(FORM, answers, WIB)
    assert again["judul"] == ["A"]
    assert again["foto.0.file"] == ["a"]


def test_what_a_button_removed_comes_back_with_the_next_one() -> None:
    """Without JavaScript: the page sends along what it took out."""
    row = [("foto.0.file", "u1"), ("foto.0.keterangan", "Penyerahan"), ("foto.1.file", "u2")]
    typed, pressed = read_request(MultiDict([*row, ("_remove", "foto.0")]))
    assert typed == {"foto.1.file": ["u2"]}
    assert pressed.removed == {"foto.0.file": ["u1"], "foto.0.keterangan": ["Penyerahan"]}
    again = [("foto.1.file", "u2"), ("_restore", "1"), ("_removed", json.dumps(pressed.removed))]
    typed, pressed = read_request(MultiDict(again))
    assert typed == {name: [value] for name, value in row}
    assert pressed.redisplays
    for spoilt in ("", "[", "[1]", '{"a": 1}', '{"_x": ["y"]}'):
        typed, _ = read_request(MultiDict([("judul", "a"), ("_restore", "1"), ("_removed", spoilt)]))
        assert typed == {"judul": ["a"]}


def test_a_large_answer_of_a_decision_is_an_answer() -> None:
    typed, pressed = read_request(MultiDict([("keputusan", "tidak"), ("_choose", "keputusan=ya")]))
    assert typed == {"keputusan": ["ya"]}
    assert pressed.redisplays
