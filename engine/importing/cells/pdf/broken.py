"""Words that a program broke because their cell is too narrow: "Pengadministr⏎asi Umum"."""

from __future__ import annotations

from collections.abc import Sequence

from engine.importing.cells.dictionary import in_dictionary, roots

#: Lines over which one word goes at most.
_MAX_LINES = 4
_MAX_LETTERS = 40
#: A word's first part; shorter ones are words: "ke", "di".
_MIN_LETTERS = 3
#: What ends a word, although it is a word, too.
_ENDINGS = {"a", "i", "an", "kan", "nya"}


def whole_words(lines: Sequence[str]) -> list[str]:
    """The lines of a cell, with a broken word whole in the line in which it begins.

    Such a word stands alone in its lines, but for the end of the last one. It is joined only where its parts
    are a word together and not each of them by itself: "Kepala⏎bidang" and "kerja⏎sama" stay two.
    """
    found: list[str] = []
    n = 0
    while n < len(lines):
        taken, line = _joined(lines[n : n + _MAX_LINES])
        found.append(line)
        n += taken
    return found


def _joined(lines: Sequence[str]) -> tuple[int, str]:
    """(how many lines are taken, the first one with what belongs to it)"""
    parts: list[str] = []
    for line in lines:
        word, rest = (*line.split(" ", 1), "")[:2]
        if not word.rstrip(",.;:").isalpha() or (parts and not word[0].islower()):
            break
        parts.append(word)
        if len(parts) > 1 and _is_one(parts):
            return len(parts), " ".join(filter(None, ("".join(parts), rest)))
        if rest or not word.isalpha():
            break
    return 1, lines[0]


def _is_one(parts: Sequence[str]) -> bool:
    bare = [part.rstrip(",.;:").lower() for part in parts]
    whole = "".join(bare)
    if not (len(bare[0]) >= _MIN_LETTERS and len(whole) <= _MAX_LETTERS and in_dictionary(whole)):
        return False
    return any(part not in roots() or part in _ENDINGS for part in bare)
