from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from engine.audit.log import PEOPLE, record_on
from engine.audit.names import EventName
from engine.database import transaction
from engine.reports import audit_trail
from tests.conftest import At
from tests.office import Office
from tests.webforms.seen import addresses, desk, words


def test_the_trail_is_for_auditors(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    for actor in (office.siti, office.wati, office.dewi):
        browser = desk(whole, actor)
        assert "/audit" not in addresses(browser.get("/"))
        assert browser.get("/audit").status_code == 403
        assert browser.get(f"/audit/instances/{instance}").status_code == 403
        assert browser.send("/audit/verify").status_code == 403


def test_everything_is_told_in_sentences_newest_first(whole: Flask, open_office: Office) -> None:
    office = open_office
    office.to_approval()
    seen = words(desk(whole, office.eko).get("/audit"))
    assert seen.index("Budi menyelesaikan “Memilih bahan”") < seen.index("Siti memulai berkas ini")
    assert "mengunggah SOP Kecil versi 1 (kecil.bpmn)" in seen
    assert "…" not in seen


def test_search_by_person_instance_event_and_day(whole: Flask, open_office: Office, clock_at: At) -> None:
    office = open_office
    clock_at("2026-11-23 08:00")
    office.to_approval(title="Bakti sosial")
    clock_at("2026-11-24 08:00")
    office.to_approval(title="Gotong royong")
    browser = desk(whole, office.eko)
    siti = words(browser.get("/audit?person=siti"))
    assert "Siti menyelesaikan" in siti
    assert "Budi" not in siti
    assert "Bakti sosial" not in words(browser.get("/audit?instance=gotong"))
    assert "memulai" not in words(browser.get("/audit?event=task."))
    yesterday = words(browser.get("/audit?since=2026-11-23&until=2026-11-23"))
    assert "Bakti sosial" in yesterday
    assert "Gotong royong" not in yesterday
    assert words(browser.get("/audit?since=23/11/2026&until=23+November+2026")) == yesterday
    # From the later day to the earlier one.
    swapped = words(browser.get("/audit?since=2026-11-23&until=2026-11-22"))
    assert "lebih lambat daripada hari akhir" in swapped
    assert "lebih lambat" not in yesterday
    assert "Bakti sosial" in swapped
    assert "Gotong royong" not in swapped
    assert "Tidak ada peristiwa yang cocok" in words(browser.get("/audit?person=tidakada"))
    assert browser.get("/audit?since=kemarin&before=x").status_code == 200


def test_who_came_and_went_is_left_out_until_it_is_asked_for(whole: Flask, open_office: Office) -> None:
    office = open_office
    office.to_approval()
    with transaction() as session:
        record_on(session, PEOPLE, EventName.PERSON_LOGGED_IN, by=office.siti, address="203.0.113.9")
        record_on(session, PEOPLE, EventName.LOGIN_BLOCKED, by=None, address="203.0.113.9", minutes=5)
        record_on(session, PEOPLE, EventName.PERSON_ADDED, by=office.dewi, person="Rina", username="rina")
    browser = desk(whole, office.eko)
    came, added, instance = "Siti masuk dari", "Dewi menambahkan akun Rina", "Siti memulai berkas ini"
    version, blocked = "mengunggah SOP Kecil", "ditahan 5 menit"
    told = {
        "": {added, instance, version, blocked},
        "?kind=all": {came, added, instance, version, blocked},
        "?kind=instances": {instance},
        "?kind=definitions": {version},
        "?kind=people": {added, blocked},
        "?kind=logins": {came, blocked},
        "?kind=entah": {added, instance, version, blocked},
        "?event=person.": {came, added},
    }
    for address, expected in told.items():
        seen = words(browser.get(f"/audit{address}"))
        assert {item for item in (came, added, instance, version, blocked) if item in seen} == expected, (
            address
        )
    page = browser.get("/audit?kind=people")
    assert '<option value="people" selected>' in page.text


def test_a_denied_action_is_told_too(whole: Flask, open_office: Office) -> None:
    office = open_office
    desk(whole, office.ani).send("/start", {"definition": "kecil"})
    seen = words(desk(whole, office.eko).get("/audit?event=deed.denied"))
    assert "Ani mencoba memulai berkas" in seen


def test_an_instance_tells_its_story_with_its_hashes(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    seen = words(desk(whole, office.eko).get(f"/audit/instances/{instance}"))
    assert "Utuh 3 catatan, rantai utuh: tanpa putus" in seen
    assert "Peristiwa ke-1 " in seen


def test_whole_chains_are_called_whole(whole: Flask, open_office: Office) -> None:
    office = open_office
    office.to_approval()
    assert "Semua rantai utuh" in words(desk(whole, office.eko).send("/audit/verify"))


def forge(before: str, after: str) -> None:
    """Behind the back of Alur, in all events."""
    with transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER events_no_update"))
        else:
            session.execute(text("DROP TRIGGER events_no_change ON events"))
        session.execute(
            text("UPDATE events SET body = replace(body, :before, :after)"),
            {"before": before, "after": after},
        )


def rows(page: TestResponse) -> int:
    return page.text.count("<tr ")


def test_what_is_whole_is_counted_and_not_listed(whole: Flask, open_office: Office) -> None:
    office = open_office
    for _ in range(5):
        office.start()
    browser = desk(whole, office.eko)
    assert browser.get("/audit/verify").location == "/audit"
    page = browser.send("/audit/verify")
    assert rows(page) == 0
    assert "6 rantai dengan 7 peristiwa" in words(page)
    office.to_approval()
    forge("Bakti", "Bukti")
    page = browser.send("/audit/verify")
    assert rows(page) == 1 + 1  # with the heads of its columns
    assert "6 rantai lain utuh" in words(page)


def test_no_more_broken_chains_are_listed_than_anybody_reads(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_trail, "BROKEN_SHOWN", 3)
    for _ in range(4):
        open_office.start()
    forge("kecil", "besar")
    page = desk(whole, open_office.eko).send("/audit/verify")
    assert rows(page) == 1 + 3
    assert "5 dari 5 rantai terputus" in words(page)
    assert "Ditampilkan 3 yang pertama" in words(page)


def test_one_altered_letter_is_found_and_shown(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    forge("Bakti", "Bukti")
    browser = desk(whole, office.eko)
    seen = words(browser.send("/audit/verify"))
    assert "1 dari 2 rantai terputus" in seen
    assert "Pada peristiwa ke-2: isinya telah diubah." in seen
    assert "Jejak audit terputus" in words(browser.get(f"/audit/instances/{instance}"))
    assert "Terputus" in words(desk(whole, office.wati).get(f"/instances/{instance}"))


def test_what_was_decided_stands_with_its_event_before_the_hashes(whole: Flask, open_office: Office) -> None:
    office = open_office
    for decision, more in (("ya", {}), ("tidak", {"alasan": "Fotonya kabur"})):
        instance = office.to_approval(title=f"Putusan {decision}")
        office.do(instance, "Periksa", by=office.ani, keputusan=decision, **more)
    page = desk(whole, office.eko).get("/audit?event=task.completed")
    rows = words(page)
    assert re.search(r"Ani menyelesaikan “Memeriksa materi” Disetujui\? Ya .*?Peristiwa ke-", rows)
    assert re.search(r"Ani menyelesaikan “Memeriksa materi” Disetujui\? Tidak Fotonya kabur", rows)
    # Hashes are there for who unfolds them.
    assert re.search(r"<details class=\"link-hash\"><summary>Peristiwa ke-\d+</summary>", page.text)
    story = desk(whole, office.eko).get(addresses_of_stories(page)[0]).text
    decided = story.index("menyelesaikan “Memeriksa")
    assert story.index("Disetujui?", decided) < story.index("link-hash", decided)


def addresses_of_stories(page: TestResponse) -> list[str]:
    return [each for each in addresses(page) if each.startswith("/audit/instances/")]
