"""`changes`: what differs from what was approved (engine.forms.content)."""

from __future__ import annotations

from engine.forms.types.read_only import ReadOnly


class Changes(ReadOnly):
    name = "changes"
    is_material = True
