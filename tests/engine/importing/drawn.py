"""From a table to a diagram that runs, as all tests here go."""

from __future__ import annotations

from collections.abc import Callable

from engine.bpmn.diagram import Diagram, read_diagram
from engine.drawing.write import write
from engine.forms.fields import Field
from engine.importing.plan.infer import infer
from engine.importing.plan.sketching import sketch
from engine.importing.plan.steps import Plan
from engine.importing.rows.reading import read_table
from engine.lint.check import ERROR, check
from engine.runtime.runner import Runner, compile_program

Choose = Callable[[Field, int], str]


def planned(content: bytes | str, name: str = "") -> Plan:
    return infer(read_table(content, name))


def drawn(content: bytes | str, name: str = "") -> str:
    return write(sketch(planned(content, name)))


def errors(xml: str) -> list[str]:
    return [f"{finding.rule} {finding.element}" for finding in check(xml) if finding.severity == ERROR]


def last_option(field: Field, _visit: int) -> str:
    return field.options[-1].id


def in_turn(field: Field, visit: int) -> str:
    return field.options[visit % len(field.options)].id


def walk(xml: str, choose: Choose = in_turn, *, most: int = 400) -> list[str]:
    """Elements in the order in which they were done, to the end."""
    diagram, runner = read_diagram(xml), Runner.start(compile_program(xml), {})
    done: list[str] = []
    while not runner.ended:
        assert len(done) < most, "it goes round and round"
        work = runner.waiting()[0]
        done.append(work.element)
        runner.complete(work.token, _answers(diagram, work.element, done.count(work.element), choose))
    return done


def _answers(diagram: Diagram, element: str, visit: int, choose: Choose) -> dict[str, object]:
    form = diagram.steps[element].form
    return {field.name: choose(field, visit) if field.options else "terisi" for field in form}
