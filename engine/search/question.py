"""What somebody typed, as a question to the index; and the instances that answer it.

Each word must stand in the instance: as it is, or in another form of its family ("membantu" for "bantuan");
the last one, which may not be typed to its end, also as the beginning of a word. Where nothing that the
reader may see answers, words with one typing mistake are looked for, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, String, TextClause, bindparam, text
from sqlalchemy.orm import Session

from engine.search import index
from engine.search.words import spellings, stem, words_of

#: Instances that are looked at further. Of what more than these answer, the reader has to say more.
CANDIDATES = 1000
#: Letters of the last word from which on it may be the beginning of another.
MIN_BEGINNING = 2
#: Words that are tried for one that may be mistyped.
_MAX_ALIKE = 50
#: Words of a question; nobody remembers more of an instance.
_MAX_WORDS = 30

#: Terms of which one must be there; "kur*": the beginning of one.
Group = Collection[str]
_BEGINNING = "*"


@dataclass(frozen=True, kw_only=True)
class Found:
    """Instances that answer what was typed, before any other filter of the list is asked."""

    #: What was looked for, as `words_of` gives it.
    words: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()
    #: There are more than CANDIDATES.
    more: bool = False
    #: Only with typing mistakes.
    alike: bool = False
    #: The index is still being built: there may be more.
    building: bool = False

    def inside(self, *shown: str) -> list[str]:
        """Which of the words stand in none of the texts that a list shows of an instance, nor, where only
        words like them were found, one like it: they stand inside."""
        seen = list(words_of(" ".join(shown)))
        known = {*seen, *(f"={stem(word)}" for word in seen)}
        like_shown = frozenset().union(*map(spellings, seen)) if self.alike else frozenset()
        return [
            word
            for word, group in zip(self.words, _plain(self.words), strict=True)
            if not any(_holds(known, term) for term in group) and like_shown.isdisjoint(spellings(word))
        ]


def find(
    session: Session, typed: str, *, seen: Group | None, narrowed: Sequence[Group] = (), newest: bool = True
) -> Found:
    """The CANDIDATES newest, or oldest. `seen`: marks of which an instance needs one for the reader to see
    it; None: they see all. `narrowed`: further groups of marks, of each of which it needs one; an empty one
    narrows nothing."""
    typed_words = _each_once(list(words_of(typed))[:_MAX_WORDS])
    if not typed_words or seen == []:
        return Found(words=tuple(typed_words))
    may_see = [] if seen is None else [seen]
    narrowed = [group for group in narrowed if group]
    exactly = [*_plain(typed_words), *may_see]
    ids = _ask(session, [*exactly, *narrowed], newest=newest, limit=CANDIDATES + 1)
    alike = not ids and not _ask(session, exactly, newest=newest, limit=1)
    if alike:
        groups = [*_mistyped(session, typed_words), *may_see, *narrowed]
        ids = _ask(session, groups, newest=newest, limit=CANDIDATES + 1)
    return Found(
        words=tuple(typed_words),
        ids=tuple(ids[:CANDIDATES]),
        more=len(ids) > CANDIDATES,
        alike=alike and bool(ids),
        building=index.is_behind(session),
    )


def _each_once(words: Sequence[str]) -> list[str]:
    """In their order, the last of those that are the same: the last word stays the last."""
    return list(dict.fromkeys(reversed(words)))[::-1]


def _holds(known: Collection[str], term: str) -> bool:
    if term.endswith(_BEGINNING):
        return any(word.startswith(term[:-1]) for word in known)
    return term in known


def _plain(typed_words: Sequence[str]) -> list[Group]:
    return [[f"={stem(word)}", *_beginning(word, last=word == typed_words[-1])] for word in typed_words]


def _beginning(word: str, *, last: bool) -> list[str]:
    return [word + _BEGINNING] if last and len(word) >= MIN_BEGINNING else []


def _mistyped(session: Session, typed_words: Sequence[str]) -> list[Group]:
    groups: list[Group] = []
    for word, plain in zip(typed_words, _plain(typed_words), strict=True):
        alike = spellings(word)
        groups.append([*plain, *(index.words_spelt(session, alike, _MAX_ALIKE) if alike else ())])
    return groups


def _ask(session: Session, groups: Sequence[Group], *, newest: bool, limit: int) -> list[int]:
    statement, write = _POSTGRESQL if index.is_postgresql(session) else _SQLITE
    question = _joined(groups, write)
    return list(session.scalars(statement[newest], {"question": question, "limit": limit}))


def _joined(groups: Sequence[Group], write: Callable[[str], str]) -> str:
    """Terms are letters, digits and our own signs: nothing in them means anything to a database."""
    either, both = (" OR ", " AND ") if write is _in_fts5 else (" | ", " & ")
    return both.join(f"({either.join(map(write, group))})" for group in groups)


def _in_fts5(term: str) -> str:
    return f'"{term[:-1]}" *' if term.endswith(_BEGINNING) else f'"{term}"'


def _in_tsquery(term: str) -> str:
    return f"'{term[:-1]}':*" if term.endswith(_BEGINNING) else f"'{term}'"


def _both_orders(statement: str) -> dict[bool, TextClause]:
    return {newest: text(statement.format(order="DESC" if newest else "ASC")) for newest in (True, False)}


_SQLITE = (
    _both_orders(
        "SELECT rowid FROM search_documents WHERE search_documents MATCH :question "
        "ORDER BY rowid {order} LIMIT :limit"
    ),
    _in_fts5,
)
# The question stands in the statement itself: PostgreSQL plans by how common its words are, and would forget
# that for a statement that it knows with a parameter instead.
_POSTGRESQL = (
    {
        newest: statement.bindparams(
            bindparam("question", type_=String, literal_execute=True),
            bindparam("limit", type_=Integer, literal_execute=True),
        )
        for newest, statement in _both_orders(
            "SELECT instance_id FROM search_documents WHERE terms @@ CAST(:question AS tsquery) "
            "ORDER BY instance_id {order} LIMIT :limit"
        ).items()
    },
    _in_tsquery,
)
