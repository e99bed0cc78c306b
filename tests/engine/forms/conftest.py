from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.diagram import Diagram, read_diagram
from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form
from engine.forms.read import read_answers
from engine.forms.scope import FileInfo, Scope

WIB = ZoneInfo("Asia/Jakarta")
Data = Mapping[str, Any] | None
Done = Mapping[str, datetime] | None
Typed = Mapping[str, str | Sequence[str]]
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10.00 WIB
SOP_032 = Path(__file__).parents[3] / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"


def photo(key: str = "a", **other: Any) -> FileInfo:
    info: dict[str, Any] = {
        "id": key,
        "name": f"{key}.jpg",
        "media_type": "image/jpeg",
        "size": 1000,
        "state": "ready",
        "width": 1600,
        "height": 900,
        "sha256": key * 4,
    }
    return FileInfo(**{**info, **other})


def scope(*files: FileInfo, data: Data = None, done: Done = None, zone: ZoneInfo = WIB) -> Scope:
    return Scope(
        now=NOW, zone=zone, data=data or {}, done=done or {}, files={info.id: info for info in files}
    )


def read(
    fields: Form | Iterable[Field], typed: Typed, *files: FileInfo, data: Data = None, done: Done = None
) -> dict[str, Any]:
    """Answers, or the problems' codes by path (their sentence where the diagram gives one)."""
    form = fields if isinstance(fields, Form) else Form(fields=tuple(fields))
    lists: dict[str, Sequence[str]] = {
        name: [value] if isinstance(value, str) else value for name, value in typed.items()
    }
    try:
        return read_answers(form, lists, scope(*files, data=data, done=done))
    except InvalidAnswers as invalid:
        return {
            path: problem.text or problem.code.removeprefix("forms.problem.")
            for path, problem in invalid.problems.items()
        }


def one(type_: str, typed: str | list[str], **settings: Any) -> Any:
    """What a form of a single field `f` makes of an input."""
    return read([Field(name="f", label="F", type=type_, **settings)], {"f": typed})["f"]


@pytest.fixture(scope="session")
def sop_032() -> Diagram:
    return read_diagram(SOP_032.read_bytes())
