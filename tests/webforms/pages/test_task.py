from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox import claims, drafts
from engine.inbox.deviations import return_to_submitter
from engine.tables.instances import Instance, Task
from tests.office import EDITOR, FIELD, LEAD, Office, field, person, small_sop
from tests.webforms.desk import json_of
from tests.webforms.seen import addresses, buttons, desk, words


def test_a_task_shows_where_the_instance_is_and_what_came_before(whole: Flask, open_office: Office) -> None:
    office = open_office
    task = office.task(office.to_approval()).id
    page = desk(whole, office.ani).get(f"/tasks/{task}")
    seen = words(page)
    assert "Memeriksa materi , langkah saat ini" in seen
    assert "Naskah pertama" in seen
    assert "Bakti sosial" in seen
    assert "Kirim keputusan" in buttons(page)


def test_the_last_step_finishes_the_instance(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    browser, task = desk(whole, office.budi), office.task(instance).id
    assert "Selesaikan berkas" in buttons(browser.get(f"/tasks/{task}"))
    browser.send(f"/tasks/{task}", {"url": "https://dinsos.example.go.id/1"})
    assert "telah selesai" in words(browser.get("/"))


def test_what_was_sent_back_says_why_on_top(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    page = desk(whole, office.budi).get(f"/tasks/{office.task(instance).id}")
    seen = words(page)
    assert "Dikembalikan oleh Ani dari langkah “Memeriksa materi”" in seen
    assert seen.index("Foto kedua mohon diganti.") < seen.index("Isi berita")
    assert "Naskah pertama" in page.text  # what was written the last time is there to be mended


def test_a_returned_instance_says_why_to_its_submitter(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    with transaction() as session:
        return_to_submitter(
            session, office.task(instance).id, "Bahan belum lengkap sama sekali", by=office.budi
        )
    seen = words(desk(whole, office.siti).get(f"/tasks/{office.task(instance).id}"))
    assert "Dikembalikan oleh Budi" in seen
    assert "Bahan belum lengkap sama sekali" in seen


def test_a_decision_is_made_anew_in_each_round(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah kedua")
    page = desk(whole, office.ani).get(f"/tasks/{office.task(instance).id}")
    assert "checked" not in page.text.partition("data-task-form")[2]
    seen = words(page)
    assert "Diajukan kembali oleh Budi" in seen
    assert "Dikembalikan oleh" not in seen
    assert "Foto kedua mohon diganti." in seen
    assert "Naskah pertama kedua" in seen  # what changed, by words


@pytest.mark.parametrize(
    ("name", "kind", "yes"),
    [
        # Read by a gateway, but not by the step's own; only looks like a part of the condition.
        ("nominal", "number", 'keputusan == "ya" and nominal != None and nominal &lt; 1000000'),
        ("ya", "text", 'keputusan == "ya"'),
    ],
)
def test_a_step_that_is_returned_comes_back_as_it_was_filled_in(
    whole: Flask, name: str, kind: str, yes: str
) -> None:
    office = Office(small_sop(extra_field=field(name, "Lainnya", kind), yes=yes))
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial", **{name: "75000"})
    with transaction() as session:
        return_to_submitter(
            session, office.task(instance).id, "Bahan belum lengkap sama sekali", by=office.budi
        )
    page = desk(whole, office.siti).get(f"/tasks/{office.task(instance).id}")
    assert 'value="Bakti sosial"' in page.text
    assert 'value="75000"' in page.text
    assert "Kirim ke Pengelola Website" in buttons(page)
    assert "Kirim keputusan" not in buttons(page)


def test_what_was_typed_and_is_no_longer_asked_is_refused_in_words_until_it_is_emptied(whole: Flask) -> None:
    """Without script the whole form is shown; a choice made there can't be unticked again."""
    extra = field("tagar", "Tagar", jenis="tags") + field(
        "alasan", "Alasan dua tagar", "enum", jenis="radio", options="umum khusus",
        tampil_jika="len(tagar) &gt;= 2",
    )  # fmt: skip
    office = Office(small_sop(extra_field=extra))
    instance = office.start()
    browser, task = desk(whole, office.siti), f"/tasks/{office.task(instance).id}"
    typed = {"judul": "Bakti sosial", "tagar": "Dinsos dinsos", "alasan": "umum"}
    page = browser.send(task, typed)
    assert page.status_code == 422
    assert "Isian ini tidak diminta untuk jawaban lain yang dipilih" in words(page)
    assert 'value="Dinsos dinsos"' in page.text
    assert "Kosongkan “Alasan dua tagar”" in buttons(page)
    page = browser.send(task, {**typed, "_remove": "alasan"})
    assert page.status_code == 200
    assert 'value="umum" checked' not in page.text
    browser.send(task, {"judul": "Bakti sosial", "tagar": "Dinsos dinsos"})
    with reading() as session:
        assert session.get_one(Instance, instance).data["tagar"] == ["Dinsos"]


def test_a_task_in_other_hands_says_in_whose(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task = office.task(instance).id
    desk(whole, office.rudi).send(f"/tasks/{task}/claim")
    page = desk(whole, office.budi).get(f"/tasks/{task}")
    assert "Sedang dikerjakan Rudi" in words(page)
    assert "data-task-form" not in page.text


def test_who_did_the_work_is_told_that_another_must_check_it(whole: Flask, open_office: Office) -> None:
    office = open_office
    with transaction() as session:
        both = person(session, "both", EDITOR, LEAD)
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    office.do(instance, "Pilih", by=both, isi="Naskah pertama")
    page = desk(whole, both).get(f"/tasks/{office.task(instance).id}")
    assert "Langkah ini harus diperiksa orang lain" in words(page)
    assert "data-task-form" not in page.text


def test_a_supervisor_may_let_them_all_the_same(whole: Flask, open_office: Office) -> None:
    office = open_office
    with transaction() as session:
        both = person(session, "both", EDITOR, LEAD)
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    office.do(instance, "Pilih", by=both, isi="Naskah pertama")
    task = office.task(instance).id
    browser = desk(whole, office.wati)
    assert "Beri pengecualian pemisahan tugas" in buttons(browser.get(f"/tasks/{task}"))
    browser.send(f"/tasks/{task}/waive", {"person": both.id, "reason": "Hanya satu petugas masuk hari ini"})
    assert "data-task-form" in desk(whole, both).get(f"/tasks/{task}").text


def test_returning_needs_a_reason_that_says_something(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task, browser = office.task(instance).id, desk(whole, office.budi)
    answer = browser.send(f"/tasks/{task}/return", {"reason": "  jelek  "}, follow_redirects=True)
    assert "10" in words(answer)
    assert office.task(instance).element == "Pilih"
    answer = browser.send(f"/tasks/{task}/return", {"reason": "Bahan belum lengkap"}, follow_redirects=True)
    assert "Berkas dikembalikan ke pengusul." in words(answer)
    assert office.task(instance).element == "Serah"


def test_a_draft_is_kept_for_the_script_and_for_those_without(whole: Flask, open_office: Office) -> None:
    office = open_office
    task = office.task(office.to_approval()).id
    browser = desk(whole, office.ani)
    told = browser.send(
        f"/tasks/{task}/draft", {"alasan": "Belum selesai"}, headers={"X-Requested-With": "alur"}
    )
    assert "Draf tersimpan" in json_of(told)["saved"]
    answer = browser.send(f"/tasks/{task}/draft", {"alasan": "Hampir selesai"}, follow_redirects=True)
    assert "Draf tersimpan" in words(answer)
    assert "Hampir selesai" in answer.text


def test_a_page_does_not_save_over_a_draft_that_it_has_not_seen(whole: Flask, open_office: Office) -> None:
    office = open_office
    task = office.task(office.to_approval()).id
    browser = desk(whole, office.ani)

    def save(reason: str, page: str, seen: str = "") -> TestResponse:
        told = {"X-Requested-With": "alur", "X-Draft-Page": page, "X-Draft-Seen": seen}
        return browser.send(f"/tasks/{task}/draft", {"alasan": reason}, headers=told)

    first = json_of(save("Satu", "laptop"))["seen"]
    other = save("Dua", "telepon")
    assert other.status_code == 409
    assert "sudah diubah di tab atau perangkat lain pukul" in json_of(other)["message"]
    assert (json_of(other)["seen"], json_of(other)["typed"]) == (first, {"alasan": ["Satu"]})
    # The page itself goes on, even if it never heard that its draft was saved.
    assert save("Tiga", "laptop").status_code == 200
    assert save("Dua", "telepon", first).status_code == 409
    page = browser.get(f"/tasks/{task}")
    assert "Tiga" in page.text
    seen = unescape(page.text.partition('data-draft-seen="')[2].partition('"')[0])
    assert save("Dua", "telepon", seen).status_code == 200
    assert save("Empat", "laptop", seen).status_code == 409
    assert save("Empat", "lain", "bukan waktu").status_code == 409
    # A button that was pressed means it.
    browser.send(f"/tasks/{task}/draft", {"alasan": "Lima"})
    assert "Lima" in browser.get(f"/tasks/{task}").text


def test_a_task_that_is_let_go_keeps_what_was_typed(whole: Flask, open_office: Office) -> None:
    office = open_office
    task = office.task(office.to_approval()).id
    browser = desk(whole, office.ani)
    browser.send(f"/tasks/{task}/claim")
    browser.send(f"/tasks/{task}/draft", {"alasan": "Belum selesai"})
    browser.send(f"/tasks/{task}/release")
    with reading() as session:
        assert session.get_one(Task, task).claimed_by is None
    assert "Belum selesai" in browser.get(f"/tasks/{task}").text


def test_a_finished_task_says_who_did_it(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    task = office.task(instance).id
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    page = desk(whole, office.ani).get(f"/tasks/{task}")
    assert "Diselesaikan oleh Ani" in words(page)
    assert f"/instances/{instance}" in addresses(page)


def test_an_instance_that_one_may_not_see_is_not_found(whole: Flask, open_office: Office) -> None:
    office = open_office
    with transaction() as session:
        stranger = person(session, "stranger")
    task = office.task(office.to_approval()).id
    assert desk(whole, stranger).get(f"/tasks/{task}").status_code == 404


def test_what_was_typed_into_a_task_that_is_gone_meanwhile_stays(whole: Flask, open_office: Office) -> None:
    office = open_office
    task = office.task(office.to_approval()).id
    browser = desk(whole, office.ani)
    browser.send(f"/tasks/{task}/claim")
    with transaction() as session:
        claims.release(session, task, by=office.wati)
    answer = browser.send(f"/tasks/{task}/release", {"alasan": "Belum selesai"}, follow_redirects=True)
    assert "Belum selesai" in answer.text
    assert "Belum selesai" in browser.get(f"/tasks/{task}").text


@pytest.mark.parametrize("action", ["", "/draft"])
def test_a_file_that_comes_too_late_takes_no_words_along(
    whole: Flask, open_office: Office, action: str
) -> None:
    office, sop = open_office, small_sop(extra_field=field("foto", "Foto", "files"))
    with transaction() as session:
        deploy(session, sop.encode(), "kecil.bpmn")
        other = person(session, "sari", FIELD)
    task = office.task(office.start()).id
    with transaction() as session:
        claims.release(session, task, by=office.siti)
        claims.claim(session, task, by=other)
    photo = (BytesIO(b"no picture"), "foto.jpg")
    typed = {"judul": "Bakti sosial", "foto.upload": photo}
    answer = desk(whole, office.siti).send(f"/tasks/{task}{action}", typed)
    assert answer.status_code == 409
    assert "Bakti sosial" in answer.text
    with reading() as session:
        kept = drafts.load(session, task, by=office.siti)
        assert kept is not None
        assert kept.typed == {"judul": ["Bakti sosial"]}


def test_a_large_answer_of_a_decision_asks_on_without_a_script(whole: Flask, open_office: Office) -> None:
    task = open_office.task(open_office.to_approval()).id
    browser = desk(whole, open_office.ani)
    assert {"Ya", "Tidak"} <= set(buttons(browser.get(f"/tasks/{task}")))
    answer = browser.send(f"/tasks/{task}", {"_choose": "keputusan=tidak"})
    assert answer.location == f"/tasks/{task}#jawaban"
    page = browser.get(answer.location)
    assert 'id="jawaban"' in page.text
    assert re.search(r'value="tidak"\s+checked', page.text)
