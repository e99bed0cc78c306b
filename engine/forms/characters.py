"""Text as people mean it: cleaned, and counted the way they count. The page counts the same (counter.js)."""

from __future__ import annotations

import re
import unicodedata

#: Control characters, halves of surrogate pairs, and marks that reverse the order of what is read.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_LINK = re.compile(r"https?://\S+")


def clean(typed: str) -> str:
    """Lines end with \\n, no control characters, composed (NFC), no space around."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_END.sub("\n", typed))).strip()


def clean_line(typed: str) -> str:
    """As `clean`, on one line with single spaces."""
    return " ".join(clean(typed).split())


def count(text: str, *, link_counts: int | None = None) -> int:
    """Characters; where a channel shortens links, each counts as `link_counts`."""
    if link_counts is None:
        return len(text)
    return len(_LINK.sub("x" * link_counts, text))
