"""What stands in a form's inputs, in words: for who reads what was typed where nobody can hand it in now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.forms.fields import Field, Form
from engine.forms.scope import Scope
from engine.forms.shown import Audience, key_label, text_of
from engine.forms.typed import Reading
from engine.forms.types import Inputs, type_of
from engine.forms.types.dispatch import show_field

Line = tuple[str, str]


def typed_in_words(form: Form, typed: Mapping[str, Sequence[str]], scope: Scope, to: Audience) -> list[Line]:
    """(label, words) of each input in which something stands, in the form's order: options and files by their
    names, what can't be read as it was typed. A part is labelled with its row or key, too.
    """
    uploads = {info.id: {"file": info.id, "name": info.name} for info in scope.files.values()}
    lines = _Lines(Reading(typed=typed, scope=scope), replace(to, items={**uploads, **to.items}))
    return [line for field in form for line in lines.of(field, field.name, field.label)]


class _Lines:
    def __init__(self, reading: Reading, to: Audience) -> None:
        self.reading, self.to = reading, to

    def of(self, field: Field, path: str, label: str) -> Iterator[Line]:
        kind = type_of(field)
        if field.per:
            for key in self.reading.keys(path):
                single = replace(field, per="")
                yield from self.of(single, f"{path}.{key}", f"{label} – {key_label(key, self.to.items)}")
        elif kind.inputs is Inputs.ROWS:
            for number, index in enumerate(self.reading.indices(path), 1):
                yield from self._row(field, f"{path}.{index}", f"{label} {number}")
        elif kind.inputs is Inputs.GROUP:
            yield from self._row(field, path, label)
        elif kind.inputs is Inputs.ITEM_KEYS:
            for key in self.reading.keys(path):
                named = {option.id: option.label for option in field.options}
                yield from self._texts(f"{path}.{key}", f"{label} – {key_label(key, self.to.items)}", named)
        else:
            yield from self._value(field, path, label)

    def _row(self, field: Field, path: str, label: str) -> Iterator[Line]:
        yield from self._texts(f"{path}.file", label)
        for part in field.parts:
            yield from self.of(part, f"{path}.{part.name}", f"{label} – {part.label}")

    def _value(self, field: Field, path: str, label: str) -> Iterator[Line]:
        before = dict(self.reading.problems)
        answer = type_of(field).read(self.reading, field, path)
        if path in self.reading.problems or answer in (None, "", [], {}, False):
            self.reading.problems = before
            yield from self._texts(path, label)
            yield from self._texts(f"{path}.file", label)
            yield from self._texts(f"{path}.text", label)
        else:
            yield label, show_field(field, answer, self.to).text

    def _texts(self, path: str, label: str, named: Mapping[str, str] | None = None) -> Iterator[Line]:
        typed = [text for text in self.reading.values(path) if text.strip()]
        words = [(named or {}).get(text) or text_of(text, self.to) for text in typed]
        if words:
            yield label, ", ".join(words)
