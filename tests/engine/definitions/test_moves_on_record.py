"""Which counterparts a move of running instances used stands in the record."""

from __future__ import annotations

from sqlalchemy import select

from engine.database import reading, transaction
from engine.instances import moving
from engine.instances.timeline import entry_of
from engine.tables.events import Event
from tests.engine.definitions.test_moving_instances import RENAMED, deployed, moved, row, without_approval
from tests.office import Office, small_sop


def test_the_record_says_what_became_of_each_step(office: Office) -> None:
    instance = office.to_approval()
    old = row(instance).version_id
    moved(office, deployed(without_approval()), mapping={str(old): {"Periksa": "Tayang"}})
    with reading() as session:
        event = session.scalars(select(Event).where(Event.name == "version.move_begun")).one()
        [told] = entry_of(event).params["mapping"]
    assert told["from"] == 1
    became = [(item["before"], item["after"], item["corrected"]) for item in told["elements"]]
    assert became == [
        ("Serah", "Serah", False),
        ("Pilih", "Pilih", False),
        ("Periksa", "Tayang", True),
        ("Tayang", "Tayang", False),
    ]
    assert told["elements"][2]["name_after"] == "Menayangkan"


def test_only_versions_whose_instances_move_are_in_the_record(office: Office) -> None:
    office.start()
    deployed(RENAMED)
    later = office.start()
    target = deployed(small_sop().replace('value="PT30M"', 'value="PT2H"'))
    with transaction() as session:
        moving.begin(session, target, instances=[later], by=office.tono)
    with reading() as session:
        event = session.scalars(select(Event).where(Event.name == "version.move_begun")).one()
    assert [source["from"] for source in entry_of(event).params["mapping"]] == [2]
