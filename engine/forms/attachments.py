"""Uploads named in a form: whether they may be used there, and what the answer keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import FileInfo
from engine.forms.values import Wrong

_WAITING = {"receiving": "file_receiving", "checking": "file_checking"}
#: Two names of one thing.
_SAME = {"image/heif": "image/heic", "image/jpg": "image/jpeg"}
_MEGABYTE = 1024 * 1024


class Refused(Wrong):
    """The upload itself was refused; engine.storage has the words."""

    def __init__(self, info: FileInfo) -> None:
        super().__init__("file_refused")
        if info.reason:
            self.problem = Problem(code=f"files.refused.{info.reason}", params=dict(info.reason_params))


def attach(field: Field, upload: str, files: Mapping[str, FileInfo]) -> dict[str, Any]:
    """What an answer keeps of an upload; raises Wrong when it can't be used in this field."""
    info = files.get(upload)
    # A consent proof must not become a picture for everybody, nor be sent as one.
    if info is None or info.restricted is not field.restricted:
        raise Wrong("file_unknown")
    if info.state in _WAITING:
        raise Wrong(_WAITING[info.state], name=info.name)
    if not info.usable:
        raise Refused(info)
    _check(field, info)
    return {"file": info.id, "name": info.name, "type": info.media_type, "sha256": info.sha256}


def _check(field: Field, info: FileInfo) -> None:
    if field.accept and not accepted(field, info):
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


def accepted(field: Field, info: FileInfo) -> bool:
    """By what the content was found to be; only endings (.srt), which content can't show, go by the name."""
    kind = _SAME.get(info.media_type, info.media_type)
    return any(
        info.name.lower().endswith(one.lower())
        if one.startswith(".")
        else kind == _SAME.get(one, one) or (one.endswith("/*") and kind.startswith(one[:-1]))
        for one in field.accept
    )
