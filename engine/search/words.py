"""Which words a text has, and which words are alike. Pure: both databases are given what comes out here, so
that both find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Letters of a word that count; the rest of a longer one is left out.
MAX_LETTERS = 40
#: Words with fewer letters are too much like others: a typing mistake in them is not looked for.
MIN_ALIKE = 4
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> Iterator[str]:
    """Letters and digits in small letters without accents, in the order of the text: "Évian, 032/2026" gives
    evian, 032, 2026."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    yield from (found[:MAX_LETTERS] for found in _WORD.findall(bare))


@lru_cache(20_000)
def stem(word: str) -> str:
    """What Indonesian words of one family share ("bantuan", "membantu": bantu), by Snowball's rules, as
    PostgreSQL has them. A number without zeros before it: people say 148 for 0148."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    from Stemmer import Stemmer

    stemmed: str = Stemmer("indonesian", 0).stemWord(word)
    return stemmed or word


def spellings(word: str) -> frozenset[str]:
    """The word itself, and it without one of its letters. Two words are alike when they share one of these:
    a letter was left out, added, mistaken, or changed places with the next. Nothing for numbers and short
    words."""
    if len(word) < MIN_ALIKE or not word.isalpha():
        return frozenset()
    return frozenset((word, *(word[:at] + word[at + 1 :] for at in range(len(word)))))
