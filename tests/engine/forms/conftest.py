from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.diagram import read_diagram
from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form
from engine.forms.read import read_answers
from engine.forms.scope import FileInfo, Scope

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10.00 WIB
SOP_032 = Path(__file__).parents[3] / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"


def photo(key: str = "a", **other: object) -> FileInfo:
    info: dict[str, object] = {
        "id": key,
        "name": f"{key}.jpg",
        "media_type": "image/jpeg",
        "size": 1000,
        "state": "ready",
        "width": 1600,
        "height": 900,
        "sha256": key * 4,
    }
    return FileInfo(**{**info, **other})  # type: ignore[arg-type]


def scope(*files: FileInfo, data=None, done=None) -> Scope:
    return Scope(now=NOW, zone=WIB, data=data or {}, done=done or {}, files={info.id: info for info in files})


def read(fields, typed, *files: FileInfo, data=None, done=None):
    """Answers, or the problems' codes by path (their sentence where the diagram gives one)."""
    form = fields if isinstance(fields, Form) else Form(fields=tuple(fields))
    lists = {name: [value] if isinstance(value, str) else value for name, value in typed.items()}
    try:
        return read_answers(form, lists, scope(*files, data=data, done=done))
    except InvalidAnswers as invalid:
        return {
            path: problem.text or problem.code.removeprefix("forms.problem.")
            for path, problem in invalid.problems.items()
        }


def one(type_: str, typed, **settings):
    """What a form of a single field `f` makes of an input."""
    return read([Field(name="f", label="F", type=type_, **settings)], {"f": typed})["f"]


@pytest.fixture(scope="session")
def sop_032():
    return read_diagram(SOP_032.read_bytes())
