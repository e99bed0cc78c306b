"""Kalender: who administers changes it, sees first what that does, and it holds at once."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine import calendar
from engine.actor import Actor
from engine.calendar.entries import Entries
from engine.calendar.stored import stored
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.instances.recounting import recount
from engine.people.rights import Office as Position
from engine.tables.calendar import CalendarVersion
from tests.conftest import At
from tests.office import Office, person, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import desk, words

DAY = {"kind": "local", "first": "2026-11-24", "name": "Hari jadi", "decree": "SK 12/2026", "unit": "0"}
HOURS = {"name": "Ramadan", "first": "2027-02-08", "last": "2027-03-09", "unit": "1"}
USUAL = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "07.30-12.00, 13.00-14.30")
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08.00-12.00, 12.30-15.00")


@pytest.fixture
def admin(open_office: Office, clock_at: At) -> Actor:
    clock_at("2026-11-23 09:00")
    with transaction() as session:
        return person(session, "admin", offices=(Position.ADMIN,))


@pytest.fixture
def browser(whole: Flask, admin: Actor) -> Desk:
    return desk(whole, admin)


def entries() -> Entries:
    with reading() as session:
        return stored(session).entries


def versions() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(CalendarVersion)) or 0


def hidden(page: TestResponse) -> dict[str, Any]:
    """What the preview sends on."""
    form = page.text[page.text.rindex('<form method="post" action="/calendar') :]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: value for name, value in pairs if name not in {"csrf_token", "form_key"}} | {
        "confirmed": "1"
    }


def confirm(browser: Desk, path: str, typed: dict[str, Any]) -> TestResponse:
    page = browser.send(path, typed)
    assert page.status_code == 200, words(page)
    return browser.send(path, hidden(page))


@pytest.mark.parametrize("written", ["24/11/2026", "24 November 2026", "selasa, 24 November 2026"])
def test_a_day_is_written_as_people_do_and_comes_back_so(browser: Desk, written: str) -> None:
    assert confirm(browser, "/calendar/days/new", {**DAY, "first": written}).status_code == 303
    [day] = entries().days
    assert day.first == day.last == date(2026, 11, 24)
    assert 'value="24 November 2026"' in browser.get(f"/calendar/days/{day.id}").text
    refused = browser.send("/calendar/days/new", {**DAY, "first": "lusa"})
    assert (refused.status_code, 'value="lusa"' in refused.text) == (422, True)


def test_a_day_is_looked_at_confirmed_and_holds(whole: Flask, browser: Desk, open_office: Office) -> None:
    with transaction() as session:
        deploy(session, small_sop().replace("PT60M", "P1D").encode(), "kecil.bpmn")
    instance = open_office.start()
    page = browser.send("/calendar/days/new", DAY)
    assert "1 tugas mendapat tenggat baru." in words(page)
    assert "“Hari jadi” ditambahkan" in words(page)
    assert versions() == 0
    assert browser.send("/calendar/days/new", hidden(page)).status_code == 303
    assert versions() == 1
    shown = words(browser.get("/calendar"))
    assert "24 November 2026" in shown
    assert "Tenggat sedang dihitung ulang" in shown
    recount()
    assert "Tenggat sedang dihitung ulang" not in words(browser.get("/calendar"))
    due = open_office.task(instance).due_at
    assert due is not None
    assert due.astimezone(calendar.local_zone()).day == 25
    # Who holds the task reads it in the inbox, and says on the profile that they did.
    theirs, told = desk(whole, open_office.siti), "Tenggat “Menyerahkan materi (099/2026-0001)” berubah"
    assert told in words(theirs.get("/"))
    ids = re.findall(r'name="notice" value="(\d+)"', theirs.get("/profile").text)
    theirs.send("/profile/notices", {"notice": ids})
    assert told not in words(theirs.get("/")) + words(theirs.get("/profile"))
    # The same entry is changed and taken out again.
    [day] = entries().days
    assert 'value="Hari jadi"' in browser.get(f"/calendar/days/{day.id}").text
    confirm(browser, f"/calendar/days/{day.id}", {**DAY, "name": "Hari jadi kota"})
    assert [each.name for each in entries().days] == ["Hari jadi kota"]
    confirm(browser, f"/calendar/remove/{day.id}", {})
    assert entries().days == ()


def test_hours_of_monday_alone_are_refused_with_those_of_the_other_days(browser: Desk) -> None:
    page = browser.send("/calendar/hours/new", {**HOURS, "monday": "08.00-15.00"})
    assert page.status_code == 422
    assert "Jika tidak ditulis, hari tersebut tetap 07:30-12:00, 13:00-16:00." in words(page)
    confirm(browser, "/calendar/hours/new", {**HOURS, **WEEK})
    assert [each.name for each in entries().other_hours] == ["Ramadan"]


def test_ramadan_is_filled_in_as_the_law_has_it(browser: Desk) -> None:
    page = browser.get("/calendar/hours/new?ramadan=2027").text
    assert 'value="8 Februari 2027"' in page
    assert 'value="08.00–11.30, 12.30–15.30"' in page
    assert " checked" in browser.get("/calendar/hours/new?ramadan=yearly").text
    assert browser.get("/calendar/hours/new?ramadan=soon").status_code == 200


def test_ramadan_of_a_unit_follows_the_days_that_it_works(browser: Desk) -> None:
    six = {**USUAL, "saturday": "07.30-13.00"}
    confirm(browser, "/calendar/units/new", {"name": "Sekolah", "observes": "all", "roles": ["Guru"], **six})
    confirm(browser, "/calendar/hours/new", {"name": "Ramadan", "yearly": "1", "unit": "1", **WEEK})
    page = browser.get("/calendar").text
    assert "Jam kerja Ramadan unit “Sekolah” belum ditulis" in page
    [offered] = set(re.findall(r'href="(/calendar/hours/new\?ramadan=yearly[^"]*)"', page))
    form = browser.get(unescape(offered)).text
    assert re.findall(r'name="(?:mon|fri|satur|sun)day"[^>]* value="([^"]*)"', form) == [
        "08.00–12.00, 12.30–14.30",
        "08.00–11.30",
        "08.00–13.00",
        "libur",
    ]
    filled = dict(re.findall(r'name="(\w+day)"[^>]* value="([^"]*)"', form))
    unit = str(entries().units[1].id)
    confirm(browser, "/calendar/hours/new", {"name": "Ramadan", "yearly": "1", "unit": unit, **filled})
    assert "unit “Sekolah” belum" not in browser.get("/calendar").text


def test_a_unit_has_its_own_week(browser: Desk) -> None:
    typed = {"name": "Enam hari", "observes": "all", **WEEK, "saturday": "08.00-12.00"}
    assert browser.send("/calendar/units/new", typed).status_code == 422
    confirm(browser, "/calendar/units/new", {**typed, "roles": "Petugas Lapangan"})
    unit = entries().units[1]
    assert unit.roles == ("Petugas Lapangan",)
    assert "Enam hari" in words(browser.get(f"/calendar?unit={unit.id}&year=2027"))
    assert browser.get(f"/calendar/units/{unit.id}").status_code == 200
    confirm(browser, "/calendar/units/1", WEEK)
    assert calendar.current().version in {1, 2}


def test_a_csv_is_named_line_by_line_and_comes_in_whole(browser: Desk) -> None:
    head, good, bad = "jenis;tanggal;nama", "cuti bersama;2028-02-28;Idul Fitri", "pesta;2028-03-01;X"
    page = browser.send("/calendar/import", {"lines": "\n".join([head, good, bad])})
    assert page.status_code == 422
    assert "Baris 3: Jenis “pesta” tidak dikenal." in words(page)
    assert versions() == 0
    file = {"file": (BytesIO("\r\n".join([head, good]).encode()), "hari.csv")}
    page = browser.send("/calendar/import", file)
    assert browser.send("/calendar/import", hidden(page)).status_code == 303
    assert [each.name for each in entries().days] == ["Idul Fitri"]
    assert "cuti bersama;2028-02-28;;Idul Fitri;;;" in browser.get("/calendar/days.csv").text
    assert "Pilih file" in words(browser.send("/calendar/import", {}))


def test_of_two_who_change_it_the_second_looks_once_more(browser: Desk) -> None:
    page = browser.send("/calendar/days/new", DAY)
    confirm(browser, "/calendar/days/new", {**DAY, "first": "2026-11-25"})
    again = browser.send("/calendar/days/new", hidden(page))
    assert again.status_code == 200
    assert "Kalender sudah diubah orang lain" in words(again)
    assert browser.send("/calendar/days/new", hidden(again)).status_code == 303
    assert len(entries().days) == 2


def test_others_read_it_or_do_not_find_it(whole: Flask, browser: Desk, open_office: Office) -> None:
    supervisor = desk(whole, open_office.wati)
    shown = words(supervisor.get("/calendar"))
    assert "Tambah hari" not in shown
    assert "Yang belum lengkap" in shown
    assert "hal pada kalender kantor belum lengkap" in words(supervisor.get("/instances"))
    assert supervisor.get("/calendar/days/new").status_code == 403
    assert supervisor.send("/calendar/days/new", DAY).status_code == 403
    assert desk(whole, open_office.siti).get("/calendar").status_code == 403
    assert "hal pada kalender" not in words(desk(whole, open_office.siti).get("/instances"))
    for path in ("/calendar/days/99", "/calendar/hours/1", "/calendar/units/7"):
        assert browser.get(path).status_code == 404
    assert browser.send("/calendar/remove/1", {}).status_code == 404
    confirm(browser, "/calendar/days/new", DAY)
    assert "Hari jadi" in words(supervisor.get("/profile"))


@pytest.mark.parametrize(
    "query", ["year=x", "year=1", "year=99999", "unit=x", "unit=99999999999", "year=2099"]
)
def test_a_spoilt_address_begins_anew(browser: Desk, query: str) -> None:
    assert browser.get(f"/calendar?{query}").status_code == 200
