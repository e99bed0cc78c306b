"""Norms and deadlines that run by the clock: "3 × 24 jam", at night and at weekends, too."""

from __future__ import annotations

from datetime import timedelta

from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.queries import counts, my_tasks
from engine.inbox.waiting import TaskFilter
from engine.instances import timers
from engine.instances.timeline import sentence, timeline
from engine.instances.view import view_instance
from tests.conftest import At
from tests.office import Office, small_sop, timed_sop, timer


def deployed(xml: str) -> None:
    """With a deadline of two days and nights on choosing."""
    with transaction() as session:
        deploy(
            session, timed_sop(timer("Batas", "Pilih", "2x24H", to="Periksa"), xml=xml).encode(), "kecil.bpmn"
        )


def test_what_runs_by_the_clock_does_so_at_the_weekend(office: Office, clock_at: At) -> None:
    deployed(small_sop().replace("PT30M", "1x24H"))
    clock_at("2026-11-20 16:00")
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    now = clock_at("2026-11-21 10:00")
    with reading() as session:
        page = my_tasks(session, TaskFilter(), by=office.budi)
        times = page.rows[0].timing
        used = (times.used, times.norm, times.left, times.late)
        assert used == (18 * 60, 24 * 60, 6 * 60, False)
        assert (times.due_at, times.resumes_at) == (now + timedelta(hours=6), None)
        assert (page.rows[0].deadline_left, page.rows[0].deadline_by_clock) == (30 * 60, True)
        [shown] = view_instance(session, instance, by=office.budi).track[1:2]
        assert (shown.minutes, shown.norm_minutes, shown.by_clock) == (18 * 60, 24 * 60, True)
        assert counts(session, by=office.budi).late == 0
    clock_at("2026-11-21 16:01")
    with reading() as session:
        assert counts(session, by=office.budi).late == 1
    clock_at("2026-11-22 15:00")
    office.do(instance, "Pilih", by=office.budi, isi="Berita")
    with reading() as session:
        entry = timeline(session, instance)[0].params
        assert (entry["minutes"], entry["waited"], entry["norm"], entry["by_clock"]) == (
            2820,
            2820,
            1440,
            True,
        )
        [shown] = view_instance(session, instance, by=office.budi).track[1:2]
        assert (shown.minutes, shown.norm_minutes, shown.by_clock) == (2820, 1440, True)


def test_a_deadline_by_the_clock_comes_on_a_sunday(office: Office, clock_at: At) -> None:
    deployed(small_sop())
    clock_at("2026-11-20 16:00")
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    clock_at("2026-11-22 15:59")
    assert timers.fire_due() == 0
    clock_at("2026-11-22 16:00")
    assert timers.fire_due() == 1
    with reading() as session:
        story = [sentence(entry, "id") for entry in timeline(session, instance)]
    assert "Batas waktu 2 × 24 jam untuk" in story[0]
    assert office.task(instance).element == "Periksa"
