"""While the database can't be asked, pages say so in words."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event

from tests.office import Office
from tests.webforms.conftest import Break
from tests.webforms.seen import desk, words


@pytest.mark.parametrize("address", ["/", "/instances", "/no/such/page"])
def test_a_page_for_somebody_logged_in_says_so(
    whole: Flask, open_office: Office, gone_after: Break, address: str
) -> None:
    browser = desk(whole, open_office.ani)
    gone_after(0)
    page = browser.get(address)
    assert page.status_code == 503
    assert "Belum dapat dilayani" in words(page)


def test_what_the_frame_counts_is_left_out_of_it(
    whole: Flask, open_office: Office, gone_after: Break
) -> None:
    browser = desk(whole, open_office.ani)
    gone_after(1)  # who asks is known, what they asked for isn't
    page = browser.get("/instances")
    assert page.status_code == 503
    assert "Belum dapat dilayani" in words(page)
    assert "Ani" in page.text


#: SQLite on a disk that can't be written; PostgreSQL as a stand-by.
_ONLY_READ = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}


def test_a_database_that_can_only_be_read_refuses_for_now(whole: Flask, open_office: Office) -> None:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(_ONLY_READ[connection.dialect.name])

    browser = desk(whole, open_office.siti)
    browser.token()
    event.listen(Engine, "begin", begin)
    try:
        refused = browser.send("/start", {"definition": "kecil"})
    finally:
        event.remove(Engine, "begin", begin)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
