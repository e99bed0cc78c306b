"""Reading `processes/*.cases.yaml`. Its first lines say what stands in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from engine.forms.scope import FileInfo

PROCESSES = Path(__file__).parents[2] / "processes"


@dataclass(frozen=True, kw_only=True)
class Move:
    step: str
    by: str
    at: datetime
    answers: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """`lewat`: a timer of the step that waits runs out, a reminder or a deadline."""

    lewat: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    step: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Case:
    name: str
    #: What people hand in and what the clock does, in this order.
    events: tuple[Move | Lapse, ...]
    withdrawn: Withdrawal | None
    path: tuple[str, ...]
    final: dict[str, Any]

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(event for event in self.events if isinstance(event, Move))


@dataclass(frozen=True, kw_only=True)
class Book:
    """One file of cases and the diagram beside it."""

    diagram: Path
    people: dict[str, dict[str, str]]
    files: dict[str, FileInfo]
    cases: tuple[Case, ...]


def read_book(path: Path) -> Book:
    words = yaml.safe_load(path.read_text("utf-8"))
    return Book(
        diagram=path.with_name(path.name.replace(".cases.yaml", ".bpmn")),
        people=words["people"],
        files={key: _file(key, row) for key, row in words["files"].items()},
        cases=tuple(_case(row) for row in words["cases"]),
    )


def _file(key: str, row: dict[str, Any]) -> FileInfo:
    return FileInfo(id=key, state="ready", sha256=hashlib.sha256(key.encode()).hexdigest(), **row)


def _case(row: dict[str, Any]) -> Case:
    withdrawn = row.get("withdrawn")
    return Case(
        name=row["name"],
        events=tuple(map(_event, row["steps"])),
        withdrawn=Withdrawal(**{**withdrawn, "at": datetime.fromisoformat(withdrawn["at"])})
        if withdrawn
        else None,
        path=tuple(row["path"]),
        final=row["final"],
    )


def _event(row: dict[str, Any]) -> Move | Lapse:
    told = {**row, "at": datetime.fromisoformat(row["at"])}
    return Lapse(**told) if "lewat" in told else Move(**told)


#: Of the procedures that the product brings, and of those made for the tests.
BOOKS = [
    read_book(path)
    for folder in (PROCESSES, Path(__file__).parent)
    for path in sorted(folder.glob("*.cases.yaml"))
]
