"""`print`: a place for a paper to be printed."""

from __future__ import annotations

from engine.forms.types.read_only import ReadOnly


class Print(ReadOnly):
    name = "print"
