"""Dates as SOPs write them."""

from __future__ import annotations

import re

_MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
    "november", "desember",
)  # fmt: skip
DATE = re.compile(r"\b(\d{1,2})[ ./-]+([A-Za-z]{3,9}|\d{1,2})[ ./-]+(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


def date_of(text: str) -> str:
    """ISO date of the first date in a text; empty when there is none."""
    for found in DATE.finditer(text):
        day, month, year, iso_year, iso_month, iso_day = found.groups()
        if iso_year:
            parts = (int(iso_year), int(iso_month), int(iso_day))
        else:
            parts = (int(year), int(month) if month.isdigit() else _month(month), int(day))
        if 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31:
            return f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}"
    return ""


def _month(name: str) -> int:
    start = (
        name.casefold()
        .replace("ags", "agu")
        .replace("agt", "agu")
        .replace("nop", "nov")
        .replace("pebr", "febr")[:3]
    )
    start = {"may": "mei", "aug": "agu", "oct": "okt", "dec": "des", "peb": "feb"}.get(start, start)
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(start)), 0)
