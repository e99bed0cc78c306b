"""What an instance is and who sees it, as terms of the index: no word begins with their colon."""

from __future__ import annotations

from hashlib import blake2b

#: What no instance is.
NOTHING = ":nothing"


def of_definition(definition_id: int) -> str:
    """An instance of this definition."""
    return f":d{definition_id}"


def of_starter(person_id: int) -> str:
    """Started by this person."""
    return f":s{person_id}"


def of_worker(person_id: int) -> str:
    """This person has taken a task of it."""
    return f":w{person_id}"


def of_state(state: str) -> str:
    """A word of InstanceState."""
    return f":{state}"


def of_lane(lane: str) -> str:
    """A task of this lane is open. Of lanes with the same mark a list shows only its own."""
    return f":l{blake2b(lane.encode(), digest_size=6).hexdigest()}"
