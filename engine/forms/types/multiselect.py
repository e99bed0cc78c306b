"""`multiselect`: any number of the options."""

from __future__ import annotations

from engine.forms.types.choices import SeveralOptions


class Multiselect(SeveralOptions):
    name = "multiselect"
