"""Timers on steps: a duration written as another tool's expression becomes a plain one.

A plain duration is clock time elsewhere and working time here: it is told, and asked where that makes a
difference. What is computed, dated or repeated stays as it is, and lint says so.
"""

from __future__ import annotations

import re
from math import ceil
from typing import Any

from engine.bpmn.xml import name_of
from engine.calendar import BadNorm, parse_norm
from engine.importing.foreign.tree import Tree, tag
from engine.importing.plan.controls import Control

#: In minutes.
_DAY = 24 * 60
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
                duration.text = _meant(tree, event, written)


def _meant(tree: Tree, event: Any, written: str) -> str:
    """The duration that is meant. Hours, and a day and more, run by the clock elsewhere: somebody has to say
    whether they do here, too."""
    options = _meanings(written)
    chosen = tree.chosen.get(key := f"timer.{event.get('id')}.", "")
    value = chosen if chosen in options else ""
    if options:
        tree.controls[len(tree.notes)] = Control(
            key=key, form="timer", value=value, options=options, changed=bool(value)
        )
    kind = "clock_time" if options else "working_time"
    tree.note(kind, event, time=written, clock=_clock(written))
    return value or written


def _meanings(iso: str) -> tuple[str, ...]:
    """As written, in working time; the working days of a day and more in hours; by the clock. None for a few
    minutes, which are the same in both."""
    norm = parse_norm(iso)
    if "H" not in iso and norm.days * _DAY + norm.minutes < _DAY:
        return ()
    days = (f"P{ceil(norm.minutes / _DAY)}D",) if not norm.days and norm.minutes >= _DAY else ()
    return (iso, *days, _clock(iso))


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
