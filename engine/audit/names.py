"""Names of events: subject, dot, what became of it. Sentences: locales/*/events.toml."""

import enum


class EventName(enum.StrEnum):
    # an instance
    INSTANCE_STARTED = "instance.started"
    INSTANCE_ENDED = "instance.ended"
    INSTANCE_WITHDRAWN = "instance.withdrawn"
    INSTANCE_RETURNED = "instance.returned"
    INSTANCE_MOVED = "instance.moved"
    INCIDENT_RAISED = "incident.raised"
    INCIDENT_RETRIED = "incident.retried"
    # a task
    TASK_CLAIMED = "task.claimed"
    TASK_RELEASED = "task.released"
    #: It waited for somebody who can no longer do it.
    TASK_FREED = "task.freed"
    #: From somebody who leaves, to a colleague by name.
    TASK_HANDED_OVER = "task.handed_over"
    TASK_COMPLETED = "task.completed"
    #: *Waktu*: a reminder came, a deadline took the step away.
    TASK_REMINDED = "task.reminded"
    DEADLINE_PASSED = "task.deadline_passed"
    #: The calendar changed, and with it when the task is due.
    TASK_DUE_MOVED = "task.due_moved"
    SEPARATION_WAIVED = "separation.waived"
    #: An action that was refused; its details say which and why.
    DENIED = "deed.denied"
    #: How often within an hour, when it is over; its first time is an event above.
    DENIED_REPEATEDLY = "deed.denied_repeatedly"
    # a definition
    DEFINITION_FILED = "definition.filed"
    #: Taken out of its folder.
    DEFINITION_UNFILED = "definition.unfiled"
    VERSION_UPLOADED = "version.uploaded"
    VERSION_REFUSED = "version.refused"
    VERSION_DRAFTED = "version.drafted"
    VERSION_DISCARDED = "version.discarded"
    VERSION_SUBMITTED = "version.submitted"
    #: By an author, before anybody had decided.
    VERSION_TAKEN_BACK = "version.taken_back"
    VERSION_COMMENTED = "version.commented"
    CHANGES_REQUESTED = "version.changes_requested"
    VERSION_APPROVED = "version.approved"
    VERSION_ACTIVATED = "version.activated"
    MOVE_BEGUN = "version.move_begun"
    VERSION_RETIRED = "version.retired"
    # the office
    CALENDAR_CHANGED = "calendar.changed"
    # people
    PERSON_ADDED = "person.added"
    PERSON_RENAMED = "person.renamed"
    PERSON_GRANTED = "person.granted"
    GRANT_REQUESTED = "grant.requested"
    GRANT_APPROVED = "grant.approved"
    GRANT_REFUSED = "grant.refused"
    GRANT_WITHDRAWN = "grant.withdrawn"
    #: Nobody decided in time, or what was asked means nothing any longer.
    GRANT_LAPSED = "grant.lapsed"
    PERSON_DEACTIVATED = "person.deactivated"
    PERSON_ACTIVATED = "person.activated"
    PERSON_INVITED = "person.invited"
    PERSON_LOGGED_IN = "person.logged_in"
    PERSON_LOGGED_OUT = "person.logged_out"
    #: Out on one device: one's own, or ended by an administrator of accounts.
    PERSON_DEVICE_ENDED = "person.device_ended"
    PASSWORD_SET = "password.set"  # noqa: S105  the name of an event
    PASSWORD_CHANGED = "password.changed"  # noqa: S105
    LOGIN_FAILED = "login.failed"
    #: With a name that nobody has; what was typed is not written down, because it may be a password.
    LOGIN_UNKNOWN = "login.unknown"
    #: From an address with many wrong ones: their sum, an account and hour.
    LOGIN_FAILED_OFTEN = "login.failed_often"
    LOGIN_UNKNOWN_OFTEN = "login.unknown_often"
    #: Too many wrong passwords: the door is closed for a while.
    LOGIN_BLOCKED = "login.blocked"
