"""`file_or_text`: a file, or in its place what would stand in it: {"file": …} or {"text": …}."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.errors import Problem
from engine.forms.characters import clean
from engine.forms.fields import Field
from engine.forms.scope import Answer, Names
from engine.forms.shown import Audience, Shown
from engine.forms.typed import Reading
from engine.forms.types.uploads import Upload, read_file
from engine.forms.types.written import LENGTH, WORDS, how_long
from engine.forms.wrong import Wrong


class FileOrText(Upload):
    name = "file_or_text"
    properties = Upload.properties | LENGTH | WORDS
    inputs_below = ("file", "text")

    def read(self, reading: Reading, field: Field, path: str) -> Answer:
        file, text = read_file(reading, field, path), clean(reading.text(f"{path}.text"))
        if file and text:
            reading.wrong(path, Wrong("file_and_text"))
        return file or ({"text": text} if text else None)

    def limit(self, field: Field, value: Answer, names: Names, *, needed: bool) -> Problem | None:
        return how_long(field, value["text"]) if "text" in value else None

    def texts(self, path: str, value: Answer) -> Iterator[tuple[str, str]]:
        if isinstance(value, Mapping) and isinstance(value.get("text"), str):
            yield f"{path}.text", value["text"]

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        if "text" in value:
            return Shown(label=field.label, kind="lines", text=str(value["text"]))
        return super().show(field, value, to)
