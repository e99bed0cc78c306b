"""What people were answered: against this the database is held afterwards."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    #: No answer came, and the same form was not sent until one did.
    UNKNOWN = "unknown"


@dataclass(kw_only=True)
class Action:
    person: str
    #: start, complete, move
    kind: str
    #: Id of the task; of a start or a move its definition.
    subject: str
    outcome: Outcome = Outcome.UNKNOWN
    #: Where an acknowledged one led to.
    location: str = ""
    #: Answers that did not come.
    lost: int = 0


@dataclass(kw_only=True)
class Sent:
    """A file, and what it was when it left."""

    person: str
    sha256: str
    content: bytes = field(repr=False)


class Record:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.actions: list[Action] = []
        #: By id of the upload.
        self.files: dict[str, Sent] = {}
        self.answers: Counter[str] = Counter()
        self.wrong: list[str] = []
        #: What people are doing at this moment.
        self.doing: dict[str, str] = {}

    @property
    def done(self) -> list[Action]:
        """What was acknowledged so far."""
        with self._lock:
            return [action for action in self.actions if action.outcome is Outcome.DONE]

    def add(self, action: Action) -> None:
        with self._lock:
            self.actions.append(action)

    def count(self, status: int | None, method: str, path: str) -> None:
        """Each answer; one that no fault excuses is wrong."""
        with self._lock:
            self.answers[str(status or "none")] += 1
            if status is not None and status >= 500 and status not in {503, 507}:
                self.wrong.append(f"{status} for {method} {path}")

    def fail(self, words: str) -> None:
        with self._lock:
            self.wrong.append(words)
