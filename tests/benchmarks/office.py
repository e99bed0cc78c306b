"""An office at work: people, SOP 032, and its instances, played through the engine as quickly as it goes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import inspect, select

from engine.actor import Actor
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.complete import complete
from engine.inbox.uploading import may_send
from engine.instances import lifecycle
from engine.instances.lifecycle import start
from engine.people.accounts import create_person, set_password
from engine.people.grants import set_grants
from engine.people.passwords import hash_password
from engine.storage import receive
from engine.tables.instances import Instance, Task, TaskState
from engine.tables.uploads import Upload, UploadState
from webforms.cli.demo.answers import typed as demo_typed
from webforms.cli.demo.content import stories

KEY = "pengelolaan_website"
FILE = "pengelolaan-website-dan-media-sosial.bpmn"
PASSWORD = "bangku-panjang-2026"
#: username → role
PEOPLE = {
    "lapangan": "Petugas Lapangan",
    "pengelola": "Pengelola Website",
    "ketua": "Ketua Tim Kerja",
}
OPEN = (TaskState.OPEN, TaskState.CLAIMED)
#: Who does which step.
DOER = {
    "Serahkan_materi": "lapangan",
    "Pilih_bahan": "pengelola",
    "Periksa_materi": "ketua",
    "Tayangkan": "pengelola",
}


class Office:
    def __init__(self) -> None:
        lifecycle.STARTS_WITHIN = timedelta()  # more than a person starts
        self.words = _words()
        self.people = {username: _person(username, role) for username, role in PEOPLE.items()}
        with transaction() as session:
            deploy(session, (files("processes") / FILE).read_bytes(), FILE, by=None)
        self._samples: dict[str, str] = {}

    def begin(self) -> int:
        with transaction() as session:
            return start(session, KEY, by=self.people["lapangan"])[0].id

    def to_selection(self) -> int:
        """An instance that waits for its first selection; its id."""
        instance = self.begin()
        self.do(instance)
        return instance

    def rounds(self, instance: int, n: int) -> None:
        """Selected and sent back, so many times."""
        for _ in range(n):
            self.do(instance)
            self.do(instance, "tidak")

    def run(self) -> int:
        """An instance from its start to its end, approved at once."""
        instance = self.to_selection()
        for decision in ("", "ya", ""):
            self.do(instance, decision)
        return instance

    def do(self, instance: int, decision: str = "") -> None:
        """The instance's next step."""
        with reading() as session:
            task, opened = open_task(session, instance)
        typed = self.typed(task, opened.data, decision)
        with transaction() as session:
            complete(session, task.id, typed, by=self.people[DOER[task.element]], confirmed=True)

    def typed(self, task: Task, data: Mapping[str, Any], decision: str = "") -> dict[str, list[str]]:
        sent: dict[str, str] = {}
        if task.element == "Serahkan_materi":
            sent = {"photo": self._file(task, "foto")}
        elif task.element == "Tayangkan":
            sent = {"proof": self._file(task, "hasil_kanal.instagram.tangkapan_layar")}
        return demo_typed(task.element, decision, self.words, data, sent)

    def _file(self, task: Task, path: str) -> str:
        """An upload for the task. Its picture is looked at once; later ones are copies of the first's row."""
        by = self.people[DOER[task.element]]
        if path not in self._samples:
            with transaction() as session:
                incoming = may_send(session, task.id, path, file_name="foto.jpg", by=by)
            picture = (files("webforms.cli.demo") / self.words["photo"]).read_bytes()
            self._samples[path] = receive.receive([picture], incoming, by=by)
            return self._samples[path]
        with transaction() as session:
            sample = session.get_one(Upload, self._samples[path])
            columns = {column.key: getattr(sample, column.key) for column in inspect(Upload).columns}
            own: dict[str, Any] = {
                "id": str(uuid.uuid4()),
                "task_id": task.id,
                "instance_id": task.instance_id,
            }
            session.add(Upload(**{**columns, **own, "state": UploadState.READY}))
            return str(own["id"])


def open_task(session: Any, instance: int) -> tuple[Task, Instance]:
    row = session.execute(
        select(Task, Instance)
        .join(Instance, Instance.id == Task.instance_id)
        .where(Instance.id == instance, Task.state.in_(OPEN))
    ).one()
    return row[0], row[1]


def _words() -> dict[str, str]:
    return next(
        words for story, words in stories() if any(action == "tidak" for _who, action in story.in_order)
    )


def _person(username: str, role: str) -> Actor:
    hashed = hash_password(PASSWORD, username=username)
    offices = ["admin"] if username == "lapangan" else []  # there must be one
    with transaction() as session:
        person = create_person(session, username=username, name=username.title(), unit="", by=None)
        set_password(session, person.id, hashed, by=None)
        set_grants(session, person.id, roles=[role], offices=offices, by=None)
        return Actor(
            id=person.id, username=username, name=person.name, roles=frozenset({role}), offices=frozenset()
        )
