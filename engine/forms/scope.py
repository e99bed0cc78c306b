"""What a form is judged against: the instance's data, the time, the files sent; names for conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from engine.forms.conditions import parse

#: A JSON value: what a field's answer is stored as.
Answer = Any


@dataclass(frozen=True)
class Locale:
    """How somebody writes: 1.250,5 in Indonesian and 1,250.5 in English; a time of day without a zone."""

    language: str
    zone: tzinfo


@dataclass(frozen=True, kw_only=True)
class FileInfo:
    """An upload, as far as a form cares."""

    id: str
    name: str
    media_type: str
    size: int
    #: receiving, checking, ready, refused, attached.
    state: str
    width: int | None = None
    height: int | None = None
    restricted: bool = False
    sha256: str = ""
    #: Why it was refused: `files.refused.REASON`.
    reason: str | None = None
    reason_params: Mapping[str, object] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """Checked and not refused, so that a form may name it."""
        return self.state in {"ready", "attached"}


#: What the id of a trial's file begins with: there is no such file, only its name.
PLACEHOLDER = "contoh-"


@dataclass(frozen=True, kw_only=True)
class Scope:
    now: datetime
    zone: tzinfo
    data: Mapping[str, Answer] = field(default_factory=dict)
    #: Element id → when it was last completed.
    done: Mapping[str, datetime] = field(default_factory=dict)
    files: Mapping[str, FileInfo] = field(default_factory=dict)

    @property
    def steps(self) -> dict[str, dict[str, str]]:
        """`langkah` in conditions."""
        # People type minutes: what happens within the minute in which a step was done is not before it.
        return {
            element: {"selesai": self._here(when.replace(second=0, microsecond=0))}
            for element, when in self.done.items()
        }

    def names(self, values: Mapping[str, Answer]) -> Names:
        """What conditions may name: the form's own values, the instance's data, the time, the steps done."""
        here = {"sekarang": self._here(self.now), "langkah": self.steps}
        return Names((values, self.data, here))

    def _here(self, moment: datetime) -> str:
        """In the local zone, so that a day compares with the local day of a moment."""
        return moment.astimezone(self.zone).isoformat()


@dataclass(frozen=True)
class Names:
    """A condition's lookup: the innermost layer that has the name answers."""

    layers: tuple[Mapping[str, Answer], ...]

    def __call__(self, name: str) -> Answer:
        return next((layer[name] for layer in self.layers if name in layer), None)

    def within(self, layer: Mapping[str, Answer]) -> Names:
        """With the parts of a group, row or file in front of everything else."""
        return Names((layer, *self.layers))

    def keyed(self, key: str) -> Names:
        """For one key of a field with many answers: conditions call it `kunci`."""
        return self.within({"kunci": key})

    def holds(self, condition: str) -> bool:
        """Raises BadCondition; lint keeps such conditions out of versions in force."""
        return parse(condition).holds(self)


def about_keys(condition: str) -> bool:
    """Whether it must be judged for each key of a field with many answers, not once for the field."""
    return bool(condition) and "kunci" in parse(condition).names


def keys_in(value: Answer) -> list[str]:
    """The keys that an answer chooses: one, several, or none, each once."""
    chosen: list[Any] = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(key for key in chosen if isinstance(key, str) and key))


def blank(value: Answer) -> bool:
    """Whether an answer counts as none: an unticked box does, the number 0 does not."""
    return value is None or value is False or value in ("", [], {})
