"""Golden files: what each released format of stored tokens and of event bodies looks like, and what it means.

    golden/tokens/1/two-branches.json     a diagram, the bytes stored in the middle of an instance, how it
    goes on golden/events/task.completed.1.json   keys and kinds of value of a body, some bodies as they were
    sealed

A released format is never edited, nor is its file: a new version is added beside it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import zstandard
from SpiffWorkflow.util.task import TaskState

from engine.errors import ProcessFailed
from engine.runtime import state
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from engine.tables.events import Event
from tests.engine.bpmn.diagrams import bpmn
from tests.engine.runtime import shapes, walks

FOLDER = Path(__file__).parent / "golden"
TOKENS, EVENTS = FOLDER / "tokens", FOLDER / "events"
#: Of our own shapes, those whose tokens differ in kind.
_SHAPES = (
    "SOP 032",
    "two branches",
    "loop with parallel inside",
    "inclusive with a deadline",
    "subprocess in a subprocess",
    "subprocess beside a task",
    "two tokens at one task",
    "two flows to one join",
    "reminder with a branch",
    "timers in a subprocess beside a task",
    "manual and plain tasks",
)
_MAX_STEPS = 25
#: Bodies kept of each event.
_EXAMPLES = 3
Golden = dict[str, Any]


def read(folder: Path) -> list[Golden]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]


def write_new(events: Iterable[Event]) -> list[Path]:
    """Write a golden file for each format that has none yet; those that are there stay as they are."""
    released = {path.name for path in TOKENS.glob("*")}
    made = [(EVENTS / f"{item['event']}.{item['version']}.json", item) for item in formats(events)]
    made += [
        (TOKENS / str(item["format"]) / f"{item['name']}.json", item)
        for item in walks_of_today()
        if str(item["format"]) not in released
    ]
    fresh = [(path, item) for path, item in made if not path.exists()]
    for path, item in fresh:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(item, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return [path for path, _ in fresh]


def formats(events: Iterable[Event]) -> list[Golden]:
    """The formats that these events are written in, sorted."""
    found: dict[tuple[str, int], list[Event]] = {}
    for event in events:
        found.setdefault((event.name, json.loads(event.body).get("v", 1)), []).append(event)
    return [_format(name, version, of) for (name, version), of in sorted(found.items())]


def _format(name: str, version: int, events: list[Event]) -> Golden:
    bodies = [json.loads(event.body) for event in events]
    kinds: dict[str, set[str]] = {}
    for body in bodies:
        for key, value in body.items():
            kinds.setdefault(key, set()).add(kind_of(value))
    always = set.intersection(*(set(body) for body in bodies))
    different = {tuple(sorted(body)): event for body, event in zip(bodies, events, strict=True)}
    return {
        "event": name,
        "version": version,
        "always": {key: sorted(kinds[key]) for key in sorted(always)},
        "sometimes": {key: sorted(kinds[key]) for key in sorted(kinds.keys() - always)},
        "examples": [_sealed(event) for event in list(different.values())[:_EXAMPLES]],
    }


def kind_of(value: object) -> str:
    names = {str: "string", bool: "boolean", int: "integer", list: "array", dict: "object"}
    return names.get(type(value), "null" if value is None else type(value).__name__)


def _sealed(event: Event) -> dict[str, object]:
    columns = ("chain", "seq", "previous_hash", "body", "hash")
    return {column: getattr(event, column) for column in columns}


def walks_of_today() -> Iterator[Golden]:
    """Instances in the middle of their way, as the present code stores them."""
    long = ";".join(f"a1 -> t_langkah_yang_bernama_panjang_{number} -> a2" for number in range(12))
    drawn = {name: shapes.OWN[name] for name in _SHAPES} | {"many tokens": bpmn(f"s -> a1; {long}; a2 -> e")}
    for name, xml in drawn.items():
        yield _golden(name, xml)


def _golden(name: str, xml: str) -> Golden:
    found = walks.walkable(xml.encode())
    assert found is not None
    drawn, shape = found
    steps = next(steps for seed in range(100) if (steps := _walk(drawn, shape, seed)))
    middle = max(range(len(steps)), key=lambda number: _telling(steps[number]))
    return {
        "name": name.replace(" ", "-").lower(),
        "format": bytes.fromhex(steps[middle]["stored"])[0],
        "diagram": drawn,
        **{key: value for key, value in steps[middle].items() if key not in {"completes", "answers"}},
        "goes_on": [
            {
                "completes": before["completes"],
                "answers": before["answers"],
                "waiting": after["waiting"],
            }
            for before, after in zip(steps[middle:], [*steps[middle + 1 :], {"waiting": []}], strict=True)
        ],
    }


def _telling(step: Golden) -> tuple[bool, int]:
    """How much a place shows: best is one where a token waits for others."""
    tokens = [*step["tokens"], *(token for inner in step["inside"].values() for token in inner)]
    return any(came_from for *_, came_from in tokens), len(tokens)


def _walk(xml: str, shape: Any, seed: int) -> list[Golden]:
    """Where an instance stood before each step until it ended; nothing where it did not come to its end."""
    chance = random.Random(seed)
    answers = walks.Answers(shape, chance)
    program = compile_program(xml)
    steps: list[Golden] = []
    try:
        runner = Runner.start(program, dict(answers.now))
        while not runner.ended and len(steps) < _MAX_STEPS:
            stands = standing(runner.save()) | {"data": runner.data, "waiting": waiting(runner)}
            work = chance.choice(runner.waiting())
            answers.decide()
            runner.complete(work.token, dict(answers.now))
            steps.append({**stands, "completes": work.element, "answers": dict(answers.now)})
    except ProcessFailed:
        return []
    return steps if runner.ended and len(steps) > 1 else []


def standing(stored: bytes) -> Golden:
    """Stored tokens, and what they mean: [id, element, state, where it came from]."""
    rows = state.unpack(stored)
    return {
        "stored": stored.hex(),
        "tokens": [_in_words(row) for row in rows.tokens],
        "inside": {str(token): [_in_words(row) for row in inner] for token, inner in rows.inside},
        "last_id": rows.last_id,
    }


def content(stored: bytes) -> bytes:
    """Uncompressed: another zstd may compress otherwise."""
    plain = stored[1:]
    return (
        zstandard.ZstdDecompressor().decompress(plain, max_output_size=1 << 20) if stored[0] == 2 else plain
    )


def waiting(runner: Runner) -> list[str]:
    return sorted(work.element for work in runner.waiting())


def _in_words(row: state.Row) -> list[object]:
    token, element, at, origin = row
    return [token, element, TaskState.get_name(at), origin]
