"""The life of an instance, as the engine decides it."""

from __future__ import annotations

from sqlalchemy import select

from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.instances.lifecycle import start
from engine.instances.timeline import timeline
from engine.instances.view import view_instance
from engine.tables.instances import Instance, InstanceState, Task, TaskState
from tests.office import Office, small_sop


def finish(office: Office, instance: int) -> None:
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example/berita")


def row_of(instance: int) -> Instance:
    with reading() as session:
        return session.get_one(Instance, instance)


def test_an_instance_goes_from_lane_to_lane_to_its_end(office: Office) -> None:
    instance = office.to_approval(title="Penyaluran kursi roda")
    finish(office, instance)

    ended = row_of(instance)
    assert (ended.state, ended.title, ended.number) == (
        InstanceState.ENDED,
        "Penyaluran kursi roda",
        f"099/{ended.started_at.year}-0001",
    )
    assert ended.data["judul"] == "Penyaluran kursi roda"
    assert ended.data["url"] == "https://dinsos.example/berita"
    with reading() as session:
        steps = session.execute(select(Task.element, Task.lane, Task.state).order_by(Task.id)).all()
    assert [(step.element, step.lane, step.state) for step in steps] == [
        ("Serah", "Admin Bidang/Petugas Lapangan (Tim Kerja)", TaskState.DONE),
        ("Pilih", "Pengelola Website (Tim Kerja)", TaskState.DONE),
        ("Periksa", "Ketua Tim Kerja", TaskState.DONE),
        ("Tayang", "Pengelola Website (Tim Kerja)", TaskState.DONE),
    ]


def test_every_action_is_in_the_record_and_the_record_is_whole(office: Office) -> None:
    instance = office.to_approval()
    finish(office, instance)
    with reading() as session:
        assert [entry.name for entry in reversed(timeline(session, instance))] == [
            "instance.started",
            "task.completed",
            "task.completed",
            "task.completed",
            "task.completed",
            "instance.ended",
        ]
        assert [verdict.broken for verdict in verify_all(session)] == [None, None]


def test_tidak_sends_the_instance_back_to_who_did_the_step_before(office: Office) -> None:
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")

    task = office.task(instance)
    assert (task.element, task.round, task.offered_to) == ("Pilih", 2, office.budi.id)
    assert row_of(instance).round == 2

    office.do(instance, "Pilih", by=office.budi, isi="Naskah kedua")
    finish(office, instance)
    assert row_of(instance).state is InstanceState.ENDED
    assert row_of(instance).data["isi"] == "Naskah kedua"


def test_who_lost_the_role_is_not_offered_the_step_again(office: Office) -> None:
    instance = office.to_approval()
    from engine.tables.people import Grant

    with transaction() as session:
        session.delete(session.scalars(select(Grant).where(Grant.person_id == office.budi.id)).one())
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
    assert office.task(instance).offered_to is None


def test_numbers_count_up_without_a_gap(office: Office) -> None:
    numbers = [row_of(office.start()).number.rpartition("-")[2] for _ in range(3)]
    assert numbers == ["0001", "0002", "0003"]


def test_the_starter_holds_the_first_task(office: Office) -> None:
    task = office.task(office.start())
    assert (task.state, task.claimed_by) == (TaskState.CLAIMED, office.siti.id)


def test_a_new_field_in_the_diagram_is_in_the_next_instance(office: Office) -> None:
    """Nothing but the diagram changes."""
    from engine.definitions.releases import deploy
    from tests.office import field

    old = office.start()
    with transaction() as session:
        xml = small_sop(extra_field=field("cuaca", "Cuaca saat kegiatan", required="1"))
        deploy(session, xml.encode(), "kecil-2.bpmn")
    new = office.start()
    office.do(old, "Serah", by=office.siti, judul="Lama")
    office.do(new, "Serah", by=office.siti, judul="Baru", cuaca="Cerah")

    assert "cuaca" not in row_of(old).data
    assert row_of(new).data["cuaca"] == "Cerah"
    with reading() as session:
        seen = view_instance(session, new, by=office.siti)
        [handed_in] = [entry for entry in seen.timeline if entry.name == "task.completed"]
        assert handed_in.answers is not None
        assert handed_in.answers["cuaca"] == "Cerah"
        form = seen.diagram.steps["Serah"].form
    assert [field.label for field in form if field.name == "cuaca"] == ["Cuaca saat kegiatan"]


def test_running_instances_stay_with_their_version(office: Office) -> None:
    from engine.definitions.releases import deploy

    instance = office.to_approval()
    with transaction() as session:
        deploy(session, small_sop(yes='keputusan != "tidak"').encode(), "kecil-2.bpmn")
    finish(office, instance)
    assert row_of(instance).state is InstanceState.ENDED


def test_the_track_shows_where_the_instance_is(office: Office) -> None:
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
    with reading() as session:
        view = view_instance(session, instance, by=office.ani)
    assert [(step.element, step.state, step.round) for step in view.track] == [
        ("Serah", "done", 1),
        ("Pilih", "now", 2),
        ("Periksa", "todo", 1),
        ("Tayang", "todo", 0),
    ]
    assert view.norm_minutes == 110


def test_a_second_start_is_an_instance_of_its_own(office: Office) -> None:
    with transaction() as session:
        one, _ = start(session, "kecil", by=office.siti)
        two, _ = start(session, "kecil", by=office.siti)
        assert one.id != two.id
    office.do(one.id, "Serah", by=office.siti, judul="Pertama")
    assert office.task(two.id).element == "Serah"


def test_an_instance_of_an_sop_without_a_number_is_called_by_its_initials(office: Office) -> None:
    xml = (
        small_sop(key="surat_masuk")
        .replace("099 / SOP / 2026", "")
        .replace("SOP Kecil", "Penanganan Surat Masuk")
    )
    with transaction() as session:
        deploy(session, xml.encode(), "surat.bpmn")
    with transaction() as session:
        instance, _tasks = start(session, "surat_masuk", by=office.siti)
        assert instance.number == f"PSM/{instance.started_at.year}-0001"
