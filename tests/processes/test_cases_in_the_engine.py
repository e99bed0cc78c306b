"""The same cases through the engine: with people, rights, files, events, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from engine import clock
from engine.actor import Actor
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.forms.read import to_typed
from engine.inbox.complete import complete
from engine.inbox.task import view_task
from engine.instances import timers
from engine.instances.lifecycle import start, withdraw
from engine.instances.timeline import timeline
from engine.instances.view import open_tasks
from engine.storage import folders
from engine.tables.definitions import Definition
from engine.tables.instances import Instance, InstanceState, Task, TaskState
from engine.tables.uploads import Upload, UploadState
from tests.office import person
from tests.processes.cases import BOOKS, Book, Case, Lapse, Move
from tests.processes.test_cases import WIB, holds

ALL = [pytest.param(book, case, id=case.name) for book in BOOKS for case in book.cases]


def files_named(answers: Any) -> set[str]:
    if isinstance(answers, dict):
        own = {answers["file"]} if isinstance(answers.get("file"), str) else set()
        return own.union(*map(files_named, answers.values()))
    return set().union(*map(files_named, answers)) if isinstance(answers, list) else set()


class Play:
    def __init__(self, book: Book, case: Case) -> None:
        self.book = book
        with transaction() as session:
            people = book.people.items()
            self.people = {key: person(session, key, words["role"]) for key, words in people}
            deploy(session, book.diagram.read_bytes(), book.diagram.name, by=None)
            key = session.scalars(select(Definition.key)).one()
        first = case.moves[0] if case.moves else case.withdrawn
        assert first is not None
        with clock.at(first.at), transaction() as session:
            self.case = start(session, key, by=self.people[first.by])[0].id

    def go(self, event: Move | Lapse) -> None:
        if isinstance(event, Move):
            self.hand_in(event)
            return
        with clock.at(event.at):
            assert timers.fire_due() == 1
        with reading() as session:
            came = [
                entry.params["timer"] for entry in timeline(session, self.case) if "timer" in entry.params
            ]
        assert came[0] == event.lewat

    def hand_in(self, move: Move) -> None:
        by = self.people[move.by]
        with reading() as session:
            [(task, _holder, _offered)] = open_tasks(session, self.case)
            assert task.element == move.step
            step = view_task(session, task.id, by=by).step
        self.send(task, move, by)
        typed = to_typed(step.form, move.answers, WIB)
        with clock.at(move.at), transaction() as session:
            complete(session, task.id, typed, by=by, confirmed=True)

    def send(self, task: Task, move: Move, by: Actor) -> None:
        """What the move names and the case does not have yet has been uploaded."""
        with transaction() as session:
            for key in files_named(move.answers):
                if session.get(Upload, key) is None:
                    file = self.book.files[key]
                    session.add(
                        Upload(
                            id=key,
                            person_id=by.id,
                            task_id=task.id,
                            instance_id=self.case,
                            field="foto",
                            file_name=file.name,
                            length=file.size,
                            received=file.size,
                            state=UploadState.READY,
                            media_type=file.media_type,
                            sha256=file.sha256,
                            restricted=file.restricted,
                            width=file.width,
                            height=file.height,
                            created_at=move.at,
                            expires_at=move.at,
                        )
                    )


@pytest.mark.parametrize(("book", "case"), ALL)
def test_a_case_goes_its_way_in_the_engine(book: Book, case: Case, database: Engine, tmp_path: Path) -> None:
    folders.use(tmp_path)
    play = Play(book, case)
    for event in case.events:
        play.go(event)
    if case.withdrawn:
        with clock.at(case.withdrawn.at), transaction() as session:
            withdraw(session, play.case, case.withdrawn.reason, by=play.people[case.withdrawn.by])

    with reading() as session:
        instance = session.get_one(Instance, play.case)
        done = session.scalars(
            select(Task.element)
            .where(Task.instance_id == play.case, Task.state == TaskState.DONE)
            .order_by(Task.done_at, Task.id)
        ).all()
        uploads = session.scalars(select(Upload.state)).all()
        assert all(verdict.broken is None for verdict in verify_all(session))
    assert instance.state is (InstanceState.WITHDRAWN if case.withdrawn else InstanceState.ENDED)
    assert list(done) == [move.step for move in case.moves]
    assert set(uploads) <= {UploadState.ATTACHED}
    for name, value in case.final.items():
        assert holds(value, instance.data[name]), name
