"""Days of a calendar as a CSV file, as spreadsheets write and read it. Pure.

    jenis;tanggal;sampai;nama;keputusan;jam;unit
    cuti bersama;2028-02-25;2028-02-26;Cuti bersama Idul Fitri;SKB 933/2027;;
    hari kerja;24/12/2028;;Pengganti cuti bersama;;07:30-12:00;

Commas do, too. All lines are read or none: each that can't be is named with what is wrong with it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from engine.calendar.checking import check_day, read_day_hours
from engine.calendar.entries import EVERYWHERE, Day, DayKind, Entries
from engine.calendar.hours import BadHours, write_hours
from engine.calendar.office import Hours
from engine.errors import Invalid, Problem

MAX_LINES = 1000
MAX_BYTES = 200_000
COLUMNS = ("jenis", "tanggal", "sampai", "nama", "keputusan", "jam", "unit")
#: In English, too.
_ALIASES = {
    "kind": "jenis", "date": "tanggal", "from": "tanggal", "dari": "tanggal",
    "to": "sampai", "until": "sampai",
    "name": "nama", "decree": "keputusan", "nomor keputusan": "keputusan", "hours": "jam",
}  # fmt: skip
_KINDS = {
    "libur nasional": DayKind.NATIONAL, "nasional": DayKind.NATIONAL, "national": DayKind.NATIONAL,
    "cuti bersama": DayKind.LEAVE, "leave": DayKind.LEAVE,
    "libur lokal": DayKind.LOCAL, "lokal": DayKind.LOCAL, "libur": DayKind.LOCAL, "local": DayKind.LOCAL,
    "hari kerja": DayKind.WORKING, "kerja": DayKind.WORKING, "working": DayKind.WORKING,
}  # fmt: skip
_WRITTEN = {
    DayKind.NATIONAL: "libur nasional",
    DayKind.LEAVE: "cuti bersama",
    DayKind.LOCAL: "libur lokal",
    DayKind.WORKING: "hari kerja",
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LOCAL = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
#: The office itself, without its units; blank: all of them.
_OFFICE = "(kantor)"
#: A cell that begins so would be a formula in a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t")


def write_days(entries: Entries) -> str:
    """All entered days, by date, with a mark by which spreadsheets know UTF-8."""
    names = {unit.id: unit.name or _OFFICE for unit in entries.units}
    file = io.StringIO()
    table = csv.writer(file, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for day in sorted(entries.days, key=lambda day: (day.first, day.id)):
        last = "" if day.last == day.first else day.last.isoformat()
        hours = "" if day.hours is None else ", ".join(write_hours(day.hours))
        words = (day.name, day.decree, hours, names.get(day.unit, ""))
        table.writerow([_WRITTEN[day.kind], day.first.isoformat(), last, *map(_harmless, words)])
    return "\ufeff" + file.getvalue()


def read_days(entries: Entries, written: bytes) -> Entries:
    """With the days of the file; those that are entered already stay once.

    Raises Invalid: a problem for each line that can't be read, by "line-N" (the first line is 1), or one for
    the whole "file".
    """
    problems: dict[str, Problem] = {}
    for number, row in _rows(written):
        try:
            entries = _added(entries, row)
        except Invalid as wrong:
            first = next(iter(wrong.problems.values()))
            problems[f"line-{number}"] = first
    if problems:
        raise Invalid(problems)
    return entries


def _rows(written: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    text = _text(written)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        head = [_column(cell) for cell in next(rows, [])]
        if not {"jenis", "tanggal", "nama"} <= set(head):
            raise Invalid({"file": Problem("calendar.problem.csv_head", {"columns": ";".join(COLUMNS)})})
        for row in rows:
            if rows.line_num > MAX_LINES:
                raise Invalid({"file": Problem("calendar.problem.csv_long", {"max": MAX_LINES})})
            if any(cell.strip() for cell in row):
                yield rows.line_num, dict(zip(head, map(_plain, row), strict=False))
    except csv.Error:
        raise Invalid({"file": Problem("calendar.problem.csv_unreadable")}) from None


def _text(written: bytes) -> str:
    if len(written) > MAX_BYTES:
        raise Invalid({"file": Problem("calendar.problem.csv_long", {"max": MAX_LINES})})
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return written.decode("cp1252", errors="replace")


def _column(cell: str) -> str:
    name = " ".join(cell.casefold().split())
    return _ALIASES.get(name, name)


def _added(entries: Entries, row: Mapping[str, str]) -> Entries:
    day = _day(entries, row)
    if any(_alike(day, each) for each in entries.days):
        return entries
    check_day(entries, day)
    return entries.with_entry(day)


def _alike(this: Day, other: Day) -> bool:
    return (this.kind, this.first, this.last, this.name, this.decree, this.hours, this.unit) == (
        other.kind, other.first, other.last, other.name, other.decree, other.hours, other.unit,
    )  # fmt: skip


def _day(entries: Entries, row: Mapping[str, str]) -> Day:
    kind = _KINDS.get(" ".join(row.get("jenis", "").casefold().split()))
    if kind is None:
        raise Invalid({"jenis": Problem("calendar.problem.csv_kind", {"written": row.get("jenis", "")})})
    first = _date(row.get("tanggal", ""))
    return Day(
        id=entries.next_id(),
        kind=kind,
        first=first,
        last=_date(row["sampai"]) if row.get("sampai") else first,
        name=row.get("nama", ""),
        decree=row.get("keputusan", ""),
        hours=_hours(row.get("jam", "")) if kind is DayKind.WORKING else None,
        unit=_unit(entries, row.get("unit", "")),
    )


def _date(written: str) -> date:
    try:
        if found := _ISO.fullmatch(written):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _LOCAL.fullmatch(written):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise Invalid({"tanggal": Problem("calendar.problem.csv_date", {"written": written})})


def _hours(written: str) -> Hours | None:
    try:
        return read_day_hours(written) if written else None
    except BadHours as bad:
        problem = Problem(f"calendar.problem.hours_{bad.code}", {"written": bad.written})
        raise Invalid({"jam": problem}) from None


def _unit(entries: Entries, written: str) -> int:
    if not written:
        return EVERYWHERE
    for unit in entries.units:
        if (unit.name or _OFFICE).casefold() == written.casefold():
            return unit.id
    raise Invalid({"unit": Problem("calendar.problem.csv_unit", {"written": written})})


def _plain(cell: str) -> str:
    """As `_harmless` found it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
