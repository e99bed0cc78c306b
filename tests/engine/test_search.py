"""What people type into a search finds what it says, on both databases and in each of the lists."""

from __future__ import annotations

from sqlalchemy import update

from engine.database import reading, transaction
from engine.inbox.queries import my_tasks
from engine.inbox.waiting import TaskFilter
from engine.instances.listing import InstanceFilter
from engine.instances.queries import list_instances
from engine.people.queries import list_people
from engine.reports import audit_trail
from engine.reports.trail import TrailFilter
from engine.tables.instances import Instance, Task
from engine.tables.people import Person
from tests.engine.search.searching import index_all
from tests.office import Office

NAMES = ("100% jadi", "berkas_lama", r"C:\berkas", "Bantuan Évian", "İzmir", "Kursi roda", "a/b")
#: Typed → the one name that has its words.
BY_WORDS = {
    "100%": "100% jadi",
    "%": "",
    "_": "",
    "S_L": "",
    "lama": "berkas_lama",
    "\\": "",
    r":\B": "a/b",
    "A/B": "a/b",
    "évian": "Bantuan Évian",
    "EVIAN": "Bantuan Évian",
    "İzmir": "İzmir",
    "KURSI": "Kursi roda",
    " kurs ": "Kursi roda",
    "%roda": "Kursi roda",
    "k_rsi": "",
}
#: Typed → the one name that holds it, letter by letter.
SEARCHES = {
    "100%": "100% jadi",
    "%": "100% jadi",
    "_": "berkas_lama",
    "S_L": "berkas_lama",
    "\\": r"C:\berkas",
    r":\B": r"C:\berkas",
    "/": "a/b",
    "A/B": "a/b",
    "évian": "Bantuan Évian",
    "ÉVIAN": "Bantuan Évian",
    "İzmir": "İzmir",
    "KURSI": "Kursi roda",
    " kursi ": "Kursi roda",
    "%roda": "",
    "k_rsi": "",
}


def name_instances(office: Office) -> None:
    for name in NAMES:
        instance = office.start()
        with transaction() as session:
            session.execute(update(Instance).where(Instance.id == instance).values(title=name, number=name))
            session.execute(update(Task).where(Task.instance_id == instance).values(name=name))


def test_a_search_for_an_instance_looks_for_words(office: Office) -> None:
    name_instances(office)
    index_all()
    with reading() as session:
        for typed, name in BY_WORDS.items():
            instances = list_instances(session, InstanceFilter(search=typed), by=office.wati).rows
            tasks = my_tasks(session, TaskFilter(search=typed), by=office.siti).rows
            assert [{row.title for row in rows} for rows in (instances, tasks)] == [{name} - {""}] * 2, typed


def test_the_trail_takes_each_character_for_itself(office: Office) -> None:
    name_instances(office)
    with reading() as session:
        for typed, name in SEARCHES.items():
            trail = audit_trail.search(session, TrailFilter(instance=typed), by=office.eko).rows
            assert {row.title or "" for row in trail} == {name} - {""}, typed


def test_a_search_for_people_takes_each_character_for_itself(office: Office) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == office.rudi.id).values(name="Rudi", unit="Évian"))
    for name in NAMES:
        instance = office.start(by=office.siti)
        with transaction() as session:
            session.execute(update(Person).where(Person.id == office.siti.id).values(name=name))
        with reading() as session:
            for typed, wanted in SEARCHES.items():
                listed = [person.name for person in list_people(session, search=typed).people]
                told = audit_trail.search(session, TrailFilter(person=typed), by=office.eko).rows
                by_name = {row.instance_id for row in told}
                assert (name in listed) == (name == wanted), (typed, name)
                assert (instance in by_name) == (name == wanted), (typed, name)
