"""Compares what is stored with what people were answered. Plain SQL: nothing of Alur's own is asked."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, create_engine, text

from tests.chaos.record import Action, Outcome, Record

_GENESIS = "0" * 64
_OPEN = "tasks.state IN ('open', 'claimed')"


def open_tasks(url: str) -> list[tuple[int, str, str | None]]:
    """Id, lane, and by whom it was claimed."""
    asked = f"""SELECT tasks.id, lane, username FROM tasks LEFT JOIN people ON people.id = claimed_by
        WHERE {_OPEN} ORDER BY tasks.id"""
    return [(int(task), str(lane), holder) for task, lane, holder in _rows(url, asked)]


def faults(url: str, record: Record) -> list[str]:
    """What is not as it was answered, in sentences."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [
            *_chains(connection),
            *_completed(connection, record.actions),
            *_started(connection, record.actions),
            *_moved(connection, record.actions),
            *_timers(connection),
            *_files(connection, record),
            *_left(connection),
        ]
    engine.dispose()
    return found


def numbers(url: str) -> dict[str, int]:
    """What all of it came to."""
    asked = {
        "instances": "SELECT count(*) FROM instances",
        "tasks completed": "SELECT count(*) FROM tasks WHERE state = 'done'",
        "files attached": "SELECT count(*) FROM uploads WHERE state = 'attached'",
        "moves": "SELECT count(*) FROM moves",
        "reminders and deadlines": """SELECT count(*) FROM events
            WHERE name IN ('task.reminded', 'task.deadline_passed')""",
        "events": "SELECT count(*) FROM events",
    }
    return {what: int(_rows(url, sql)[0][0]) for what, sql in asked.items()}


def _chains(connection: Connection) -> Iterator[str]:
    heads: dict[str, tuple[int, str]] = defaultdict(lambda: (0, _GENESIS))
    asked = "SELECT chain, seq, previous_hash, body, hash FROM events ORDER BY chain, seq"
    for chain, seq, previous, body, sealed in connection.execute(text(asked)):
        last, head = heads[chain]
        own = hashlib.sha256(f"{chain}\n{seq}\n{previous}\n{body}".encode()).hexdigest()
        if (seq, previous, sealed) != (last + 1, head, own):
            yield f"{chain} is broken at {seq}"
        heads[chain] = (seq, sealed)
    asked = """SELECT 'instance:' || id, chain_seq, chain_hash FROM instances
        UNION ALL SELECT name, seq, head FROM chains"""
    for chain, seq, head in connection.execute(text(asked)):
        if heads[chain] != (seq, head):
            yield f"{chain} ends at {heads[chain][0]}, its head says {seq}"


def _completed(connection: Connection, actions: list[Action]) -> Iterator[str]:
    stored = Counter[tuple[str, str]]()
    for body in _bodies(connection, "task.completed"):
        stored[body["by"]["username"], str(body["task"])] += 1
    for task, times in Counter(task for _who, task in stored.elements()).items():
        if times > 1:
            yield f"task {task} was completed {times} times"
    outcomes = _outcomes(actions, "complete")
    for place, seen in outcomes.items():
        if Outcome.DONE in seen and not stored[place]:
            yield f"{place[0]} was told that task {place[1]} is done, and it is not"
        if seen == {Outcome.REFUSED} and stored[place]:
            yield f"{place[0]} was refused task {place[1]}, and it is done"
    for who, task in stored:
        if (who, task) not in outcomes:
            yield f"nobody sent task {task} that {who} is said to have done"


def _started(connection: Connection, actions: list[Action]) -> Iterator[str]:
    stored = Counter(body["by"]["username"] for body in _bodies(connection, "instance.started"))
    for who in {action.person for action in actions if action.kind == "start"} | set(stored):
        mine = [action for action in actions if action.kind == "start" and action.person == who]
        done = sum(action.outcome is Outcome.DONE for action in mine)
        unknown = sum(action.outcome is Outcome.UNKNOWN for action in mine)
        if not done <= stored[who] <= done + unknown:
            yield f"{who} began {stored[who]} instances: {done} acknowledged, {unknown} without an answer"
    twice = Counter(action.location for action in actions if action.kind == "start" and action.location)
    for location, times in twice.items():
        if times > 1:
            yield f"{times} starts led to {location}"


def _moved(connection: Connection, actions: list[Action]) -> Iterator[str]:
    mine = [action for action in actions if action.kind == "move"]
    done = sum(action.outcome is Outcome.DONE for action in mine)
    unknown = sum(action.outcome is Outcome.UNKNOWN for action in mine)
    moves = connection.execute(text("SELECT id, state, total, moved, failed FROM moves")).all()
    if not done <= len(moves) <= done + unknown:
        yield f"{len(moves)} moves: {done} acknowledged, {unknown} without an answer"
    for move, state, total, moved, failed in moves:
        if state != "done" or moved + failed > total:
            yield f"move {move} is {state}: {moved} moved and {failed} failed of {total}"
    stored = Counter(
        (chain, body["version"]) for chain, body in _bodies_with_chain(connection, "instance.moved")
    )
    for (chain, version), times in stored.items():
        if times > 1:
            yield f"{chain} was moved to version {version} {times} times"


def _timers(connection: Connection) -> Iterator[str]:
    stored = Counter[tuple[str, str]]()
    for name in ("task.reminded", "task.deadline_passed"):
        for body in _bodies(connection, name):
            stored[str(body["task"]), body["timer"]] += 1
    for (task, timer), times in stored.items():
        if times > 1:
            yield f"timer {timer} of task {task} fired {times} times"
    left = connection.execute(text("SELECT count(*) FROM timers")).scalar_one()
    if left:
        yield f"{left} timers wait for tasks that are closed"


def _files(connection: Connection, record: Record) -> Iterator[str]:
    rows = connection.execute(text("SELECT id, state, received, length, sha256 FROM uploads")).all()
    for upload, state, received, length, sha256 in rows:
        sent = record.files.get(upload)
        if state in {"ready", "attached"} and (received != length or (sent and sent.sha256 != sha256)):
            yield f"upload {upload} is {state}, and not what was sent"
        # Whose address nobody was told, nobody can go on with: it lapses.
        if sent and state in {"receiving", "checking"}:
            yield f"upload {upload} is still {state}: {received} of {length}"
    stored = {row.id: row.state for row in rows}
    for upload in set(record.files) - set(stored):
        yield f"upload {upload} was acknowledged and is gone"


def _left(connection: Connection) -> Iterator[str]:
    asked = f"""SELECT instances.number, tasks.name FROM tasks
        JOIN instances ON instances.id = instance_id WHERE {_OPEN}"""
    for number, name in connection.execute(text(asked)):
        yield f"{number}: {name} can't be completed"
    for number, state in connection.execute(
        text("SELECT number, state FROM instances WHERE state <> 'ended'")
    ):
        yield f"{number} is {state}"


def _outcomes(actions: list[Action], kind: str) -> dict[tuple[str, str], set[Outcome]]:
    found: dict[tuple[str, str], set[Outcome]] = defaultdict(set)
    for action in actions:
        if action.kind == kind:
            found[action.person, action.subject].add(action.outcome)
    return found


def _bodies(connection: Connection, name: str) -> list[dict[str, Any]]:
    return [body for _chain, body in _bodies_with_chain(connection, name)]


def _bodies_with_chain(connection: Connection, name: str) -> list[tuple[str, dict[str, Any]]]:
    asked = text("SELECT chain, body FROM events WHERE name = :name")
    return [(chain, json.loads(body)) for chain, body in connection.execute(asked, {"name": name})]


def _rows(url: str, sql: str) -> list[Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = list(connection.execute(text(sql)))
    engine.dispose()
    return rows
