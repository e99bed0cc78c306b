"""A folder for files, and a case with a task that takes files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.actor import Actor
from engine.storage import folders, pictures
from engine.storage.uploads import MEGABYTE, Demands, Incoming
from tests.office import Office


@pytest.fixture
def store(tmp_path: Path) -> Path:
    root = tmp_path / "data"
    folders.use(root)
    return root


@pytest.fixture(scope="package", autouse=True)
def no_decoder_stays() -> Iterator[None]:
    yield
    pictures.stop_all()


@dataclass(frozen=True)
class Desk:
    """Siti at her task."""

    office: Office
    case: int
    task: int
    by: Actor

    def incoming(self, name: str = "foto.jpg", **demands: object) -> Incoming:
        return Incoming(
            task_id=self.task,
            field="foto",
            file_name=name,
            demands=Demands(**{"max_bytes": 100 * MEGABYTE, **demands}),  # type: ignore[arg-type]
        )


@pytest.fixture
def desk(database: Engine, store: Path) -> Desk:
    office = Office()
    case = office.start()
    return Desk(office=office, case=case, task=office.task(case).id, by=office.siti)
