"""Which words a text has, and which are alike: pure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.search.question import Found
from engine.search.words import MAX_LETTERS, MIN_ALIKE, spellings, stem, words_of

LETTERS = st.text("abcdeé", min_size=MIN_ALIKE, max_size=12)


def test_words_are_letters_and_digits_in_small_letters_without_accents() -> None:
    assert list(words_of("Bantuan ÉVIAN, 032/2026-0148 (kursi_roda) İzmir ﬁle")) == [
        *("bantuan", "evian", "032", "2026", "0148", "kursi", "roda", "izmir", "file")
    ]
    assert list(words_of("%_\\ \0 \ud800 ''")) == []
    assert list(words_of("a" * 100)) == ["a" * MAX_LETTERS]


def test_words_of_a_family_share_their_stem() -> None:
    assert {stem(word) for word in ("bantu", "bantuan", "membantu", "dibantu")} == {"bantu"}
    assert (stem("0148"), stem("148"), stem("0")) == ("148", "148", "0")
    assert stem("di") == "di", "never nothing"


@given(st.text())
def test_any_text_has_words_that_are_words_themselves(text: str) -> None:
    for word in words_of(text):
        assert list(words_of(word)) == [word]
        assert stem(word)


@given(LETTERS, st.data())
def test_one_typing_mistake_makes_a_word_that_is_alike(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    mistaken = word[:at] + "x" + word[at + 1 :]
    added = word[:at] + "x" + word[at:]
    for typed in (swapped, mistaken, added):
        assert spellings(typed) & spellings(word), typed


@given(LETTERS, LETTERS)
def test_words_that_are_alike_are_one_letter_of_each_apart(one: str, other: str) -> None:
    def without(word: str) -> set[str]:
        return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}

    assert bool(spellings(one) & spellings(other)) == bool(without(one) & without(other))


def test_numbers_and_short_words_are_like_no_others() -> None:
    assert not spellings("0148")
    assert not spellings("2026a")
    assert not spellings("dan")


def test_a_row_says_which_words_it_does_not_show() -> None:
    row = ("032/2026-0148", "Bantuan kursi roda")

    def inside(typed: str, *, alike: bool = False) -> list[str]:
        return Found(words=tuple(words_of(typed)), alike=alike).inside(*row)

    assert inside("kursi membantu 148") == []
    assert inside("rod") == [], "the last word may be a beginning"
    assert inside("rod kursi") == ["rod"]
    assert inside("Ani kursi") == ["ani"]
    assert inside("") == []
    # Where only words like the typed ones were found, one like it in the row is the one that was meant.
    assert inside("kurai", alike=True) == []
    assert inside("kurai naskha", alike=True) == ["naskha"]
    assert inside("kurai") == ["kurai"]
