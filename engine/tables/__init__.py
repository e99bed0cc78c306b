"""The database, table by table."""

from engine.tables import definitions, events, instances, moves, people, timers, uploads
from engine.tables.base import Table

__all__ = ["Table", "definitions", "events", "instances", "moves", "people", "timers", "uploads"]
