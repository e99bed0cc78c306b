"""`preview`: what will be published, channel by channel (engine.forms.preview)."""

from __future__ import annotations

from engine.forms.types.read_only import ReadOnly


class Preview(ReadOnly):
    name = "preview"
    is_material = True
    properties = frozenset({"of"})
