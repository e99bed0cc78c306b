"""Diagrams of our own drawing, written as other people's tools write them.

`drawings/` holds what is drawn, each file with a line that says why it is there; `dialects.py` holds how a
tool writes it down. Every drawing in every dialect is a diagram that tests may ask for, in any clone:

    every()        all of them: `one.drawing`, `one.dialect`, `one.xml` (bytes)
    some()         every third, in which each drawing and each dialect has its share: for what takes long
    written(...)   one drawing in every dialect
    drawn(...)     one drawing in one of them

What must hold for them holds for the diagrams of others, too, where these are at hand: see tests/wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from tests.diagrams.dialects import DIALECTS
from tests.diagrams.writing import write

DRAWINGS = Path(__file__).parent / "drawings"
NAMES = sorted(path.stem for path in DRAWINGS.glob("*.bpmn"))


@dataclass(frozen=True, kw_only=True)
class Drawn:
    drawing: str
    dialect: str
    xml: bytes


@cache
def written(drawing: str) -> tuple[Drawn, ...]:
    """In the order of DIALECTS."""
    root = etree.parse(DRAWINGS / f"{drawing}.bpmn").getroot()
    return tuple(
        Drawn(drawing=drawing, dialect=dialect.name, xml=write(root, dialect)) for dialect in DIALECTS
    )


def drawn(drawing: str, dialect: str) -> bytes:
    """Raises StopIteration where there is no such dialect."""
    return next(item.xml for item in written(drawing) if item.dialect == dialect)


def every() -> tuple[Drawn, ...]:
    return tuple(item for drawing in NAMES for item in written(drawing))


def some() -> tuple[Drawn, ...]:
    return every()[2::3]
