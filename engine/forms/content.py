"""What was approved, what is published, and what changed in between."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms.fields import Field, Form
from engine.forms.items import items_of
from engine.forms.scope import Answer, blank
from engine.forms.types import type_of

#: Of an attached file only its bytes and its parts are content; not its name or its id.
_NOT_CONTENT = {"file", "name"}


def content_hash(data: Mapping[str, Answer], names: Iterable[str]) -> str:
    """SHA-256 of the named answers; files count by their bytes, so the same photo sent again is the same."""
    bytes_of = {key: item["sha256"] for key, item in all_items(data).items() if item.get("sha256")}
    content = {name: _content(data.get(name), bytes_of) for name in names}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _content(value: Answer, bytes_of: Mapping[str, str]) -> Answer:
    if isinstance(value, str):
        return bytes_of.get(value, value)
    if isinstance(value, list | tuple):
        return [_content(item, bytes_of) for item in value]
    if isinstance(value, Mapping):
        drop = _NOT_CONTENT if isinstance(value.get("file"), str) else set()
        return {bytes_of.get(k, k): _content(v, bytes_of) for k, v in value.items() if k not in drop}
    # 3 and 3.0 are one number; a database may give back either.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def all_items(data: Mapping[str, Answer]) -> dict[str, Mapping[str, Any]]:
    """Every item of every files field in the data, by id."""
    return {key: item for value in data.values() for key, item in items_of(value).items()}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field whose answer is another than before; for a field with many answers, one of them (`key`)."""

    label: str
    before: Answer
    after: Answer
    field: Field
    key: str = ""


def changes(form: Form, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[Change]:
    """What differs, field by field, in the form's order; `before` may lack fields."""
    return [
        change
        for field in form
        if type_of(field).answered
        for change in _changes(field, before.get(field.name), after.get(field.name))
    ]


def _changes(field: Field, before: Answer, after: Answer) -> Iterator[Change]:
    if field.per:
        old, new = (value if isinstance(value, Mapping) else {} for value in (before, after))
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                yield Change(label=field.label, before=old.get(key), after=new.get(key), field=field, key=key)
    elif before != after and not (blank(before) and blank(after)):
        yield Change(label=field.label, before=before, after=after, field=field)


@dataclass(frozen=True)
class Piece:
    """A stretch of text: same, gone, or new."""

    kind: str
    text: str


#: Pairs of equal words that a comparison may have to look at: a text of a thousand words has some thousands,
#: but one that repeats a few words has a million, and each difference looks at them again.
_MAX_PAIRS = 40_000
_MAX_WORDS = 3000


def differences(before: str, after: str) -> list[Piece]:
    """What was taken out and put in, by words; by lines or as a whole where words would take too long."""
    comparable = (each for each in _parted(before, after) if _quick(*each))
    old, new = next(comparable, ([before], [after]))
    pieces: list[Piece] = []
    for _kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, put = "".join(old[a:b]), "".join(new[c:d])
        same = gone if gone == put else _space_before(gone, put)
        found = (("same", same), ("gone", gone.removeprefix(same)), ("new", put.removeprefix(same)))
        pieces += [Piece(kind, words) for kind, words in found if words]
    return pieces


def _space_before(gone: str, put: str) -> str:
    """What both begin with: a space is no difference."""
    space = gone[: len(gone) - len(gone.lstrip())]
    return space if put.startswith(space) else ""


def _parted(before: str, after: str) -> Iterator[tuple[list[str], list[str]]]:
    yield _words(before), _words(after)
    yield before.splitlines(keepends=True), after.splitlines(keepends=True)


def _quick(old: list[str], new: list[str]) -> bool:
    times = Counter(new)
    return len(old) + len(new) <= _MAX_WORDS and sum(times[word] for word in old) <= _MAX_PAIRS


def _words(text: str) -> list[str]:
    return re.findall(r"\s*(?:\w+|[^\w\s])|\s+", text)
