"""Tests in several processes are told as if they had been run in one, whatever happens to them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.patience import PATIENCE

_TESTS = """
import os
import pytest

@pytest.mark.parametrize("number", range(30))
def test_many(number, tmp_path):
    assert not list(tmp_path.iterdir())
    (tmp_path / "mine").write_text(os.environ["TESTS_WORKER"])
    assert tmp_path.parent.name.startswith(os.environ["TESTS_WORKER"])

def test_fails():
    print("seen before it failed")
    assert 1 + 1 == 3

@pytest.mark.skip(reason="a reason to skip")
def test_skipped(): ...

def test_parts(subtests):
    for number in range(3):
        with subtests.test(f"part {number}"):
            assert number != 1
"""
_DIES = """
import os

def test_dies():
    os._exit(7)
"""


def run(folder: Path, *options: str, **files: str) -> tuple[int, str]:
    """Exit code and what was written of a run of these files of tests by two workers."""
    for name, text in files.items():
        (folder / f"test_{name}.py").write_text(text)
    plugin = ["-p", "tests.plugins.workers", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    command = [sys.executable, "-m", "pytest", "-n", "2", "-rs", "-c", "/dev/null", *plugin, *options, "."]
    path = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        command, cwd=folder, env=path, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_each_test_is_run_once_and_told_with_its_words(tmp_path: Path) -> None:
    code, told = run(tmp_path, all=_TESTS)
    assert code == pytest.ExitCode.TESTS_FAILED
    for words in ("seen before it failed", "assert (1 + 1) == 3", "a reason to skip", "part 1"):
        assert words in told
    assert "31 passed" in told
    assert "1 skipped" in told


def test_what_a_worker_dies_of_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    code, told = run(tmp_path, aaa=_DIES, others=_TESTS.partition("def test_fails")[0])
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "test_aaa.py::test_dies" in told
    assert "exit code 7" in told
    assert "30 passed" in told


def test_with_x_the_first_failure_is_the_last(tmp_path: Path) -> None:
    code, told = run(tmp_path, "-x", all=_TESTS)
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "stopping after 1 failures" in told


def test_what_a_fork_would_leave_behind_is_told(tmp_path: Path) -> None:
    """A thread that holds a lock at the fork holds it for ever in the worker."""
    begun = "from threading import Event, Thread\nThread(target=Event().wait, daemon=True).start()\n"
    code, told = run(tmp_path, all=begun + _TESTS)
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "has begun threads" in told
