"""The time, in UTC. The only place that asks for it, so that tests can say what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
