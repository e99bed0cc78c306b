"""Where the files of others lie: only the tests of this room may ask for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOMAIN = Path(os.environ.get("ALUR_CORPORA") or ROOT.parent / "shared" / "corpora").parent / "domain"


@pytest.fixture(scope="session")
def corpora() -> Path:
    return _shared("ALUR_CORPORA", "corpora")


@pytest.fixture(scope="session")
def media() -> Path:
    return _shared("ALUR_MEDIA", "media")


def domain_file(name: str) -> Path:
    """A file about the SOPs themselves, beside the corpora; the test is skipped where it is absent."""
    path = DOMAIN / name
    if not path.is_file():
        pytest.skip(f"needs {name} of the domain, beside ALUR_CORPORA")
    return path


def _shared(variable: str, name: str) -> Path:
    path = Path(os.environ.get(variable) or ROOT.parent / "shared" / name)
    if not path.is_dir():
        pytest.skip(f"no folder of {name}: set {variable}")
    return path
