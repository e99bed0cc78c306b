"""Timers on steps: a duration written as another tool's expression becomes a plain one.

Reminders and deadlines with a plain duration are ours already. What is computed, dated or repeated stays as
it is, and lint says so.
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
            found = _LITERAL.fullmatch("".join(duration.itertext()).strip())
            if found and _readable(found[2]):
                duration.text = found[2]
                tree.note("timer", event, time=found[2])


def _readable(iso: str) -> bool:
    try:
        parse_norm(iso)
    except BadNorm:
        return False
    return True
