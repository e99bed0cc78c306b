"""`files`: any number of files, each with what the parts ask about it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.typed import Reading, Row
from engine.forms.types.dispatch import read_parts
from engine.forms.types.parts import Rows
from engine.forms.types.uploads import DEMANDS, read_file, show_files
from engine.forms.wrong import Wrong


class Files(Rows):
    name = "files"
    takes_files = True
    says_words = False
    #: What an answer stores of a file itself (engine.forms.attachments): a part of that name would be lost.
    own_names = frozenset({"file", "name", "type", "sha256"})
    properties = Rows.properties | DEMANDS
    inputs_below = ("file",)

    def row(self, reading: Reading, field: Field, path: str, seen: set[str]) -> Row:
        row = read_parts(reading, field, path)
        file = read_file(reading, field, path) or {}
        if not file and f"{path}.file" not in reading.problems:
            reading.problems[f"{path}.file"] = Problem(code="field_types.file.missing")
        if file.get("file") in seen:
            reading.wrong(f"{path}.file", Wrong("file_twice"))
        seen.add(file.get("file", ""))
        row |= file
        return row

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
