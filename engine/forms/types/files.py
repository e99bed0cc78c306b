"""`files`: any number of files, each with what the parts ask about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.typed import Reading
from engine.forms.types.parts import Rows
from engine.forms.types.uploads import DEMANDS, read_file, show_files
from engine.forms.wrong import problem


class Files(Rows):
    name = "files"
    takes_files = True
    says_words = False
    #: What an answer stores of a file itself (engine.forms.attachments): a part of that name would be lost.
    own_names = frozenset({"file", "name", "type", "sha256"})
    properties = Rows.properties | DEMANDS
    inputs_below = ("file",)

    def own(self, reading: Reading, path: str) -> Sequence[str]:
        return reading.values(f"{path}.file")

    def read_own(self, reading: Reading, field: Field, path: str) -> Mapping[str, Any]:
        return read_file(reading, field, path) or {}

    def row_faults(self, rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Problem]:
        faults: dict[str, Problem] = {}
        seen: set[str] = set()
        for path, row in rows.items():
            file = row.get("file")
            if file is None:
                faults[f"{path}.file"] = Problem(code="field_types.file.missing")
            elif file in seen:
                faults[f"{path}.file"] = problem("file_twice")
            else:
                seen.add(file)
        return faults

    def fits(self, value: Answer) -> bool:
        return isinstance(value, list | Mapping)

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return show_files(field, value if isinstance(value, list) else [value], to)

    def doubt(self, field: Field, value: Answer) -> Problem | None:
        """ "Foto dan video": a missing video doesn't stop the instance, it only gives a warning."""
        videos = bool(field.accept) and all(kind.startswith("video/") for kind in field.accept)
        return Problem(code="forms.warning.no_video", params={}) if videos and not value else None

    def sample_rows(self, field: Field) -> tuple[str, ...]:
        return tuple(f".{row}" for row in range(max(1, field.min_items or 1)))
