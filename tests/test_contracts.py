"""The import contracts of pyproject.toml hold, and each of them bites.

The code is copied, one forbidden import is added per contract, and import-linter must name every one of them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

#: By contract: new files with one import each, and what import-linter must say about them.
BREAKS: dict[str, dict[str, tuple[str, str]]] = {
    "web-on-engine": {
        "engine/forms/uphill.py": ("webforms", "engine.forms.uphill -> webforms"),
    },
    "engine-layers": {
        "engine/forms/nosy.py": ("engine.inbox", "engine.forms.nosy -> engine.inbox"),
        "engine/audit/sideways.py": ("engine.lint", "engine.audit.sideways -> engine.lint"),
        "engine/definitions/trying.py": (
            "engine.rehearsal.playing",
            "engine.definitions.trying -> engine.rehearsal.playing",
        ),
        "engine/helpers.py": ("sys", "helpers"),
    },
    "web-layers": {
        "webforms/pages/nosy.py": ("webforms.cli", "webforms.pages.nosy -> webforms.cli"),
        "webforms/presentation/nosy.py": ("webforms.http", "webforms.presentation.nosy -> webforms.http"),
        "webforms/http/nosy.py": ("webforms.resubmit", "webforms.http.nosy -> webforms.resubmit"),
        "webforms/resubmit/nosy.py": ("webforms.auth", "webforms.resubmit.nosy -> webforms.auth"),
        "webforms/auth/sideways.py": ("webforms.html_form", "webforms.auth.sideways -> webforms.html_form"),
        "webforms/utils.py": ("sys", "utils"),
    },
    "forms-layers": {
        "engine/forms/types/nosy.py": ("engine.forms.read", "engine.forms.types.nosy -> engine.forms.read"),
        "engine/forms/anything.py": ("sys", "anything"),
    },
    "importing-layers": {
        "engine/importing/cells/nosy.py": (
            "engine.importing.rows",
            "engine.importing.cells.nosy -> engine.importing.rows",
        ),
        "engine/importing/anything.py": ("sys", "anything"),
    },
    "spiff-in-one-place": {
        "engine/inbox/spiff.py": ("SpiffWorkflow", "engine.inbox.spiff -> SpiffWorkflow"),
        "engine/lint/spiff.py": ("SpiffWorkflow", "engine.lint.spiff -> SpiffWorkflow"),
    },
    "starlark-in-one-place": {
        "engine/forms/stars.py": ("starlark", "engine.forms.stars -> starlark"),
    },
    "bpmn-is-a-language": {
        "engine/bpmn/reckoning.py": ("engine.starlark", "engine.bpmn.reckoning -> engine.starlark"),
    },
    "starlark-knows-no-diagram": {
        "engine/starlark/nosy.py": ("engine.forms", "engine.starlark.nosy -> engine.forms"),
    },
    "who-moves-tokens": {
        "engine/inbox/mover.py": ("engine.runtime.runner", "engine.inbox.mover -> engine.runtime.runner"),
        "engine/lint/mover.py": ("engine.runtime.runner", "engine.lint.mover -> engine.runtime.runner"),
        "engine/definitions/mover.py": (
            "engine.runtime.runner",
            "engine.definitions.mover -> engine.runtime.runner",
        ),
    },
    "lint-judges-meaning": {
        "engine/lint/picture.py": ("engine.drawing", "engine.lint.picture -> engine.drawing"),
    },
    "diff-compares-meaning": {
        "engine/diff/markup.py": ("lxml", "engine.diff.markup -> lxml"),
    },
    "who-draws": {
        "engine/instances/picture.py": (
            "engine.drawing.layout",
            "engine.instances.picture -> engine.drawing.layout",
        ),
    },
    "decoders-in-one-place": {
        "webforms/pages/picture.py": ("PIL", "webforms.pages.picture -> PIL"),
        "engine/forms/picture.py": ("pillow_heif", "engine.forms.picture -> pillow_heif"),
    },
    "engine-without-web": {
        "engine/storage/served.py": ("flask", "engine.storage.served -> flask"),
    },
    "pure-rooms": {
        "engine/runtime/rows.py": ("engine.tables", "engine.runtime.rows -> engine.tables"),
        "engine/bpmn/rows.py": ("sqlalchemy", "engine.bpmn.rows -> sqlalchemy"),
        "engine/forms/rows.py": ("engine.tables", "engine.forms.rows -> engine.tables"),
    },
    "views-stay-thin": {
        "webforms/pages/rows.py": ("engine.tables", "webforms.pages.rows -> engine.tables"),
        "webforms/pages/mover.py": ("engine.instances.step", "webforms.pages.mover -> engine.instances.step"),
    },
    "reports-only-read": {
        "engine/reports/writer.py": ("engine.audit.log", "engine.reports.writer -> engine.audit.log"),
    },
    "pages-apart": {
        "webforms/pages/one.py": ("webforms.pages.other", "webforms.pages.one -> webforms.pages.other"),
        "webforms/pages/other.py": ("sys", ""),
    },
    "no-cycles": {
        "engine/forms/hen.py": ("engine.forms.egg", "hen"),
        "engine/forms/egg.py": ("engine.forms.hen", "egg"),
    },
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says about the copy in which every contract is broken."""
    copy = tmp_path_factory.mktemp("broken")
    only_python = shutil.ignore_patterns("node_modules", "frontend", "static", "templates", "__pycache__")
    for package in ("engine", "webforms"):
        shutil.copytree(ROOT / package, copy / package, ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for files in BREAKS.values():
        for path, (module, _) in files.items():
            assert not (copy / path).exists()
            (copy / path).write_text(f"import {module}\n")
    return _lint(copy, copy / "cache").stdout


def test_the_code_keeps_all_contracts(tmp_path: Path) -> None:
    result = _lint(ROOT, tmp_path)
    assert result.returncode == 0, result.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout


def test_every_contract_is_broken_on_purpose_here() -> None:
    assert {contract["id"] for contract in CONTRACTS} == BREAKS.keys()


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["id"])
def test_a_contract_bites(broken: str, contract: dict[str, str]) -> None:
    assert f"{contract['name']} BROKEN" in broken
    said = _section(broken, contract["name"])
    missing = [words for _, words in BREAKS[contract["id"]].values() if words not in said]
    assert missing == [], said


def _lint(folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command as lint; lint()"
    options = ["--no-logo", "--cache-dir", str(cache)]
    return subprocess.run(
        [sys.executable, "-c", program, *options],
        cwd=folder, capture_output=True, text=True, check=False, env={"COLUMNS": "400", "PATH": ""},
    )  # fmt: skip


def _section(report: str, name: str) -> str:
    """The part of the report about one contract: below its underlined name."""
    details = report.partition("Broken contracts")[2]
    parts = re.split(r"\n([^\n]+)\n-+\n", details)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    return re.sub(r"\s+", " ", sections.get(name, ""))
