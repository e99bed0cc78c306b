"""What a calendar says of itself: what is missing, a year, a spreadsheet, what was changed. Pure."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings

from engine.calendar.changes import differences, from_body, in_words
from engine.calendar.entries import Day, DayKind, Entries, OtherHours
from engine.calendar.lawful import ramadan_week
from engine.calendar.missing import Kind, missing, soon
from engine.calendar.spreadsheet import read_days, write_days
from engine.calendar.typed import with_unit
from engine.calendar.year import months
from engine.errors import Invalid
from tests.engine.test_calendar_entries import FULL, JAKARTA, PLAIN, calendars, day, problems


def test_what_is_missing_for_the_coming_years() -> None:
    today = date(2026, 11, 30)
    found = [(each.kind, each.year) for each in missing(PLAIN, today)]
    assert (Kind.RAMADAN, 2027) in found
    assert (Kind.LEAVE, 2028) in found
    assert (Kind.LEAVE, 2027) not in found
    assert (Kind.ESTIMATED, 2027) in found
    assert not any(year == 2026 for _, year in found)
    told = PLAIN.with_entry(OtherHours(id=3, unit=1, name="Ramadan", week=ramadan_week()))
    told = told.with_entry(day(DayKind.LEAVE, "2028-02-28"))
    left = {(each.kind, each.year) for each in missing(told, today)}
    assert left == {(Kind.ESTIMATED, 2027), (Kind.ESTIMATED, 2028)}
    assert [each.year for each in soon(missing(PLAIN, today), today)] == [2027] * len(
        soon(missing(PLAIN, today), today)
    )
    eid = PLAIN.with_entry(day(DayKind.NATIONAL, "2027-03-10", "2027-03-11"))
    assert date(2027, 3, 10) not in {each.first for each in missing(eid, today)}


def test_a_year_month_by_month() -> None:
    entries = PLAIN.with_entry(day(DayKind.LOCAL, "2026-06-22"))
    shown = {each.on: each for month in months(entries, 1, 2026, JAKARTA) for each in month}
    assert len(shown) == 365
    assert (shown[date(2026, 6, 22)].kind, shown[date(2026, 6, 22)].works) == ("local", False)
    assert (shown[date(2026, 8, 17)].kind, shown[date(2026, 8, 17)].works) == ("national", False)
    assert (shown[date(2026, 12, 24)].kind, shown[date(2026, 11, 30)].kind) == ("leave", "")
    fasting = PLAIN.with_entry(OtherHours(id=3, unit=1, name="Ramadan", week=ramadan_week()))
    shown = {each.on: each for month in months(fasting, 1, 2026, JAKARTA) for each in month}
    assert (shown[date(2026, 2, 23)].kind, shown[date(2026, 2, 23)].works) == ("other", True)


@settings(max_examples=30)
@given(calendars())
def test_days_go_out_and_come_back(entries: Entries) -> None:
    without = Entries(units=entries.units, other_hours=entries.other_hours)
    try:
        back = read_days(without, write_days(entries).encode())
    except Invalid:  # two that are drawn for the same date
        return
    words = {(each.kind, each.first, each.last, each.unit) for each in entries.days}
    assert {(each.kind, each.first, each.last, each.unit) for each in back.days} == words
    assert read_days(back, write_days(back).encode()) == back


def test_a_csv_is_read_whole_or_not_at_all() -> None:
    head, first, *others = (
        "Jenis,Tanggal,Nama,Keputusan",
        "cuti bersama,2028-02-28,Idul Fitri,SKB 1",
        "Pesta,2028-03-01,X,",
        "libur lokal,31/02/2028,Y,",
        "hari kerja,2026-11-28,Z,",
    )
    text = "\n".join([head, first, *others])
    assert problems(read_days, PLAIN, text.encode()) == {
        "line-3": "csv_kind",
        "line-4": "csv_date",
        "line-5": "needs_hours",
    }
    good = f"{head}\r\n{first}"
    assert [each.decree for each in read_days(PLAIN, good.encode("utf-8-sig")).days] == ["SKB 1"]
    assert problems(read_days, PLAIN, b"a,b\n1,2") == {"file": "csv_head"}
    assert problems(read_days, PLAIN, b"\x00\xff") == {"file": "csv_head"}
    assert problems(read_days, PLAIN, ("jenis,tanggal,nama\n" + "\n" * 1001 + "x,y,z").encode()) == {
        "file": "csv_long"
    }
    assert "'=1+1" in write_days(
        PLAIN.with_entry(
            Day(id=2, kind=DayKind.LOCAL, first=date(2026, 1, 2), last=date(2026, 1, 2), name="=1+1")
        )
    )


def test_a_change_is_told_in_words() -> None:
    after = PLAIN.with_entry(day(DayKind.LOCAL, "2026-06-22", decree="SK 12/2026"))
    [added] = differences(PLAIN, after)
    assert from_body(added.to_body()) == added
    assert (
        in_words([added], "id") == "“Hari” ditambahkan (Jenis: Libur lokal, Mulai: 22 Juni 2026, "
        "Sampai: 22 Juni 2026, Nomor keputusan: SK 12/2026)"
    )
    week = with_unit(PLAIN, {**FULL, "monday": "07.30-12.00, 13.00-15.00"}, 1)
    assert "Senin: 07.30–12.00, 13.00–16.00 → 07.30–12.00, 13.00–15.00" in in_words(
        differences(PLAIN, week), "id"
    )
    assert in_words(differences(after, PLAIN), "en").startswith("“Hari” was removed")
    many = [added] * 9
    assert in_words(many, "id").endswith("dan 4 perubahan lain")
