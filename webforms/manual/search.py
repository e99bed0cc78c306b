"""Searching the manual: sections that hold all words, best first, each with a piece of its text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from markupsafe import Markup, escape

from webforms.manual.page import Page, Section, pages

#: Results, and words of a question that are looked for.
MAX_RESULTS = 20
MAX_WORDS = 8
#: Characters of a piece before and after its first hit.
_BEFORE, _AFTER = 60, 140


@dataclass(frozen=True, kw_only=True)
class Result:
    page: Page
    section: Section
    #: Hits are marked.
    title: Markup
    piece: Markup


def search(question: str, language: str) -> list[Result]:
    """Sections with every word of the question, in any case, also as a part of a longer word."""
    words = list(dict.fromkeys(unicodedata.normalize("NFC", question).split()))[:MAX_WORDS]
    if not words:
        return []
    looked_for = [re.compile(re.escape(word), re.IGNORECASE) for word in words]
    any_of_them = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)), re.IGNORECASE)
    found = [
        (_weight(section, looked_for), page, section)
        for page in pages(language)
        for section in page.sections
        if all(word.search(f"{section.title}\n{section.words}") for word in looked_for)
    ]
    found.sort(key=lambda each: -each[0])  # stable: then in the order of the manual
    return [
        Result(
            page=page,
            section=section,
            title=_mark(section.title, any_of_them),
            piece=_piece(section.words, any_of_them),
        )
        for _weight_, page, section in found[:MAX_RESULTS]
    ]


def _weight(section: Section, words: list[re.Pattern[str]]) -> int:
    """A word of the heading counts most; then how often it is said."""
    hits = sum(min(len(word.findall(section.words)), 5) for word in words)
    return hits + 20 * sum(bool(word.search(section.title)) for word in words)


def _piece(text: str, hits: re.Pattern[str]) -> Markup:
    """The words around the first hit; the beginning when only the heading has one."""
    first = hits.search(text)
    at = first.start() if first else 0
    begin, end = max(0, at - _BEFORE), min(len(text), at + _AFTER)
    # Not in the middle of a word.
    if begin:
        begin = text.find(" ", begin, at) + 1 or begin
    if end < len(text):
        end = max(text.rfind(" ", at, end), first.end() if first else 0)
    marked = _mark(" ".join(text[begin:end].split()), hits)
    return Markup("{}{}{}").format("… " if begin else "", marked, " …" if end < len(text) else "")


def _mark(text: str, hits: re.Pattern[str]) -> Markup:
    marked, done = Markup(), 0
    for hit in hits.finditer(text):
        marked += escape(text[done : hit.start()]) + Markup("<mark>{}</mark>").format(hit[0])
        done = hit.end()
    return marked + escape(text[done:])
