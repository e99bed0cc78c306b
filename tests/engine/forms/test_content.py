from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.content import changes, content_hash, differences
from engine.forms.fields import Field, Form

DATA: dict[str, Any] = {
    "judul": "Kursi roda",
    "pilih": ["u1"],
    "utama": "u1",
    "takarir": {"x": "a", "website": "b"},
    "foto": [{"file": "u1", "name": "a.jpg", "sha256": "s1", "keterangan": "Penyerahan"}],
    "lain": 1,
}
NAMES = ("judul", "pilih", "utama", "takarir", "foto")


def changed(**new: Any) -> str:
    return content_hash({**copy.deepcopy(DATA), **new}, NAMES)


def test_the_hash_is_of_the_content() -> None:
    before = content_hash(DATA, NAMES)
    assert len(before) == 64
    assert changed(lain=2) == before
    assert changed(takarir={"website": "b", "x": "a"}) == before
    assert changed(judul="Kursi Roda") != before
    assert changed(takarir={"x": "a"}) != before
    assert changed(foto=[{**DATA["foto"][0], "keterangan": "Lain"}]) != before


def test_a_file_counts_by_its_bytes_not_by_its_id_or_name() -> None:
    before = content_hash(DATA, NAMES)
    again = {"foto": [{**DATA["foto"][0], "file": "u9", "name": "b.jpg"}], "pilih": ["u9"], "utama": "u9"}
    assert changed(**again) == before
    assert changed(foto=[{**DATA["foto"][0], "sha256": "s2"}]) != before


def test_a_number_is_the_same_however_the_database_gives_it_back() -> None:
    assert content_hash({"n": 3}, ["n"]) == content_hash({"n": 3.0}, ["n"])
    assert content_hash({"n": 3.5}, ["n"]) != content_hash({"n": 3}, ["n"])
    assert content_hash({}, ["n"]) == content_hash({"n": None}, ["n"])


def test_changes_are_told_field_by_field_and_key_by_key() -> None:
    form = Form(
        fields=(
            Field(name="judul", label="Judul"),
            Field(name="catatan", label="Catatan"),
            Field(name="takarir", label="Takarir", per="kanal"),
            Field(name="p", label="P", type="preview"),
        )
    )
    before = {"judul": "A", "catatan": None, "takarir": {"x": "a", "website": "b"}}
    after = {"judul": "B", "catatan": "", "takarir": {"x": "a", "instagram": "c"}, "p": 1}
    told = [
        (change.label, change.key, change.before, change.after) for change in changes(form, before, after)
    ]
    assert told == [
        ("Judul", "", "A", "B"),
        ("Takarir", "website", "b", None),
        ("Takarir", "instagram", None, "c"),
    ]


def test_a_text_is_compared_by_words() -> None:
    pieces = [
        (difference.kind, difference.text)
        for difference in differences("dua belas kursi", "dua puluh kursi roda")
    ]
    assert pieces == [
        ("same", "dua"),
        ("same", " "),
        ("gone", "belas"),
        ("new", "puluh"),
        ("same", " kursi"),
        ("new", " roda"),
    ]


def test_nought_is_an_answer_and_no_box_ticked_is_none() -> None:
    form = Form(
        fields=(Field(name="n", label="N", type="number"), Field(name="b", label="B", type="checkbox"))
    )
    assert [change.label for change in changes(form, {"n": None, "b": None}, {"n": 0, "b": False})] == ["N"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\n" * 20_000, "b\nc\na\n" * 20_000),
        ("a\n" * 1400, "a\n\n" * 700),
        ("xy " * 660, "yx xy " * 330),
        (" ".join(map(str, range(9000))), " ".join(map(str, range(9000, 0, -1)))),
    ],
)
def test_long_and_repeating_texts_are_not_compared_word_by_word(before: str, after: str) -> None:
    """Texts of 2,800 characters took 35 seconds, in 1,401 pieces."""
    assert len(differences(before, after)) <= 4


def test_what_is_long_is_told_by_words_where_words_say_something() -> None:
    before = [f"kata{n % 90}" for n in range(1000)]
    after = [*before[:500], "baru", *before[501:]]
    assert [
        piece.text for piece in differences(" ".join(before), " ".join(after)) if piece.kind != "same"
    ] == [
        before[500],
        "baru",
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_give_back_both_texts(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
