"""Hashing events into a chain. Pure.

An event's hash covers the hash before it, its place in the chain and its body, so that none can be changed,
left out, put in or moved without the rest no longer following.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    seq: int
    body: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Break:
    """Where a chain stops being one. `reason` is a key below `audit.broken`."""

    seq: int
    reason: str


def write_body(entry: Mapping[str, Any]) -> str:
    """The one spelling of an entry: stored as it is and hashed as it is."""
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS).decode()


def seal(chain: str, seq: int, previous_hash: str, body: str) -> str:
    """SHA-256 in hexadecimal over chain, place, previous hash and body, a line each, in UTF-8."""
    return hashlib.sha256(f"{chain}\n{seq}\n{previous_hash}\n{body}".encode()).hexdigest()


def first_break(
    chain: str, links: Iterable[Link], head: tuple[int, str], *, start: tuple[int, str] = (0, GENESIS)
) -> Break | None:
    """The first place where `links` (in order) do not form the chain that `head` (seq, hash) closes. `start`:
    what the first of them follows."""
    seq, previous = start
    for link in links:
        if link.seq != seq + 1:
            return Break(seq + 1, "missing")
        seq += 1
        if link.previous_hash != previous:
            return Break(seq, "order")
        if seal(chain, seq, previous, link.body) != link.hash:
            return Break(seq, "changed")
        previous = link.hash
    if seq < head[0]:
        return Break(seq + 1, "missing")
    if (seq, previous) != head:
        return Break(seq, "head")
    return None
