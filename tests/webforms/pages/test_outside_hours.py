"""On a Saturday the norm's clock stands still, and every page that shows one says so, and when it is due."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.conftest import At
from tests.office import Office
from tests.webforms.seen import desk, words

PAUSED = "di luar jam kerja; berjalan lagi Senin 30 Nov 07.30"
DUE = "tenggat Senin 30 Nov 08.00 · 46 jam lagi"


def test_outside_working_hours_each_page_says_when_it_goes_on(
    whole: Flask, open_office: Office, clock_at: At
) -> None:
    office, now = open_office, clock_at("2026-11-28 10:00")
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    browser = desk(whole, office.budi)
    pages = ["/", f"/tasks/{office.task(instance).id}", f"/instances/{instance}"]
    for page in pages:
        assert PAUSED in words(browser.get(page)), page
        assert DUE in words(browser.get(page)), page
    assert DUE in words(desk(whole, office.wati).get("/instances"))
    assert "sejak hari ini, 10.00" in words(browser.get("/"))
    clock_at(now + timedelta(days=2))
    browser = desk(whole, office.budi)
    for page in pages:
        assert "di luar jam kerja" not in words(browser.get(page))
        assert "2 jam yang lalu" in words(browser.get(page))


def test_a_row_says_who_and_until_when_and_not_what_the_filter_says(
    whole: Flask, open_office: Office
) -> None:
    open_office.start()
    browser = desk(whole, open_office.wati)
    [row] = browser.get("/instances").text.split("<tbody")[1:]
    assert "Berjalan" not in row
    assert "Siti" in row
    assert "tenggat" in row
    assert "Berjalan" in browser.get("/instances?state=all").text.split("<tbody")[1]
