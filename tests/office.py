"""A small office for tests: people with roles, and a small SOP of the shape of SOP 032."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.complete import complete
from engine.instances.cases import start
from engine.tables.instances import Task, TaskState
from engine.tables.people import Grant, GrantKind, Person

FIELD, EDITOR, LEAD = "Petugas Lapangan", "Pengelola Website", "Ketua Tim Kerja"

_STEP = """
<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements>
<camunda:properties>{properties}</camunda:properties>
<camunda:formData>{fields}</camunda:formData></bpmn:extensionElements></bpmn:userTask>"""


def field(name: str, label: str, kind: str = "text", **properties: str) -> str:
    options = "".join(
        f'<camunda:value id="{one}" name="{one.title()}"/>' for one in properties.pop("options", "").split()
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
        f'<bpmn:sequenceFlow id="{one}" sourceRef="{source}" targetRef="{target}">'
        + (f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else "")
        + "</bpmn:sequenceFlow>"
        for one, source, target, condition in flows
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
    session.add_all(Grant(person_id=row.id, kind=GrantKind.LANE, name=role) for role in roles)
    session.add_all(Grant(person_id=row.id, kind=GrantKind.OFFICE, name=name) for name in offices)
    return Actor(
        id=row.id,
        username=username,
        name=row.name,
        roles=frozenset(roles),
        offices=frozenset(offices),
    )


class Office:
    """Siti hands in, Budi edits, Ani approves; Rudi edits too; Wati supervises, Tono deploys, Eko audits."""

    def __init__(self, xml: str | None = None) -> None:
        with transaction() as session:
            self.siti = person(session, "siti", FIELD)
            self.budi = person(session, "budi", EDITOR)
            self.rudi = person(session, "rudi", EDITOR)
            self.ani = person(session, "ani", LEAD)
            self.wati = person(session, "wati", offices=("supervisor",))
            self.tono = person(session, "tono", offices=("process_admin",))
            self.eko = person(session, "eko", offices=("auditor",))
            self.dewi = person(session, "dewi", offices=("admin",))
            deploy(session, (xml or small_sop()).encode(), "kecil.bpmn")

    def start(self, *, by: Actor | None = None) -> int:
        """A new case; its id."""
        with transaction() as session:
            instance, _tasks = start(session, "kecil", by=by or self.siti)
            return instance.id

    def do(self, case: int, element: str, *, by: Actor, **typed: str) -> None:
        task = self.task(case, element).id
        with transaction() as session:
            complete(session, task, {name: [value] for name, value in typed.items()}, by=by)

    def task(self, case: int, element: str | None = None) -> Task:
        """The open task of a case (at an element)."""
        with reading() as session:
            wanted = select(Task).where(
                Task.instance_id == case, Task.state.in_((TaskState.OPEN, TaskState.CLAIMED))
            )
            return session.scalars(wanted.where(Task.element == element) if element else wanted).one()

    def to_approval(self, *, title: str = "Bakti sosial") -> int:
        """A case that waits for Ani."""
        case = self.start()
        self.do(case, "Serah", by=self.siti, judul=title)
        self.do(case, "Pilih", by=self.budi, isi="Naskah pertama")
        return case
