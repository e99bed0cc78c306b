from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engine.database import transaction
from engine.definitions import queries
from engine.definitions.deployed import Deployed, deployed
from engine.definitions.releases import deploy
from tests.conftest import At
from tests.engine.search.searching import index_all
from tests.office import Office, small_sop
from tests.webforms.seen import addresses, buttons, desk, words


def test_the_inbox_shows_what_waits_most_overdue_first(
    whole: Flask, open_office: Office, clock_at: At
) -> None:
    office = open_office
    clock_at("2026-11-23 08:00")
    office.to_approval(title="Yang lama")
    clock_at("2026-11-23 08:14")
    office.to_approval(title="Yang baru")
    clock_at("2026-11-23 08:22")
    page = words(desk(whole, office.ani).get("/"))
    assert page.index("Yang lama") < page.index("Yang baru")
    assert "2 menunggu , 1 terlambat" in page.replace("menunggu,", "menunggu ,")
    assert "terlambat 7 menit" in page
    assert "sisa 7 menit" in page
    assert "norma 15 menit" in page
    assert "langkah 3 dari 4" in page


def test_filters_live_in_the_address(whole: Flask, open_office: Office, clock_at: At) -> None:
    office = open_office
    clock_at("2026-11-23 08:00")
    office.to_approval(title="Yang lama")
    clock_at("2026-11-23 08:20")
    office.to_approval(title="Yang baru")
    index_all()
    browser = desk(whole, office.ani)
    assert "Yang baru" not in words(browser.get("/?late=1"))
    assert "Yang lama" not in words(browser.get("/?q=BARU"))
    assert "Tidak ada tugas yang cocok" in words(browser.get("/?q=lain"))


def test_a_task_is_taken_without_leaving_the_list(whole: Flask, open_office: Office) -> None:
    office = open_office
    task = office.task(office.to_approval()).id
    index_all()
    browser = desk(whole, office.ani)
    [claim] = [each for each in addresses(browser.get("/?q=bakti&team=1")) if "claim" in each]
    answer = browser.send(claim)
    assert answer.headers["Location"] == "/?q=bakti&team=1"
    index_all()
    page = browser.get(answer.headers["Location"])
    assert "sekarang Anda kerjakan" in words(page)
    assert f"/tasks/{task}/claim" not in page.text


def test_what_a_colleague_holds_shows_with_the_team(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    desk(whole, office.rudi).send(f"/tasks/{office.task(instance).id}/claim")
    browser = desk(whole, office.budi)
    assert "Bakti sosial" not in words(browser.get("/"))
    assert "dikerjakan Rudi" in words(browser.get("/?team=1"))


def test_an_empty_inbox_says_so_and_offers_the_next_step(whole: Flask, open_office: Office) -> None:
    assert "Tidak ada tugas yang menunggu Anda" in words(desk(whole, open_office.ani).get("/"))


def test_only_who_may_start_is_offered_to(whole: Flask, open_office: Office) -> None:
    assert "/start" in addresses(desk(whole, open_office.siti).get("/"))
    assert "/start" not in addresses(desk(whole, open_office.ani).get("/"))


def test_an_open_inbox_is_told_only_what_is_new(whole: Flask, open_office: Office, clock_at: At) -> None:
    office = open_office
    clock_at("2026-11-23 08:00")
    browser = desk(whole, office.ani)
    first = browser.get("/?live")
    assert "<html" not in first.text
    tag = first.headers["ETag"]
    assert browser.get("/?live", headers={"If-None-Match": tag}).status_code == 304
    office.to_approval(title="Baru tiba")
    second = browser.get("/?live", headers={"If-None-Match": tag})
    assert second.status_code == 200
    assert "Baru tiba" in second.text


def test_the_page_knows_the_state_it_shows(whole: Flask, open_office: Office, clock_at: At) -> None:
    """So that the first question of an open page is answered by 304."""
    clock_at("2026-11-23 08:00")
    office = open_office
    office.to_approval()
    browser = desk(whole, office.ani)
    page = browser.get("/").text
    tag = page.partition('data-live-tag="')[2].partition('">')[0].replace("&#34;", '"')
    assert browser.get("/?live", headers={"If-None-Match": tag}).status_code == 304


def test_the_first_page_leads_to_the_second(whole: Flask, open_office: Office) -> None:
    office = open_office
    for n in range(26):
        office.start()
        office.do(n + 1, "Serah", by=office.siti, judul=f"Nomor {n:02}")
    browser = desk(whole, office.budi)
    first = browser.get("/")
    [onward] = [each for each in addresses(first) if "after=" in each]
    second = words(browser.get(onward))
    shown = [f"Nomor {n:02}" for n in range(26)]
    assert sum(title in words(first) for title in shown) == 25
    assert [title in words(first) for title in shown] != [title in second for title in shown]
    assert all((title in words(first)) != (title in second) for title in shown)


def test_the_inbox_speaks_english_to_those_who_chose_it(whole: Flask, open_office: Office) -> None:
    office = open_office
    browser = desk(whole, office.ani)
    browser.send("/profile/language", {"language": "en"})
    page = browser.get("/")
    assert 'lang="en"' in page.text
    assert "No task is waiting for you" in words(page)
    assert "Ambil" not in buttons(page)


def test_no_diagram_is_read_that_the_reader_has_no_part_in(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open page asks every few seconds, and a district has hundreds of definitions."""
    strange = small_sop(key="lain")
    for lane in ("Admin Bidang/Petugas Lapangan", "Pengelola Website", "Ketua Tim Kerja"):
        strange = strange.replace(lane, "Bendahara")
    with transaction() as session:
        other = deploy(session, strange.encode(), "lain.bpmn").version_id
    read: list[int] = []

    def noted(session: Session, version_id: int, content_hash: str) -> Deployed:
        read.append(version_id)
        return deployed(session, version_id, content_hash)

    monkeypatch.setattr(queries, "deployed", noted)
    browser = desk(whole, open_office.siti)
    assert [browser.get(page).status_code for page in ("/", "/instances", "/start")] == [200] * 3
    assert read
    assert other not in read


def test_what_is_typed_as_the_title_names_the_draft_for_who_typed_it(
    whole: Flask, open_office: Office
) -> None:
    office = open_office
    task = office.task(office.start()).id
    siti = desk(whole, office.siti)
    assert "Belum berjudul" in words(siti.get("/"))
    siti.send(f"/tasks/{task}/draft", {"judul": " Panen raya. "})
    assert "Panen raya." in words(siti.get("/"))
    assert "Panen raya. ·" in words(siti.get(f"/tasks/{task}"))
    # It is nobody else's yet.
    assert "Belum berjudul" in words(desk(whole, office.wati).get("/instances"))


def test_what_a_list_says_is_done_leads_to_what_it_was_done_to(whole: Flask, open_office: Office) -> None:
    """And a name that looks like markup stays a name."""
    office, siti = open_office, desk(whole, open_office.siti)
    instance = office.start()
    task = office.task(instance).id
    sent = siti.send(f"/tasks/{task}", {"judul": "<b>Panen</b>"}, follow_redirects=True)
    assert "Terkirim" in words(sent)
    assert f'<a href="/instances/{instance}">Buka berkas</a>' in sent.text
    chosen, rudi = office.task(instance).id, desk(whole, office.rudi)
    link = f'<a href="/tasks/{chosen}">Buka tugas</a>'
    assert link in rudi.send(f"/tasks/{chosen}/claim?list=1", follow_redirects=True).text
    assert link in rudi.send(f"/tasks/{chosen}/release", follow_redirects=True).text
