"""What a cell of a workbook shows: its value in its format, without what is struck out."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock

#: "3-5" that was typed as a range and is stored as the third of May: day and month, and no year.
_NO_YEAR = re.compile(r"d{1,2}\\?[-/ ]m{1,4}|m{1,4}\\?[-/ ]d{1,2}", re.IGNORECASE)


def shown(cell: Any) -> str:
    """The text that a reader sees; empty for nothing, and for what is struck out."""
    value = cell.value
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    if isinstance(value, CellRichText):
        return "".join(str(part) for part in value if not _is_struck_part(part))
    if isinstance(value, datetime | date):
        return f"{value.day}-{value.month}" if is_range_as_date(cell) else value.isoformat()[:10]
    if isinstance(value, time | timedelta):
        return _lasting(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    unit = re.search(r'"([^"]{1,20})"', cell.number_format or "") if isinstance(value, int | float) else None
    return f"{value} {unit[1].strip()}" if unit else str(value)


def struck_in(cell: Any) -> str:
    """The words of a cell that are struck out."""
    if isinstance(cell.value, CellRichText):
        return " ".join(str(part) for part in cell.value if _is_struck_part(part)).strip()
    return str(cell.value or "") if _is_struck(cell) else ""


def is_range_as_date(cell: Any) -> bool:
    """Whether Excel took "3-5" for a day of a month."""
    return isinstance(cell.value, datetime | date) and bool(_NO_YEAR.fullmatch(cell.number_format or ""))


def is_wholly_struck(cell: Any) -> bool:
    """Whether nothing of a cell is valid any more."""
    return _is_struck(cell) and not isinstance(cell.value, CellRichText)


def _is_struck(cell: Any) -> bool:
    font = getattr(cell, "font", None)
    return bool(font is not None and font.strike)


def _is_struck_part(part: object) -> bool:
    return isinstance(part, TextBlock) and bool(part.font.strike)


def _lasting(value: time | timedelta) -> str:
    """A time of day in a column of durations is a duration: 01:30 → "1 jam 30 menit"."""
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    minutes = round(value.total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} jam" if hours else "", f"{minutes} menit" if minutes or not hours else ""]
    return " ".join(filter(None, parts))
