"""Who may what: one table from rights to the offices that hold them.

Some rights also, or only, come from standing in a relation to a case. Those relations are judged in the use
cases, where the case is at hand; this is the whole list, so that nobody has to search for them:

    right                 offices                  or by relation
    SEE_CASE              supervisor, auditor      started the case; holds a role of one of its lanes
    SEE_ALL_CASES         supervisor, auditor      (others see the cases they stand in a relation to)
    SEE_RESTRICTED_FILE   supervisor               sent the file; holds a role of a lane whose task is open
    SEE_ORIGINAL_FILE     supervisor               sent the file
    START_CASE            nobody                   holds a role of the first step's lane
    DO_TASK               nobody                   holds a role of the task's lane, and separation of duties
    RELEASE_TASK          supervisor               claimed the task
    RETURN_CASE           nobody                   claimed the task that offers it
    WITHDRAW_CASE         supervisor               started the case
    WAIVE_SEPARATION      supervisor
    RETRY_INCIDENT        supervisor
    DEPLOY                process admin
    EDIT_PROCEDURE        process admin
    COMMENT_VERSION       process admin, supervisor
    APPROVE_PROCEDURE     process admin, supervisor   (never an author of the version)
    ACTIVATE              process admin
    MOVE_CASES            process admin
    SEE_AUDIT             auditor                  (a case's own story: whoever may see the case)
    MANAGE_ACCOUNTS       admin
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.log import deny
from engine.errors import NotAllowed
from engine.tables.instances import Instance


class Office(enum.StrEnum):
    """What somebody is in Alur itself, apart from their roles in the procedures."""

    ADMIN = "admin"
    PROCESS_ADMIN = "process_admin"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


class Right(enum.StrEnum):
    SEE_CASE = "see_case"
    SEE_ALL_CASES = "see_all_cases"
    SEE_RESTRICTED_FILE = "see_restricted_file"
    SEE_ORIGINAL_FILE = "see_original_file"
    START_CASE = "start_case"
    DO_TASK = "do_task"
    RELEASE_TASK = "release_task"
    RETURN_CASE = "return_case"
    WITHDRAW_CASE = "withdraw_case"
    WAIVE_SEPARATION = "waive_separation"
    RETRY_INCIDENT = "retry_incident"
    DEPLOY = "deploy"
    EDIT_PROCEDURE = "edit_procedure"
    COMMENT_VERSION = "comment_version"
    APPROVE_PROCEDURE = "approve_procedure"
    ACTIVATE = "activate"
    MOVE_CASES = "move_cases"
    SEE_AUDIT = "see_audit"
    MANAGE_ACCOUNTS = "manage_accounts"


_NOBODY: frozenset[Office] = frozenset()
_SUPERVISOR = frozenset({Office.SUPERVISOR})
_WATCHERS = frozenset({Office.SUPERVISOR, Office.AUDITOR})
_PROCESS_ADMIN = frozenset({Office.PROCESS_ADMIN})
_REVIEWERS = frozenset({Office.PROCESS_ADMIN, Office.SUPERVISOR})

HELD_BY: Mapping[Right, frozenset[Office]] = MappingProxyType(
    {
        Right.SEE_CASE: _WATCHERS,
        Right.SEE_ALL_CASES: _WATCHERS,
        Right.SEE_RESTRICTED_FILE: _SUPERVISOR,
        Right.SEE_ORIGINAL_FILE: _SUPERVISOR,
        Right.START_CASE: _NOBODY,
        Right.DO_TASK: _NOBODY,
        Right.RELEASE_TASK: _SUPERVISOR,
        Right.RETURN_CASE: _NOBODY,
        Right.WITHDRAW_CASE: _SUPERVISOR,
        Right.WAIVE_SEPARATION: _SUPERVISOR,
        Right.RETRY_INCIDENT: _SUPERVISOR,
        Right.DEPLOY: _PROCESS_ADMIN,
        Right.EDIT_PROCEDURE: _PROCESS_ADMIN,
        Right.COMMENT_VERSION: _REVIEWERS,
        Right.APPROVE_PROCEDURE: _REVIEWERS,
        Right.ACTIVATE: _PROCESS_ADMIN,
        Right.MOVE_CASES: _PROCESS_ADMIN,
        Right.SEE_AUDIT: frozenset({Office.AUDITOR}),
        Right.MANAGE_ACCOUNTS: frozenset({Office.ADMIN}),
    }
)


def allows(actor: Actor, right: Right) -> bool:
    """Whether an office of theirs gives this right."""
    return not HELD_BY[right].isdisjoint(actor.offices)


def require_right(
    session: Session, right: Right, by: Actor | None, *, deed: str = "", instance: Instance | None = None
) -> None:
    """Refuse, and remember it: a refused deed is an event, in the chain of its case if it has one.

    `by` None is the command line: whoever has the shell has the database.
    """
    if by is None or allows(by, right):
        return
    raise deny(session, NotAllowed(right=right.value), instance=instance, by=by, deed=deed or right.value)
