"""The database, table by table."""

from engine.tables import calendar, definitions, events, handled, instances, moves, people, timers, uploads
from engine.tables.base import Table

__all__ = [
    "Table",
    "calendar",
    "definitions",
    "events",
    "handled",
    "instances",
    "moves",
    "people",
    "timers",
    "uploads",
]
