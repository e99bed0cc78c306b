"""No package without the bundle that its pages need."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleIsFresh(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # Working in the source tree (`uv sync`), the bundle is built afterwards.
        if version == "editable":
            return
        root = Path(self.root)
        problem = runpy.run_path(str(root / ".ci" / "bundle.py"))["problem"](root)
        if problem:
            sys.exit(problem)
