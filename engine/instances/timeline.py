"""An instance's story in sentences, from its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit import bodies
from engine.audit.log import chain_of
from engine.audit.names import EventName
from engine.calendar import local_zone
from engine.calendar.changes import from_body, in_words
from engine.calendar.words import norm_in_words
from engine.forms.shown import moment
from engine.tables.events import Event
from engine.texts import joined, text

SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event. Its sentence is the text `events.NAME` with `params`, whatever version its body is of."""

    id: int
    seq: int
    at: datetime
    name: str
    #: None: the system itself.
    who: str | None
    person_id: int | None
    lane: str | None
    params: Mapping[str, Any]
    answers: Mapping[str, Any] | None
    element: str | None
    #: Outside the SOP (penyimpangan).
    deviation: bool
    hash: str
    chain: str
    #: False: a newer Alur wrote it, in words that this one can't read.
    known: bool = True

    @property
    def key(self) -> str:
        """Of the sentence in the catalogues."""
        return f"events.{self.name}" if self.known else "events.unknown"

    def words(self, language: str) -> dict[str, Any]:
        """What the sentence is filled with. A refused action is named by its own words."""
        words = dict(self.params)
        if "deed" in words:
            words["action"] = text(f"events.actions.{words['deed']}", language)
        if "duration" in words:
            words |= _timer_words(words, language)
        if self.name == EventName.INCIDENT_RAISED:
            step = words.get("step", "")
            words["at"] = joined(["", text("events.incident_at", language, step=step)]) if step else ""
        if self.name == EventName.CALENDAR_CHANGED:
            words["changes"] = in_words([from_body(each) for each in words["changes"]], language)
        if self.name == EventName.TASK_DUE_MOVED:
            for key in ("due_before", "due_at"):
                words[key] = moment(words[key], language, local_zone())
        if self.name == EventName.DENIED_REPEATEDLY:
            words["since"] = moment(words["since"], language, local_zone())
        return words

    @property
    def denied(self) -> bool:
        """Whether somebody was refused an action."""
        return self.name in {EventName.DENIED, EventName.DENIED_REPEATEDLY}


def entry_of(event: Event) -> Entry:
    """Reads a stored body of any version; `params` has its keys without answers, and who as a name."""
    body = bodies.read(event.body)
    known = bodies.is_known(body)
    if not known:
        body = {key: body.get(key) for key in ("name", "at", "by")}
    who = body.pop("by", None)
    answers = body.pop("answers", None)
    return Entry(
        id=event.id,
        seq=event.seq,
        at=event.at,
        name=event.name,
        who=who["name"] if who else None,
        person_id=event.person_id,
        lane=body.get("lane"),
        params={"who": who["name"] if who else "Alur", **{k: v for k, v in body.items() if v is not None}},
        answers=answers,
        element=body.get("element"),
        deviation=bool(body.get("deviation")),
        hash=event.hash,
        chain=event.chain,
        known=known,
    )


def timeline(session: Session, instance_id: int, *, before: int | None = None) -> list[Entry]:
    """Newest first; `before` is the seq to go on from."""
    wanted = select(Event).where(Event.chain == chain_of(instance_id))
    if before is not None:
        wanted = wanted.where(Event.seq < before)
    return [entry_of(event) for event in session.scalars(wanted.order_by(Event.seq.desc()).limit(SHOWN))]


def whole_story(session: Session, instance_id: int) -> list[Entry]:
    """All events, oldest first: for paper."""
    wanted = select(Event).where(Event.chain == chain_of(instance_id)).order_by(Event.seq)
    return [entry_of(event) for event in session.scalars(wanted)]


def entries(session: Session, instance_id: int, seqs: Iterable[int]) -> dict[int, Entry]:
    """Some events of an instance, by their place in the chain."""
    wanted = list(seqs)
    if not wanted:
        return {}
    found = session.scalars(select(Event).where(Event.chain == chain_of(instance_id), Event.seq.in_(wanted)))
    return {event.seq: entry_of(event) for event in found}


def sentence(entry: Entry, language: str) -> str:
    """The event as a sentence."""
    return text(entry.key, language, **entry.words(language))


def _timer_words(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """Of a reminder or deadline: its time, and what it leads to."""
    steps = [text("timers.step", language, name=name) for name in params.get("to", ())]
    onward = joined(steps, ", ") or text("timers.end", language)
    parallel = text("timers.beside", language, to=onward) if steps else ""
    return {"time": norm_in_words(params["duration"], language), "onward": onward, "beside": parallel}
