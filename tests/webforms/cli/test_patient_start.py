"""A start waits for its database: after a power failure all come back at once."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import webforms.cli.serve
from engine.errors import Unavailable
from webforms.cli import main


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What a start got done."""
    done: list[str] = []
    monkeypatch.setenv("ALUR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ALUR_PORT", "0")
    monkeypatch.setattr(webforms.cli.serve, "PAUSE", 0.0)
    monkeypatch.setattr(webforms.cli.serve, "run", lambda _config: done.append("served"))
    return done


def serve(monkeypatch: pytest.MonkeyPatch, *, held: int) -> Result:
    """`alur serve`, whose database somebody else holds at so many tries."""
    left = iter(range(held))

    def prepare(_config: object, *, demo: bool) -> None:
        if next(left, None) is not None:
            raise Unavailable(reason="database is locked")
        click.echo("prepared")

    monkeypatch.setattr(webforms.cli.serve, "_prepare", prepare)
    return CliRunner().invoke(main, ["serve"])


def test_who_else_writes_is_waited_for_and_told(monkeypatch: pytest.MonkeyPatch, served: list[str]) -> None:
    began = serve(monkeypatch, held=3)
    assert (began.exit_code, served) == (0, ["served"])
    assert began.stderr.count("can't be used yet: database is locked") == 3


def test_a_database_that_stays_locked_ends_it_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, served: list[str]
) -> None:
    monkeypatch.setattr(webforms.cli.serve, "PATIENCE", -1.0)
    began = serve(monkeypatch, held=1)
    assert (began.exit_code, served) == (2, [])
    assert "the database can't be used now: database is locked" in began.stderr
