"""Running instances go along to another version with all they have; or stay, and it is said why."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from engine import worker
from engine.audit.verify import verify_all
from engine.calendar import parse_norm, working_time
from engine.database import reading, transaction
from engine.definitions import releases
from engine.errors import IllegalMove, NotAllowed, NotFound
from engine.inbox.claims import claim
from engine.instances import move_orders, moving, outlook
from engine.instances.timeline import timeline
from engine.tables.definitions import Version, VersionState
from engine.tables.instances import Instance, InstanceState, TaskState
from engine.tables.moves import Move, MoveFailure, MoveState
from tests.office import FAILS_AT_NASKAH, Office, small_sop, step


def deployed(xml: str) -> int:
    with transaction() as session:
        return releases.deploy(session, xml.encode(), "kecil.bpmn").version_id


def moved(
    office: Office, version: int, *, mapping: dict[str, dict[str, str]] | None = None, skipping: bool = False
) -> Move:
    with transaction() as session:
        order = moving.begin(session, version, mapping=mapping, skipping=skipping, by=office.tono)
    moving.work_off()
    with reading() as session:
        return session.get_one(Move, order.id)


def row(instance: int) -> Instance:
    with reading() as session:
        return session.get_one(Instance, instance)


def looped(office: Office) -> int:
    """An instance in its second round."""
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
    return instance


RENAMED = (
    small_sop()
    .replace('"Pilih"', '"Memilih"')
    .replace(">Pilih<", ">Memilih<")
    .replace('value="Serah Pilih"', 'value="Serah Memilih"')
)


def test_a_looped_instance_goes_along_with_all_it_has(office: Office) -> None:
    instance = looped(office)
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.rudi)
    target = deployed(small_sop().replace('value="PT30M"', 'value="PT2H"'))
    order = moved(office, target)

    assert (order.state, order.total, order.moved, order.failed) == (MoveState.DONE, 1, 1, 0)
    assert row(instance).version_id == target
    task = office.task(instance)
    assert (task.element, task.round, task.norm_minutes) == ("Pilih", 2, 120)
    assert task.due_at == working_time().due(task.created_at, parse_norm("PT2H"))
    assert (task.state, task.claimed_by) == (TaskState.CLAIMED, office.rudi.id)
    with reading() as session:
        assert timeline(session, instance)[0].name == "instance.moved"
        assert all(verdict.broken is None for verdict in verify_all(session))
    office.do(instance, "Pilih", by=office.rudi, isi="Naskah kedua")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example/a")
    assert row(instance).state is InstanceState.ENDED


def test_a_step_with_another_id_is_found_by_its_name(office: Office) -> None:
    instance = looped(office)
    order = moved(office, deployed(RENAMED))
    assert order.moved == 1
    assert office.task(instance).element == "Memilih"
    assert set(row(instance).done) == {"Serah", "Memilih", "Periksa"}


def test_a_removed_step_keeps_its_instances_until_the_admin_says_where_they_go(office: Office) -> None:
    instance = office.to_approval()
    without = small_sop().replace('"Periksa"', '"Teliti"').replace(">Periksa<", ">Teliti<")
    without = without.replace('name="Memeriksa materi"', 'name="Meneliti berita"')
    without = without.replace(
        "<bpmn:endEvent",
        step("Antara", "Menunggu giliran", "PT5M", "")
        + '<bpmn:sequenceFlow id="n1" sourceRef="Antara" targetRef="Teliti"/><bpmn:endEvent',
    )
    without = without.replace('sourceRef="Pilih" targetRef="Teliti"', 'sourceRef="Pilih" targetRef="Antara"')
    without = without.replace(
        "<bpmn:flowNodeRef>Teliti", "<bpmn:flowNodeRef>Antara</bpmn:flowNodeRef><bpmn:flowNodeRef>Teliti"
    )
    target = deployed(without)
    old = row(instance).version_id
    with reading() as session:
        look = outlook.dry_run(session, target, by=office.tono)
    assert (look.total, look.movable) == (1, 0)
    [one] = look.instances
    assert (one.why, one.element, one.waits_at) == ("gone", "Periksa", ("Memeriksa materi",))

    assert (moved(office, target).failed, row(instance).version_id) == (1, old)
    with reading() as session:
        assert session.scalars(select(MoveFailure.why)).all() == ["gone"]

    mapping = {str(old): {"Periksa": "Teliti"}}
    with reading() as session:
        assert outlook.dry_run(session, target, mapping=mapping, by=office.tono).movable == 1
    assert moved(office, target, mapping=mapping, skipping=True).moved == 1
    assert office.task(instance).element == "Teliti"


def test_a_task_whose_lane_changed_is_given_back_by_who_may_no_longer_do_it(office: Office) -> None:
    instance = office.to_approval()
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.ani)
    moved(office, deployed(small_sop().replace('name="Ketua Tim Kerja"', 'name="Kepala Dinas"')))
    task = office.task(instance)
    assert (task.lane, task.state, task.claimed_by) == ("Kepala Dinas", TaskState.OPEN, None)


def test_an_instance_that_is_stuck_can_be_moved_to_a_mended_diagram_and_retried(office: Office) -> None:
    from engine.instances.lifecycle import retry

    deployed(small_sop(yes=FAILS_AT_NASKAH))
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    assert row(instance).state is InstanceState.INCIDENT
    moved(office, deployed(small_sop(yes='keputusan == "ya" ')))
    with transaction() as session:
        retry(session, instance, by=office.wati)
    assert office.task(instance).element == "Tayang"


def test_only_the_chosen_move_and_ended_instances_never(office: Office) -> None:
    stays, goes = office.to_approval(), office.to_approval()
    ended = office.to_approval()
    office.do(ended, "Periksa", by=office.ani, keputusan="ya")
    office.do(ended, "Tayang", by=office.budi, url="https://dinsos.example/a")
    old = row(stays).version_id
    target = deployed(RENAMED)
    with transaction() as session:
        moving.begin(session, target, instances=[goes, ended], by=office.tono)
    moving.work_off()
    assert [row(instance).version_id for instance in (stays, goes, ended)] == [old, target, old]


def test_a_stopped_move_goes_on_where_it_stopped(office: Office) -> None:
    instances = [office.to_approval() for _ in range(3)]
    target = deployed(RENAMED)
    with transaction() as session:
        order = moving.begin(session, target, by=office.tono).id
    assert moving.work_off(at_most=1) == 1
    with transaction() as session:
        moving.stop(session, order, by=office.tono)
    assert moving.work_off() == 0
    assert [row(instance).version_id == target for instance in instances] == [True, False, False]
    with transaction() as session:
        moving.resume(session, order, by=office.tono)
    moving.work_off()
    assert all(row(instance).version_id == target for instance in instances)


def test_reminders_and_deadlines_do_not_wait_for_ten_thousand_instances(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    instances, turns = [office.to_approval() for _ in range(3)], []
    target = deployed(RENAMED)
    with transaction() as session:
        moving.begin(session, target, by=office.tono)
    monkeypatch.setattr(worker, "INSTANCES", 1)
    monkeypatch.setattr(
        worker, "_fire_timers", lambda: turns.append([row(instance).version_id for instance in instances])
    )
    worker._move_instances()
    assert [versions.count(target) for versions in turns] == [1, 2, 3]


def test_rolling_back_moves_the_other_way(office: Office) -> None:
    instance = looped(office)
    first = row(instance).version_id
    moved(office, deployed(RENAMED))
    with transaction() as session:
        releases.activate(session, first, by=office.tono)
    assert moved(office, first).moved == 1
    assert office.task(instance).element == "Pilih"


def test_only_a_process_admin_moves_and_only_to_what_is_in_force(office: Office) -> None:
    office.to_approval()
    target = deployed(RENAMED)
    with pytest.raises(NotAllowed), transaction() as session:
        moving.begin(session, target, by=office.ani)
    with reading() as session:
        retired = session.scalars(select(Version.id).where(Version.state == VersionState.RETIRED)).one()
    with pytest.raises(IllegalMove), transaction() as session:
        moving.begin(session, retired, by=office.tono)


def test_many_instances_are_listed_in_pages(office: Office) -> None:
    for _ in range(5):
        office.start()
    target = deployed(RENAMED)
    with reading() as session:
        first = outlook.dry_run(session, target, by=office.tono, part=outlook.Part(limit=3))
        rest = outlook.dry_run(
            session, target, by=office.tono, part=outlook.Part(limit=3, after=first.next_after or 0)
        )
    assert (first.total, len(first.instances), len(rest.instances), rest.next_after) == (5, 3, 2, None)


def without_approval() -> str:
    """Nobody checks any more: the decision is asked where the text is written."""
    xml = re.sub(r'<bpmn:userTask id="Periksa".*?</bpmn:userTask>', "", small_sop(), flags=re.DOTALL)
    xml = re.sub(r'<bpmn:sequenceFlow id="f4"[^>]*>\s*</bpmn:sequenceFlow>', "", xml)
    for before, after in (
        ("<bpmn:flowNodeRef>Periksa</bpmn:flowNodeRef>", ""),
        ('targetRef="Periksa"', 'targetRef="Disetujui"'),
        (' name="sidik_dari" value="Periksa"', ' name="catatan" value=""'),
        ('id="isi" ', 'id="keputusan" '),
    ):
        xml = xml.replace(before, after)
    return xml


def test_cases_of_a_removed_step_go_on_where_others_stand_already(office: Office) -> None:
    waits, further = office.to_approval(), office.to_approval()
    office.do(further, "Periksa", by=office.ani, keputusan="ya")
    old = row(waits).version_id
    order = moved(office, deployed(without_approval()), mapping={str(old): {"Periksa": "Tayang"}})
    assert (order.moved, order.failed) == (2, 0)
    assert (office.task(waits).element, office.task(further).element) == ("Tayang", "Tayang")


def test_those_that_cannot_be_moved_can_be_listed_alone(office: Office) -> None:
    stuck = office.to_approval()
    for _ in range(3):
        office.start()
    target = deployed(without_approval())
    with reading() as session:
        look = outlook.dry_run(session, target, by=office.tono, part=outlook.Part(only_stuck=True))
    assert (look.total, look.movable, [instance.instance_id for instance in look.instances]) == (
        4,
        3,
        [stuck],
    )


def test_an_order_tells_how_far_it_is_and_what_stayed_behind(office: Office) -> None:
    stuck = [office.to_approval() for _ in range(3)]
    office.start()
    target = deployed(without_approval())
    order = moved(office, target)
    with reading() as session:
        [told] = move_orders.orders(session, target, by=office.tono)
        first = move_orders.failures(session, order.id, by=office.tono, limit=2)
        rest = move_orders.failures(session, order.id, by=office.tono, limit=2, after=first.next_after or 0)
        waiting = move_orders.waiting_at(session, row(stuck[0]).definition_id)
    assert (told.who, told.total, told.moved, told.failed, told.state) == ("Tono", 4, 1, 3, MoveState.DONE)
    assert [item.instance_id for item in (*first.rows, *rest.rows)] == stuck
    assert {(row.why, row.element, row.version) for row in rest.rows} == {("gone", "Memeriksa materi", 1)}
    assert rest.next_after is None
    assert waiting == {(row(stuck[0]).version_id, "Periksa"): 3, (target, "Serah"): 1}
    with pytest.raises(NotAllowed), reading() as session:
        move_orders.order(session, target, order.id, by=office.wati)
    with pytest.raises(NotFound), reading() as session:
        move_orders.order(session, target, order.id + 1, by=office.tono)


def test_a_move_stops_when_another_version_comes_into_force(office: Office) -> None:
    instance = office.to_approval()
    first = row(instance).version_id
    target = deployed(RENAMED)
    with transaction() as session:
        order = moving.begin(session, target, by=office.tono).id
        releases.activate(session, first, by=office.tono)
    moving.work_off()
    with reading() as session:
        assert session.get_one(Move, order).state is MoveState.STOPPED
    assert row(instance).version_id == first
