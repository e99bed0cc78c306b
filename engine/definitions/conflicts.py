"""Two people in one draft: what each of them changed since both began. Neither is lost."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.definitions import drafts
from engine.definitions.drafts import Saved
from engine.definitions.editing import open_version
from engine.definitions.examining import changes_between
from engine.diff.compare import Change


@dataclass(frozen=True, kw_only=True)
class Conflict:
    #: The save that is stored now.
    seq: int
    theirs: list[Change]
    mine: list[Change]

    @property
    def of_both(self) -> frozenset[str]:
        """Ids of elements that both changed."""
        return frozenset(each.element for each in self.theirs if each.element) & frozenset(
            each.element for each in self.mine
        )


def conflict(session: Session, key: str, number: int, *, base: str, mine: str, by: Actor) -> Conflict:
    """`base`: what the editor had loaded or stored last; `mine`: what it could not store.

    Raises NotFound, NotAllowed; InvalidDiagram for what can't be read.
    """
    stored = open_version(session, key, number, by=by)
    return Conflict(
        seq=stored.seq,
        theirs=changes_between(base, stored.xml),
        mine=changes_between(base, mine),
    )


def lay_over(session: Session, key: str, number: int, xml: str, *, seen: int, by: Actor) -> tuple[Saved, int]:
    """`xml` becomes the draft; what was stored before becomes a draft of its own, whose number comes back.

    `seen`: the save that is laid over. Raises what `drafts.save` does; TooManyDrafts.
    """
    stored = open_version(session, key, number, by=by)
    copied = drafts.new_draft(session, key, source=number, by=by)
    return drafts.save(session, stored.id, xml, seen=seen, by=by), copied.number
