"""The actor, where people look for it."""

from engine.actor import Actor

__all__ = ["Actor"]
