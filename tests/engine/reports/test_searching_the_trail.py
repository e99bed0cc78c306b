"""The auditor's search over a trail that has grown."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from engine import clock
from engine.database import reading, transaction
from engine.reports.audit_trail import search
from engine.reports.trail import TrailFilter
from engine.tables.events import Event
from engine.tables.instances import Instance
from tests.conftest import not_none
from tests.office import Office

INSTANCES, EVENTS = 200, 2000


def grow(office: Office) -> None:
    instance = office.start()
    with transaction() as session:
        row = session.get_one(Instance, instance)
        like = {
            column.name: getattr(row, column.name)
            for column in Instance.__table__.columns
            if column.name != "id"
        }
        session.execute(insert(Instance), [{**like, "number": f"n{n}"} for n in range(INSTANCES)])
        ids = session.scalars(select(Instance.id)).all()
        rows = [
            {
                "chain": f"instance:{ids[n % len(ids)]}",
                "seq": 10 + n // len(ids),
                "name": "task.claimed",
                "at": clock.now(),
                "body": "{}",
                "previous_hash": f"before {n}",
                "hash": f"{n}",
            }
            for n in range(EVENTS)
        ]
        session.execute(insert(Event), rows)


def test_sqlite_does_not_go_through_all_instances_for_each_event(sqlite_database: Engine) -> None:
    """Ten thousand instances and a hundred thousand events would take minutes."""
    office, thousands = Office(), 0
    grow(office)

    def count() -> int:
        nonlocal thousands
        thousands += 1
        return 0

    with reading() as session:
        driver = not_none(session.connection().connection.driver_connection)
        driver.set_progress_handler(count, 1000)
        found = search(session, TrailFilter(instance="nowhere"), by=office.eko)
        driver.set_progress_handler(None, 0)
    assert found.rows == []
    assert thousands < EVENTS * 100 / 1000
