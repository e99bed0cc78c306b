"""Uploads named in a form: whether they may be used there, and what the answer stores of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import FileInfo
from engine.forms.wrong import Wrong
from engine.media_types import accepts

_WAITING = {"receiving": "file_receiving", "checking": "file_checking"}
_MEGABYTE = 1024 * 1024


class Refused(Wrong):
    """The upload itself was refused; engine.storage has the words."""

    def __init__(self, info: FileInfo) -> None:
        super().__init__("file_refused")
        if info.reason:
            self.problem = Problem(code=f"files.refused.{info.reason}", params=dict(info.reason_params))


def attach(field: Field, upload: str, files: Mapping[str, FileInfo]) -> dict[str, Any]:
    """`answer_of` an upload that a field names. Raises Wrong when it can't be used there."""
    info = files.get(upload)
    # A consent proof must not become a picture for everybody, nor be sent as one.
    if info is None or info.restricted is not field.restricted:
        raise Wrong("file_unknown")
    if info.state in _WAITING:
        raise Wrong(_WAITING[info.state], name=info.name)
    if not info.usable:
        raise Refused(info)
    _check(field, info)
    return answer_of(info)


def answer_of(info: FileInfo) -> dict[str, Any]:
    """What an answer stores of an upload that can be used: file, name, type, sha256."""
    return {"file": info.id, "name": info.name, "type": info.media_type, "sha256": info.sha256}


def _check(field: Field, info: FileInfo) -> None:
    if not accepts(field.accept, info.media_type):
        raise Wrong("file_type", name=info.name, accept=", ".join(field.accept))
    if field.max_mb is not None and info.size > field.max_mb * _MEGABYTE:
        raise Wrong("file_too_big", name=info.name, n=field.max_mb)
    if field.min_pixels and info.width and info.height:
        # Either way up: a portrait photo is held to the same two numbers.
        small, large = sorted(field.min_pixels)
        if min(info.width, info.height) < small or max(info.width, info.height) < large:
            raise Wrong(
                "too_few_pixels",
                name=info.name,
                width=info.width,
                height=info.height,
                min_width=large,
                min_height=small,
            )
