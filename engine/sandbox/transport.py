"""What goes between the server and a child: a length, then JSON of plain values and of listed dataclasses.

The child is not trusted, so its answers must not choose what is built from them: a name that is not on the
list is an error, and nothing is called but the constructors of the listed classes.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import orjson

#: Key under which a value says what it is, where JSON has no such thing; its content stands under _CONTENT.
_KIND, _CONTENT = "!", "content"
#: Bytes before each message: its length.
HEAD = 8


class NotPlain(Exception):
    """A value that can't travel, or a message that holds what nobody listed."""


def pack(value: object) -> bytes:
    """The message with its length before it. Text, numbers, bytes, lists, tuples, mappings with text as keys,
    and dataclasses; raises NotPlain for anything else."""
    try:
        content = orjson.dumps(_plain(value))
    except TypeError as error:  # half a surrogate pair, a number of more than 64 bits
        raise NotPlain(str(error)) from None
    return len(content).to_bytes(HEAD, "big") + content


def length_of(head: bytes) -> int:
    """Bytes of the message that follows."""
    return int.from_bytes(head, "big")


def unpack(content: bytes, types: Collection[type]) -> Any:
    """The value of a message (without its length). Raises NotPlain for anything neither plain nor listed."""
    try:
        return _built(orjson.loads(content), {each.__name__: each for each in types})
    except (orjson.JSONDecodeError, TypeError, KeyError, ValueError, RecursionError) as error:
        raise NotPlain(str(error)) from None


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return {_KIND: "bytes", _CONTENT: base64.b64encode(value).decode()}
    if isinstance(value, tuple):
        return {_KIND: "tuple", _CONTENT: [_plain(item) for item in value]}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        content = {key: _plain(item) for key, item in value.items()}
        return {_KIND: "mapping", _CONTENT: content} if _KIND in content else content
    if is_dataclass(value):
        content = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {_KIND: type(value).__name__, _CONTENT: content}
    raise NotPlain(f"{type(value).__name__} can't travel")


def _built(value: Any, types: Mapping[str, type]) -> Any:
    if isinstance(value, list):
        return [_built(item, types) for item in value]
    if not isinstance(value, dict):
        return value
    if _KIND not in value:
        return {key: _built(item, types) for key, item in value.items()}
    kind, content = value[_KIND], value[_CONTENT]
    if kind == "bytes":
        return base64.b64decode(content, validate=True)
    if kind == "tuple":
        return tuple(_built(item, types) for item in content)
    parts = {key: _built(item, types) for key, item in content.items()}
    return parts if kind == "mapping" else types[kind](**parts)
