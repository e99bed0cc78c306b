"""What the demo consists of: people.toml and instances.toml. A key that nobody reads is refused."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TypeVar

from engine.schema import key, list_of, number, read_as, table, tables, words

Made = TypeVar("Made")
_written = words(2000, least=1)


@dataclass(frozen=True, kw_only=True)
class Account:
    username: str = key(_written)
    name: str = key(_written)
    unit: str = key(_written)
    roles: tuple[str, ...] = key(list_of(_written), ())
    offices: tuple[str, ...] = key(list_of(_written), ())


@dataclass(frozen=True, kw_only=True)
class Story:
    #: In their order, "who: action".
    actions: tuple[str, ...] = key(list_of(_written))
    #: Working minutes between the last action and now.
    minutes_ago: float = key(number(0, 10_000))
    #: Of sending it back or withdrawing it.
    reason: str = key(_written, "")
    photo: str = key(_written)
    title: str = key(_written)
    kapanewon: str = key(_written)
    place: str = key(_written)
    what: str = key(_written)
    who: str = key(_written)
    why: str = key(_written)
    how: str = key(_written)
    caption: str = key(_written)
    alt: str = key(_written)

    @property
    def in_order(self) -> list[tuple[str, str]]:
        """Who, and what they do: an element's step, a decision, or an action that no step asks for."""
        return [(who, action) for who, action in (line.split(": ") for line in self.actions)]


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Written of each story; {title} and the like stand for its own words."""

    narasi: str = key(_written)
    lead: str = key(_written)
    body: str = key(_written)
    post: str = key(_written)
    refusal: str = key(_written)
    note: str = key(_written)


@dataclass(frozen=True, kw_only=True)
class _People:
    person: tuple[Account, ...] = key(tables(Account))


@dataclass(frozen=True, kw_only=True)
class _Stories:
    story: tuple[Story, ...] = key(tables(Story))
    texts: Texts = key(table(Texts))


def accounts() -> tuple[Account, ...]:
    """In the order of people.toml."""
    return _read(_People, "people.toml").person


def stories() -> list[tuple[Story, dict[str, str]]]:
    """Each story, with all that people type into its forms, by name."""
    written = _read(_Stories, "instances.toml")
    return [(story, _typed(story, written.texts)) for story in written.story]


def _typed(story: Story, texts: Texts) -> dict[str, str]:
    own = {name: words for name, words in asdict(story).items() if isinstance(words, str)}
    return own | {name: template.format_map(own) for name, template in asdict(texts).items()}


def _read(schema: type[Made], name: str) -> Made:
    return read_as(schema, tomllib.loads((files("webforms.cli.demo") / name).read_text("utf-8")))
