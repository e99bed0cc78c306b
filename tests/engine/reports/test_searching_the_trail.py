"""The auditor's search over a trail that has grown."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from engine import clock
from engine.database import reading, transaction
from engine.reports.audit_trail import TrailFilter, search
from engine.tables.events import Event
from engine.tables.instances import Instance
from tests.office import Office

CASES, EVENTS = 200, 2000


def grow(office: Office) -> None:
    case = office.start()
    with transaction() as session:
        row = session.get_one(Instance, case)
        like = {one.name: getattr(row, one.name) for one in Instance.__table__.columns if one.name != "id"}
        session.execute(insert(Instance), [{**like, "number": f"n{n}"} for n in range(CASES)])
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


def test_sqlite_does_not_go_through_all_cases_for_each_event(sqlite_database: Engine) -> None:
    """Ten thousand cases and a hundred thousand events would take minutes."""
    office, thousands = Office(), 0
    grow(office)

    def count() -> int:
        nonlocal thousands
        thousands += 1
        return 0

    with reading() as session:
        driver = session.connection().connection.driver_connection
        driver.set_progress_handler(count, 1000)  # type: ignore[union-attr]
        found = search(session, TrailFilter(case="nowhere"), by=office.eko)
        driver.set_progress_handler(None, 0)  # type: ignore[union-attr]
    assert found.rows == []
    assert thousands < EVENTS * 100 / 1000
