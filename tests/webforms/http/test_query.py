"""Addresses and forms that somebody edited: an answer in words, never a fault of the server."""

from __future__ import annotations

from io import BytesIO
from itertools import product

from flask import Flask

from tests.office import Office, small_sop
from tests.webforms.seen import addresses, desk, words

BEYOND = "9" * 40

CURSORS = [
    f"/?after=2026-01-01T00:00:00%2B00:00~{BEYOND}",
    "/?after=2026-01-01~1",
    "/?after=0001-01-01T00:00:00%2B23:59~1",
    "/?after=9999-12-31T23:59:59-23:59~1",
    "/?after=2026-01-01T00:00:00%2B00:00~-1",
    f"/instances?before={BEYOND}",
    "/instances?before=-1",
    "/instances?before=%00",
]
SEARCHES = [
    "/?q={}",
    "/?lane={}",
    "/?definition={}",
    "/instances?q={}",
    "/instances?definition={}",
    "/instances?state={}",
]
TRAILS = [
    f"/audit?before={BEYOND}",
    "/audit?since=0001-01-01",
    "/audit?until=9999-12-31",
    "/audit?instance=%00&person=%00&event=%00",
    f"/audit?instance={'a' * 60_000}",
    f"/audit/instances/1?before={BEYOND}",
]


def test_a_spoilt_place_in_a_list_is_its_beginning(whole: Flask, open_office: Office) -> None:
    office = open_office
    office.to_approval(title="Bakti sosial")
    browser = desk(whole, office.ani)
    for address in CURSORS:
        page = browser.get(address)
        assert page.status_code == 200, address
        assert "Bakti sosial" in words(page), address


def test_words_that_no_database_takes_find_nothing(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.ani)
    for address, asked in product(SEARCHES, ["%00", "a" * 60_000, "%ED%A0%80", "%25_%5C"]):
        assert browser.get(address.format(asked)).status_code == 200, (address, asked[:9])


def test_a_spoilt_search_of_the_trail_is_answered(whole: Flask, open_office: Office) -> None:
    open_office.start()
    browser = desk(whole, open_office.eko)
    for address in TRAILS:
        assert browser.get(address).status_code == 200, address[:80]


def test_a_name_with_nul_leads_nowhere(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.tono)
    assert browser.get("/definitions/a%00b").status_code == 404
    assert browser.get("/definitions/a%00b/versions/1.bpmn").status_code == 404
    assert browser.send("/start", {"definition": "kecil\0!"}).status_code == 404


def test_nul_in_a_form_is_left_out(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.start()
    task = office.task(instance).id
    browser = desk(whole, office.siti)
    assert (
        browser.send(f"/tasks/{task}/draft", {"judul": "Bakti\0 sosial", "x\0.file": "\0"}).status_code == 302
    )
    assert "Bakti sosial" in browser.get(f"/tasks/{task}").text
    gone = browser.send(
        f"/instances/{instance}/withdraw", {"reason": "Salah\0 memilih prosedur"}, follow_redirects=True
    )
    assert "Salah memilih prosedur" in words(gone)


def test_words_that_mean_something_to_the_server_mean_nothing_in_an_address(
    whole: Flask, open_office: Office
) -> None:
    office = open_office
    for _ in range(26):
        office.start()
    siti, eko = desk(whole, office.siti), desk(whole, office.eko)
    words = ("endpoint", "_scheme", "_external", "_anchor", "task_id", "list")
    for list_of, word in product(("/", "/instances", "/audit"), words):
        browser = eko if list_of == "/audit" else siti
        page = browser.get(f"{list_of}?team=1&{word}=x&person=i")
        assert page.status_code == 200, (list_of, word)
        assert f"{word}=x" not in "".join(addresses(page)), list_of


def test_nul_in_the_name_of_a_file_is_left_out(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.tono)
    file = (BytesIO(small_sop(key="lain").encode()), "SOP\0 lain.bpmn")
    kept = browser.send("/definitions", {"diagram": file}, follow_redirects=True)
    assert (kept.status_code, kept.request.path) == (200, "/definitions/lain/versions/1")


def test_without_an_emblem_there_is_none(whole: Flask, open_office: Office) -> None:
    assert desk(whole, open_office.siti).get("/emblem").status_code == 404
