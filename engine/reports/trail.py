"""Which events the audit trail shows, as statements.

What is looked for becomes a set of names of events, of people and of instances; each combination of them is
read in the order of its index, by time, and all of them merge. So a page costs the same in the tenth year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.audit.denials import DENIALS
from engine.audit.names import EventName
from engine.lists import Place
from engine.tables.base import Moment
from engine.tables.events import Event
from engine.tables.instances import Instance
from engine.tables.people import Person

#: People and instances whose events are shown at once; of more it is said that there are more.
MAX_SOUGHT = 5
#: Chains of an instance: its story, and what was refused in it.
OF_INSTANCES = ("instance:", f"{DENIALS}:")
#: Who came and went: most of the trail, and seldom what somebody looks for.
LOGINS = (
    EventName.PERSON_LOGGED_IN.value,
    EventName.PERSON_LOGGED_OUT.value,
    EventName.LOGIN_FAILED.value,
    EventName.LOGIN_UNKNOWN.value,
    EventName.LOGIN_FAILED_OFTEN.value,
    EventName.LOGIN_UNKNOWN_OFTEN.value,
)
_ALL = frozenset(name.value for name in EventName)
_USUAL = _ALL - frozenset(LOGINS)


def _about(names: Collection[str], *subjects: str) -> frozenset[str]:
    return frozenset(name for name in names if name.split(".")[0] in subjects)


#: Kinds of events that can be asked for, by their names; none of them: all but logins.
KINDS: Mapping[str, frozenset[str]] = {
    "instances": _about(_ALL, "instance", "incident", "task", "separation"),
    "definitions": _about(_ALL, "definition", "version"),
    "people": _about(_USUAL, "person", "grant", "password", "login"),
    "denials": _about(_ALL, "deed"),
    "logins": frozenset((*LOGINS, EventName.LOGIN_BLOCKED.value)),
    "all": _ALL,
}


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    #: Number or title of an instance, or part of it.
    instance: str = ""
    #: Name or username, or part of it.
    person: str = ""
    #: An event's name, or its beginning: "task.", "deed.denied".
    event: str = ""
    #: One of KINDS; of nothing in particular: all but logins, unless an event is named.
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a filter means. None: it says nothing of this."""

    names: frozenset[str]
    people: tuple[int, ...] | None
    instances: tuple[int, ...] | None
    #: Of these there are more than are shown.
    more: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether no event can be meant."""
        return not self.names or () in (self.people, self.instances)


def find(session: Session, wanted: TrailFilter) -> Sought:
    """A statement for each text that is looked for."""
    people = _ids(session, wanted.person, Person.id, (Person.name, Person.username))
    instances = _ids(session, wanted.instance, Instance.id, (Instance.number, Instance.title))
    found = {"person": people, "instance": instances}
    return Sought(
        names=_names(wanted),
        people=people and people[:MAX_SOUGHT],
        instances=instances and instances[:MAX_SOUGHT],
        more=tuple(name for name, ids in found.items() if ids and len(ids) > MAX_SOUGHT),
    )


def _ids(
    session: Session, typed: str, column: InstrumentedAttribute[int], texts: Collection[Any]
) -> tuple[int, ...] | None:
    """The newest MAX_SOUGHT + 1."""
    typed = typed.strip()
    if not typed:
        return None
    fits = or_(*(text.icontains(typed, autoescape=True) for text in texts))
    return tuple(session.scalars(select(column).where(fits).order_by(column.desc()).limit(MAX_SOUGHT + 1)))


def _names(wanted: TrailFilter) -> frozenset[str]:
    usual = _ALL if wanted.event else _USUAL
    names = KINDS.get(wanted.kind, usual)
    return frozenset(name for name in names if name.startswith(wanted.event))


def shape_of(which: Sought, wanted: TrailFilter, before: Place | None) -> tuple[Shape, dict[str, Any]]:
    """The statement that finds it, and its parameters."""
    chains = [f"{chain}{found}" for found in which.instances or () for chain in OF_INSTANCES]
    bounds: dict[str, Any] = {"since": wanted.since, "until": wanted.until, "before": before}
    shape = Shape(
        names=None if which.names == _ALL else tuple(sorted(which.names)),
        people=len(which.people or ()),
        chains=len(chains),
        bounds=tuple(name for name, value in bounds.items() if value is not None),
    )
    given: dict[str, Any] = {"since": wanted.since, "until": wanted.until}
    if before is not None:
        given |= {"before_at": before[0], "before_id": before[1]}
    given |= {f"of_chain_{n}": chain for n, chain in enumerate(chains)}
    given |= {f"of_person_{n}": person for n, person in enumerate(which.people or ())}
    return shape, given


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A statement but for its parameters: SQLAlchemy takes longer to build one than a database to answer."""

    #: None: all.
    names: tuple[str, ...] | None
    #: How many; 0: all.
    people: int
    chains: int
    bounds: tuple[str, ...]

    def trail(self, limit: int) -> Select[int, datetime]:
        """`id` and `at` of the newest events."""
        conditions = tuple(self._bounds())
        terms = [
            select(Event.id, Event.at).where(*term, *conditions)
            for term in (self._of_chains() if self.chains else self._of_names())
        ]
        if len(terms) == 1:
            return terms[0].order_by(Event.at.desc(), Event.id.desc()).limit(limit)
        found = union_all(*terms).subquery()
        return select(found).order_by(found.c.at.desc(), found.c.id.desc()).limit(limit)

    def _people(self) -> list[ColumnElement[bool]]:
        return [Event.person_id == bindparam(f"of_person_{n}") for n in range(self.people)]

    def _of_names(self) -> Iterator[tuple[ColumnElement[bool], ...]]:
        if self.names is None and not self.people:
            yield ()
            return
        names = [Event.name == name for name in self.names or sorted(_ALL)]
        yield from product(names, self._people()) if self.people else ((name,) for name in names)

    def _of_chains(self) -> Iterator[tuple[ColumnElement[bool], ...]]:
        """A chain is no longer than one instance's story: of it the rest is looked for."""
        rest: list[ColumnElement[bool]] = [] if self.names is None else [Event.name.in_(self.names)]
        rest += [or_(*self._people())] if self.people else []
        for n in range(self.chains):
            yield (Event.chain == bindparam(f"of_chain_{n}"), *rest)

    def _bounds(self) -> Iterator[ColumnElement[bool]]:
        if "since" in self.bounds:
            yield Event.at >= bindparam("since")
        if "until" in self.bounds:
            yield Event.at < bindparam("until")
        if "before" in self.bounds:
            place = tuple_(bindparam("before_at", type_=Moment), bindparam("before_id", type_=Integer))
            yield tuple_(Event.at, Event.id) < place
