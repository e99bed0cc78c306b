"""`radio`: one of a few options, all of them in sight: a decision."""

from __future__ import annotations

from engine.forms.types.base import Inputs
from engine.forms.types.choices import OneOption


class Radio(OneOption):
    name = "radio"
    inputs = Inputs.OPTIONS
