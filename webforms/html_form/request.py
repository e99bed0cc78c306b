"""From a request to typed input, and the form's own buttons: they change what is shown, not the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms.fields import Form
from engine.forms.read import to_typed
from engine.forms.scope import Answer

Typed = dict[str, list[str]]
#: The first input of a file field without JavaScript: `foto.upload`.
UPLOAD = ".upload"


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """`_add`, `_remove`, `_upload`, `_stay`: the form comes back. `_confirm`: sent in spite of warnings."""

    add: str = ""
    remove: str = ""
    upload: str = ""
    #: The Enter key: the form has a harmless first button, so that it doesn't press a row's.
    stay: bool = False
    confirm: bool = False

    @property
    def stays(self) -> bool:
        """Nothing is handed in by this button."""
        return bool(self.add or self.remove or self.upload or self.stay)


def read_request(form: MultiDict[str, str]) -> tuple[Typed, Pressed]:
    """What was typed, with rows added and removed as the button says. Names with _ are the page's own."""
    typed = {
        name: list(values)
        for name, values in form.lists()
        if not name.startswith("_") and name != "csrf_token"
    }
    pressed = Pressed(
        add=form.get("_add", ""),
        remove=form.get("_remove", ""),
        upload=form.get("_upload", ""),
        stay=bool(form.get("_stay")),
        confirm=bool(form.get("_confirm")),
    )
    if pressed.remove:
        below = f"{pressed.remove}."
        typed = {name: values for name, values in typed.items() if not name.startswith(below)}
    if pressed.add:
        # A name without input: the row is there, but empty.
        typed[f"{pressed.add}.{_next_row(typed, pressed.add)}."] = []
    return typed, pressed


def first_typed(form: Form, data: Mapping[str, Answer], zone: tzinfo) -> Typed:
    """What a form shows when it is opened: the answers of the last round, else the diagram's defaults."""
    again = {field.name for field in form if data.get(field.name) is not None}
    typed = to_typed(form, {name: data[name] for name in again}, zone)
    for field in form:
        if field.name not in again and field.default and field.answered:
            typed.setdefault(field.name, [field.default])
    return typed


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file that came with an ordinary form, and where it belongs."""

    #: Path of the input: "foto", "foto.0.bukti_persetujuan".
    path: str
    #: It becomes a new row below the path, not the path's own file.
    rows: bool
    file: FileStorage


def sent_files(form: Form, files: MultiDict[str, FileStorage]) -> Iterator[SentFile]:
    for name, sent in files.lists():
        path = name.removesuffix(UPLOAD)
        kind = form.along(path)[-1].type if form.along(path) else ""
        if name == path or kind not in {"files", "file", "file_or_text"}:
            continue
        for one in sent:
            if one.filename:
                yield SentFile(path=path, rows=kind == "files", file=one)


def add_upload(typed: Typed, sent: SentFile, upload: str) -> None:
    """Name a stored file in the input, as the page's own script would have."""
    name = f"{sent.path}.{_next_row(typed, sent.path)}" if sent.rows else sent.path
    typed[f"{name}.file"] = [upload]


def _next_row(typed: Typed, path: str) -> int:
    taken = re.compile(rf"{re.escape(path)}\.(\d{{1,4}})\.")
    return max((int(match[1]) for name in typed if (match := taken.match(name))), default=-1) + 1
