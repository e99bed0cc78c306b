"""What stands in the record stays; who changes it behind Alur's back is found."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError

from engine.audit.chain import Break
from engine.audit.verify import Verdict, verify_all, verify_instance
from engine.database import reading, transaction
from engine.tables.events import Event
from engine.tables.instances import Instance
from tests.office import Office


def drop_triggers(database: Engine) -> None:
    with database.begin() as connection:
        if database.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER events_no_update")
            connection.exec_driver_sql("DROP TRIGGER events_no_delete")
        else:
            connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER USER")


def broken() -> list[Verdict]:
    with reading() as session:
        return [verdict for verdict in verify_all(session) if verdict.broken]


@pytest.mark.parametrize(
    "forgery", ["UPDATE events SET body = 'x'", "DELETE FROM events", "UPDATE events SET seq = seq + 1"]
)
def test_the_database_refuses_to_change_events(office: Office, database: Engine, forgery: str) -> None:
    office.start()
    with pytest.raises(DatabaseError, match="append-only"), database.begin() as connection:
        connection.execute(text(forgery))
    assert broken() == []


def test_postgresql_refuses_to_empty_the_table(office: Office, database: Engine) -> None:
    statement = "DELETE FROM events" if database.dialect.name == "sqlite" else "TRUNCATE events"
    with pytest.raises(DatabaseError, match="append-only"), database.begin() as connection:
        connection.execute(text(statement))


def test_one_altered_byte_is_found_with_instance_place_and_reason(office: Office, database: Engine) -> None:
    instance = office.to_approval()
    other = office.to_approval()
    drop_triggers(database)
    with database.begin() as connection:
        connection.execute(
            text(
                "UPDATE events SET body = replace(body, 'Naskah pertama', 'Naskah pertamA') "
                "WHERE chain = :chain AND seq = 3"
            ),
            {"chain": f"instance:{instance}"},
        )
    [verdict] = broken()
    with reading() as session:
        assert verdict.instance == session.get_one(Instance, instance).number
        assert verify_instance(session, other).broken is None
    assert verdict.broken is not None
    assert (verdict.broken.seq, verdict.broken.reason) == (3, "changed")


def test_the_newest_events_are_looked_at_back_from_the_head(office: Office, database: Engine) -> None:
    """As a page does unasked: the older ones are not called whole."""
    instance = office.to_approval()
    with reading() as session:
        newest, everything = (verify_instance(session, instance, last=last) for last in (2, None))
    assert (newest.events, newest.older, newest.broken) == (2, everything.events - 2, None)
    drop_triggers(database)
    change = "UPDATE events SET body = '{}' WHERE chain = :chain AND seq = :seq"
    for seq, found in ((1, None), (everything.events - 1, "changed")):
        with database.begin() as connection:
            connection.execute(text(change), {"chain": f"instance:{instance}", "seq": seq})
        with reading() as session:
            broken_at = verify_instance(session, instance, last=2).broken
        assert (broken_at and broken_at.reason) == found
    with reading() as session:
        assert verify_instance(session, instance).broken == Break(1, "changed")


def test_a_gap_right_before_the_newest_events_is_found(office: Office, database: Engine) -> None:
    instance = office.to_approval()
    drop_triggers(database)
    with database.begin() as connection:
        where = {"chain": f"instance:{instance}"}
        connection.execute(text("DELETE FROM events WHERE chain = :chain AND seq = 2"), where)
    with reading() as session:
        verdict = verify_instance(session, instance)
        newest = verify_instance(session, instance, last=verdict.events - 1)
    assert newest.broken == Break(3, "order")


def test_events_after_a_break_are_counted_too(office: Office, database: Engine) -> None:
    instance = office.to_approval()
    drop_triggers(database)
    with database.begin() as connection:
        where = {"chain": f"instance:{instance}"}
        connection.execute(text("UPDATE events SET body = '{}' WHERE chain = :chain AND seq = 1"), where)
    [verdict] = broken()
    assert verdict.broken is not None
    assert (verdict.broken.seq, verdict.events) == (1, 3)


@pytest.mark.parametrize(
    ("forgery", "seq", "reason"),
    [
        ("DELETE FROM events WHERE chain = :chain AND seq = 2", 2, "missing"),
        ("DELETE FROM events WHERE chain = :chain AND seq = 3", 3, "missing"),
        ("DELETE FROM events WHERE chain = :chain", 1, "missing"),
        ("UPDATE events SET name = 'task.claimed' WHERE chain = :chain AND seq = 2", 2, "column"),
        ("UPDATE events SET person_id = NULL WHERE chain = :chain AND seq = 3", 3, "column"),
        ("UPDATE instances SET chain_hash = 'f' WHERE 'instance:' || id = :chain", 3, "head"),
    ],
)
def test_every_kind_of_forgery_is_found(
    office: Office, database: Engine, forgery: str, seq: int, reason: str
) -> None:
    instance = office.to_approval()
    drop_triggers(database)
    with database.begin() as connection:
        connection.execute(text(forgery), {"chain": f"instance:{instance}"})
    [verdict] = broken()
    assert verdict.broken is not None
    assert (verdict.broken.seq, verdict.broken.reason) == (seq, reason)


def test_what_is_hashed_is_what_is_stored(office: Office) -> None:
    office.start()
    with reading() as session:
        for event in session.scalars(select(Event)):
            assert json.loads(event.body)["name"] == event.name


def test_a_rolled_back_action_leaves_no_event(office: Office) -> None:
    instance = office.start()
    from engine.inbox.complete import complete

    with pytest.raises(RuntimeError), transaction() as session:  # noqa: PT012
        complete(session, office.task(instance).id, {"judul": ["Bakti sosial"]}, by=office.siti)
        raise RuntimeError
    with reading() as session:
        assert session.scalars(select(Event.name).where(Event.chain == f"instance:{instance}")).all() == [
            "instance.started"
        ]
    assert broken() == []


def test_the_command_says_whether_all_is_whole(
    office: Office, database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from webforms.cli import main

    instance = office.to_approval()
    monkeypatch.setenv("ALUR_DATABASE_URL", database_url)
    monkeypatch.setenv("ALUR_DATA_DIR", str(tmp_path))
    whole = CliRunner().invoke(main, ["audit", "verify"])
    assert (whole.exit_code, whole.output.strip()[-9:]) == (0, ", 0 broken"[-9:])

    drop_triggers(database)
    with database.begin() as connection:
        connection.execute(
            text("UPDATE events SET body = body || ' ' WHERE chain = :chain AND seq = 1"),
            {"chain": f"instance:{instance}"},
        )
    found = CliRunner().invoke(main, ["audit", "verify", "--json"])
    with reading() as session:
        number = session.get_one(Instance, instance).number
    assert found.exit_code == 1
    [one] = json.loads(found.output)["broken"]
    assert one == {"chain": f"instance:{instance}", "instance": number, "seq": 1, "reason": "changed"}
    assert number in CliRunner().invoke(main, ["audit", "verify"]).output
