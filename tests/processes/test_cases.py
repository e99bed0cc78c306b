"""Every procedure's cases, through its forms and its diagram, without database and browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.diagram import lane_roles, read_diagram
from engine.errors import InvalidAnswers
from engine.forms.content import content_hash
from engine.forms.read import Scope, read_answers, to_typed
from engine.forms.types import type_of
from engine.runtime.runner import Runner, compile_program
from tests.processes.cases import BOOKS, PROCESSES, Book, Case, Lapse, Move

WIB = ZoneInfo("Asia/Jakarta")
ALL = [pytest.param(book, case, id=case.name) for book in BOOKS for case in book.cases]


class Run:
    """One case on its way: what the engine's tables would remember is kept in `done` and `doers`."""

    def __init__(self, book: Book) -> None:
        xml = book.diagram.read_text("utf-8")
        self.book = book
        self.diagram = read_diagram(xml)
        self.runner = Runner.start(compile_program(xml), {})
        self.path = list(self.runner.moved)
        self.done: dict[str, Any] = {}
        self.doers: dict[str, str] = {}
        self.hashes: dict[str, str] = {}

    def scope(self, move: Move) -> Scope:
        return Scope(now=move.at, zone=WIB, data=self.runner.data, done=self.done, files=self.book.files)

    def go(self, event: Move | Lapse) -> dict[str, Any]:
        if isinstance(event, Move):
            return self.hand_in(event)
        timer = self.diagram.nodes[event.lewat]
        self._load()
        token = next(work.token for work in self.runner.waiting() if work.element == timer.attached_to)
        self.runner.fire(token, event.lewat)
        self.path += self.runner.moved
        return {}

    def _load(self) -> None:
        """Stored and loaded between any two steps, as in real life."""
        tokens, data = self.runner.save(), self.runner.data
        self.runner = Runner.load(compile_program(self.book.diagram.read_text("utf-8")), tokens, data)

    def hand_in(self, move: Move) -> dict[str, Any]:
        (work,) = self.runner.waiting()
        assert work.element == move.step
        step = self.diagram.steps[move.step]
        typed = to_typed(step.form, move.answers, WIB)
        answers = read_answers(step.form, typed, self.scope(move))
        self._load()
        (work,) = self.runner.waiting()
        self.runner.complete(work.token, answers)
        self.path += self.runner.moved
        self.done[move.step], self.doers[move.step] = move.at, move.by
        if step.hashes:
            self.hashes[move.step] = content_hash(self.runner.data, step.hashes)
        return answers


def holds(wanted: Any, got: Any) -> bool:
    """Whether all that the case says is in the data; what a form adds (names of files) may be there, too."""
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(holds(value, got.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(wanted) == len(got) and all(map(holds, wanted, got))
    return bool(wanted == got)


@pytest.mark.parametrize(("book", "case"), ALL)
def test_a_case_goes_its_way(book: Book, case: Case) -> None:
    run = Run(book)
    for event in case.events:
        answers = run.go(event)
        for name, value in event.answers.items() if isinstance(event, Move) else ():
            assert holds(value, answers[name]), name
    assert run.path == list(case.path)
    assert run.runner.ended is (case.withdrawn is None)
    if case.withdrawn:
        assert [work.element for work in run.runner.waiting()] == [case.withdrawn.step]
        assert case.withdrawn.reason
    for name, value in case.final.items():
        assert name in run.runner.data
        assert holds(value, run.runner.data[name]), name


@pytest.mark.parametrize(("book", "case"), ALL)
def test_a_case_is_done_by_people_of_its_lanes_who_do_not_check_their_own_work(
    book: Book, case: Case
) -> None:
    run = Run(book)
    for event in case.events:
        if isinstance(event, Move):
            step = run.diagram.steps[event.step]
            assert book.people[event.by]["role"] in lane_roles(step.lane)
            assert all(run.doers.get(other) != event.by for other in step.separated_from)
        run.go(event)


@pytest.mark.parametrize(("book", "case"), ALL)
def test_what_is_published_is_what_was_approved(book: Book, case: Case) -> None:
    run = Run(book)
    for event in case.events:
        run.go(event)
        step = run.diagram.steps[event.step] if isinstance(event, Move) else None
        if step is not None and step.hash_of:
            approved = run.diagram.steps[step.hash_of]
            assert content_hash(run.runner.data, approved.hashes) == run.hashes[step.hash_of]


@pytest.mark.parametrize(("book", "case"), ALL)
def test_each_answer_of_a_case_is_asked_for_by_its_step(book: Book, case: Case) -> None:
    diagram = read_diagram(book.diagram.read_text("utf-8"))
    for move in case.moves:
        asked = {field.name for field in diagram.steps[move.step].form if type_of(field).answered}
        assert move.answers.keys() <= asked


@pytest.mark.parametrize("book", BOOKS, ids=[book.diagram.stem for book in BOOKS])
def test_an_empty_form_is_refused_with_every_missing_answer(book: Book) -> None:
    run = Run(book)
    first = book.cases[0].moves[0]
    step = run.diagram.steps[first.step]
    with pytest.raises(InvalidAnswers) as refusal:
        read_answers(step.form, {}, run.scope(first))
    required = {field.name for field in step.form if field.required}
    assert set(refusal.value.problems) == required


def test_every_procedure_has_cases() -> None:
    diagrams = {path.name for path in PROCESSES.glob("*.bpmn")}
    assert diagrams == {book.diagram.name for book in BOOKS if book.diagram.parent == PROCESSES}
    assert diagrams
