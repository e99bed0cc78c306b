"""What an open page says of itself: that it is old, without a line, about to be logged out, logged out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Route

from engine import clock
from engine.people.logins import IDLE
from tests.journeys import sop_032
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

INSTANCE = "Gladi lapang dapur umum bersama relawan di Kapanewon Kretek"
NOTE = "Mohon diperiksa penulisan nama relawan."
NOTES = "Catatan kepada Ketua Tim Kerja"
#: As when a telephone wakes up: the page looks around at once.
_WAKE_UP = "() => { document.dispatchEvent(new Event('visibilitychange')) }"


def test_a_page_says_what_has_become_of_it(alur: Alur, desk: Open) -> None:
    window = desk(alur, "pengelola.web")
    page = window.page
    # An update of Alur while somebody types: what was typed is on the page that is loaded anew.
    sop_032.open_task(window, INSTANCE, sop_032.CHOOSE)
    page.wait_for_selector("form[data-runs]")
    page.route("**/draft", _from_the_next_build)
    window.fill(NOTES, NOTE).see("Alur telah diperbarui").check()
    page.unroute("**/draft")
    with page.expect_navigation():
        window.press("Muat ulang halaman")
    page.wait_for_selector("form[data-runs]")
    assert window.field(NOTES).input_value() == NOTE
    window.see_no("Alur telah diperbarui")
    # Without a line, and with one again.
    window.go("/")
    page.wait_for_selector("html[data-runs]")
    page.context.set_offline(True)
    page.evaluate(_WAKE_UP)
    window.see("Sambungan ke server terputus.").check()
    page.context.set_offline(False)
    window.see_no("Sambungan ke server terputus.")
    # Four minutes before the login ends.
    _used(alur, ago=IDLE - timedelta(minutes=4))
    page.evaluate(_WAKE_UP)
    window.see("Sesi Anda berakhir kurang dari 5 menit lagi").check()
    window.press("Perpanjang").see_no("Sesi Anda berakhir kurang dari 5 menit lagi")
    assert _seconds_left(alur) > (IDLE - timedelta(minutes=1)).total_seconds()
    # Its end.
    _used(alur, ago=IDLE + timedelta(minutes=1))
    window.faults.expected.add(401)
    page.evaluate(_WAKE_UP)
    window.see("Sesi Anda telah berakhir.").check()
    with page.expect_navigation():
        page.get_by_role("link", name="Masuk kembali").click()
    window.fill("Nama pengguna", "pengelola.web").fill("Kata sandi", alur.password).press("Masuk")
    window.see("Tugas saya")


def _from_the_next_build(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "alur-build": "the-next-one"})


def _seconds_left(alur: Alur) -> float:
    with closing(sqlite3.connect(alur.folder / "alur.sqlite3")) as database:
        ((seen,),) = database.execute("SELECT max(seen_at) FROM logins")
    return (datetime.fromisoformat(seen).replace(tzinfo=UTC) + IDLE - clock.now()).total_seconds()


def _used(alur: Alur, *, ago: timedelta) -> None:
    """All logins were last used so long ago."""
    seen = (clock.now() - ago).replace(tzinfo=None).isoformat(" ")
    with closing(sqlite3.connect(alur.folder / "alur.sqlite3")) as database:
        database.execute("UPDATE logins SET seen_at = ?, created_at = min(created_at, ?)", [seen, seen])
        database.commit()
