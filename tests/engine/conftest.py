from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.storage import folders
from tests.office import Office


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Office:
    """The small office on a database of its own, its SOP deployed."""
    folders.use(tmp_path / "data")
    return Office()
