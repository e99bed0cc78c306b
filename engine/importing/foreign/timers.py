"""Timers on steps: a duration written as another tool's expression becomes a plain one.

A plain duration is clock time elsewhere and working time here: it is told, with what may be meant. What is
computed, dated or repeated stays as it is, and lint says so.
"""

from __future__ import annotations

import re

from engine.bpmn.xml import name_of
from engine.calendar import BadNorm, parse_norm
from engine.importing.foreign.tree import Tree, tag

#: SpiffArena writes a Python string, Camunda 8 may write FEEL: "PT2H", ="PT2H", =duration("PT2H").
_LITERAL = re.compile(r"=?\s*(?:duration\s*\(\s*)?([\"'])(P[0-9A-Z]+)\1\s*\)?")


def plain_durations(tree: Tree) -> None:
    """Rewrites quoted ISO-8601 durations of boundary timers as plain ones."""
    for event in tree.nodes():
        if name_of(event) != "boundaryEvent":
            continue
        for duration in event.iterfind(f"{tag('timerEventDefinition')}/{tag('timeDuration')}"):
            written = "".join(duration.itertext()).strip()
            found = _LITERAL.fullmatch(written)
            if found and _readable(found[2]):
                duration.text = written = found[2]
                tree.note("timer", event, time=written)
            if _readable(written) and not tree.is_ours():
                tree.note("working_time", event, time=written, clock=_clock(written))


def _clock(iso: str) -> str:
    """The working days that come nearest to a day and more of clock time: PT48H → P2D; else the same."""
    hours = re.fullmatch(r"PT(\d+)H", iso)
    return f"P{int(hours[1]) // 24}D" if hours and int(hours[1]) % 24 == 0 and int(hours[1]) else iso


def _readable(iso: str) -> bool:
    try:
        parse_norm(iso)
    except BadNorm:
        return False
    return True
