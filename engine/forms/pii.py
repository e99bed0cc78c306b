"""Finds personal data in texts that are going out: NIK and KK numbers, phones, private e-mail addresses.

It warns, it never decides: a number that only looks like one may be sent after a second look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

#: 16 digits alone or in groups; not part of a longer number (a NIP has 18), an amount, a link or a decimal.
_SIXTEEN = re.compile(r"(?<![\w/.,-])(?<!\d )\d(?:[ .-]?\d){15}(?![\w/-])(?![ .,-]?\d)")
_AMOUNT = re.compile(r"(?:Rp|IDR)\.?\s*$", re.IGNORECASE)
#: So far back a currency is looked for: reading all that came before, for each number, took minutes.
_BEFORE = 10
#: +62 812 3456 7890, 0812-3456-7890; an office's own telephone (0274 …) is no personal data
_PHONE = re.compile(
    r"(?<![\w/.,+-])(?<!\d )(?:\+62[ .-]?|62(?=8)|\(?0(?=8))\(?\d{2,3}\)?"
    r"[ .-]?\d{3,4}(?:[ .-]?\d{1,4}){1,3}(?![\w/])(?![ .-]?\d)"
)
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|icloud|me|aol|proton|protonmail|gmx|mail)"
    r"\.(?:com|net|me|co\.id|co\.uk|id|org)\b",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, kw_only=True)
class Found:
    #: nik, no_kk, no_hp, email_pribadi.
    kind: str
    #: The text with its middle hidden, fit for a page or a log.
    masked: str
    start: int
    end: int


def find(text: str, kinds: Sequence[str]) -> list[Found]:
    """Each place in the text that looks like one of these kinds of personal data."""
    found: list[Found] = []
    if {"nik", "no_kk"} & set(kinds):
        found += _numbers(text, kinds)
    if "no_hp" in kinds:
        found += _phones(text)
    if "email_pribadi" in kinds:
        found += (_found("email_pribadi", match, _masked_mail(match[0])) for match in _MAIL.finditer(text))
    return sorted(found, key=lambda item: item.start)


def _numbers(text: str, kinds: Sequence[str]) -> Iterator[Found]:
    for match in _SIXTEEN.finditer(text):
        if _AMOUNT.search(text[max(0, match.start() - _BEFORE) : match.start()]) or not _grouped(match[0]):
            continue
        digits = re.sub(r"\D", "", match[0])
        likely = ("nik", "no_kk") if _is_nik(digits) else ("no_kk", "nik")
        yield _found(next(kind for kind in likely if kind in kinds), match, _masked(match[0]))


def _grouped(number: str) -> bool:
    """Groups of at least two digits: "3402 1234 5678 0001", "34.02.12…", not "1 2 3 4 …" or "1-2-3"."""
    groups = re.split(r"\D", number)
    return all(len(group) >= 2 for group in groups)


def _is_nik(digits: str) -> bool:
    """Province, regency, district, day of birth (a woman's is 40 higher), month, year, serial number.

    A KK number of 16 digits has the day of its issue there, so that it may look like a NIK, too.
    """
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    try:
        # No century stands in it: a 29 February of 00 is taken for one of 2000.
        date(2000 + year, month, day - 40 if day > 40 else day)
    except ValueError:
        return False
    return 11 <= int(digits[:2]) <= 97 and digits[12:] != "0000"


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        national = "0" + digits[2:] if digits.startswith("62") else digits
        if national.startswith("08") and 10 <= len(national) <= 13:
            yield _found("no_hp", match, _masked(match[0]))


def _found(kind: str, match: re.Match[str], masked: str) -> Found:
    return Found(kind=kind, masked=masked, start=match.start(), end=match.end())


def _masked(number: str) -> str:
    """3402************: the first four digits tell which one it is."""
    seen = 0
    hidden = []
    for char in number:
        seen += char.isdigit()
        hidden.append("•" if char.isdigit() and seen > 4 else char)
    return "".join(hidden)


def _masked_mail(address: str) -> str:
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}"
