"""What can go wrong, in eight kinds. HTTP statuses and wording live elsewhere.

EngineError
    NotFound        no such thing, or you may not know of it
    NotAllowed      you lack the right
        SeparationOfDuties
    Conflict        the world moved on since you looked
        TaskAlreadyDone, TaskAlreadyClaimed, DeadlinePassed, InstanceEnded, InstanceStuck
        TooMuch     more than one person may have at once
        TooOften    more than one person may do in a while; later again
    Invalid         what you sent is wrong; `problems` says where, all at once
        InvalidAnswers, InvalidDiagram
    TooCostly       reading or setting it took more time or memory than we give
    ProcessFailed   the diagram itself failed while running
    PasswordNeeded  their password must be given anew first
    Unavailable     not now; try again later
        Unconfirmed perhaps done; the same form once more has one effect
        DiskFull    not before somebody has made room

`code` is the key of the words in `engine/locales/*/errors.toml`; `params` fill them in.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class EngineError(Exception):
    """Base of every error this project raises on purpose."""

    code = "error"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.code} {params}" if params else self.code)


class NotFound(EngineError):
    code = "not_found"


class NotAllowed(EngineError):
    code = "not_allowed"


class SeparationOfDuties(NotAllowed):
    """The same person did the work that this step checks. Params: step (name of the earlier step)."""

    code = "separation_of_duties"


class Conflict(EngineError):
    code = "conflict"


class TaskAlreadyDone(Conflict):
    """Params: who (name), when (aware datetime)."""

    code = "task_already_done"


class DeadlinePassed(Conflict):
    """The step was taken away when its time was over. Params: when, to (what follows, in words)."""

    code = "deadline_passed"


class TaskAlreadyClaimed(Conflict):
    """Params: who (name), when (aware datetime)."""

    code = "task_already_claimed"


class TooMuch(Conflict):
    """As much as one person may have at once. Params: what the words of its kind name."""

    code = "too_much"


class TooOften(Conflict):
    """As often as one person may in a while. Params: seconds (until it may be tried again)."""

    code = "too_often"


class DraftChanged(Conflict):
    """Somebody saved this draft since it was loaded. Params: who, when, seq."""

    code = "draft_changed"


class TypedElsewhere(Conflict):
    """The same person typed into the same form on another page. `at`, `typed`: the draft there is."""

    def __init__(self, *, at: datetime, typed: dict[str, Any]) -> None:
        self.at = at
        self.typed = typed
        super().__init__(at=at)


class IllegalMove(Conflict):
    """A version can't go from where it is to there. Params: state, wanted."""

    code = "illegal_move"


class NotYetValid(Conflict):
    """Approved for a later day. Params: day (date)."""

    code = "not_yet_valid"


class OwnWork(NotAllowed):
    """Authors don't approve their own version."""

    code = "own_work"


class NotAuthor(NotAllowed):
    """Only an author takes back what was submitted."""

    code = "not_author"


class InstanceEnded(Conflict):
    code = "instance_ended"


class InstanceStuck(Conflict):
    """An incident waits for a supervisor."""

    code = "instance_stuck"


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one input. `code` is a key of the catalogue, or `text` says it already."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    #: A sentence written in the diagram (a rule's own message) instead of a catalogue entry.
    text: str | None = None


class Invalid(EngineError):
    """`problems`: input path → what is wrong with it."""

    code = "invalid"

    def __init__(self, problems: Mapping[str, Problem], **params: object) -> None:
        self.problems = dict(problems)
        super().__init__(**params)


class InvalidAnswers(Invalid):
    code = "invalid_answers"


class InvalidDiagram(EngineError):
    """The file can't be read as a diagram at all. Params: reason (a key below errors.diagram_reason)."""

    code = "invalid_diagram"


class TooCostly(EngineError):
    """What came in takes more time or memory than anybody's work needs. Params: reason (for the log)."""

    code = "too_costly"


class PaperTooLarge(TooCostly):
    """No paper can be set of so much. Params: limit (steps), actors."""

    code = "paper_too_large"


class ProcessFailed(EngineError):
    """Params: element (id), reason (short technical sentence, no stack trace)."""

    code = "process_failed"


class PasswordNeeded(EngineError):
    """Too long ago that this login proved who it is, for an action that others rely on."""

    code = "password_needed"


class Unavailable(EngineError):
    code = "unavailable"


class Unconfirmed(Unavailable):
    """The database was asked to keep it, and was gone before it answered: perhaps it did."""

    code = "unconfirmed"


class DiskFull(Unavailable):
    code = "disk_full"


def means_full_disk(error: OSError) -> bool:
    """Whether a file could not be written for want of room."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


class DiagramHasErrors(Conflict):
    """A version whose findings hold errors can't become active. Params: n (number of errors)."""

    code = "diagram_has_errors"


class NotConfirmed(Invalid):
    """The answers are valid, but hold something to look at twice; sent again, confirmed, they pass."""

    code = "not_confirmed"
