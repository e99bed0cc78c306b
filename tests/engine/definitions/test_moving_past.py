"""An instance that is past a new step of the version it moves to is named, and asked about."""

from __future__ import annotations

from engine.database import reading, transaction
from engine.instances import moving, outlook
from tests.engine.definitions.test_moving_instances import deployed, moved, row
from tests.office import Office, small_sop, step

#: A second approval, between the decision and the publishing.
APPROVED_TWICE = (
    small_sop()
    .replace('sourceRef="Disetujui" targetRef="Tayang"', 'sourceRef="Disetujui" targetRef="Setuju"')
    .replace(
        "<bpmn:endEvent",
        step("Setuju", "Menyetujui sebagai Kepala Dinas", "PT5M", "")
        + '<bpmn:sequenceFlow id="n2" sourceRef="Setuju" targetRef="Tayang"/><bpmn:endEvent',
    )
    .replace(
        "<bpmn:flowNodeRef>Periksa", "<bpmn:flowNodeRef>Setuju</bpmn:flowNodeRef><bpmn:flowNodeRef>Periksa"
    )
)


def test_who_is_past_a_new_approval_is_told_and_moves_only_where_somebody_agrees(office: Office) -> None:
    past, before = office.to_approval(), office.to_approval()
    office.do(past, "Periksa", by=office.ani, keputusan="ya")
    target = deployed(APPROVED_TWICE)
    old = row(past).version_id
    with reading() as session:
        look = outlook.dry_run(session, target, by=office.tono)
    assert [(each.instance_id, each.skips) for each in look.instances] == [
        (past, ("Menyetujui sebagai Kepala Dinas",)),
        (before, ()),
    ]
    assert (look.movable, look.skipping) == (2, 1)
    assert look.skipped == {"Menyetujui sebagai Kepala Dinas": 1}

    assert moved(office, target).moved == 1
    assert (row(past).version_id, row(before).version_id) == (old, target)
    with transaction() as session:
        moving.begin(session, target, instances=[past], skipping=True, by=office.tono)
    moving.work_off()
    assert row(past).version_id == target


def test_what_may_still_come_or_need_not_be_done_is_not_skipped(office: Office) -> None:
    """A step ahead, and one on another branch only."""
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    ahead = small_sop().replace(
        'sourceRef="Tayang" targetRef="Selesai"', 'sourceRef="Tayang" targetRef="Arsip"'
    )
    other_branch = small_sop().replace(
        'sourceRef="Disetujui" targetRef="Pilih"', 'sourceRef="Disetujui" targetRef="Arsip"'
    )
    for xml, onward in ((ahead, "Selesai"), (other_branch, "Pilih")):
        new = step("Arsip", "Mengarsipkan", "PT5M", "")
        flow = f'<bpmn:sequenceFlow id="n3" sourceRef="Arsip" targetRef="{onward}"/><bpmn:endEvent'
        target = deployed(
            xml.replace("<bpmn:endEvent", new + flow).replace(
                "<bpmn:flowNodeRef>Tayang",
                "<bpmn:flowNodeRef>Arsip</bpmn:flowNodeRef><bpmn:flowNodeRef>Tayang",
            )
        )
        with reading() as session:
            assert [each.skips for each in outlook.dry_run(session, target, by=office.tono).instances] == [()]
