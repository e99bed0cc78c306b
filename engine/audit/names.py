"""The name of everything worth remembering, as subject.happened. Sentences: locales/*/events.toml."""

import enum


class Happened(enum.StrEnum):
    # a case
    INSTANCE_STARTED = "instance.started"
    INSTANCE_ENDED = "instance.ended"
    INSTANCE_WITHDRAWN = "instance.withdrawn"
    INSTANCE_RETURNED = "instance.returned"
    INCIDENT_RAISED = "incident.raised"
    INCIDENT_RETRIED = "incident.retried"
    # a task
    TASK_CLAIMED = "task.claimed"
    TASK_RELEASED = "task.released"
    TASK_COMPLETED = "task.completed"
    SEPARATION_WAIVED = "separation.waived"
    #: A deed that was refused; its details say which and why.
    DENIED = "deed.denied"
    # a procedure
    VERSION_UPLOADED = "version.uploaded"
    VERSION_REFUSED = "version.refused"
    VERSION_ACTIVATED = "version.activated"
    VERSION_RETIRED = "version.retired"
    # people
