"""What a newcomer meets first: commands, licence, nothing of the place where it was made."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.project_files import not_ignored, project_files

#: Where packages of the front end come from.
PUBLIC = "https://registry.npmjs.org/"
COMMANDS = ("run", "test", "check", "bench", "screenshots", "lock", "clean", "wheel", "bundle")


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
        name: match.group() for name, text in texts(project_files()).items() if (match := places.search(text))
    }
    telling.pop("tests/test_house.py", None)
    assert telling == {}


def test_locked_packages_come_from_the_public_registries() -> None:
    hosts = set(re.findall(r"https?://([^/\"\s]+)", (ROOT / "uv.lock").read_text()))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
    locks = [path for path in project_files() if path.name == "package-lock.json"]
    assert len(locks) == 1
    for name, package in json.loads(locks[0].read_text("utf-8"))["packages"].items():
        # Without an address: from the registry, or whatever stands for it where it is built.
        assert package.get("resolved", PUBLIC).startswith(PUBLIC), name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_a_package_of_the_front_end_runs_nothing_while_it_is_installed() -> None:
    assert "ignore-scripts=true" in (ROOT / "webforms/frontend/.npmrc").read_text().splitlines()


def test_built_files_are_not_committed() -> None:
    built = re.compile(r"(^|/)(node_modules|dist|__pycache__|\.venv|\.uv)/|\.sqlite3|\.pyc$")
    assert [str(path) for path in project_files() if built.search(str(path.relative_to(ROOT)))] == []


def test_without_git_the_same_files_belong_to_it() -> None:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a checkout")
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert {str(path.relative_to(ROOT)) for path in not_ignored()} == {
        name for name in listed.split("\0") if name and (ROOT / name).is_file()
    }


def written_in_python(pattern: str, *, besides: str) -> list[str]:
    """Where it stands, as file and words."""
    python = texts([path for path in project_files() if path.suffix == ".py"])
    places = {name: re.findall(pattern, text) for name, text in python.items()}
    return [f"{name}: {found}" for name, found in places.items() if found and name not in besides]


def test_days_are_typed_as_people_write_them() -> None:
    """A browser shows its own inputs in its own language: they open only from a button beside a text."""
    pages = texts([path for path in project_files() if path.suffix == ".html"])
    native = re.compile(r"""type=["'](?:date|datetime-local|month|time|week)["']""")
    assert [name for name, page in pages.items() if native.search(page)] == []


def test_addresses_of_databases_are_not_put_together_by_hand() -> None:
    by_hand = (
        r"""f["'](?:sqlite|postgres\w*(?:\+\w+)?)://|(?:replace|removeprefix)\(["'](?:sqlite|postgres)"""
    )
    assert written_in_python(by_hand, besides="tests/test_house.py") == []


def test_keys_are_struck_where_the_focus_is() -> None:
    """`Window.type` and `Window.strike` wait for it: who types before that loses letters."""
    assert written_in_python(r"\.keyboard\b", besides="tests/journeys/browsing.py tests/test_house.py") == []
