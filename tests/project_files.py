"""What belongs to the project: what git tracks; without git, as in an archive of the sources, all that
.gitignore doesn't name."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from tests.conftest import ROOT


def project_files() -> list[Path]:
    """Full paths, in order."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        found = (ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name)
        return sorted(path for path in found if path.is_file())
    return sorted(not_ignored())


def not_ignored() -> Iterator[Path]:
    """By the few forms of lines that .gitignore has: `name/`, `/path/from/here`, `*.ending`."""
    lines = [".git", *(ROOT / ".gitignore").read_text("utf-8").split()]
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder)
        folders[:] = [name for name in folders if not _named(lines, here / name, folder=True)]
        yield from (here / name for name in files if not _named(lines, here / name, folder=False))


def _named(lines: list[str], path: Path, *, folder: bool) -> bool:
    return any(_fits(line, path) for line in lines if folder or not line.endswith("/"))


def _fits(line: str, path: Path) -> bool:
    pattern = line.rstrip("/")
    if pattern.startswith("/"):
        return path == ROOT / pattern.lstrip("/")
    return fnmatchcase(path.name, pattern)
