"""The short form of `make chaos`: people work while server and worker are killed and lines are cut."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.patience import PATIENCE


@pytest.mark.long
def test_what_was_acknowledged_is_done_once_and_what_was_refused_is_not_whatever_is_killed() -> None:
    command = [sys.executable, "-m", "tests.chaos", "--short", "--database", "sqlite", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=10 * PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
