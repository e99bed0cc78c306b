from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.office import Office
from tests.webforms.desk import whole_app


@pytest.fixture
def whole(database: Engine, tmp_path: Path) -> Flask:
    """The whole application on a database of its own."""
    return whole_app(database, tmp_path / "data")


@pytest.fixture
def open_office(whole: Flask) -> Office:
    """The small office behind the whole application."""
    return Office()
