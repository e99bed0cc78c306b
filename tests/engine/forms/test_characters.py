from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.forms.characters import clean, clean_line, count
from tests.node import calls
from tests.tries import tries


@pytest.mark.parametrize(
    ("typed", "kept", "length"),
    [
        ("  a\r\nb\rc\u2028d  ", "a\nb\nc\nd", 7),
        ("a\x00\x1b\u202eb\ufeff", "ab", 2),
        ("e\u0301", "é", 1),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", 5),
        ("\ud800a\udc00", "a", 1),
    ],
)
def test_text_is_cleaned_and_counted(typed: str, kept: str, length: int) -> None:
    assert clean(typed) == kept
    assert count(kept) == length


def test_a_link_counts_as_the_channel_says() -> None:
    assert count("Lihat https://a.id/" + "x" * 90 + " ya", link_counts=23) == 6 + 23 + 3


@pytest.mark.thorough
def test_the_page_cleans_and_counts_as_the_server_does() -> None:
    texts: list[str] = []
    letters = "ae\u0301 \n\r\t\u2028\x85\x00\x1f\x9f\u200d\u202e\ufeff😀ﬁ\u00a0\u3000\ud800\udc00"

    @settings(max_examples=tries(400), deadline=None, database=None)
    @given(st.text(max_size=30) | st.text(letters, max_size=15) | st.text("htps:/. x\u00a0", max_size=40))
    def collect(text: str) -> None:
        assert clean(clean(text)) == clean(text)
        texts.append(text)

    collect()
    # A half of a pair beside its other half is one character to JavaScript: joined as JSON would.
    texts = [text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for text in texts]
    cleaned = [clean(text) for text in texts]
    theirs = calls(
        *(("form/characters", name, [text]) for name in ("clean", "cleanLine") for text in texts),
        *(("form/characters", "count", [text, links]) for links in (0, 23) for text in cleaned),
    )
    assert theirs == [
        *cleaned,
        *map(clean_line, texts),
        *map(count, cleaned),
        *(count(text, link_counts=23) for text in cleaned),
    ]
