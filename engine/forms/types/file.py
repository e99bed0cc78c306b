"""`file`: one file."""

from __future__ import annotations

from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.typed import Reading
from engine.forms.types.uploads import Upload, read_file


class File(Upload):
    name = "file"
    says_words = False

    def read(self, reading: Reading, field: Field, path: str) -> Answer:
        return read_file(reading, field, path)

    def sample_rows(self, field: Field) -> tuple[str, ...]:
        return ("",)
