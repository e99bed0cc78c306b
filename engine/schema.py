"""Settings and files that people write, read into dataclasses. A field says how its value is read:

    @dataclass(frozen=True, kw_only=True)
    class Paper:
        font_size: float = key(number(5, 16), 8.5)

so that no key can be forgotten where a file is read, and what no field knows is refused. A reader takes what
was written and where that was ("[paper] font_size"); it gives the value, or raises Wrong with a sentence.
What several keys must fulfil together stands in `__post_init__`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, TypeVar, overload

Made = TypeVar("Made")
Reader = Callable[[Any, str], Made]


class Wrong(ValueError):
    """What is wrong, as a sentence."""


@overload
def key(read: Reader[Made], default: Made, *, name: str = "") -> Made: ...
@overload
def key(read: Reader[Made], *, name: str = "") -> Made: ...
def key(read: Reader[Any], default: Any = dataclasses.MISSING, *, name: str = "") -> Any:
    """A field of a schema; without a default it must be written. `name`: where it is no name in Python."""
    usual: Any = default if default is dataclasses.MISSING else lambda: default
    return dataclasses.field(default_factory=usual, metadata={"read": read, "name": name})


def read_as(schema: type[Made], written: Any, where: str = "") -> Made:
    """Raises Wrong. `where`: as the file writes it, "[paper]"; empty: the whole."""
    fields = dataclasses.fields(schema)  # type: ignore[arg-type]
    known = {field.metadata["name"] or field.name: field for field in fields}
    _known(written, known, where or "the file")
    return schema(
        **{
            field.name: field.metadata["read"](written.get(name), f"{where} {name}".strip())
            for name, field in known.items()
            if name in written or field.default_factory is dataclasses.MISSING
        }
    )


def perhaps(unknown: Collection[str], known: Iterable[str]) -> str:
    """The end of a sentence about unknown names: what may have been meant."""
    close = get_close_matches(next(iter(unknown)), known, n=1) if len(unknown) == 1 else []
    return f"; is {close[0]} meant?" if close else ""


def _known(written: Any, known: Collection[str], where: str) -> None:
    if not isinstance(written, dict):
        raise Wrong(f"{where} must be a table")
    if unknown := sorted(written.keys() - set(known)):
        raise Wrong(f"{where} has an unknown key: {', '.join(unknown)}{perhaps(unknown, known)}")


def table(schema: type[Made]) -> Reader[Made]:
    """A TOML table [name], read as `schema`."""
    return lambda written, where: read_as(schema, written, f"[{where}]")


def tables(schema: type[Made]) -> Reader[tuple[Made, ...]]:
    """A TOML array of tables [[name]], each read as `schema`."""

    def read(written: Any, where: str) -> tuple[Made, ...]:
        if not isinstance(written, list) or not all(isinstance(row, dict) for row in written):
            raise Wrong(f"write [[{where}]], once for each")
        return tuple(read_as(schema, row, f"[[{where}]]") for row in written)

    return read


def words(most: int, *, least: int = 0) -> Reader[str]:
    """A text without the spaces around it, of `least` to `most` characters."""

    def read(written: Any, where: str) -> str:
        if not isinstance(written, str) or not least <= len(written.strip()) <= most:
            raise Wrong(f"{where} takes words, at most {most} characters")
        return written.strip()

    return read


def number(least: float, most: float) -> Reader[float]:
    """A whole or decimal number; both limits are allowed. TOML's true is none."""
    return lambda written, where: _numbers([written], where, "a number", least, most)[0]


def numbers(n: int, least: float, most: float) -> Reader[tuple[float, ...]]:
    """A list of exactly `n` numbers, each within the limits."""

    def read(written: Any, where: str) -> tuple[float, ...]:
        several = written if isinstance(written, list) and len(written) == n else [None]
        return _numbers(several, where, f"{n} numbers", least, most)

    return read


def _numbers(written: list[Any], where: str, what: str, least: float, most: float) -> tuple[float, ...]:
    # True is a number to Python.
    if not all(type(amount) in {int, float} and least <= amount <= most for amount in written):
        raise Wrong(f"{where} takes {what} from {least:g} to {most:g}")
    return tuple(map(float, written))


def yes_or_no(written: Any, where: str) -> bool:
    """TOML's true or false; no text, no 0 or 1."""
    if not isinstance(written, bool):
        raise Wrong(f"{where} is {written!r}; it takes true or false")
    return written


def one_of(known: Collection[str]) -> Reader[str]:
    """One of the names, as it is written."""

    def read(written: Any, where: str) -> str:
        if written not in known:
            raise Wrong(f"{where} is {written!r}; it takes {', '.join(known)}")
        return str(written)

    return read


def some_of(known: Collection[str], *, least: int = 0) -> Reader[tuple[str, ...]]:
    """A list of at least `least` of the names, none twice, in the order of the file."""

    def read(written: Any, where: str) -> tuple[str, ...]:
        if (
            not isinstance(written, list)
            or len(written) < least
            or any(name not in known for name in written)
        ):
            raise Wrong(f"{where} takes a list of {', '.join(known)}")
        if len(set(written)) < len(written):
            raise Wrong(f"{where} names something twice")
        return tuple(written)

    return read


def list_of(read_item: Reader[Made]) -> Reader[tuple[Made, ...]]:
    """A list of any length, each item read by `read_item`."""

    def read(written: Any, where: str) -> tuple[Made, ...]:
        if not isinstance(written, list):
            raise Wrong(f"{where} takes a list")
        return tuple(read_item(item, where) for item in written)

    return read


def words_of(known: Collection[str], most: int) -> Reader[Mapping[str, str]]:
    """A table of which each key takes words."""

    def read(written: Any, where: str) -> Mapping[str, str]:
        _known(written, known, f"[{where}]")
        return MappingProxyType(
            {name: words(most, least=1)(label, f"[{where}] {name}") for name, label in written.items()}
        )

    return read


def day(written: Any, where: str) -> date:
    """A TOML date without a time."""
    if not isinstance(written, date) or isinstance(written, datetime):
        above, _, name = where.rpartition(" ")
        raise Wrong(f"{above} needs {name} = YYYY-MM-DD")
    return written
