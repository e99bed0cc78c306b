"""The identity block of a version, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.elements import Identity
from engine.bpmn.vocabulary import PROCESS, Property
from engine.forms.shown import day

#: They stand on the sheet alone, or are no fact about the SOP.
_NOT_SHOWN = frozenset({"name", "address", "ratifier_rank", "title_field", "assumption"})


@dataclass(frozen=True, kw_only=True)
class Fact:
    #: Its attribute in Identity.
    key: str
    label: str
    #: One an item; days in words.
    lines: tuple[str, ...]


def facts(identity: Identity, language: str) -> list[Fact]:
    """In the order of the official sheet; what is empty has no lines."""
    return [
        Fact(key=key, label=prop.label(language), lines=tuple(_lines(identity, prop, language)))
        for key, prop in PROCESS.items()
        if key not in _NOT_SHOWN
    ]


def _lines(identity: Identity, prop: Property, language: str) -> Iterator[str]:
    for line in getattr(identity, prop.key).splitlines():
        if words := line.strip().rstrip(";"):
            yield _day(words, language) if prop.form == "day" else words


def _day(iso: str, language: str) -> str:
    try:
        return day(iso, language)
    except ValueError:
        return iso
