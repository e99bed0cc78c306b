"""`authority`: in whose name the step is decided."""

from __future__ import annotations

from engine.forms.types.read_only import ReadOnly


class Authority(ReadOnly):
    name = "authority"
