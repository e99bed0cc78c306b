"""Rights are checked in the engine, for every action; a refused action is an event and changes nothing."""

from __future__ import annotations

import pytest

from engine.actor import Actor
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.definitions.releases import upload
from engine.errors import (
    Conflict,
    InstanceEnded,
    Invalid,
    InvalidAnswers,
    NotAllowed,
    NotFound,
    SeparationOfDuties,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
)
from engine.inbox import claims, drafts
from engine.inbox.complete import complete
from engine.inbox.deviations import return_to_submitter, waive_separation
from engine.instances.lifecycle import start, withdraw
from engine.instances.timeline import timeline
from engine.instances.view import view_instance
from engine.tables.instances import Instance, InstanceState, TaskState
from tests.office import Office, last_denied, small_sop

REASON = "Bahan tidak memuat foto kegiatan"


def denied(instance: int) -> dict[str, object]:
    with reading() as session:
        assert all(verdict.broken is None for verdict in verify_all(session))
    entry = last_denied(instance)
    assert entry.name == "deed.denied"
    return {"deed": entry.params["deed"], "who": entry.who}


def test_another_lane_may_not_complete(office: Office) -> None:
    instance = office.to_approval()
    task = office.task(instance)
    with pytest.raises(NotAllowed) as refused, transaction() as session:
        complete(session, task.id, {"keputusan": ["ya"]}, by=office.siti)
    # Her lane, not the step that she did before: another of her role is refused just so.
    assert (type(refused.value), refused.value.params) == (NotAllowed, {"lane": "Ketua Tim Kerja"})
    assert denied(instance) == {"deed": "complete_task", "who": "Siti"}
    assert office.task(instance).state is TaskState.OPEN


def test_who_did_an_earlier_step_may_not_check_it(office: Office) -> None:
    both = Actor(**{**vars(office.ani), "id": office.budi.id, "name": "Budi"})
    instance = office.to_approval()
    with pytest.raises(SeparationOfDuties) as refused, transaction() as session:
        complete(session, office.task(instance).id, {"keputusan": ["ya"]}, by=both)
    assert refused.value.params["step"] == "Memilih bahan"
    assert denied(instance)["deed"] == "complete_task"


def test_a_supervisor_can_waive_separation_with_a_reason(office: Office) -> None:
    from engine.tables.people import Grant, GrantKind

    with transaction() as session:
        session.add(Grant(person_id=office.budi.id, kind=GrantKind.ROLE, name="Ketua Tim Kerja"))
    both = Actor(**{**vars(office.budi), "roles": office.budi.roles | office.ani.roles})
    instance = office.to_approval()
    task = office.task(instance)
    with pytest.raises(NotAllowed), transaction() as session:
        waive_separation(session, task.id, both.id, REASON, by=office.ani)
    with pytest.raises(Invalid), transaction() as session:
        waive_separation(session, task.id, both.id, "ya", by=office.wati)
    with pytest.raises(Invalid), transaction() as session:
        waive_separation(session, task.id, office.ani.id, REASON, by=office.wati)
    with transaction() as session:
        waive_separation(session, task.id, both.id, REASON, by=office.wati)
    office.do(instance, "Periksa", by=both, keputusan="ya")

    with reading() as session:
        names = [entry.name for entry in timeline(session, instance)]
        assert session.get_one(Instance, instance).deviations == 1
    assert names[:3] == ["task.completed", "separation.waived", "task.completed"]
    assert denied(instance) == {"deed": "waive_separation", "who": "Ani"}


def test_two_cannot_hold_one_task(office: Office) -> None:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task = office.task(instance)
    with transaction() as session:
        claims.claim(session, task.id, by=office.budi)
    with pytest.raises(TaskAlreadyClaimed) as taken, transaction() as session:
        complete(session, task.id, {"isi": ["Ketikan Rudi"]}, by=office.rudi)
    assert taken.value.params["who"] == "Budi"
    with reading() as session:
        draft = drafts.load(session, task.id, by=office.rudi)
        assert draft is not None
        assert draft.typed == {"isi": ["Ketikan Rudi"]}


def test_what_is_offered_to_one_can_be_taken_over_by_another(office: Office) -> None:
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
    with transaction() as session:
        claims.claim(session, office.task(instance).id, by=office.rudi)
    assert office.task(instance).claimed_by == office.rudi.id
    with reading() as session:
        assert timeline(session, instance)[0].params["taken_over_from"] == office.budi.id


def test_a_released_task_is_anybodys(office: Office) -> None:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task = office.task(instance).id
    with transaction() as session:
        claims.claim(session, task, by=office.budi)
    with pytest.raises(NotAllowed), transaction() as session:
        claims.release(session, task, by=office.rudi)
    with transaction() as session:
        claims.release(session, task, by=office.wati)
    office.do(instance, "Pilih", by=office.rudi, isi="Naskah Rudi")


def test_a_done_task_says_who_and_when(office: Office) -> None:
    instance = office.start()
    task = office.task(instance).id
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    with pytest.raises(TaskAlreadyDone) as done, transaction() as session:
        complete(session, task, {"judul": ["Sekali lagi"]}, by=office.siti)
    assert done.value.params["who"] == "Siti"
    assert done.value.params["when"] is not None


def test_wrong_answers_are_named_all_at_once_and_change_nothing(office: Office) -> None:
    instance = office.to_approval()
    before = office.task(instance)
    with pytest.raises(InvalidAnswers) as wrong, transaction() as session:
        complete(session, before.id, {"keputusan": ["barangkali"]}, by=office.ani)
    assert set(wrong.value.problems) == {"keputusan"}
    with pytest.raises(InvalidAnswers) as missing, transaction() as session:
        complete(session, before.id, {"keputusan": ["tidak"]}, by=office.ani)
    assert set(missing.value.problems) == {"alasan"}
    after = office.task(instance)
    assert (after.state, after.token) == (before.state, before.token)


def test_a_form_cannot_set_what_it_does_not_declare(office: Office) -> None:
    instance = office.start()
    sent = {
        "judul": ["Bakti sosial"],
        "keputusan": ["ya"],
        "claimed_by": ["1"],
        "langkah": ["x"],
        "isi": ["y"],
    }
    with transaction() as session:
        complete(session, office.task(instance).id, sent, by=office.siti)
    with reading() as session:
        assert session.get_one(Instance, instance).data == {"judul": "Bakti sosial", "catatan": None}


def test_back_to_the_submitter_is_a_deviation_with_a_reason(office: Office) -> None:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task = office.task(instance).id
    with pytest.raises(Invalid), transaction() as session:
        return_to_submitter(session, task, "kurang", by=office.budi)
    with transaction() as session:
        return_to_submitter(session, task, REASON, by=office.budi)

    again = office.task(instance)
    assert (again.element, again.round, again.offered_to) == ("Serah", 2, office.siti.id)
    with reading() as session:
        returned = timeline(session, instance)[0]
        assert session.get_one(Instance, instance).deviations == 1
    assert (returned.name, returned.deviation, returned.params["reason"]) == (
        "instance.returned",
        True,
        REASON,
    )
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial, lengkap")
    assert office.task(instance).element == "Pilih"


def test_only_the_step_that_offers_it_returns_the_instance(office: Office) -> None:
    instance = office.to_approval()
    with pytest.raises(NotAllowed), transaction() as session:
        return_to_submitter(session, office.task(instance).id, REASON, by=office.ani)


def test_who_discards_their_own_start_departs_from_no_sop(office: Office) -> None:
    own, others = office.start(), office.start()
    with transaction() as session:
        withdraw(session, own, REASON, by=office.siti)
        withdraw(session, others, REASON, by=office.wati)
    with reading() as session:
        assert [session.get_one(Instance, each).deviations for each in (own, others)] == [0, 1]


@pytest.mark.parametrize("who", ["siti", "wati"])
def test_submitter_or_supervisor_withdraws(office: Office, who: str) -> None:
    instance = office.to_approval()
    task = office.task(instance).id
    with transaction() as session:
        withdraw(session, instance, REASON, by=getattr(office, who))
    with reading() as session:
        row = session.get_one(Instance, instance)
        assert (row.state, row.deviations) == (InstanceState.WITHDRAWN, 1)
    with pytest.raises(InstanceEnded), transaction() as session:
        complete(session, task, {"keputusan": ["ya"]}, by=office.ani)
    with pytest.raises(InstanceEnded), transaction() as session:
        withdraw(session, instance, REASON, by=office.wati)


def test_others_may_not_withdraw(office: Office) -> None:
    instance = office.to_approval()
    with pytest.raises(NotAllowed), transaction() as session:
        withdraw(session, instance, REASON, by=office.budi)
    assert denied(instance)["deed"] == "withdraw_case"


def test_only_a_role_of_the_first_lane_starts(office: Office) -> None:
    with pytest.raises(NotAllowed), transaction() as session:
        start(session, "kecil", by=office.ani)
    with pytest.raises(NotFound), transaction() as session:
        start(session, "tidak_ada", by=office.siti)


def test_only_a_process_admin_brings_in_a_diagram(office: Office) -> None:
    with pytest.raises(NotAllowed), transaction() as session:
        upload(session, small_sop().encode(), "x.bpmn", by=office.siti)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("siti", True), ("ani", True), ("wati", True), ("eko", True), ("tono", False), ("dewi", False)],
)
def test_an_instance_is_seen_by_its_lanes_supervisors_and_auditors(
    office: Office, who: str, sees: bool
) -> None:
    instance = office.start()
    actor: Actor = getattr(office, who)
    with reading() as session:
        if sees:
            assert view_instance(session, instance, by=actor).instance.id == instance
        else:
            with pytest.raises(NotFound):
                view_instance(session, instance, by=actor)


def test_a_claimed_task_that_is_not_open_is_no_release(office: Office) -> None:
    instance = office.to_approval()
    with pytest.raises(Conflict), transaction() as session:
        claims.release(session, office.task(instance).id, by=office.ani)
