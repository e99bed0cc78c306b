"""A folder for files, and an instance with a task that takes files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Engine

from engine.actor import Actor
from engine.storage import folders, kinds, pictures
from engine.storage.pictures import Picture
from engine.storage.refusal import Refused
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
    pictures.pool.stop_all()


@dataclass(frozen=True)
class Desk:
    """Siti at her task."""

    office: Office
    instance: int
    task: int
    by: Actor

    def incoming(self, name: str = "foto.jpg", **demands: Any) -> Incoming:
        return Incoming(
            task_id=self.task,
            field="foto",
            file_name=name,
            demands=Demands(**{"max_bytes": 100 * MEGABYTE, **demands}),
        )


@pytest.fixture
def desk(database: Engine, store: Path) -> Desk:
    office = Office()
    instance = office.start()
    return Desk(office=office, instance=instance, task=office.task(instance).id, by=office.siti)


Look = Callable[[bytes | Path], Picture]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Through the same door as an upload: kind by content, then the decoder."""

    def decode(content: bytes | Path) -> Picture:
        path = tmp_path / "source"
        path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
        return pictures.decode(path, kinds.detect(path), into=tmp_path)

    return decode


def shown(copy: pictures.Copy) -> Image.Image:
    with Image.open(copy.path) as picture:
        picture.load()
    return picture


def reason(look: Look, content: bytes | Path) -> str:
    with pytest.raises(Refused) as refused:
        look(content)
    return refused.value.reason
