"""Which characters the fonts of papers have: those of typst, and the two of engine/documents/fonts.

`printable.txt` holds ranges of code points; a test compares it with typst itself. Pure: lint starts no
typesetter.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

#: Nothing is drawn for them: controls, marks of direction, spaces.
_UNDRAWN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def unprintable(words: str) -> list[str]:
    """The characters that a paper can't show, each once, in the order of the text."""
    return [
        letter
        for letter in dict.fromkeys(words)
        if ord(letter) not in _printable() and unicodedata.category(letter) not in _UNDRAWN
    ]


@cache
def _printable() -> frozenset[int]:
    found = set[int]()
    for words in (files("engine.lint") / "printable.txt").read_text("ascii").split():
        first, _dash, last = words.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)
