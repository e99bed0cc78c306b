"""From a request to typed input, and the form's own buttons: they change what is shown, not the instance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms.fields import Form
from engine.forms.read import to_typed
from engine.forms.scope import Answer
from engine.forms.types import Inputs, type_of

Typed = dict[str, list[str]]
#: The first input of a file field without JavaScript: `foto.upload`.
UPLOAD = ".upload"


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """`_add`, `_remove`, `_restore`, `_upload`, `_enter`, `_choose`: the form comes back. `_confirm`: sent in
    spite of warnings."""

    add: str = ""
    remove: str = ""
    #: What `_remove` took out of the form, to be put back.
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Something that was removed is back.
    restore: bool = False
    upload: str = ""
    #: The Enter key: the form has a harmless first button, so that it doesn't press a row's.
    enter: bool = False
    confirm: bool = False
    #: `keputusan=ya`: one of the large answers of a decision, which then asks on.
    choose: str = ""

    @property
    def redisplays(self) -> bool:
        """Nothing is handed in by this button."""
        return bool(self.add or self.remove or self.restore or self.upload or self.enter or self.choose)


def read_request(form: MultiDict[str, str]) -> tuple[Typed, Pressed]:
    """What was typed, with rows added and removed as the button says. Names with _ are the page's own."""
    typed = {
        name: list(values)
        for name, values in form.lists()
        if not name.startswith("_") and name != "csrf_token"
    }
    restored = _removed_before(form.get("_removed", "")) if form.get("_restore") else {}
    typed |= {name: values for name, values in restored.items() if name not in typed}
    pressed = Pressed(
        restore=bool(restored),
        add=form.get("_add", ""),
        remove=form.get("_remove", ""),
        upload=form.get("_upload", ""),
        enter=bool(form.get("_enter")),
        confirm=bool(form.get("_confirm")),
        choose=form.get("_choose", ""),
    )
    if pressed.choose:
        name, _, option = pressed.choose.partition("=")
        typed[name] = [option]
    if pressed.remove:
        below = f"{pressed.remove}."
        removed = {
            name: typed.pop(name) for name in [*typed] if name == pressed.remove or name.startswith(below)
        }
        pressed = replace(pressed, removed=removed)
    if pressed.add:
        # A name without input: the row is there, but empty.
        typed[f"{pressed.add}.{_next_row(typed, pressed.add)}."] = []
    return typed, pressed


def _removed_before(sent: str) -> Typed:
    """What a page says it removed; nothing where it says something else."""
    try:
        found = json.loads(sent)
    except ValueError:
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {
        str(name): [str(value) for value in values]
        for name, values in pairs
        if isinstance(values, list) and not name.startswith("_")
    }


def first_typed(form: Form, data: Mapping[str, Answer], zone: tzinfo) -> Typed:
    """What a form shows when it is opened: the answers of the last round, else the diagram's defaults."""
    answered = {field.name for field in form if data.get(field.name) is not None}
    typed = to_typed(form, {name: data[name] for name in answered}, zone)
    for each in form:
        if each.name not in answered and each.default and type_of(each).answered:
            typed.setdefault(each.name, [each.default])
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
    """Those of `NAME.upload` inputs, where the form has a field that takes files; others are ignored."""
    for name, sent in files.lists():
        path = name.removesuffix(UPLOAD)
        found = form.along(path)
        if name == path or not found or not type_of(found[-1]).takes_files:
            continue
        rows = type_of(found[-1]).inputs is Inputs.ROWS
        yield from (SentFile(path=path, rows=rows, file=item) for item in sent if item.filename)


def add_upload(typed: Typed, sent: SentFile, upload: str) -> None:
    """Name a stored file in the input, as the page's own script would have."""
    name = f"{sent.path}.{_next_row(typed, sent.path)}" if sent.rows else sent.path
    typed[f"{name}.file"] = [upload]


def _next_row(typed: Typed, path: str) -> int:
    taken = re.compile(rf"{re.escape(path)}\.(\d{{1,4}})\.")
    return max((int(match[1]) for name in typed if (match := taken.match(name))), default=-1) + 1
