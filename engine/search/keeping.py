"""The worker brings the index up to date: what changed stands in `search_pending`, written by the transaction
that changed it. So no action waits for the index, and after two seconds it is found.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.database import reading, transaction
from engine.search import index
from engine.search.documents import Document, documents_of
from engine.search.words import spellings
from engine.tables.instances import Instance

#: Instances of one transaction.
BATCH = 100


def bring_up_to_date(*, at_most: int = BATCH) -> int:
    """Read what changed last; how many changes are in the index now. 0: nothing is left. One statement when
    there is nothing to do.

    Other processes may do the same. All that takes long is done before anybody has to wait for it.
    """
    with reading() as session:
        changes = index.pending(session, at_most)
        documents = list(documents_of(session, {instance for _, instance in changes}))
        words = {word for document in documents for word in document.words if spellings(word)}
        new = index.unknown_words(session, words)
    if not changes:
        return 0
    with transaction() as session:
        index.take_turn(session)
        return _write(session, changes, documents, new)


def start_anew() -> None:
    """Forget the index; `bring_up_to_date` builds it, the newest instances first."""
    with transaction() as session:
        index.start_anew(session)


def _write(session: Session, changes: list[tuple[int, int]], documents: list[Document], new: set[str]) -> int:
    """What has changed since it was read is left for the next look."""
    changed = _changed(session, documents)
    done = [number for number, instance in changes if instance not in changed]
    taken = index.take_pending(session, done)
    written = [document for document in documents if document.instance_id in taken]
    index.write(session, ((document.instance_id, document.terms) for document in written))
    words = new & {word for document in written for word in document.words}
    index.add_spellings(session, {(spelling, word) for word in words for spelling in spellings(word)})
    return len(done)


def _changed(session: Session, documents: list[Document]) -> set[int]:
    seqs = {document.instance_id: document.seq for document in documents}
    now = session.execute(select(Instance.id, Instance.chain_seq).where(Instance.id.in_(seqs)))
    return {number for number, seq in now if seqs[number] != seq}
