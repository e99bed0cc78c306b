"""What a property is called in the diagram stands in the vocabulary, and is written out nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bpmn.vocabulary import everything
from tests.conftest import ROOT
from tests.test_architecture import SOURCES

#: English or Camunda's words mean other things elsewhere, too.
NAMES = {told.name for told in everything() if told.written == "property"} - {"per"}
#: Where the same word is none of the diagram's properties.
OTHERS = {
    "engine/forms/shown.py": {"keterangan"},  # a part of a field for files, by its id
    "engine/importing/plan/infer.py": {"unit_kerja"},  # the pool's id
    "engine/importing/plan/verbs.py": {"bagian"},  # of an office: who acts
    # how cells of tables are headed
    "engine/importing/rows/headers.py": {"kelengkapan", "syarat", "keluaran", "keterangan"},
    "engine/importing/rows/identity.py": {"keterkaitan", "peringatan", "peralatan", "pencatatan"},
    "engine/importing/rows/run_together.py": {"dari"},  # words of sentences
    "engine/calendar/spreadsheet.py": {"dari", "jenis"},
    "engine/lint/rules/quality.py": {"dari"},
}
SCRIPTS = sorted((ROOT / "webforms" / "frontend" / "src").rglob("*.js"))
QUOTED = re.compile(r"""(["'`])(\w+)\1""")


def literals(path: Path) -> Iterator[str]:
    """Whole strings of a file; a docstring is a sentence, and so none."""
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        nodes = ast.walk(ast.parse(source))
        yield from (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    else:
        yield from (match[2] for match in QUOTED.finditer(source))


@pytest.mark.thorough
def test_the_names_are_the_vocabularys_alone() -> None:
    assert len(NAMES) > 40
    assert len(SCRIPTS) > 30
    found = {}
    for path in (*SOURCES, *SCRIPTS):
        name = str(path.relative_to(ROOT))
        if both := NAMES.intersection(literals(path)) - OTHERS.get(name, set()):
            found[name] = both
    assert found == {}


@pytest.mark.parametrize("name", OTHERS)
def test_every_exception_is_still_needed(name: str) -> None:
    assert NAMES.intersection(literals(ROOT / name)) == OTHERS[name]
