"""Each property of the diagram has its words, its rule and its line in the difference."""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType

import pytest

from engine.bpmn.diagram import read_diagram
from engine.bpmn.elements import Identity, Quality, Step
from engine.bpmn.value_forms import FORMS
from engine.bpmn.vocabulary import ELEMENTS, FIELD, PLACES, PROCESS, STEP, Property, everything
from engine.diff.compare import compare
from engine.forms.fields import Field
from engine.lint.check import check
from engine.texts import LANGUAGES, catalogue
from tests.engine.vocabulary.everything import PLAIN, all_said, said

ALL = [pytest.param(told, id=f"{told.place}.{told.key}") for told in everything()]

#: A text of that form that can't be right.
WRONG_FORMS = MappingProxyType(
    {
        "whole": "banyak", "decimal": "banyak", "pixels": "besar", "choice": "lain", "choices": "lain",
        "switch": "lain", "condition": "((", "script": "((", "step": "Tiada", "steps": "Tiada",
        "field": "tiada", "fields": "tiada", "template": "{tiada}", "flow": "Tiada", "norm": "sebentar",
        "duration": "sebentar", "options": "tiada", "type": "hologram", "name": "bukan nama!",
        "media": "application/x-tiada",
    }
)  # fmt: skip
#: Where the form allows any text, what the property doesn't; None: that it says nothing.
WRONG = MappingProxyType(
    {
        ("process", "name"): None,
        ("lane", "name"): "(Tim Kerja)",
        ("step", "inputs"): None,
        ("step", "outputs"): None,
        ("timer", "interrupting"): "true",
        ("field", "message"): None,
        ("option", "id"): "",
    }
)
#: What is there before, so that the property can be wrong or can change.
BESIDE = MappingProxyType({("field", "message"): ("field", "rules")})


def beside(told: Property) -> str:
    place_and_key = BESIDE.get((told.place, told.key))
    if place_and_key is None:
        return PLAIN
    other = PLACES[place_and_key[0]][place_and_key[1]]
    return said(other, other.example)


@pytest.mark.parametrize("told", ALL)
def test_it_has_words_in_both_languages(told: Property) -> None:
    for language in LANGUAGES:
        words = catalogue(language)
        beginning = f"vocabulary.{told.place}.{told.key}"
        assert {f"{beginning}.label", f"{beginning}.meaning"} <= words.keys()
        assert f"vocabulary.form.{told.form}" in words
        assert f"vocabulary.element.{told.place}.label" in words
        assert f"editor.group.{told.group}" in words


def test_every_element_and_form_has_words_and_is_used() -> None:
    known = catalogue("id")
    assert [place for place in ELEMENTS if f"vocabulary.element.{place}.meaning" not in known] == []
    assert FORMS.keys() == {told.form for told in everything()}
    assert PLACES.keys() <= ELEMENTS.keys()


def test_no_words_are_left_of_a_property_that_is_gone() -> None:
    places = {*PLACES, "form", "element", "written"}
    known = {f"{told.place}.{told.key}" for told in everything()}
    for key in catalogue("id"):
        area, _, rest = key.partition(".")
        place, _, rest = rest.partition(".")
        if area == "vocabulary":
            assert place in places, key
            assert place not in PLACES or f"{place}.{rest.partition('.')[0]}" in known, key


@pytest.mark.parametrize("told", ALL)
def test_a_rule_looks_at_it_or_any_text_is_right(told: Property) -> None:
    assert bool(told.rules) != bool(told.free)
    for rule in told.rules:
        assert f"lint.rule.{rule}.message" in catalogue("id")


@pytest.mark.parametrize("told", [param for param in ALL if param.values[0].rules])  # type: ignore[union-attr]
def test_a_rule_speaks_where_it_is_wrong_and_not_where_it_is_right(told: Property) -> None:
    wrong = WRONG[told.place, told.key] if (told.place, told.key) in WRONG else WRONG_FORMS[told.form]
    found = {finding.rule for finding in check(said(told, wrong, beside(told)))}
    assert found & set(told.rules)
    assert not {finding.rule for finding in check(all_said())} & set(told.rules)


@pytest.mark.parametrize("told", ALL)
def test_the_difference_tells_when_it_changes(told: Property) -> None:
    xml = beside(told)
    other = "kata_lain" if told.form == "name" else "select" if told.form == "type" else None
    with_it, without = (read_diagram(said(told, value, xml)) for value in (told.example, other))
    for before, after in ((without, with_it), (with_it, without)):
        changes = compare(before, after)
        assert changes
        for language in LANGUAGES:
            for change in changes:
                sentence = change.sentence(language)
                assert sentence
                assert "{" not in sentence.replace(told.example.replace("\\n", "\n"), "")
                assert not sentence.startswith("diff.")
    assert compare(with_it, with_it) == []


def test_what_is_read_is_where_the_vocabulary_says() -> None:
    """A property's key is the attribute that it is read to, and each attribute is one that it knows."""
    read_by_hand = {"name", "documentation"}
    assert {field.name for field in fields(Identity)} == PROCESS.keys() - {"name"}
    of_steps = {field.name for field in (*fields(Step), *fields(Quality))}
    assert STEP.keys() - read_by_hand <= of_steps
    assert of_steps - STEP.keys() == {"id", "name", "lane", "form", "quality", "oddities"}
    assert {field.name for field in fields(Field)} ^ FIELD.keys() == {"kind", "message", "options", "parts"}


def test_every_example_is_read_to_a_value() -> None:
    diagram, plain = read_diagram(all_said()), read_diagram(PLAIN)
    for told in PROCESS.values():
        if told.written == "property":
            assert getattr(diagram.identity, told.key) == told.example
            assert getattr(plain.identity, told.key) == ""
    form = diagram.steps["Periksa"].form
    blank = {told.key: told.value_form.blank for told in FIELD.values()}
    silent = [
        told.key
        for told in FIELD.values()
        if told.key not in {"kind", "message"} and all(getattr(f, told.key) == blank[told.key] for f in form)
    ]
    assert silent == []
