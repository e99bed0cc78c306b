"""A signed-in person as a value; lives in engine.actor, because the audit trail names people too."""

from engine.actor import Actor

__all__ = ["Actor"]
