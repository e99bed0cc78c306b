"""What a newcomer meets first: commands, licence, nothing of the place where it was made."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: Where packages of the front end come from.
PUBLIC = "https://registry.npmjs.org/"
COMMANDS = ("run", "test", "check", "bench", "screenshots", "lock", "clean", "wheel", "bundle")


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def texts(paths: list[Path]) -> dict[str, str]:
    found = {}
    for path in paths:
        try:
            found[str(path.relative_to(ROOT))] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_make_knows(command: str) -> None:
    dry = subprocess.run(["make", "-n", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert dry.returncode == 0, dry.stderr


def test_make_alone_tells_what_there_is() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [command for command in ("run", "test", "check", "bench") if f"make {command}" not in said] == []


def test_too_old_a_python_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for name in ("python3", "python"):
        old = tmp_path / name
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
    result = subprocess.run(
        ["/bin/sh", str(ROOT / ".ci" / "python")], env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert result.stderr.startswith("Python 3.11 or newer is needed")
    assert result.stdout == ""


def test_quietly_shows_output_only_of_what_failed() -> None:
    def quietly(script: str) -> tuple[int, str]:
        program = [str(ROOT / ".ci" / "quietly"), "sh", "-c", script]
        result = subprocess.run(program, capture_output=True, text=True)
        return result.returncode, result.stdout

    assert quietly("echo all is well") == (0, "")
    assert quietly("echo why; exit 3") == (3, "why\n")


def test_ci_runs_and_passes_on_how_it_ended(tmp_path: Path) -> None:
    """`.ci/run` ends with pytest's closing line and with the exit code of the checks."""
    (tmp_path / ".ci").mkdir()
    run = tmp_path / ".ci" / "run"
    run.write_text((ROOT / ".ci" / "run").read_text())
    make = "check:\n\t@echo '1 failed, 12 passed in 3.45s'; echo later words; exit 1\n"
    (tmp_path / "Makefile").write_text(make)
    result = subprocess.run(["bash", str(run)], capture_output=True, text=True)
    assert result.returncode != 0
    assert result.stdout.splitlines()[-1] == "1 failed, 12 passed in 3.45s"
    assert (ROOT / ".ci" / "run").stat().st_mode & stat.S_IXUSR


def test_the_licence_is_the_whole_apache_licence() -> None:
    licence = (ROOT / "LICENSE").read_text()
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert not re.search(r"\[[a-z ]+\]|\{[a-z ]+\}|yyyy", licence)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"


def test_nothing_names_the_machine_it_was_made_on() -> None:
    places = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w|\.pyenv\b")
    telling = {
        name: match.group() for name, text in texts(tracked()).items() if (match := places.search(text))
    }
    telling.pop("tests/test_house.py", None)
    assert telling == {}


def test_locked_packages_come_from_the_public_registries() -> None:
    hosts = set(re.findall(r"https?://([^/\"\s]+)", (ROOT / "uv.lock").read_text()))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
    locks = [path for path in tracked() if path.name == "package-lock.json"]
    assert len(locks) == 1
    for name, package in json.loads(locks[0].read_text("utf-8"))["packages"].items():
        # Without an address: from the registry, or whatever stands for it where it is built.
        assert package.get("resolved", PUBLIC).startswith(PUBLIC), name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_a_package_of_the_front_end_runs_nothing_while_it_is_installed() -> None:
    assert "ignore-scripts=true" in (ROOT / "webforms/frontend/.npmrc").read_text().splitlines()


def test_built_files_are_not_committed() -> None:
    built = re.compile(r"(^|/)(node_modules|dist|__pycache__|\.venv|\.uv)/|\.sqlite3|\.pyc$")
    assert [str(path) for path in tracked() if built.search(str(path.relative_to(ROOT)))] == []
