"""Akun: who takes over what waits for somebody, for each task or for all."""

from __future__ import annotations

from flask import Flask

from engine.database import transaction
from engine.inbox.claims import claim
from tests.office import Office
from tests.webforms.seen import desk, words


def held_by_budi(office: Office) -> int:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.budi)
    return instance


def test_each_task_or_all_go_to_a_colleague_by_name(whole: Flask, open_office: Office) -> None:
    office = open_office
    instances = [held_by_budi(office) for _ in range(3)]
    tasks = [office.task(instance).id for instance in instances]
    admin, page = desk(whole, office.dewi), f"/accounts/{office.budi.id}"
    assert "Tugas yang menunggu Budi" in words(admin.get(page))
    # One to all of the lane, the others to Rudi; who isn't of the lane gets none.
    typed = {"to": str(office.rudi.id), f"task-{tasks[0]}": "all", f"task-{tasks[1]}": str(office.siti.id)}
    answer = words(admin.send(f"{page}/hand-over", typed, follow_redirects=True))
    assert "2 tugas dibagikan" in answer
    assert "tidak dapat diserahkan kepada pegawai tersebut" in answer
    offered = [office.task(instance).offered_to for instance in instances]
    assert offered == [None, None, office.rudi.id]
    assert office.task(instances[1]).claimed_by == office.budi.id
    inbox = words(desk(whole, office.rudi).get("/"))
    assert "Tugas yang diserahkan kepada Anda" in inbox
    profile = desk(whole, office.rudi).get("/profile")
    assert "menyerahkan tugas “Memilih bahan (099/2026-0003)” dari Budi" in words(profile)


def test_nothing_chosen_changes_nothing(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = held_by_budi(office)
    admin, page = desk(whole, office.dewi), f"/accounts/{office.budi.id}"
    answer = words(admin.send(f"{page}/hand-over", {f"task-{10**9}": "all"}, follow_redirects=True))
    assert "Pilih dahulu kepada siapa" in answer
    assert office.task(instance).claimed_by == office.budi.id
    assert desk(whole, office.rudi).send(f"{page}/hand-over", {"to": "all"}).status_code == 403
