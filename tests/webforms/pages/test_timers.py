"""*Waktu* on the pages: who is late is told, in time."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox import drafts
from engine.instances import timers
from tests.conftest import At
from tests.office import Office, step, timed_sop, timer
from tests.webforms.seen import desk, words

REMINDER = timer("Ingat", "Pilih", "PT30M")
DEADLINE = timer("Batas", "Pilih", "PT2H", to="Periksa")


@pytest.fixture
def instance(open_office: Office, clock_at: At) -> int:
    """Waits for Budi or Rudi since nine on a Monday, reminded at half past, too late at eleven."""
    clock_at("2026-11-23 09:00")
    with transaction() as session:
        deploy(session, timed_sop(REMINDER, DEADLINE).encode(), "kecil.bpmn")
    instance = open_office.start()
    open_office.do(instance, "Serah", by=open_office.siti, judul="Bakti sosial")
    return instance


def test_the_inbox_says_how_long_until_the_deadline(
    whole: Flask, open_office: Office, instance: int, clock_at: At
) -> None:
    clock_at("2026-11-23 09:20")
    seen = words(desk(whole, open_office.budi).get("/"))
    assert "Batas waktu: sisa 1 jam 40 menit" in seen
    assert "Diingatkan" not in seen


def test_a_reminder_comes_to_an_inbox_that_is_open(
    whole: Flask, open_office: Office, instance: int, clock_at: At
) -> None:
    browser = desk(whole, open_office.budi)
    clock_at("2026-11-23 09:31")
    tag = browser.get("/?live").headers["ETag"]
    assert browser.get("/?live", headers={"If-None-Match": tag}).status_code == 304
    assert timers.fire_due() == 1
    renewed = browser.get("/?live", headers={"If-None-Match": tag})
    assert renewed.status_code == 200
    assert "Diingatkan" in words(renewed)


def test_the_task_says_what_happens_when_its_time_is_over(
    whole: Flask, open_office: Office, instance: int, clock_at: At
) -> None:
    browser, task = desk(whole, open_office.budi), open_office.task(instance).id
    clock_at("2026-11-23 09:20")
    seen = words(browser.get(f"/tasks/{task}"))
    assert "Batas waktu langkah ini: hari ini, 11.00" in seen
    assert "Sisa 1 jam 40 menit sampai hari ini, 11.00." in seen
    assert "langkah ditarik dan berkas diteruskan ke “Memeriksa materi”" in seen
    clock_at("2026-11-23 09:35")
    timers.fire_due()
    seen = words(browser.get(f"/tasks/{task}"))
    assert "Pengingat datang hari ini, 09.35. Langkah ini sudah terbuka 35 menit." in seen
    assert "berkas diteruskan ke “Memeriksa materi”" in seen


def test_who_sends_after_the_deadline_is_told_and_keeps_it(
    whole: Flask, open_office: Office, instance: int, clock_at: At
) -> None:
    task = open_office.task(instance).id
    clock_at("2026-11-23 11:00")
    timers.fire_due()
    clock_at("2026-11-23 11:05")
    browser = desk(whole, open_office.budi)
    refused = browser.send(f"/tasks/{task}", {"isi": "Naskah yang terlambat"})
    assert refused.status_code == 409
    seen = words(refused)
    assert "Batas waktu terlampaui" in seen
    assert (
        "Batas waktu langkah ini sudah terlampaui (hari ini, 11.00). Berkas diteruskan ke “Memeriksa materi”."
        in seen
    )
    assert "Naskah yang terlambat" in seen
    with reading() as session:
        kept = drafts.load(session, task, by=open_office.budi)
    assert kept is not None
    assert kept.typed["isi"] == ["Naskah yang terlambat"]
    later = words(browser.get(f"/tasks/{task}"))
    assert "Berkas diteruskan ke “Memeriksa materi”." in later
    assert "Naskah yang terlambat" in later


def test_the_deadline_is_told_in_the_readers_language(
    whole: Flask, open_office: Office, instance: int, clock_at: At
) -> None:
    clock_at("2026-11-23 10:45")
    browser, task = desk(whole, open_office.budi), open_office.task(instance).id
    browser.send("/profile/language", {"language": "en"})
    assert "Deadline: 15 minutes left" in words(browser.get("/"))
    assert "the instance goes on to “Memeriksa materi”" in words(browser.get(f"/tasks/{task}"))


def test_an_instance_tells_what_is_to_come_and_what_came(
    whole: Flask, open_office: Office, instance: int, clock_at: At
) -> None:
    browser = desk(whole, open_office.siti)
    clock_at("2026-11-23 09:20")
    seen = words(browser.get(f"/instances/{instance}"))
    assert "Pengingat setelah 30 menit · hari ini, 09.30" in seen
    assert "Batas waktu 2 jam, lalu ke “Memeriksa materi” · hari ini, 11.00" in seen
    clock_at("2026-11-23 11:00")
    timers.fire_due()
    page = desk(whole, open_office.siti).get(f"/instances/{instance}")
    seen = words(page)
    assert (
        "Batas waktu 2 jam untuk “Memilih bahan” terlampaui; berkas diteruskan ke “Memeriksa materi”" in seen
    )
    assert "Pengingat untuk “Memilih bahan” setelah 30 menit" in seen
    marks = json.loads(page.text.partition('id="marks">')[2].partition("</script>")[0])
    assert {"Ingat", "Batas", "Batas_Periksa"} <= set(marks["seen"])


def test_the_trail_of_a_timer_is_read_by_the_auditor(
    whole: Flask, open_office: Office, instance: int, clock_at: At
) -> None:
    clock_at("2026-11-23 11:00")
    timers.fire_due()
    seen = words(desk(whole, open_office.eko).get(f"/audit/instances/{instance}"))
    assert "Batas waktu 2 jam untuk “Memilih bahan” terlampaui" in seen


def test_a_step_that_comes_back_by_a_deadline_says_so(
    whole: Flask, open_office: Office, clock_at: At
) -> None:
    office = open_office
    clock_at("2026-11-23 09:00")
    with transaction() as session:
        back = timed_sop(timer("Batas", "Periksa", "PT1H", to="Pilih"))
        deploy(session, back.encode(), "kecil.bpmn")
    instance = office.to_approval()
    clock_at("2026-11-23 10:00")
    timers.fire_due()
    seen = words(desk(whole, office.budi).get(f"/tasks/{office.task(instance).id}"))
    assert (
        "Batas waktu 60 menit untuk “Memeriksa materi” terlampaui; berkas diteruskan ke “Memilih bahan”"
        in seen
    )
    assert "Diajukan kembali" not in seen
    assert "Dikembalikan oleh" not in seen


def test_where_only_a_deadline_leads_is_no_step_of_the_usual_way(
    whole: Flask, open_office: Office, clock_at: At
) -> None:
    office = open_office
    clock_at("2026-11-23 09:00")
    boss = step("Atasan", "Mengambil alih", "PT5H", "")
    boss += '<bpmn:sequenceFlow id="f9" sourceRef="Atasan" targetRef="Tayang"/>'
    xml = timed_sop(timer("Batas", "Periksa", "PT1H", to="Atasan"), boss).replace(
        "<bpmn:flowNodeRef>Periksa", "<bpmn:flowNodeRef>Atasan</bpmn:flowNodeRef><bpmn:flowNodeRef>Periksa"
    )
    with transaction() as session:
        deploy(session, xml.encode(), "kecil.bpmn")
    instance = office.to_approval()
    browser = desk(whole, office.ani)
    assert "langkah 3 dari 4" in words(browser.get("/"))
    seen = words(browser.get(f"/instances/{instance}"))
    assert "norma 1 jam 50 menit" in seen
    assert "Mengambil alih norma" not in seen
    clock_at("2026-11-23 10:00")
    timers.fire_due()
    browser = desk(whole, office.ani)
    assert "langkah 4 dari 5" in words(browser.get("/"))
    assert "Mengambil alih , langkah saat ini" in words(browser.get(f"/instances/{instance}"))
