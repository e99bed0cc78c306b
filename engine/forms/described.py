"""The files of an instance, each with all that was asked about it: in the step that sent it and in any other.

Who decides about a file must see what was answered about it, wherever the file stands: its parts (who can be
recognised, consent), and what later steps answered file by file (why it was not chosen).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo

from engine.forms.content import all_items
from engine.forms.fields import Field, Form
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Media, Shown
from engine.forms.types import type_of
from engine.forms.types.dispatch import show_field


def audience(forms: Iterable[Form], data: Mapping[str, Answer], *, language: str, zone: tzinfo) -> Audience:
    """For whom the answers of an instance are written out. `forms`: all of its definition."""
    to = Audience(language=language, zone=zone, items=all_items(data))
    # A step that shows its own answers is one of all, too; what it asked about a file was asked once.
    fields: dict[str, Field] = {}
    for form in forms:
        for field in form:
            fields.setdefault(field.name, field)
    return replace(to, media=_described(list(fields.values()), data, to))


def files_in(shown: Iterable[Shown]) -> Iterator[Media]:
    """Every file in answers for reading, also within groups and rows; not what hangs on another file."""
    for answer in shown:
        yield from answer.media
        yield from files_in(answer.parts)


def _described(fields: list[Field], data: Mapping[str, Answer], to: Audience) -> dict[str, Media]:
    found: dict[str, Media] = {}
    for field in fields:
        if type_of(field).sends_items:
            for media in show_field(field, data.get(field.name), to).media:
                found.setdefault(media.id, media)
    for field in fields:
        for key, answer in _about_items(field, data.get(field.name), to).items():
            if key in found:
                found[key] = replace(found[key], about=(*found[key].about, answer))
    return found


def _about_items(field: Field, value: Answer, to: Audience) -> Mapping[str, Shown]:
    kind = type_of(field)
    try:
        return kind.about_items(field, value, to) if kind.offers_items and kind.fits(value) else {}
    except (AttributeError, TypeError, ValueError):
        return {}  # answered under a version in which the field was of another type
