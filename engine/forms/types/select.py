"""`select`: one option of a list that unfolds."""

from __future__ import annotations

from engine.forms.types.choices import OneOption


class Select(OneOption):
    name = "select"
    camunda = "enum"
