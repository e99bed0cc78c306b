"""Instances, left in every state in which a release may find them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.actor import Actor
from engine.audit import denials
from engine.database import reading, transaction
from engine.errors import EngineError
from engine.inbox import claims, deviations, drafts
from engine.inbox.complete import complete
from engine.inbox.handing_over import hand_over
from engine.inbox.stranded import free_stranded
from engine.inbox.uploading import may_send
from engine.instances import lifecycle, moving, timers
from engine.instances.files import file_to_serve
from engine.people import grants
from engine.storage import receive
from engine.tables.definitions import Definition, Version
from engine.tables.instances import Instance, InstanceState, Task, TaskState
from tests.engine.storage.making import HTML, jpeg
from tests.office import LEAD
from tests.releases.story.people import Staff

if TYPE_CHECKING:
    from tests.releases.story import Ticking

Told = dict[str, str]


def start(key: str, *, by: Actor) -> int:
    with transaction() as session:
        return lifecycle.start(session, key, by=by)[0].id


def task(instance: int, element: str) -> int:
    """The open task of an instance at an element."""
    with reading() as session:
        wanted = select(Task.id).where(
            Task.instance_id == instance,
            Task.element == element,
            Task.state.in_((TaskState.OPEN, TaskState.CLAIMED)),
        )
        return session.scalars(wanted).one()


def do(instance: int, element: str, *, by: Actor, **typed: str) -> None:
    found = task(instance, element)
    raw = {name.replace("__", "."): [value] for name, value in typed.items()}
    with transaction() as session:
        complete(session, found, raw, by=by, confirmed=True)


def send(instance: int, element: str, path: str, content: bytes = b"", *, by: Actor) -> str:
    """A small photo, or other content that is called one, for a step's form; id of the upload."""
    found = task(instance, element)
    with transaction() as session:
        incoming = may_send(session, found, path, file_name="kegiatan.jpg", by=by)
    return receive.receive([content or jpeg((1080, 566), quality=30)], incoming, by=by)


def refused(action: Callable[..., object], *args: object, by: Actor) -> None:
    try:
        with transaction() as session:
            action(session, *args, by=by)
    except EngineError:
        return
    raise AssertionError(f"{by.name} was allowed to {action}")


def handed_in(staff: Staff, title: str) -> int:
    instance = start("kecil", by=staff.siti)
    do(instance, "Serah", by=staff.siti, judul=title)
    return instance


def to_approval(staff: Staff, title: str) -> int:
    instance = handed_in(staff, title)
    do(instance, "Pilih", by=staff.budi, isi=f"Naskah: {title}")
    return instance


def before_the_revision(staff: Staff, time: Ticking) -> Told:
    """On the first version of the small definition."""
    told = {
        start("kecil", by=staff.siti): "begun, not handed in",
        _with_photo(staff): "handed in with a photo, reminded",
        _claimed(staff): "claimed, with a draft and a photo of the draft",
        _returned(staff): "returned to who handed it in",
        _looped(staff): "in its second round",
        _waived(staff): "waits for somebody who may by an exception",
        _ended(staff): "ended",
        _withdrawn(staff): "withdrawn",
        _taken_over(staff): "taken over, given back",
        _stuck(staff): "an incident",
    }
    _denied(staff, to_approval(staff, "Berkas yang ditolak"))
    time.on(hours=1)
    denials.sum_up()
    timers.fire_due()
    return numbered(told)


def after_the_revision(staff: Staff, time: Ticking) -> Told:
    told = {
        _late(staff, time): "past a deadline, a reminder's branch beside it",
        handed_in(staff, "Berkas versi dua"): "on the second version, before its reminder",
        _branches(staff): "on both branches, one inside a subprocess, before its deadline",
        _at_the_join(staff): "one branch waits at the join",
        _ended_branches(staff): "ended after two branches",
    }
    return numbered(told)


def numbered(told: dict[int, str]) -> Told:
    with reading() as session:
        return {session.get_one(Instance, instance).number: what for instance, what in told.items()}


def _with_photo(staff: Staff) -> int:
    instance = start("kecil", by=staff.siti)
    photo = send(instance, "Serah", "foto", by=staff.siti)
    do(instance, "Serah", by=staff.siti, judul="Bakti sosial", catatan="Dengan foto", foto__0__file=photo)
    with reading() as session:
        file_to_serve(session, photo, "web", by=staff.budi)
    refused(file_to_serve, photo, "original", by=staff.budi)
    return instance


def _claimed(staff: Staff) -> int:
    instance = start("kecil", by=staff.siti)
    photo = send(instance, "Serah", "foto", by=staff.siti)
    send(instance, "Serah", "foto", HTML, by=staff.siti)
    with transaction() as session:
        typed = {"judul": ["Belum selesai"], "foto.0.file": [photo]}
        drafts.save(session, task(instance, "Serah"), typed, by=staff.siti)
    other = handed_in(staff, "Dengan draf")
    with transaction() as session:
        claims.claim(session, task(other, "Pilih"), by=staff.budi)
        page = drafts.Page(name="halaman", seen=None)
        drafts.save(session, task(other, "Pilih"), {"isi": ["Naskah setengah"]}, by=staff.budi, page=page)
    return other


def _returned(staff: Staff) -> int:
    instance = handed_in(staff, "Perlu dilengkapi")
    with transaction() as session:
        deviations.return_to_submitter(session, task(instance, "Pilih"), "Mohon dilengkapi.", by=staff.budi)
    return instance


def _looped(staff: Staff) -> int:
    instance = to_approval(staff, "Putaran kedua")
    do(instance, "Periksa", by=staff.ani, keputusan="tidak", alasan="Perbaiki ejaan")
    return instance


def _waived(staff: Staff) -> int:
    instance = handed_in(staff, "Dikecualikan")
    do(instance, "Pilih", by=staff.rina, isi="Naskah Rina")
    refused(claims.claim, task(instance, "Periksa"), by=staff.rina)
    _allow(staff, instance)
    done = handed_in(staff, "Dikecualikan dan selesai")
    do(done, "Pilih", by=staff.rina, isi="Naskah Rina")
    _allow(staff, done)
    do(done, "Periksa", by=staff.rina, keputusan="ya")
    return instance


def _allow(staff: Staff, instance: int) -> None:
    found = task(instance, "Periksa")
    with transaction() as session:
        deviations.waive_separation(session, found, staff.rina.id, "Ketua tim sedang dinas.", by=staff.wati)


def _ended(staff: Staff) -> int:
    instance = to_approval(staff, "Selesai")
    do(instance, "Periksa", by=staff.ani, keputusan="ya")
    do(instance, "Tayang", by=staff.budi, url="https://dinsos.example/selesai")
    return instance


def _withdrawn(staff: Staff) -> int:
    instance = handed_in(staff, "Dibatalkan")
    with transaction() as session:
        lifecycle.withdraw(session, instance, "Kegiatan diundur.", by=staff.siti)
    return instance


def _taken_over(staff: Staff) -> int:
    instance = _looped(staff)
    found = task(instance, "Pilih")
    with transaction() as session:
        claims.claim(session, found, by=staff.rina)
        claims.release(session, found, by=staff.wati)
    return instance


def left_behind(staff: Staff) -> Told:
    """Rina is handed a task and keeps it when its role is taken away from her."""
    instance = handed_in(staff, "Ditinggalkan")
    found = task(instance, "Pilih")
    with transaction() as session:
        claims.claim(session, found, by=staff.budi)
        hand_over(session, found, holder=staff.budi.id, to=staff.rina.id, by=staff.dewi)
    with transaction() as session:
        grants.set_grants(session, staff.rina.id, roles=(LEAD,), offices=(), by=staff.dewi)
    assert free_stranded(staff.rina.id, by=staff.dewi) == 1
    return numbered({instance: "its holder lost the role"})


def _denied(staff: Staff, instance: int) -> None:
    """Actions that are refused for different reasons, so with different details."""
    found = task(instance, "Periksa")
    refused(lifecycle.start, "kecil", by=staff.eko)
    refused(lifecycle.withdraw, instance, "Tidak perlu lagi.", by=staff.ani)
    refused(claims.claim, found, by=staff.budi)
    refused(drafts.save, found, {"keputusan": ["ya"]}, by=staff.siti)
    refused(deviations.return_to_submitter, found, "Mohon dilengkapi.", by=staff.ani)
    refused(lifecycle.retry, instance, by=staff.budi)
    refused(lifecycle.retry, instance, by=staff.budi)


def _stuck(staff: Staff) -> int:
    """By a fault that the version in force later on no longer has. Tried once more, it fails again."""
    instance = start("macet", by=staff.siti)
    do(instance, "Serah", by=staff.siti, judul="Terhenti", catatan="rusak")
    do(instance, "Pilih", by=staff.budi, isi="Naskah")
    do(instance, "Periksa", by=staff.ani, keputusan="ya")
    with transaction() as session:
        lifecycle.retry(session, instance, by=staff.wati)
    return instance


def _branches(staff: Staff) -> int:
    instance = start("cabang", by=staff.siti)
    do(instance, "t_daftar", by=staff.siti)
    do(instance, "t_kaji", by=staff.budi)
    return instance


def _at_the_join(staff: Staff) -> int:
    instance = start("cabang", by=staff.siti)
    do(instance, "t_daftar", by=staff.siti)
    do(instance, "t_survei", by=staff.siti)
    return instance


def _late(staff: Staff, time: Ticking) -> int:
    """Its deadline passed; what its reminder began still waits for the lead."""
    instance = start("cabang", by=staff.siti)
    do(instance, "t_daftar", by=staff.siti)
    for _ in range(2):
        time.on(hours=24)
        timers.fire_due()
    return instance


def _ended_branches(staff: Staff) -> int:
    instance = start("cabang", by=staff.siti)
    do(instance, "t_daftar", by=staff.siti)
    do(instance, "t_survei", by=staff.siti)
    do(instance, "t_kaji", by=staff.budi)
    do(instance, "t_paraf", by=staff.budi)
    do(instance, "t_akhir", by=staff.budi)
    return instance


def stop_a_move_halfway(staff: Staff) -> None:
    """Some instances of the first version stand on the second already. Of another order, none
    could be moved."""
    with reading() as session:
        stuck = session.scalars(select(Instance.id).where(Instance.state == InstanceState.INCIDENT)).all()
    _order("macet", {"Periksa": ""}, stuck, by=staff.tono)
    moving.work_off()
    begun = _order("kecil", {"Tayang": "Tayang"}, None, by=staff.tono)
    moving.work_off(at_most=3)
    with transaction() as session:
        moving.stop(session, begun, by=staff.tono)


def _order(key: str, corrected: dict[str, str], chosen: Collection[int] | None, *, by: Actor) -> int:
    """To move running instances of a definition from its first version to its second."""
    with transaction() as session:
        wanted = select(Version.id).join(Definition, Definition.id == Version.definition_id)
        numbers = wanted.where(Definition.key == key, Version.number < 3).order_by(Version.number)
        first, second = session.scalars(numbers)
        mapping = {str(first): corrected}
        return moving.begin(session, second, instances=chosen, mapping=mapping, by=by).id
