"""What was typed into a form's inputs, by their names.

Names: `judul`, `kutipan.0.nama` (rows), `foto.0.file` (an upload's id), `takarir.instagram` (one a key),
`hasil.website.status`, `alasan.ITEM`. A problem stands under the same name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.errors import Problem
from engine.forms.scope import Locale, Scope
from engine.forms.wrong import Wrong
from engine.texts import DEFAULT, LANGUAGES

MAX_ROWS = 100
#: A hidden input of every form: the language in which the others were written. No field can be called so.
#: Where it is missing (a draft of an earlier release) it is the default.
LANGUAGE = "@language"
#: Keys of a field with many answers that one request may name.
MAX_KEYS = 200


_INDEX = re.compile(r"0|[1-9][0-9]{0,3}")


class Reading:
    """The inputs that a form is read from; what can't be read is noted in `problems`, by the input's name."""

    def __init__(self, *, typed: Mapping[str, Sequence[str]], scope: Scope) -> None:
        self.typed = typed
        self.scope = scope
        self.problems: dict[str, Problem] = {}
        self.below = _below(typed)

    @property
    def locale(self) -> Locale:
        """How whoever typed it writes numbers and times."""
        return Locale(language_of(self.typed), self.scope.zone)

    def values(self, path: str) -> Sequence[str]:
        """All texts sent under that name; none where it was not sent."""
        return self.typed.get(path, ())

    def text(self, path: str) -> str:
        """The first text sent under that name, without the spaces around it."""
        return next(iter(self.values(path)), "").strip()

    def keys(self, path: str) -> list[str]:
        """The names that were typed below this one."""
        return list(self.below.get(path, ()))[:MAX_KEYS]

    def indices(self, path: str) -> list[str]:
        """The numbers of the rows that were typed below this name, blank ones too, the smallest first."""
        return sorted((key for key in self.keys(path) if _INDEX.fullmatch(key)), key=int)

    def has_problem(self, path: str, *, below: bool = False) -> bool:
        """Whether something is wrong with that input, or (`below`) with one whose name begins so."""
        found = path in self.problems or f"{path}.file" in self.problems
        return found or (below and any(other.startswith(f"{path}.") for other in self.problems))

    def forget(self, path: str) -> None:
        """Nothing is wrong with that input any more, nor with those whose names begin so."""
        for other in [other for other in self.problems if other == path or other.startswith(f"{path}.")]:
            del self.problems[other]

    def wrong(self, path: str, wrong: Wrong) -> None:
        """Notes the problem under the input's name; a later one takes its place."""
        self.problems[path] = wrong.problem


def language_of(typed: Mapping[str, Sequence[str]]) -> str:
    """In which it was typed: one of LANGUAGES."""
    found = next(iter(typed.get(LANGUAGE, ())), DEFAULT)
    return found if found in LANGUAGES else DEFAULT


def _below(typed: Mapping[str, Sequence[str]]) -> dict[str, dict[str, None]]:
    below: dict[str, dict[str, None]] = {}
    for name in typed:
        parts = name.split(".", 6)
        for n in range(1, len(parts)):
            below.setdefault(".".join(parts[:n]), {})[parts[n]] = None
    return below
