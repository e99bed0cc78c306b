"""The database, table by table."""

from engine.tables import definitions, events, handled, instances, moves, people, timers, uploads
from engine.tables.base import Table

__all__ = ["Table", "definitions", "events", "handled", "instances", "moves", "people", "timers", "uploads"]
