"""A fault inside the diagram is an incident; a difference from what was approved is not passed over."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.database import reading, transaction
from engine.definitions.releases import deploy, upload
from engine.errors import DiagramHasErrors, InvalidAnswers, InvalidDiagram, NotAllowed
from engine.instances.lifecycle import retry
from engine.instances.timeline import timeline
from engine.tables.events import Event
from engine.tables.instances import Instance, InstanceState
from tests.office import FAILS_AT_NASKAH, FAILS_AT_RUSAK, Office, field, small_sop


def deployed_with(office: Office, xml: str) -> None:
    with transaction() as session:
        deploy(session, xml.encode(), "kecil.bpmn")


def test_a_failing_condition_is_an_incident_that_can_be_retried(office: Office) -> None:
    deployed_with(office, small_sop(yes=FAILS_AT_NASKAH))
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    with reading() as session:
        stuck = session.get_one(Instance, instance)
        assert stuck.state is InstanceState.INCIDENT
        assert stuck.incident is not None
        assert stuck.incident["element"] == "Disetujui"
        assert [entry.name for entry in timeline(session, instance)[:2]] == [
            "incident.raised",
            "task.completed",
        ]

    with pytest.raises(NotAllowed), transaction() as session:
        retry(session, instance, by=office.ani)
    with transaction() as session:
        assert retry(session, instance, by=office.wati).state is InstanceState.INCIDENT


def test_a_stuck_instance_keeps_its_answers_and_goes_on_when_the_cause_is_gone(office: Office) -> None:
    deployed_with(office, small_sop(yes=FAILS_AT_RUSAK))
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial", catatan="rusak")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    with transaction() as session:
        row = session.get_one(Instance, instance)
        assert row.state is InstanceState.INCIDENT
        row.data = {**row.data, "catatan": "x"}
    with transaction() as session:
        retry(session, instance, by=office.wati)
    assert office.task(instance).element == "Tayang"


def test_what_is_published_must_be_what_was_approved(office: Office) -> None:
    changed = small_sop().replace(
        field("url", "Tautan", "url", required="1"),
        field("url", "Tautan", "url", required="1") + field("isi", "Isi berita", "textarea", required="1"),
    )
    deployed_with(office, changed)
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    with pytest.raises(InvalidAnswers) as refused:
        office.do(
            instance, "Tayang", by=office.budi, url="https://dinsos.example/a", isi="Naskah diam-diam diubah"
        )
    assert refused.value.problems[""].code == "forms.content_changed"

    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example/a", isi="Naskah pertama")
    with reading() as session:
        published = timeline(session, instance)[1]
        approved = timeline(session, instance)[2]
    assert published.params["content_matches"] is True
    assert len(approved.params["content_hash"]) == 64


@pytest.mark.parametrize("declared", ["berubah == True", "sekarang >= langkah.Periksa.selesai"])
def test_a_difference_can_be_declared(office: Office, declared: str) -> None:
    """By whatever a form's condition may name."""
    xml = small_sop().replace(
        'name="sidik_dari" value="Periksa"/>',
        f'name="sidik_dari" value="Periksa"/><camunda:property name="sidik_kecuali" value="{declared}"/>',
    )
    xml = xml.replace(
        field("url", "Tautan", "url", required="1"),
        field("url", "Tautan", "url", required="1")
        + field("isi", "Isi berita", "textarea", required="1")
        + field("berubah", "Ada perubahan", "checkbox"),
    )
    deployed_with(office, xml)
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    office.do(
        instance,
        "Tayang",
        by=office.budi,
        url="https://dinsos.example/a",
        isi="Ejaan diperbaiki",
        berubah="on",
    )
    with reading() as session:
        params = timeline(session, instance)[1].params
    assert (params["content_matches"], params["change_declared"]) == (False, True)


def test_an_unreadable_file_is_refused_and_remembered(office: Office) -> None:
    with pytest.raises(InvalidDiagram), transaction() as session:
        upload(session, b"<html>", "bukan.bpmn", by=office.tono)
    with reading() as session:
        last = session.scalars(
            select(Event).where(Event.chain == "definitions").order_by(Event.seq.desc())
        ).first()
        assert last is not None
        assert last.name == "version.refused"


def test_a_diagram_with_errors_is_kept_as_a_draft_but_not_deployed(office: Office) -> None:
    broken = small_sop().replace('type="url"', 'type="kertas"')
    with transaction() as session:
        uploaded = upload(session, broken.encode(), "kecil.bpmn", by=office.tono)
    assert uploaded.errors
    with pytest.raises(DiagramHasErrors), transaction() as session:
        deploy(session, broken.encode(), "kecil.bpmn")


def test_the_same_file_is_the_same_version(office: Office) -> None:
    with transaction() as session:
        again = upload(session, small_sop().encode(), "kecil-salinan.bpmn", by=office.tono)
    assert again.number == 1
