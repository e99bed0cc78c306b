from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

if TYPE_CHECKING:
    from tests.office import Office


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Office:
    """The small office on a database of its own, its SOP deployed."""
    # Late: pure rules are tested without a database.
    from engine.storage import folders
    from tests.office import Office

    folders.use(tmp_path / "data")
    return Office()
