from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.storage import folders
from tests.office import Office


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Office:
    folders.use(tmp_path / "data")
    return Office()
