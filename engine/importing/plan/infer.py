"""Rows → plan. What the table says is taken; what it doesn't is guessed, and listed as a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.bpmn.vocabulary import PROCESS
from engine.importing.cells.targets import number_of
from engine.importing.cells.words import slug
from engine.importing.plan import remarks
from engine.importing.plan.branches import (
    is_written,
    outcomes_of,
    question,
    row_above,
    value_of,
)
from engine.importing.plan.course import begin, lay_out, pass_by_refusals
from engine.importing.plan.decisions import asks_elsewhere
from engine.importing.plan.lanes import guess_lanes
from engine.importing.plan.noted import Noted
from engine.importing.plan.outcomes import THE_END, Layout, Outcome
from engine.importing.plan.repair import Graph, mend
from engine.importing.plan.spelling import corrected
from engine.importing.plan.steps import END, Branch, Decision, Plan, PlannedStep
from engine.importing.plan.unread import MAX_NAME, surplus, undrawn
from engine.importing.plan.verbs import outside
from engine.importing.rows.identity import NAME
from engine.importing.rows.norms import read_time
from engine.importing.rows.table import Row, SopTable

#: Ids of what is drawn besides the steps, and SpiffWorkflow's own.
_RESERVED = {
    "start", "end", "root", "mulai", "selesai", "mulai_bersama", "bertemu", "memilih_awal", "pelaksana",
    "kolaborasi", "gambar", "bidang", "berkas", "unit_kerja",
}  # fmt: skip
#: Letters of an SOP's name; what is longer is told.
_MAX_TITLE = 200
_PREFIXES = ("alur_", "catatan_", "kaitan_", "putusan_", "lajur_", "selesai_")


def infer(table: SopTable) -> Plan:
    """Never fails: a table with gaps gives a plan with assumptions."""
    noted = Noted()
    rows = [_spelled(row, noted, place) for place, row in enumerate(table.rows)]
    keys = _keys(rows, noted)
    actors = list(table.actors) or ["Pelaksana"]
    lanes = guess_lanes(rows, actors)
    _note_lanes(table, rows, lanes, actors, noted)
    layout = lay_out(table, rows, keys, lanes, actors, noted)
    starts = begin(rows, layout, keys, noted)
    decisions, after = _branches(layout, keys, noted)
    written = frozenset(keys[place] for place in layout.written)
    graph = Graph(keys=keys, starts=starts, after=after, decisions=decisions, written=written)
    _mend(graph, noted)
    _note_undrawn(table, rows, graph, noted)
    ids = _ids(rows)
    steps = tuple(
        _step(row, place, layout, key=keys[place], element=ids[place], noted=noted)
        for place, row in enumerate(rows)
    )
    identity, title = _identity(table, noted)
    return Plan(
        process_id=process_id_of(title),
        name=title,
        identity=identity,
        lanes=tuple(actors),
        steps=steps,
        after=after,
        decisions=decisions,
        starts=starts,
        alternative=any(kind == "alternative_starts" for _place, kind, _params in noted.of),
        assumptions=tuple(noted.all(table, keys, ids, process_id_of(title))),
    )


def _spelled(row: Row, noted: Noted, place: int) -> Row:
    description, spelling = corrected(row.description.strip())
    if spelling.wrong:
        kind = "spelling" if spelling.applied else "spelling_proposed"
        noted.add(place, kind, wrong=spelling.wrong, right=spelling.right)
    description = description.rstrip(" .;,")
    return replace(row, description=description[:1].upper() + description[1:])


def _keys(rows: Sequence[Row], noted: Noted) -> list[str]:
    """Each row's number, made unique. A table that numbers no row at all just has none."""
    taken: set[str] = set()
    keys = []
    unnumbered = all(not row.number for row in rows)
    for place, row in enumerate(rows):
        number = number_of(row.number)
        key = number or _next_number(taken, {other.number for other in rows})
        if not number and not unnumbered:
            noted.add(place, "row_without_number", number=key)
        if key in taken:
            noted.add(place, "duplicate_number", number=key)
            key = next(f"{number}#{n}" for n in range(2, len(rows) + 2) if f"{number}#{n}" not in taken)
        taken.add(key)
        keys.append(key)
    return keys


def _next_number(taken: set[str], numbers: set[str]) -> str:
    last = max((int(found[0]) for key in taken if (found := re.match(r"\d+", key))), default=0)
    return next(str(n) for n in range(last + 1, last + 1000) if str(n) not in taken | numbers)


def _note_lanes(
    table: SopTable, rows: Sequence[Row], lanes: Sequence[int], actors: Sequence[str], noted: Noted
) -> None:
    if not table.actors:
        noted.add(-1, "no_actors", lane=actors[0])
    for place, row in enumerate(rows):
        names = [actors[actor] for actor in row.actors]
        if not names and table.actors:
            noted.add(place, "lane", lane=actors[lanes[place]])
        elif len(names) > 1:
            noted.add(place, "several_actors", lane=names[0], others=", ".join(names[1:]))
        for kind, params in remarks.about_lane(row, actors, lanes[place]):
            noted.add(place, kind, **params)
    _note_actors(lanes, actors, noted)


def _note_actors(lanes: Sequence[int], actors: Sequence[str], noted: Noted) -> None:
    for n, actor in enumerate(actors):
        if n not in lanes:
            noted.add(-1, "unused_lane", lane=actor)
        elif outside(actor):
            noted.add(-1, "external_actor", lane=actor)


def _branches(
    layout: Layout, keys: Sequence[str], noted: Noted
) -> tuple[dict[str, Decision], dict[str, str]]:
    decisions = {keys[place]: _decided(layout, place, keys, noted) for place in layout.deciding}
    pass_by_refusals(layout, decisions, keys, noted)
    after = {}
    for place, key in enumerate(keys):
        if key in decisions:
            continue
        ends = place in layout.ends and place not in layout.after
        if ends:
            noted.add(place, "another_end")
        target = THE_END if ends else layout.after.get(place, layout.following(place))
        after[key] = END if target == THE_END else keys[target]
    return decisions, after


def _decided(layout: Layout, place: int, keys: Sequence[str], noted: Noted) -> Decision:
    outcomes, kinds = outcomes_of(layout, place)
    # The last one is the default: what is not agreed goes back.
    outcomes.sort(key=lambda outcome: outcome.negative)
    for kind in kinds:
        noted.add(place, kind)
    for outcome in (outcome for outcome in outcomes if outcome.assumed):
        target = END if outcome.target == THE_END else keys[outcome.target]
        noted.add(place, outcome.assumed, label=outcome.label, target=target)
    if (before := row_above(layout, place)) and asks_elsewhere(layout.rows[place], before):
        noted.add(place, "question_elsewhere", other=keys[place - 1])
    words = question(layout, place, outcomes)
    if not is_written(layout, place, words):
        noted.add(place, "question_worded", question=words)
    return _decision(words, outcomes, keys)


def _note_undrawn(table: SopTable, rows: Sequence[Row], graph: Graph, noted: Noted) -> None:
    numbers = {key: key for key in graph.keys}
    noted_targets = {
        (place, str(params.get("target"))) for place, kind, params in noted.of if kind == "other_way"
    }
    for place, (row, key) in enumerate(zip(rows, graph.keys, strict=True)):
        targets = [*graph.targets(key), *(target for at, target in noted_targets if at == place)]
        for kind, params in undrawn(row, numbers, targets, graph.decisions.get(key)):
            noted.add(place, kind, **params)
    for label in surplus(table.loose_labels, graph.decisions.values()):
        noted.add(-1, "unread", text=label)


def _mend(graph: Graph, noted: Noted) -> None:
    for key in mend(graph):
        kind = "asked_where" if key in graph.written & graph.decisions.keys() else "joined_again"
        noted.add(graph.keys.index(key), kind, target=graph.targets(key)[0])


def _decision(words: str, outcomes: Sequence[Outcome], keys: Sequence[str]) -> Decision:
    taken: set[str] = set()
    branches = tuple(
        Branch(
            label=outcome.label,
            value=value_of(outcome.label, taken),
            target=END if outcome.target == THE_END else keys[outcome.target],
            negative=outcome.negative,
        )
        for outcome in outcomes
    )
    return Decision(question=words, branches=branches)


def _step(row: Row, place: int, layout: Layout, *, key: str, element: str, noted: Noted) -> PlannedStep:
    time = read_time(row.time)
    for kind in time.kinds:
        if kind != "time_missing":  # nothing is assumed; lint says what is missing
            noted.add(place, kind, time=row.time)
    if row.shared_time and time.norm:
        noted.add(place, "time_shared", time=row.time)
    decides = place in layout.deciding
    for kind, params in remarks.about(row, decides=decides or place in layout.side_rows):
        noted.add(place, kind, **params)
    name = row.description[:MAX_NAME]
    return PlannedStep(key=key, id=element, name=name, lane=layout.lanes[place], norm=time.norm, row=row)


def _ids(rows: Sequence[Row]) -> list[str]:
    """Readable and stable: a step inserted above changes no other's id."""
    taken: set[str] = set(_RESERVED)
    ids = []
    for row in rows:
        words = slug(row.description, longest=40, words=4) or "langkah"
        name = words if words[0].isalpha() and not words.startswith(_PREFIXES) else f"langkah_{words}"
        number, unique = 1, name
        while unique in taken:
            number += 1
            unique = f"{name}_{number}"
        taken.add(unique)
        ids.append(unique.capitalize())
    return ids


def process_id_of(title: str) -> str:
    """The key of a definition of this name."""
    words = slug(title, longest=60) or "prosedur"
    return words if words[0].isalpha() and words not in _RESERVED else f"sop_{words}"


def _identity(table: SopTable, noted: Noted) -> tuple[dict[str, str], str]:
    identity = {name: value for name, value in table.identity.items() if name != NAME}
    whole = " ".join(table.identity.get(NAME, "").split())
    title = whole[:_MAX_TITLE]
    if rest := whole[_MAX_TITLE:]:
        noted.add(-1, "unread", text=rest)
    if not title:
        title = "SOP tanpa nama"
        noted.add(-1, "no_title", title=title)
    unit, office = identity.get(PROCESS["unit"].name, ""), PROCESS["ratifier_office"].name
    if identity.get(PROCESS["ratified_by"].name) and unit and not identity.get(office):
        identity[office] = f"Kepala {unit}"
        noted.add(-1, "ratifier_office", office=identity[office])
    return identity, title
