"""What differs between two versions of a definition, in groups as a reader asks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import Diagram
from engine.definitions.examining import changes_between, diagram_of
from engine.definitions.seeing import visible_version
from engine.diff.compare import ADDED, CHANGED, MOVED, REMOVED, Change
from engine.tables.definitions import Definition, VersionState

#: Group of a change, by the first part of its code.
GROUPS = {
    "process": "identity",
    "identity": "identity",
    "lane": "lanes",
    "step": "steps",
    "timer": "steps",
    "node": "steps",
    "form": "forms",
    "flow": "flows",
    "note": "notes",
}
#: Where an element bears several changes, the one that is painted.
_LOUDEST = (REMOVED, ADDED, MOVED, CHANGED)


@dataclass(frozen=True, kw_only=True)
class Side:
    number: int
    state: VersionState
    diagram: Diagram


@dataclass(frozen=True, kw_only=True)
class Difference:
    key: str
    name: str
    before: Side
    after: Side
    #: (group, its changes), in the order of the page; groups without changes are left out.
    groups: list[tuple[str, list[Change]]]

    @property
    def changes(self) -> list[Change]:
        """All of them, in the order of the page."""
        return [change for _group, changes in self.groups for change in changes]

    @property
    def counts(self) -> Counter[str]:
        """How many of each kind."""
        return Counter(change.kind for change in self.changes)

    @property
    def painted_before(self) -> Mapping[str, str]:
        """Element of the diagram before → the kind it is painted as."""
        shown_before = (each for each in self.changes if _kind(each) != ADDED)
        return _painted((each.element_before or each.element, _kind(each)) for each in shown_before)

    @property
    def painted_after(self) -> Mapping[str, str]:
        """Element of the diagram after → the kind it is painted as."""
        shown_after = (each for each in self.changes if _kind(each) != REMOVED)
        return _painted((each.element, _kind(each)) for each in shown_after)


def difference(session: Session, key: str, before: int, after: int, *, by: Actor) -> Difference:
    """Of two versions by number. Raises NotFound, also where `by` may not see one of them."""
    versions = {number: visible_version(session, key, number, by=by) for number in {before, after}}
    changes = changes_between(versions[before].xml, versions[after].xml)
    sides = {
        number: Side(number=number, state=version.state, diagram=diagram_of(version.xml))
        for number, version in versions.items()
    }
    return Difference(
        key=key,
        name=session.get_one(Definition, versions[after].definition_id).name,
        before=sides[before],
        after=sides[after],
        groups=list(_grouped(changes)),
    )


def _grouped(changes: Iterable[Change]) -> Iterator[tuple[str, list[Change]]]:
    found: dict[str, list[Change]] = {group: [] for group in dict.fromkeys(GROUPS.values())}
    for change in changes:
        found[GROUPS[change.code.partition(".")[0]]].append(change)
    yield from ((group, those) for group, those in found.items() if those)


def _kind(change: Change) -> str:
    """Of the element on the canvas: a field that was added changes its step, it adds none."""
    if change.kind in {ADDED, REMOVED} and change.code.startswith("form."):
        return CHANGED
    return change.kind


def _painted(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element, kind in pairs:
        if element and (element not in found or _LOUDEST.index(kind) < _LOUDEST.index(found[element])):
            found[element] = kind
    return found
