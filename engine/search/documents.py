"""What is to be found of an instance: all words that its page shows of it, and what it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.diagram import Diagram
from engine.calendar import local_zone
from engine.definitions.deployed import deployed
from engine.forms.show import show_form
from engine.forms.shown import Shown
from engine.search import marks
from engine.search.words import stem, words_of
from engine.tables.instances import OPEN_STATES, Instance, Task
from engine.tables.people import Person

log = structlog.get_logger("alur.search")

#: Different words of one instance; what is beyond them is a book, and found by its beginning. PostgreSQL
#: spoils terms beyond a megabyte: so many words of MAX_LETTERS, of four bytes each, and their stems fit in.
MAX_WORDS = 3000
#: Choices are found by their words in the diagram, all else as it was typed; days as Indonesian writes them.
_LANGUAGE = "id"


@dataclass(frozen=True, kw_only=True)
class Document:
    instance_id: int
    #: Place of its newest event when it was read.
    seq: int
    words: Collection[str]
    #: As the index holds them: words, their stems, and marks.
    terms: Collection[str]


def documents_of(session: Session, ids: Collection[int]) -> Iterator[Document]:
    """Three statements, plus one for each diagram that this process has not read yet."""
    instances = session.scalars(select(Instance).where(Instance.id.in_(ids))).unique().all()
    tasks: dict[int, list[Task]] = {instance.id: [] for instance in instances}
    for task in session.scalars(select(Task).where(Task.instance_id.in_(tasks))):
        tasks[task.instance_id].append(task)
    wanted = {instance.started_by for instance in instances} | {
        task.claimed_by for own in tasks.values() for task in own if task.claimed_by
    }
    people = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).all())
    for instance in instances:
        yield _document(session, instance, tasks[instance.id], people)


def _document(session: Session, instance: Instance, tasks: list[Task], people: dict[int, str]) -> Document:
    waiting = [task for task in tasks if task.state in OPEN_STATES]
    texts = [instance.number, instance.title, people[instance.started_by], *(task.name for task in waiting)]
    texts += [people[task.claimed_by] for task in waiting if task.claimed_by]
    texts += [str(done["name"]) for done in instance.done.values()]
    texts += _answers(session, instance)
    words = list(dict.fromkeys(word for each in texts for word in words_of(each)))[:MAX_WORDS]
    stems = (f"={stem(word)}" for word in words)
    terms = {*words, *stems, *_marks(instance, tasks, waiting)}
    return Document(instance_id=instance.id, seq=instance.chain_seq, words=words, terms=terms)


def _marks(instance: Instance, tasks: list[Task], waiting: list[Task]) -> Iterator[str]:
    yield marks.of_definition(instance.definition_id)
    yield marks.of_starter(instance.started_by)
    yield marks.of_state(instance.state)
    yield from (marks.of_worker(task.claimed_by) for task in tasks if task.claimed_by)
    yield from (marks.of_lane(task.lane) for task in waiting)


def _answers(session: Session, instance: Instance) -> list[str]:
    """What the steps that are done answered last. What can't be read keeps nothing else from being found."""
    try:
        diagram = deployed(session, instance.version_id, instance.version.content_hash).diagram
        return list(_shown_answers(diagram, instance))
    except Exception:  # a fault in one diagram must not stop the index of all
        log.exception("answers_not_indexed", instance=instance.id)
        return []


def _shown_answers(diagram: Diagram, instance: Instance) -> Iterator[str]:
    forms = [step.form for step in diagram.steps.values()]
    for element in diagram.main_path():
        if element in instance.done:
            form = diagram.steps[element].form
            shown = show_form(form, instance.data, _LANGUAGE, local_zone(), forms=forms)
            yield from (words for answer in shown for words in _texts(answer))


def _texts(shown: Shown) -> Iterator[str]:
    yield shown.text
    yield from (f"{media.name} {media.caption}" for media in shown.media)
    for part in shown.parts:
        yield from _texts(part)
