"""While the database can't be asked, pages say so in words."""

from __future__ import annotations

import pytest
from flask import Flask

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
