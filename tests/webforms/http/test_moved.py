"""Links to addresses of earlier releases still lead somewhere."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.office import Office
from tests.webforms.seen import desk


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/cases", "/instances"),
        ("/cases?state=running&procedure=kecil", "/instances?state=running&definition=kecil"),
        ("/audit/cases/12", "/audit/instances/12"),
        ("/audit?case=032&event=", "/audit?instance=032&event="),
        ("/?q=bakti+sosial&procedure=kecil", "/?q=bakti+sosial&definition=kecil"),
        ("/cases/12?x=%0d%0aSet-Cookie:1", "/instances/12?x=%0D%0ASet-Cookie%3A1"),
        ("/procedures/kecil/versions/1.bpmn", "/definitions/kecil/versions/1.bpmn"),
        ("/procedures/a%20b/edit", "/definitions/a%20b/edit"),
        ("/cases//evil.example/x", "/instances/evil.example/x"),
    ],
)
def test_an_address_of_an_earlier_release_leads_to_the_page(
    whole: Flask, open_office: Office, old: str, new: str
) -> None:
    browser = desk(whole, open_office.siti)
    answer = browser.get(old)
    while answer.location and "//" in old and answer.location.endswith(old.replace("//", "/")):
        answer = browser.get(answer.location)  # werkzeug takes doubled slashes out first
    assert (answer.status_code, answer.location) == (301, new)


def test_a_stranger_learns_nothing_from_it(whole: Flask) -> None:
    answer = whole.test_client().get("/cases/12")
    assert answer.status_code == 302
    assert "/login" in answer.location


def test_nothing_is_sent_to_them(whole: Flask, open_office: Office) -> None:
    assert desk(whole, open_office.siti).send("/cases/12/withdraw").status_code == 405
