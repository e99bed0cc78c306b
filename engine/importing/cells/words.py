"""Text of cells in a form that can be compared."""

from __future__ import annotations

import html
import re
from difflib import SequenceMatcher

#: A step's number, which is the group: 3, 3a, 3.1, "12.", IV, and what Excel makes of it, 3.0.
STEP_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2})?\s?[a-zA-Z]?|[IVXL]{1,6})(?:\.0)?\s*[.)]?")
#: Of HTML and of what Office puts into it; "<nama unit>" is a text in pointed brackets.
_TAG = re.compile(
    r"<!--.*?-->|<\s*/?\s*(?:a|b|big|body|br|caption|center|code|col|colgroup|dd|del|div|dl|dt|em|font|h[1-6]|"
    r"head|hr|html|i|img|ins|li|link|meta|ol|p|pre|s|small|span|strike|strong|style|sub|sup|table|tbody|td|"
    r"tfoot|th|thead|title|tr|u|ul|\w{1,4}:\w{1,30})(?:[\s/][^<>]{0,300})?>",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div)\b[^<>]{0,300}>", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
    r"|[\ud800-\udfff]")  # fmt: skip


def clean(text: str) -> str:
    """Without mark-up and what no XML may hold; line ends stay, other white space is one space."""
    text = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", text)))
    text = _INVISIBLE.sub("", text).replace("\x85", "\n").replace("\xa0", " ")
    lines = (" ".join(line.split()) for line in text.splitlines())
    joined = "\n".join(line for line in lines if line)
    return re.sub(r"(?<=\w) +([.,;])(?=\s|$)", r"\1", joined)


def one_line(text: str) -> str:
    """The cleaned text with single spaces instead of line ends."""
    return " ".join(clean(text).split())


def plain(text: str) -> str:
    """Lower case words with single spaces, nothing else."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def alike(text: str, other: str, *, at_least: float = 0.84) -> bool:
    """Whether two texts are the same but for a few letters, as scanning leaves them."""
    if text == other:
        return True
    # Comparing takes long, and most words are too short or too long to be meant.
    if 2 * min(len(text), len(other)) < at_least * (len(text) + len(other)):
        return False
    compared = SequenceMatcher(None, text, other)
    return compared.quick_ratio() >= at_least and compared.ratio() >= at_least


def slug(text: str, *, longest: int = 40, words: int = 20) -> str:
    """Lower-case ASCII words joined by underscores; may be empty."""
    import unicodedata

    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = ""
    for word in re.findall(r"[a-z0-9]+", ascii_only)[:words]:
        if found and len(found) + len(word) + 1 > longest:
            break
        found = f"{found}_{word}" if found else word[:longest]
    return found
