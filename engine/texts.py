"""Words by key and language: the only place that turns a code into a sentence.

A catalogue is a folder `locales/LANGUAGE/` of TOML files; the file's name is the first part of a key:
`inbox.title` stands in `inbox.toml` as `title`. Texts take `{name}` parameters. Where a text depends on a
number, the entry is a table with `one` and `other`, chosen by the parameter `n`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Self, SupportsIndex

LANGUAGES = ("id", "en")
DEFAULT = "id"


class Words(str):
    """A text of a catalogue. It knows what was put into it (`entry`, `params`): names and reasons that people
    of the office wrote are in their language, not in the reader's.
    """

    __slots__ = ("entry", "params")
    entry: str
    params: Mapping[str, object]

    def __new__(cls, entry: str, params: Mapping[str, object] | None = None) -> Self:
        """`entry` as it stands in a catalogue; without `params` its braces are no places."""
        self = super().__new__(cls, entry.format_map(_Params(params)) if params else entry)
        self.entry, self.params = entry, params or {}
        return self

    def split(self, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[str]:
        """Its pieces, which are words of the catalogue, too: the names of months stand in one text."""
        return [Words(piece) for piece in super().split(sep, maxsplit)]

    def __getitem__(self, place: SupportsIndex | slice) -> str:
        """A piece of it: "Sen" of "Senin"."""
        return Words(super().__getitem__(place))


def joined(parts: Iterable[str], between: str = " ") -> Words:
    """Several texts as one, in which each stays in its language."""
    places = {f"part{number}": part for number, part in enumerate(parts)}
    return Words(between.join(f"{{{name}}}" for name in places), places)


def capital(sentence: str) -> str:
    """As a sentence begins; what was put into its beginning has the capital then."""
    if not isinstance(sentence, Words):
        return sentence[:1].upper() + sentence[1:]
    entry, params = sentence.entry, sentence.params
    if place := re.match(r"\{(\w+)\}", entry):
        return Words(entry, {**params, place[1]: capital(as_text(params.get(place[1], "…")))})
    return Words(entry[:1].upper() + entry[1:], params)


@cache
def catalogue(language: str) -> dict[str, str | dict[str, str]]:
    """All texts of one language by full key."""
    flat: dict[str, str | dict[str, str]] = {}
    for file in (files("engine") / "locales" / language).iterdir():
        if file.name.endswith(".toml"):
            _flatten(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")), flat)
    return flat


def text(key: str, language: str = DEFAULT, /, **params: object) -> Words:
    """The words for `key`; the key itself when nobody has written them (a test finds such keys)."""
    entry = catalogue(language if language in LANGUAGES else DEFAULT).get(key)
    if entry is None:
        return Words(key)
    if isinstance(entry, dict):
        entry = entry["one"] if params.get("n") == 1 else entry["other"]
    if not params:
        return Words(entry)
    written = _written(params, language)
    return Words(_one_stop(entry, written), written)


def number_in_words(value: float | Decimal, language: str) -> str:
    """1.250,5 in Indonesian, 1,250.5 in English: what a field of numbers reads as that number."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    plain = f"{number.normalize():,f}"
    return plain if language == "en" else plain.translate(str.maketrans(",.", ".,"))


def known(key: str) -> bool:
    """Whether the catalogue of the default language has it; tests hold all languages to the same keys."""
    return key in catalogue(DEFAULT)


def as_text(value: object) -> str:
    """What it is written as: a text as it is."""
    return value if isinstance(value, str) else str(value)


def _one_stop(entry: str, params: dict[str, object]) -> str:
    """Without its full stop behind a parameter that brings one: a title may end with it."""
    for name, value in params.items():
        if isinstance(value, str) and value.endswith((".", "!", "?", "…")):
            stop = rf"(\{{{re.escape(name)}\}}[”\"»]?)\.(?!\S)"
            entry = re.sub(stop, r"\1", entry)
    return entry


def _written(params: dict[str, object], language: str) -> dict[str, object]:
    """A limit of a field of numbers is written as its answer is."""
    return {
        name: number_in_words(value, language) if isinstance(value, float | Decimal) else value
        for name, value in params.items()
    }


class _Params(dict[str, object]):
    """A missing parameter shows as an ellipsis: a page must not fail over a word."""

    def __missing__(self, key: str) -> str:
        return "…"


def _flatten(prefix: str, table: dict[str, object], into: dict[str, str | dict[str, str]]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict) and value.keys() == {"one", "other"}:
            into[key] = {str(k): str(v) for k, v in value.items()}
        elif isinstance(value, dict):
            _flatten(key, value, into)
        else:
            into[key] = str(value)
