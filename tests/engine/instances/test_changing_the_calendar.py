"""An administrator changes the office's calendar: it holds at once, and open work is counted anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import calendar
from engine.actor import Actor
from engine.audit.verify import verify_all
from engine.calendar import stored
from engine.calendar.entries import Day, DayKind, Entries, OtherHours, Unit
from engine.calendar.lawful import ramadan_week
from engine.calendar.office import Week
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.errors import NotAllowed
from engine.instances import timers
from engine.instances.calendar import CalendarChanged, change, propose, see
from engine.instances.recounting import _LOOK, _OUTDATED_TASKS, being_recounted, effect, recount
from engine.instances.timeline import sentence, timeline
from engine.people.notices import notices
from engine.people.rights import Office as Position
from engine.tables.events import Event
from engine.tables.timers import Timer
from tests.conftest import JAKARTA, At, Counting
from tests.office import EDITOR, Office, person, small_sop, timed_sop, timer

#: A Monday.
MORNING = "2026-11-23 09:00"
FREE_TUESDAY = Day(
    id=9,
    kind=DayKind.LOCAL,
    first=date(2026, 11, 24),
    last=date(2026, 11, 24),
    name="Hari jadi",
    decree="SK 1",
)


@pytest.fixture(autouse=True)
def file_again() -> Iterator[None]:
    yield
    calendar.use_file()


@pytest.fixture
def admin(office: Office, clock_at: At) -> Actor:
    clock_at(MORNING)
    with transaction() as session:
        return person(session, "admin", offices=(Position.ADMIN,))


def entries() -> Entries:
    with reading() as session:
        return stored.stored(session).entries


def changed(to: Entries, by: Actor) -> None:
    with reading() as session:
        version = stored.stored(session).version
    with transaction() as session:
        change(session, to, version=version, by=by)
    assert recount() >= 0


def at_choosing(office: Office) -> int:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    return instance


def due(office: Office, instance: int) -> str:
    at = office.task(instance).due_at
    assert at is not None
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M}"


def test_nobody_else_changes_it_and_the_offices_see_it(office: Office, admin: Actor) -> None:
    with pytest.raises(NotAllowed), transaction() as session:
        change(session, entries(), version=0, by=office.siti)
    with pytest.raises(NotAllowed), transaction() as session:
        see(session, by=office.siti)
    with reading() as session:
        assert see(session, by=admin).version == 0


def test_open_work_is_counted_anew_and_told(
    office: Office, admin: Actor, clock_at: At, statements: Counting
) -> None:
    with transaction() as session:
        deploy(
            session,
            timed_sop(timer("Ingat", "Pilih", "P2D"), xml=small_sop().replace("PT30M", "P1D")).encode(),
            "kecil.bpmn",
        )
        supervisor = person(session, "penyelia", offices=(Position.SUPERVISOR,))
    instance = at_choosing(office)
    assert due(office, instance) == "2026-11-24 16:00"
    after = entries().with_entry(FREE_TUESDAY)
    with reading() as session:
        found = effect(session, propose(after, field="first"))
    assert (found.moved, found.late, found.more) == (1, 0, False)
    assert found.examples[0].after == datetime(2026, 11, 25, 16, tzinfo=JAKARTA)
    with transaction() as session:
        assert change(session, after, version=0, by=admin) == 1
    with reading() as session:
        assert being_recounted(session)
    assert recount() == 1
    with statements() as seen:
        assert recount() == 0
    assert seen.count == 1
    with reading() as session:
        assert not being_recounted(session)
        assert session.scalars(select(Timer.due_at)).one() == datetime(2026, 11, 26, 16, tzinfo=JAKARTA)
        told = notices(session, by=supervisor)
        assert [each.sentence("id") for each in told] == [
            "Admin mengubah kalender kantor: “Hari jadi” ditambahkan (Jenis: Libur lokal, "
            "Mulai: 24 November 2026, Sampai: 24 November 2026, Nomor keputusan: SK 1)"
        ]
        assert notices(session, by=admin) == []
        words = [sentence(entry, "id") for entry in timeline(session, instance)]
        assert all(verdict.broken is None for verdict in verify_all(session))
    assert due(office, instance) == "2026-11-25 16:00"
    assert words[0] == (
        "Tenggat “Memilih bahan” berubah dari Selasa, 24 November 2026, 16.00 WIB menjadi "
        "Rabu, 25 November 2026, 16.00 WIB karena kalender kantor berubah"
    )
    # New work is counted by it, too, and back again.
    second = at_choosing(office)
    assert due(office, second) == "2026-11-25 16:00"
    changed(entries().without(FREE_TUESDAY.id), admin)
    assert (due(office, instance), due(office, second)) == ("2026-11-24 16:00", "2026-11-24 16:00")


def test_a_look_goes_through_no_tasks(office: Office) -> None:
    with reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            return
        for statement in (_LOOK, _OUTDATED_TASKS):
            words = str(statement.compile(session.connection(), compile_kwargs={"literal_binds": True}))
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
            assert [row[3] for row in plan if "tasks" in row[3]] == [
                "SEARCH tasks USING INDEX ix_tasks_calendar_version (calendar_version<?)"
            ]


def test_a_reminder_whose_time_is_over_by_the_new_hours_comes_now(
    office: Office, admin: Actor, clock_at: At
) -> None:
    with transaction() as session:
        deploy(session, timed_sop(timer("Ingat", "Pilih", "PT4H")).encode(), "kecil.bpmn")
    free = replace(FREE_TUESDAY, first=date(2026, 11, 23), last=date(2026, 11, 23))
    changed(entries().with_entry(free), admin)
    at_choosing(office)
    clock_at("2026-11-23 15:00")
    assert timers.fire_due() == 0
    changed(entries().without(free.id), admin)
    assert timers.fire_due() == 1


def test_a_unit_with_its_own_week_counts_its_own_steps(office: Office, admin: Actor) -> None:
    saturdays: Week = (*entries().units[0].week[:5], entries().units[0].week[0], ())
    changed(entries().with_entry(Unit(id=5, name="Redaksi", roles=(EDITOR,), week=saturdays)), admin)
    with transaction() as session:
        deploy(session, small_sop().replace("PT30M", "P5D").replace("PT60M", "P5D").encode(), "kecil.bpmn")
    first = office.start()
    assert due(office, first) == "2026-11-30 16:00"
    office.do(first, "Serah", by=office.siti, judul="Bakti sosial")
    assert due(office, first) == "2026-11-28 16:00"


def test_of_two_who_change_it_at_once_the_second_is_told(office: Office, admin: Actor) -> None:
    changed(entries().with_entry(FREE_TUESDAY), admin)
    with pytest.raises(CalendarChanged), transaction() as session:
        change(session, entries().without(FREE_TUESDAY.id), version=0, by=admin)


def test_another_process_learns_of_it_with_its_next_question(office: Office, admin: Actor) -> None:
    fasting = OtherHours(
        id=3, unit=1, name="Ramadan", week=ramadan_week(), first=date(2026, 11, 23), last=date(2026, 12, 22)
    )
    instance = at_choosing(office)
    with transaction() as session:
        change(session, entries().with_entry(fasting), version=0, by=admin)
    # This process does not know it yet: what it opens now is counted anew all the same.
    assert calendar.current().version == 0
    other = office.start()
    before = due(office, other)
    assert recount() == 2
    assert calendar.current().version == 1
    assert (before, due(office, other)) == ("2026-11-23 10:00", "2026-11-23 10:00")
    assert office.task(instance).calendar_version == office.task(other).calendar_version == 1


def test_the_file_holds_again_in_a_database_without_a_calendar(office: Office, admin: Actor) -> None:
    changed(entries().with_entry(FREE_TUESDAY), admin)
    assert calendar.current().version == 1

    def newest(session: Session) -> None:
        stored.use_newest(session, None)

    with reading() as session:
        newest(session)
    assert calendar.current().version == 0


def test_the_trail_says_what_was_changed(office: Office, admin: Actor) -> None:
    changed(entries().with_entry(FREE_TUESDAY), admin)
    with reading() as session:
        event = session.scalars(select(Event).where(Event.chain == "calendar")).one()
    assert event.person_id == admin.id
    assert '"action":"added"' in event.body
