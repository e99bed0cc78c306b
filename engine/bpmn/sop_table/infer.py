"""Rows → plan. What the table says is taken; what it doesn't is guessed, and said to be a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.bpmn.sop_table import remarks
from engine.bpmn.sop_table.branches import (
    THE_END,
    Layout,
    Way,
    asked_before,
    question,
    said_by,
    value_of,
    ways_of,
)
from engine.bpmn.sop_table.course import begin, lay_out, pass_by_refusals
from engine.bpmn.sop_table.decisions import asks_elsewhere
from engine.bpmn.sop_table.lanes import guess_lanes
from engine.bpmn.sop_table.model import Row, SopTable
from engine.bpmn.sop_table.norms import read_time
from engine.bpmn.sop_table.noted import Noted
from engine.bpmn.sop_table.plan import END, Branch, Decision, Plan, PlannedStep
from engine.bpmn.sop_table.repair import Ways, mend
from engine.bpmn.sop_table.spelling import corrected
from engine.bpmn.sop_table.verbs import outside
from engine.bpmn.sop_table.words import slug

#: Ids of what is drawn besides the steps, and SpiffWorkflow's own.
_RESERVED = {
    "start", "end", "root", "mulai", "selesai", "mulai_bersama", "bertemu", "pelaksana", "kolaborasi",
    "gambar", "bidang", "berkas", "unit_kerja",
}  # fmt: skip
_PREFIXES = ("alur_", "catatan_", "kaitan_", "putusan_", "lajur_", "selesai_")


def infer(table: SopTable) -> Plan:
    noted = Noted()
    rows = [_spelled(row, noted, place) for place, row in enumerate(table.rows)]
    keys = _keys(rows, noted)
    actors = list(table.actors) or ["Pelaksana"]
    lanes = guess_lanes(rows, actors)
    _note_lanes(table, rows, lanes, actors, noted)
    layout = lay_out(table, rows, keys, lanes, actors, noted)
    starts = begin(rows, layout, keys, noted)
    decisions, after = _ways(layout, keys, noted)
    _mend(Ways(keys=keys, starts=starts, after=after, decisions=decisions), noted)
    ids = _ids(rows)
    steps = tuple(
        _step(row, place, layout, key=keys[place], element=ids[place], noted=noted)
        for place, row in enumerate(rows)
    )
    identity, title = _identity(table, noted)
    return Plan(
        process_id=_process_id(title),
        name=title,
        identity=identity,
        lanes=tuple(actors),
        steps=steps,
        after=after,
        decisions=decisions,
        starts=starts,
        assumptions=tuple(noted.all(table, keys, ids, _process_id(title))),
    )


def _spelled(row: Row, noted: Noted, place: int) -> Row:
    description, wrong, right = corrected(row.description.strip())
    if wrong:
        noted.add(place, "spelling", wrong=wrong, right=right)
    description = description.rstrip(" .;,")
    return replace(row, description=description[:1].upper() + description[1:])


def _keys(rows: Sequence[Row], noted: Noted) -> list[str]:
    """Each row's number, made unique. A table that numbers no row at all just has none."""
    taken: set[str] = set()
    keys = []
    unnumbered = all(not row.number for row in rows)
    for place, row in enumerate(rows):
        number = row.number.lower()
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


def _ways(layout: Layout, keys: Sequence[str], noted: Noted) -> tuple[dict[str, Decision], dict[str, str]]:
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
    ways, kinds = ways_of(layout, place)
    ways.sort(key=lambda way: way.negative)  # the last one is the default: what is not agreed goes back
    for kind in kinds:
        noted.add(place, kind)
    for way in (one for one in ways if one.assumed):
        target = END if way.target == THE_END else keys[way.target]
        noted.add(place, way.assumed, label=way.label, target=target)
    if (before := asked_before(layout, place)) and asks_elsewhere(layout.rows[place], before):
        noted.add(place, "question_elsewhere", other=keys[place - 1])
    asked = question(layout, place, ways)
    if not said_by(layout, place, asked):
        noted.add(place, "question_worded", question=asked)
    return _decision(asked, ways, keys)


def _mend(ways: Ways, noted: Noted) -> None:
    for key in mend(ways):
        noted.add(ways.keys.index(key), "joined_again", target=ways.targets(key)[0])


def _decision(asked: str, ways: Sequence[Way], keys: Sequence[str]) -> Decision:
    taken: set[str] = set()
    branches = tuple(
        Branch(
            label=way.label,
            value=value_of(way.label, taken),
            target=END if way.target == THE_END else keys[way.target],
            negative=way.negative,
        )
        for way in ways
    )
    return Decision(question=asked, branches=branches)


def _step(row: Row, place: int, layout: Layout, *, key: str, element: str, noted: Noted) -> PlannedStep:
    time = read_time(row.time)
    for kind in time.kinds:
        if kind != "time_missing":  # nothing is assumed; lint says what is missing
            noted.add(place, kind, time=row.time)
    if row.shared_time and time.norm:
        noted.add(place, "time_shared", time=row.time)
    decides = place in layout.deciding
    for kind, params in remarks.about(row, decides=decides or place in layout.beside):
        noted.add(place, kind, **params)
    name = row.description[:300]
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


def _process_id(title: str) -> str:
    words = slug(title, longest=60) or "prosedur"
    return words if words[0].isalpha() and words not in _RESERVED else f"sop_{words}"


def _identity(table: SopTable, noted: Noted) -> tuple[dict[str, str], str]:
    identity = {key: value for key, value in table.identity.items() if key != "nama_sop"}
    title = " ".join(table.identity.get("nama_sop", "").split())[:200]
    if not title:
        title = "SOP tanpa nama"
        noted.add(-1, "no_title", title=title)
    unit = identity.get("unit_kerja", "")
    if identity.get("disahkan_oleh") and unit and not identity.get("disahkan_jabatan"):
        identity["disahkan_jabatan"] = f"Kepala {unit}"
        noted.add(-1, "ratifier_office", office=identity["disahkan_jabatan"])
    return identity, title
