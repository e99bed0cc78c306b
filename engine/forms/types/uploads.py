"""Files sent with a form: an upload's id in an input, an answer that names the file and its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from engine.forms.attachments import attach
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale
from engine.forms.shown import CAPTION, Audience, Media, Shown, gallery, media_of
from engine.forms.typed import Reading
from engine.forms.types.base import FieldType, Inputs
from engine.forms.types.dispatch import show_field
from engine.forms.wrong import Wrong
from engine.media_types import CAPTIONS

#: What a field with files may ask of them.
DEMANDS = frozenset({"accept", "max_mb", "min_pixels", "restricted"})


class Upload(FieldType):
    inputs = Inputs.FILE
    takes_files = True
    properties = DEMANDS
    #: Inputs below the field's own name, which are also the answer's.
    inputs_below: ClassVar[tuple[str, ...]] = ("file",)

    def fits(self, value: Answer) -> bool:
        return isinstance(value, Mapping)

    def typed(self, field: Field, path: str, value: Answer, locale: Locale) -> Iterator[tuple[str, str]]:
        answer = value if isinstance(value, Mapping) else {}
        yield from ((f"{path}.{name}", str(answer[name])) for name in self.inputs_below if answer.get(name))

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return show_files(field, [value], to)


def read_file(reading: Reading, field: Field, path: str) -> dict[str, Any] | None:
    """The answer for the upload named in `path.file`; None where there is none or it can't be used."""
    upload = reading.text(f"{path}.file")
    try:
        return attach(field, upload, reading.scope.files) if upload else None
    except Wrong as wrong:
        reading.wrong(f"{path}.file", wrong)
        return None


def show_files(field: Field, rows: list[Answer], to: Audience) -> Shown:
    """Kind `media`. `rows`: answers as `attach` gives them; anything else is left out."""
    files = (row for row in rows if isinstance(row, Mapping))
    media = tuple(to.media.get(str(row.get("file"))) or _media(field, row, to) for row in files)
    return gallery(field.label, media)


def _media(field: Field, item: Mapping[str, Any], to: Audience) -> Media:
    about = (show_field(part, item.get(part.name), to) for part in field.parts if part.name != CAPTION)
    known = tuple(item for item in about if item.kind != "empty")
    answers = [item.get(part.name) for part in field.parts]
    return media_of(item, restricted=field.restricted, about=known, captions=_captions(answers))


def _captions(answers: list[Answer]) -> str:
    """The file among the answers about a film that a player can show as its captions."""
    files = (answer for answer in answers if isinstance(answer, Mapping))
    return next(
        (str(file["file"]) for file in files if file.get("file") and file.get("type") in CAPTIONS), ""
    )
