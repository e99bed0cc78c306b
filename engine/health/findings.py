"""What a check says."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class State(enum.StrEnum):
    OK = "ok"
    #: It works, but somebody should see to it.
    WARNING = "warning"
    #: Something does not work, or will be missed when it is needed.
    FAULT = "fault"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Its words: `health.CHECK.STATE`, filled in with `params`; where it isn't ok, `health.CHECK.remedy`."""

    check: str
    state: State = State.OK
    params: dict[str, object] = field(default_factory=dict)
