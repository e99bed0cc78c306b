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
#: In minutes.
_DAY = 24 * 60
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
    """The same time by the clock, as a norm writes it: PT48H and P2D → 2x24H, PT90M → 1x90M."""
    norm = parse_norm(iso)
    minutes = norm.days * _DAY + norm.minutes
    if minutes % _DAY == 0:
        return f"{minutes // _DAY}x24H"
    return f"1x{minutes // 60}H" if minutes % 60 == 0 else f"1x{minutes}M"


def _readable(iso: str) -> bool:
    try:
        parse_norm(iso)
    except BadNorm:
        return False
    return True
