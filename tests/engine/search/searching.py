"""What is to be found, said once more without an index: every word of every page that a reader may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.calendar import local_zone
from engine.errors import NotFound
from engine.forms.show import show_form
from engine.instances.view import InstanceView, view_instance
from engine.search.keeping import bring_up_to_date
from engine.search.words import spellings, stem, words_of
from engine.tables.instances import Instance


def index_all() -> None:
    """What the worker does every two seconds."""
    while bring_up_to_date():
        pass


Pages = Mapping[int, set[str]]


def plainly_found(pages: Pages, typed: str) -> set[int]:
    """Instances whose pages have all words; where there are none, those that have words like them."""
    wanted = list(words_of(typed))
    if not wanted:
        return set()
    exactly = {number for number, words in pages.items() if _has_all(words, wanted, alike=False)}
    return exactly or {number for number, words in pages.items() if _has_all(words, wanted, alike=True)}


def _has_all(words: set[str], wanted: list[str], *, alike: bool) -> bool:
    last = wanted[-1]
    return all(
        any(_is(word, each, may_go_on=each == last and len(each) >= 2, alike=alike) for word in words)
        for each in wanted
    )


def _is(word: str, typed: str, *, may_go_on: bool, alike: bool) -> bool:
    if stem(word) == stem(typed) or (may_go_on and word.startswith(typed)):
        return True
    return alike and not spellings(word).isdisjoint(spellings(typed))


def pages_of(session: Session, *, by: Actor) -> Pages:
    """The words of each instance that the reader may see."""
    return dict(_pages(session, by))


def _pages(session: Session, by: Actor) -> Iterator[tuple[int, set[str]]]:
    for number in session.scalars(select(Instance.id)).all():
        try:
            view = view_instance(session, number, by=by)
        except NotFound:
            continue
        yield number, {word for text in _texts(view) for word in words_of(text)}


def _texts(view: InstanceView) -> Iterator[str]:
    yield from (view.instance.number, view.instance.title, view.started_by)
    for task in view.open_tasks:
        yield from (task.name, task.holder or "")
    for step, done in view.done_steps:
        yield done["name"]
        yield from (shown.text for shown in show_form(step.form, view.data, "id", local_zone()))
