"""While the database can't be asked, pages say so in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, repeat

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from tests.office import Office
from tests.webforms.seen import desk, words

Break = Callable[[int], None]


@pytest.fixture
def gone_after() -> Iterator[Break]:
    """From now on, only so many readings are answered."""
    answers: Iterator[bool] = repeat(True)

    def begin(_connection: Connection) -> None:
        if not next(answers):
            raise OperationalError("BEGIN", {}, ConnectionError("gone"))

    def break_after(readings: int) -> None:
        nonlocal answers
        answers = chain(repeat(True, readings), repeat(False))

    event.listen(Engine, "begin", begin)
    yield break_after
    event.remove(Engine, "begin", begin)


@pytest.mark.parametrize("address", ["/", "/cases", "/no/such/page"])
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
    page = browser.get("/cases")
    assert page.status_code == 503
    assert "Belum dapat dilayani" in words(page)
    assert "Ani" in page.text
