"""What all controls of one form are built from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from engine.errors import Problem
from engine.forms.attachments import attach
from engine.forms.content import all_items
from engine.forms.fields import Field, Form
from engine.forms.scope import Locale, Scope
from engine.forms.settled import Settled
from engine.forms.shown import Media, media_kind
from engine.forms.typed import MAX_KEYS
from engine.forms.wrong import Wrong
from engine.texts import text
from webforms.html_form.controls import Attached

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Frame:
    typed: Typed
    scope: Scope
    language: str
    #: Sentences by the name of the input.
    problems: Mapping[str, str]
    warnings: Mapping[str, str]
    #: Which fields are shown with what is typed.
    settled: Settled
    #: The form's own fields.
    fields: Mapping[str, Field]
    #: Fields of the whole definition: they know what the parts of earlier steps' items mean.
    sources: Mapping[str, Field]
    #: The files of earlier steps by id, with what was asked about them.
    media: Mapping[str, Media]

    @property
    def locale(self) -> Locale:
        """How its reader writes."""
        return Locale(self.language, self.scope.zone)

    def field_named(self, name: str) -> Field | None:
        """A field of this form, a part of one of its groups, or a field of another form."""
        parts = {part.name: part for field in self.fields.values() for part in field.parts}
        return self.fields.get(name) or parts.get(name) or self.sources.get(name)

    def words(self, key: str, **params: object) -> str:
        """The text `forms.KEY`."""
        return text(f"forms.{key}", self.language, **params)

    def first(self, path: str) -> str:
        """What was typed into an input that takes one value."""
        return next(iter(self.typed.get(path, ())), "")

    def numbers_below(self, path: str) -> list[str]:
        """The rows that were typed, blank ones too; no more of them than are ever read."""
        found = self.keys_below(path)
        return sorted((key for key in found if key.isascii() and key.isdigit() and len(key) <= 4), key=int)

    def keys_below(self, path: str) -> list[str]:
        """The keys under which something was typed; no more of them than are ever read."""
        start = f"{path}."
        below = {name[len(start) :].partition(".")[0]: None for name in self.typed if name.startswith(start)}
        return list(below)[:MAX_KEYS]

    def attached(self, name: str, field: Field) -> Attached | None:
        """The file that an input names, whatever has become of it; None: it names none."""
        upload = self.first(name)
        if not upload:
            return None
        info, item = self.scope.files.get(upload), self.items.get(upload)
        # A form that opens with the answers of the last round names files that the instance has already.
        state = info.state if info else "attached" if item else "unknown"
        known = text(f"files.state.{state}", self.language) if state != "unknown" else ""
        return Attached(
            id=upload,
            name=info.name if info else str(item.get("name", "")) if item else "",
            state=state,
            state_text=self.problems.get(name) or known,
            kind=media_kind(info.media_type if info else str(item.get("type", "")) if item else ""),
            answer=self._answer(upload, field),
        )

    def _answer(self, upload: str, field: Field) -> str:
        try:
            return json.dumps(attach(field, upload, self.scope.files), ensure_ascii=False)
        except Wrong:
            return ""

    @cached_property
    def items(self) -> dict[str, Mapping[str, Any]]:
        """Items of earlier steps' files, by id of the file."""
        return all_items(self.scope.data)

    def only(self, typed: Typed) -> Frame:
        """The same form with other input, and nothing wrong yet."""
        return replace(self, typed=typed, problems={}, warnings={})


def in_words(problems: Mapping[str, Problem], language: str) -> dict[str, str]:
    """Input → sentence in `language`; a rule of the diagram brings its own."""
    return {path: item.text or text(item.code, language, **item.params) for path, item in problems.items()}


def sources_of(forms: Iterable[Form]) -> dict[str, Field]:
    """Name → field, the last form's where several have one of that name."""
    return {field.name: field for form in forms for field in form}
