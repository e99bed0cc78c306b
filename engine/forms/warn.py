"""What is allowed, but deserves a second look before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.errors import Problem
from engine.forms.channels import Channel, channel
from engine.forms.fields import Field, Form
from engine.forms.pii import find
from engine.forms.scope import Answer
from engine.forms.types import type_of

_HASHTAG = re.compile(r"(?<!\w)#\w+")


def warnings(form: Form, answers: Mapping[str, Answer]) -> dict[str, Problem]:
    """Path → doubt, for valid answers; paths are those of `to_typed`."""
    doubts: dict[str, Problem] = {}
    for field in form:
        for path, problem in _field(field, field.name, answers.get(field.name), None):
            doubts.setdefault(path, problem)
    return doubts


def _field(field: Field, path: str, value: Answer, where: Channel | None) -> Iterator[tuple[str, Problem]]:
    if field.per:
        for key, item in (value if isinstance(value, Mapping) else {}).items():
            yield from _field(replace(field, per=""), f"{path}.{key}", item, channel(key))
        return
    kind = type_of(field)
    if doubt := kind.doubt(field, value):
        yield path, doubt
    for here, text in kind.texts(path, value):
        yield from ((here, problem) for problem in _text(field, text, where))
    for here, row in kind.rows(path, value):
        for part in field.parts:
            yield from _field(part, f"{here}.{part.name}", row.get(part.name), where)


def _text(field: Field, value: str, where: Channel | None) -> Iterator[Problem]:
    found = find(value, field.detect)
    if found:
        match_ = found[0]
        yield _problem(match_.kind, found=match_.masked, n=len(found))
    if field.warn_over is not None and len(value) > field.warn_over:
        yield _problem("long", n=field.warn_over, length=len(value))
    if where and field.channel_limit == "text":
        yield from _channel(value, where)


def _channel(value: str, where: Channel) -> Iterator[Problem]:
    length, tags = where.length(value), len(_HASHTAG.findall(value))
    if where.text_warn is not None and length > where.text_warn:
        yield _problem("channel_long", n=where.text_warn, length=length, channel=where.label)
    if where.hashtags_warn is not None and tags > where.hashtags_warn:
        yield _problem("hashtags", n=where.hashtags_warn, count=tags, channel=where.label)


def _problem(code: str, **params: object) -> Problem:
    return Problem(code=f"forms.warning.{code}", params=params)
