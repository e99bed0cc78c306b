"""Who may what: one table from rights to the offices that have them.

Some rights also, or only, come from a relation to an instance. Those relations are judged where the instance
is at hand; this is the whole list, so that nobody has to search for them:

    right                 offices                     or by relation
    SEE_INSTANCE          supervisor, auditor         started the instance; holds a role of one of its lanes
    SEE_ALL_INSTANCES     supervisor, auditor         (others see the instances they have a relation to)
    SEE_RESTRICTED_FILE   supervisor                  sent the file; holds a role of a lane whose task is open
    SEE_ORIGINAL_FILE     supervisor                  sent the file
    START_INSTANCE        nobody                      holds a role of the first step's lane
    DO_TASK               nobody                      holds a role of the task's lane; separation of duties
    RELEASE_TASK          supervisor                  claimed the task
    HAND_OVER_TASK        admin                       (from who leaves, to a colleague of the lane)
    RETURN_INSTANCE       nobody                      claimed the task that offers it
    WITHDRAW_INSTANCE     supervisor                  started the instance
    WAIVE_SEPARATION      supervisor
    RETRY_INCIDENT        supervisor
    DEPLOY                process admin
    EDIT_DEFINITION       process admin
    SEE_UNRELEASED        process admin, supervisor, auditor   checks others' work in the version in force
    COMMENT_VERSION       process admin, supervisor
    APPROVE_DEFINITION    process admin, supervisor   (never an author of the version)
    ACTIVATE              process admin
    MOVE_INSTANCES        process admin
    SEE_AUDIT             auditor                     (an instance's own story: whoever may see the instance)
    SEE_CALENDAR          admin, auditor, process admin, supervisor
    CHANGE_CALENDAR       admin
    SEE_HEALTH            admin
    MANAGE_ACCOUNTS       admin                       (what one adds to oneself: another admin, if any)
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.denials import deny
from engine.errors import NotAllowed
from engine.tables.instances import Instance


class Office(enum.StrEnum):
    """What somebody is in Alur itself, apart from their roles in the definitions."""

    ADMIN = "admin"
    PROCESS_ADMIN = "process_admin"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


class Right(enum.StrEnum):
    """What may be allowed. Events of denied actions hold these words: they stay as first written."""

    SEE_INSTANCE = "see_case"
    SEE_ALL_INSTANCES = "see_all_cases"
    SEE_RESTRICTED_FILE = "see_restricted_file"
    SEE_ORIGINAL_FILE = "see_original_file"
    START_INSTANCE = "start_case"
    DO_TASK = "do_task"
    RELEASE_TASK = "release_task"
    HAND_OVER_TASK = "hand_over_task"
    RETURN_INSTANCE = "return_case"
    WITHDRAW_INSTANCE = "withdraw_case"
    WAIVE_SEPARATION = "waive_separation"
    RETRY_INCIDENT = "retry_incident"
    DEPLOY = "deploy"
    EDIT_DEFINITION = "edit_procedure"
    SEE_UNRELEASED = "see_unreleased"
    COMMENT_VERSION = "comment_version"
    APPROVE_DEFINITION = "approve_procedure"
    ACTIVATE = "activate"
    MOVE_INSTANCES = "move_cases"
    SEE_AUDIT = "see_audit"
    SEE_CALENDAR = "see_calendar"
    CHANGE_CALENDAR = "change_calendar"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_HEALTH = "see_health"


_NOBODY: frozenset[Office] = frozenset()
_SUPERVISOR = frozenset({Office.SUPERVISOR})
_WATCHERS = frozenset({Office.SUPERVISOR, Office.AUDITOR})
_PROCESS_ADMIN = frozenset({Office.PROCESS_ADMIN})
_REVIEWERS = frozenset({Office.PROCESS_ADMIN, Office.SUPERVISOR})

GRANTED_TO: Mapping[Right, frozenset[Office]] = MappingProxyType(
    {
        Right.SEE_INSTANCE: _WATCHERS,
        Right.SEE_ALL_INSTANCES: _WATCHERS,
        Right.SEE_RESTRICTED_FILE: _SUPERVISOR,
        Right.SEE_ORIGINAL_FILE: _SUPERVISOR,
        Right.START_INSTANCE: _NOBODY,
        Right.DO_TASK: _NOBODY,
        Right.RELEASE_TASK: _SUPERVISOR,
        Right.HAND_OVER_TASK: frozenset({Office.ADMIN}),
        Right.RETURN_INSTANCE: _NOBODY,
        Right.WITHDRAW_INSTANCE: _SUPERVISOR,
        Right.WAIVE_SEPARATION: _SUPERVISOR,
        Right.RETRY_INCIDENT: _SUPERVISOR,
        Right.DEPLOY: _PROCESS_ADMIN,
        Right.EDIT_DEFINITION: _PROCESS_ADMIN,
        Right.SEE_UNRELEASED: _REVIEWERS | {Office.AUDITOR},
        Right.COMMENT_VERSION: _REVIEWERS,
        Right.APPROVE_DEFINITION: _REVIEWERS,
        Right.ACTIVATE: _PROCESS_ADMIN,
        Right.MOVE_INSTANCES: _PROCESS_ADMIN,
        Right.SEE_AUDIT: frozenset({Office.AUDITOR}),
        Right.SEE_CALENDAR: frozenset(Office),
        Right.CHANGE_CALENDAR: frozenset({Office.ADMIN}),
        Right.MANAGE_ACCOUNTS: frozenset({Office.ADMIN}),
        Right.SEE_HEALTH: frozenset({Office.ADMIN}),
    }
)


def allows(actor: Actor, right: Right) -> bool:
    """Whether an office of theirs gives this right."""
    return not GRANTED_TO[right].isdisjoint(actor.offices)


def require_right(
    session: Session, right: Right, by: Actor | None, *, action: str = "", instance: Instance | None = None
) -> None:
    """Refuse, and remember it: a refused action is an event (engine.audit.denials).

    `instance`: one that `by` may see. `by` None is the command line: whoever has the shell has the database.
    """
    if by is None or allows(by, right):
        return
    raise deny(session, NotAllowed(right=right.value), instance=instance, by=by, action=action or right.value)
