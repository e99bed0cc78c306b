"""`tags`: words for hashtags, typed into one line; each is stored once, without its #."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.forms.characters import clean
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale
from engine.forms.shown import Audience, Shown, listed
from engine.forms.types.base import Inputs, ListType
from engine.forms.wrong import Wrong

MAX_TAG = 100


class Tags(ListType):
    name = "tags"
    example = "#Bantul, sosial"
    inputs = Inputs.VALUE
    gives_keys = True

    def line(self, typed: Sequence[str]) -> str:
        return " ".join(typed)

    def value(self, field: Field, typed: Sequence[str], locale: Locale) -> list[str]:
        tags: dict[str, str] = {}
        for word in re.split(r"[\s,#]+", clean(self.line(typed))):
            if word:  # `lower`, not `casefold`: browsers know no other
                tags.setdefault(word.lower(), word)
        for tag in tags.values():
            if not re.fullmatch(r"\w+", tag) or len(tag) > MAX_TAG:
                raise Wrong("bad_tag", tag=tag[:40])
        return list(tags.values())

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return listed(field.label, tuple(f"#{tag}" for tag in value))
