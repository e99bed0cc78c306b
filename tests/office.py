"""A small office for tests: people with roles, and a small SOP of the shape of SOP 032."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table as TableOfRows
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.denials import DENIALS, denials_of
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.complete import complete
from engine.instances.lifecycle import start
from engine.instances.timeline import Entry, entry_of
from engine.tables import Table
from engine.tables.events import Event
from engine.tables.instances import Task, TaskState
from engine.tables.people import Grant, GrantKind, Person

FIELD, EDITOR, LEAD = "Petugas Lapangan", "Pengelola Website", "Ketua Tim Kerja"

_STEP = """
<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements>
<camunda:properties>{properties}</camunda:properties>
<camunda:formData>{fields}</camunda:formData></bpmn:extensionElements></bpmn:userTask>"""


def field(name: str, label: str, kind: str = "text", **properties: str) -> str:
    options = "".join(
        f'<camunda:value id="{word}" name="{word.title()}"/>'
        for word in properties.pop("options", "").split()
    )
    required = (
        '<camunda:validation><camunda:constraint name="required" config="true"/></camunda:validation>'
        if properties.pop("required", "")
        else ""
    )
    more = "".join(f'<camunda:property id="{key}" value="{value}"/>' for key, value in properties.items())
    return (
        f'<camunda:formField id="{name}" label="{label}" type="{kind}">'
        f"<camunda:properties>{more}</camunda:properties>{options}{required}</camunda:formField>"
    )


def step(element: str, name: str, norm: str, fields: str, **properties: str) -> str:
    own = {"norma_waktu": norm, "kelengkapan": "Berkas", "keluaran": "Berkas", **properties}
    words = "".join(f'<camunda:property name="{key}" value="{value}"/>' for key, value in own.items())
    return _STEP.format(id=element, name=name, properties=words, fields=fields)


def small_sop(*, extra_field: str = "", key: str = "kecil", yes: str = 'keputusan == "ya"') -> str:
    """Serah (field) → Pilih (editor) → Periksa (lead) → ya: Tayang (editor), tidak: back to Pilih."""
    steps = (
        step("Serah", "Menyerahkan materi", "PT60M",
             field("judul", "Judul", required="1") + field("catatan", "Catatan", "textarea") + extra_field)
        + step("Pilih", "Memilih bahan", "PT30M", field("isi", "Isi berita", "textarea", required="1"),
               kembalikan_ke="Serah")
        + step("Periksa", "Memeriksa materi", "PT15M",
               field("keputusan", "Disetujui?", "radio", options="ya tidak", required="1")
               + field("alasan", "Alasan", "textarea", wajib_jika="keputusan == &quot;tidak&quot;"),
               pemisahan_tugas="Serah Pilih", sidik_isi="judul isi")
        + step("Tayang", "Menayangkan", "PT5M",
               field("url", "Tautan", "url", required="1"), sidik_dari="Periksa")
    )  # fmt: skip
    lanes = "".join(
        f'<bpmn:lane id="L{n}" name="{name}">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes.split())
        + "</bpmn:lane>"
        for n, (name, nodes) in enumerate(
            [
                ("Admin Bidang/Petugas Lapangan (Tim Kerja)", "Mulai Serah"),
                ("Pengelola Website (Tim Kerja)", "Pilih Tayang Selesai"),
                ("Ketua Tim Kerja", "Periksa Disetujui"),
            ]
        )
    )
    flows = [
        ("f1", "Mulai", "Serah", ""), ("f2", "Serah", "Pilih", ""), ("f3", "Pilih", "Periksa", ""),
        ("f4", "Periksa", "Disetujui", ""), ("ya", "Disetujui", "Tayang", yes),
        ("tidak", "Disetujui", "Pilih", ""), ("f7", "Tayang", "Selesai", ""),
    ]  # fmt: skip
    arrows = "".join(
        f'<bpmn:sequenceFlow id="{item}" sourceRef="{source}" targetRef="{target}">'
        + (f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else "")
        + "</bpmn:sequenceFlow>"
        for item, source, target, condition in flows
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="http://alur.example">
<bpmn:collaboration id="K"><bpmn:participant id="P" name="Kantor" processRef="{key}"/></bpmn:collaboration>
<bpmn:process id="{key}" name="SOP Kecil" isExecutable="true"><bpmn:extensionElements><camunda:properties>
<camunda:property name="nomor_sop" value="099 / SOP / 2026"/>
<camunda:property name="judul_berkas" value="judul"/>
</camunda:properties></bpmn:extensionElements>
<bpmn:laneSet id="LS">{lanes}</bpmn:laneSet>
<bpmn:startEvent id="Mulai" name="Mulai"/>{steps}
<bpmn:exclusiveGateway id="Disetujui" name="Disetujui?" default="tidak"/>
<bpmn:endEvent id="Selesai" name="Selesai"/>{arrows}</bpmn:process></bpmn:definitions>"""


#: Conditions for `yes` that fail as lint can't foresee: where the text of `isi`, or `catatan`, holds a word
#: that stands nowhere in the condition.
FAILS_AT_NASKAH = 'keputusan == "ya" and [1][isi.count("Nas" + "kah")] == 1'
FAILS_AT_RUSAK = 'keputusan == "ya" and [1][str(catatan).count("ru" + "sak")] == 1'


def timer(name: str, host: str, duration: str, *, to: str = "") -> str:
    """*Waktu* on a step: a deadline where its name says so ("Batas…"), else a reminder."""
    kind = "" if name.startswith("Batas") else ' cancelActivity="false"'
    event = (
        f'<bpmn:boundaryEvent id="{name}" attachedToRef="{host}"{kind}><bpmn:timerEventDefinition>'
        f"<bpmn:timeDuration>{duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    flow = f'<bpmn:sequenceFlow id="{name}_{to}" sourceRef="{name}" targetRef="{to}"/>'
    return event + (flow if to else "")


def timed_sop(*timers: str, xml: str = "") -> str:
    return (xml or small_sop()).replace("<bpmn:exclusiveGateway", "".join(timers) + "<bpmn:exclusiveGateway")


def person(session: Session, username: str, *roles: str, offices: tuple[str, ...] = ()) -> Actor:
    row = Person(
        username=username,
        name=username.title(),
        unit="",
        password_hash=None,
        language="id",
        active=True,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    session.add_all(Grant(person_id=row.id, kind=GrantKind.ROLE, name=role) for role in roles)
    session.add_all(Grant(person_id=row.id, kind=GrantKind.OFFICE, name=name) for name in offices)
    return Actor(
        id=row.id,
        username=username,
        name=row.name,
        roles=frozenset(roles),
        offices=frozenset(offices),
    )


def _opened(session: Session, xml: str) -> dict[str, Actor]:
    people = {
        "siti": person(session, "siti", FIELD),
        "budi": person(session, "budi", EDITOR),
        "rudi": person(session, "rudi", EDITOR),
        "ani": person(session, "ani", LEAD),
        "wati": person(session, "wati", offices=("supervisor",)),
        "tono": person(session, "tono", offices=("process_admin",)),
        "eko": person(session, "eko", offices=("auditor",)),
        "dewi": person(session, "dewi", offices=("admin",)),
    }
    deploy(session, xml.encode(), "kecil.bpmn")
    session.flush()
    return people


# The usual office is opened once in a process, and written down row by row for every other test: hashing,
# linting and compiling its SOP is most of what opening it takes.
_REAL_CLOCK = clock.now
_usual: dict[str, Actor] = {}
_rows: list[tuple[TableOfRows, list[dict[str, Any]]]] = []


def _all_rows(session: Session) -> Iterator[tuple[TableOfRows, list[dict[str, Any]]]]:
    for table in Table.metadata.sorted_tables:
        if found := [dict(row) for row in session.execute(select(table)).mappings()]:
            yield table, found


def _write(session: Session, rows: Iterable[tuple[TableOfRows, list[dict[str, Any]]]]) -> None:
    for table, values in rows:
        session.execute(insert(table), values)
        if session.get_bind().dialect.name == "postgresql" and "id" in table.c:
            # What was written with its id has not moved the sequence on.
            last = max(row["id"] for row in values)
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})"))


class Office:
    """Siti hands in, Budi edits, Ani approves; Rudi edits too; Wati supervises, Tono deploys, Eko audits."""

    siti: Actor
    budi: Actor
    rudi: Actor
    ani: Actor
    wati: Actor
    tono: Actor
    eko: Actor
    dewi: Actor

    def __init__(self, xml: str | None = None) -> None:
        with transaction() as session:
            if xml or clock.now is not _REAL_CLOCK:
                vars(self).update(_opened(session, xml or small_sop()))
            elif not _usual:
                _usual.update(_opened(session, small_sop()))
                vars(self).update(_usual)
                _rows.extend(_all_rows(session))
            else:
                vars(self).update(_usual)
                _write(session, _rows)

    def start(self, *, by: Actor | None = None) -> int:
        """A new instance; its id."""
        with transaction() as session:
            instance, _tasks = start(session, "kecil", by=by or self.siti)
            return instance.id

    def do(self, instance: int, element: str, *, by: Actor, **typed: str) -> None:
        task = self.task(instance, element).id
        with transaction() as session:
            complete(session, task, {name: [value] for name, value in typed.items()}, by=by)

    def task(self, instance: int, element: str | None = None) -> Task:
        """The open task of an instance (at an element)."""
        with reading() as session:
            wanted = select(Task).where(
                Task.instance_id == instance, Task.state.in_((TaskState.OPEN, TaskState.CLAIMED))
            )
            return session.scalars(wanted.where(Task.element == element) if element else wanted).one()

    def to_approval(self, *, title: str = "Bakti sosial") -> int:
        """An instance that waits for Ani."""
        instance = self.start()
        self.do(instance, "Serah", by=self.siti, judul=title)
        self.do(instance, "Pilih", by=self.budi, isi="Naskah pertama")
        return instance


def last_denied(instance: int | None = None) -> Entry:
    """What was refused last in an instance, or outside of any."""
    chain = DENIALS if instance is None else denials_of(instance)
    with reading() as session:
        newest = select(Event).where(Event.chain == chain).order_by(Event.seq.desc()).limit(1)
        return entry_of(session.scalars(newest).one())
