"""Help under a label: what the diagram says, and what the type of field calls for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.forms.fields import Field
from engine.forms.scope import Scope
from engine.forms.types import type_of
from engine.media_types import is_taken
from engine.texts import Words, joined, known, text


def hints(field: Field, scope: Scope, language: str) -> tuple[str, ...]:
    """Lines, the diagram's own first; empty ones are left out."""
    return tuple(part for part in (field.help, *_by_type(field, scope, language)) if part)


def _by_type(field: Field, scope: Scope, language: str) -> Iterator[str]:
    kind = type_of(field)
    words = f"field_types.{kind.name}.hint"
    if known(words):
        yield text(words, language, type=field.type)
    if kind.has_clock and (zone := zone_name(scope.now.astimezone(scope.zone))) not in field.help:
        yield text("forms.field.local_time", language, zone=zone)
    if kind.takes_files:
        yield joined(_about_files(field, language), " · ")


def _about_files(field: Field, language: str) -> Iterator[str]:
    if field.accept:
        kinds = dict.fromkeys(_kind(kind, language) for kind in field.accept if is_taken(kind))
        yield joined(kinds, ", ")
    if field.max_items is not None and "max_items" in type_of(field).all_properties:
        yield text("forms.files.count", language, n=field.max_items)
    if field.max_mb is not None:
        yield text("forms.files.limit", language, n=field.max_mb)
    if field.min_pixels:
        yield text("forms.files.pixels", language, width=max(field.min_pixels), height=min(field.min_pixels))


def _kind(media_type: str, language: str) -> str:
    key = f"forms.kind.{media_type}"
    return text(key, language) if known(key) else Words(media_type.removeprefix(".").upper())


def zone_name(local: datetime) -> str:
    """WIB, WITA, WIT."""
    return local.tzname() or ""
