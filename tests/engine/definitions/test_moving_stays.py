"""Instances that stay as they were: never asked what a decision ahead reads, unreadable, or only unlucky."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from engine.database import reading, transaction
from engine.errors import Unavailable
from engine.instances import move_orders, moving, outlook
from engine.tables.instances import Instance
from engine.tables.moves import Move, MoveState
from tests.engine.definitions.test_moving_instances import RENAMED, deployed, moved, row
from tests.office import Office, small_sop


def asking_before_the_end(condition: str, *, kind: str) -> str:
    """After publishing, a new decision reads the note of the first step; "tidak" leads back to publishing."""
    xml = small_sop().replace(
        'id="catatan" label="Catatan" type="textarea"', f'id="catatan" label="Jumlah tamu" type="{kind}"'
    )
    return xml.replace(
        'sourceRef="Tayang" targetRef="Selesai"', 'sourceRef="Tayang" targetRef="Ramai"'
    ).replace(
        "<bpmn:endEvent",
        '<bpmn:exclusiveGateway id="Ramai" name="Ramai?" default="sepi"/>'
        '<bpmn:sequenceFlow id="sepi" sourceRef="Ramai" targetRef="Selesai"/>'
        '<bpmn:sequenceFlow id="ramai" sourceRef="Ramai" targetRef="Serah"><bpmn:conditionExpression>'
        f"{condition}</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:endEvent",
    )


def test_an_instance_that_was_never_asked_what_a_decision_ahead_reads_stays_or_goes_where_it_is_asked(
    office: Office,
) -> None:
    """Else the decision would be made on nothing, silently."""
    at_the_start, further = office.start(), office.to_approval()
    old = row(further).version_id
    asking = asking_before_the_end("tamu == &quot;banyak&quot;", kind="textarea")
    asking = asking.replace('id="catatan"', 'id="tamu"')
    target = deployed(asking)
    with reading() as session:
        look = outlook.dry_run(session, target, by=office.tono)
    assert [(instance.instance_id, instance.why, instance.element) for instance in look.instances] == [
        (at_the_start, None, ""),
        (further, "unasked", "Jumlah tamu"),
    ]
    order = moved(office, target)
    assert (order.moved, order.failed, row(further).version_id) == (1, 1, old)
    with reading() as session:
        [stayed] = move_orders.failures(session, order.id, by=office.tono).rows
    assert (stayed.why, stayed.element) == ("unasked", "Jumlah tamu")

    assert moved(office, target, mapping={str(old): {"Periksa": "Serah"}}).moved == 1
    assert office.task(further).element == "Serah"


def test_an_answer_of_another_type_is_no_answer_to_a_decision(office: Office) -> None:
    instance = office.to_approval()
    target = deployed(asking_before_the_end("catatan != None and catatan &gt; 5", kind="number"))
    with reading() as session:
        [one] = outlook.dry_run(session, target, by=office.tono).instances
    assert (one.why, one.element) == (None, "")  # the note was left empty: that is an answer of any type
    with transaction() as session:
        row = session.get_one(Instance, instance)
        row.data = {**row.data, "catatan": "tujuh"}
    with reading() as session:
        [one] = outlook.dry_run(session, target, by=office.tono).instances
    assert (one.why, one.element) == ("retyped", "Jumlah tamu")


def test_an_instance_that_cannot_even_be_read_keeps_nobody_waiting(office: Office) -> None:
    broken, sound = office.to_approval(), office.to_approval()
    with transaction() as session:
        session.get_one(Instance, broken).tokens = b"no tokens"
    target = deployed(small_sop().replace('value="PT30M"', 'value="PT2H"'))
    order = moved(office, target)
    assert (order.state, order.moved, order.failed) == (MoveState.DONE, 1, 1)
    assert row(sound).version_id == target
    assert row(broken).version_id != target


def test_a_database_that_fails_for_a_moment_is_no_fault_of_the_instance(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = office.to_approval()
    target = deployed(RENAMED)
    with transaction() as session:
        order = moving.begin(session, target, by=office.tono).id

    def locked(*_arguments: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(moving, "move_instance", locked)
        with pytest.raises(Unavailable):
            moving.work_off()
    moving.work_off()
    assert row(instance).version_id == target
    with reading() as session:
        assert session.get_one(Move, order).failed == 0
