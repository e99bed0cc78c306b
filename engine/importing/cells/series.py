"""Marks that number without figures: a, b, c; i, ii, iii; A, B, C."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("", "x", "xx", "xxx", "xl")[tens] + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[
        ones
    ]


#: Each from its beginning.
SERIES: tuple[Sequence[str], ...] = (
    ascii_lowercase,
    [_roman(number) for number in range(1, 50)],
    ascii_uppercase,
)


def is_run(marks: Sequence[str]) -> bool:
    """Whether these follow one another in one of the series, from wherever."""
    for series in SERIES:
        places = {mark: n for n, mark in enumerate(series)}
        first = places.get(marks[0]) if marks else None
        if first is not None and list(marks) == list(series[first : first + len(marks)]):
            return True
    return False
