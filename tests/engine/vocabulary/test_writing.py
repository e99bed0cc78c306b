"""What is written of a field is read as the same field: nothing that it says is left out."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.bpmn.form_fields import read_form, read_properties
from engine.bpmn.vocabulary import FIELD, Property
from engine.bpmn.writing import set_properties, write_condition, write_field
from engine.bpmn.xml import BPMN, CAMUNDA
from engine.forms.fields import Field, Option, Rule
from engine.forms.types import TYPES

NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8)
#: No spaces around it: they say nothing, and are not kept.
WORDS = st.text(string.ascii_letters + ' "<&>=()[]\\n', min_size=1, max_size=12).map(str.strip)
NUMBERS = st.integers(0, 10**9 - 1)
SIDES = st.integers(1, 10**6 - 1)
OPTIONS = st.builds(Option, id=NAMES, label=WORDS.filter(bool), parents=st.lists(NAMES).map(tuple))
RULES = st.builds(Rule, condition=WORDS.filter(bool), message=WORDS.filter(bool))


def values(told: Property) -> st.SearchStrategy[Any]:
    """Whatever a field may say there, and that it says nothing."""
    some: dict[str, st.SearchStrategy[Any]] = {
        "whole": NUMBERS,
        "decimal": st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2).map(Decimal),
        "pixels": st.tuples(SIDES, SIDES),
        "flag": st.booleans(),
        "switch": st.booleans(),
        "choice": st.sampled_from(told.values or ("",)),
        "choices": st.lists(st.sampled_from(told.values or ("",)), unique=True).map(tuple),
        "fields": st.lists(NAMES).map(tuple),
        "media": st.lists(NAMES).map(tuple),
        "field": NAMES,
    }
    return st.just(told.value_form.blank) | some.get(told.form, WORDS)


APART = {"name", "label", "type", "kind", "rules", "message"}
SAID = {key: values(told) for key, told in FIELD.items() if key not in APART}


def fields(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[Field]:
    return st.builds(
        Field,
        name=NAMES,
        label=WORDS.filter(bool),
        type=st.sampled_from(sorted(TYPES)),
        options=st.lists(OPTIONS, max_size=3).map(tuple),
        rules=st.lists(RULES, max_size=3).map(tuple),
        **SAID,
        **more,
    )


PARTS = st.lists(fields(), max_size=2, unique_by=lambda part: part.name).map(tuple)


def restricted_as_a_whole(field: Field) -> bool:
    """What only few may see has no part that others may: reading says it of the parts, too."""
    return not field.restricted or all(part.restricted for part in field.parts)


@given(fields(parts=PARTS).filter(restricted_as_a_whole))
def test_a_field_is_read_as_it_was_written(field: Field) -> None:
    task = etree.Element(f"{{{BPMN}}}userTask")
    form = etree.SubElement(etree.SubElement(task, f"{{{BPMN}}}extensionElements"), f"{{{CAMUNDA}}}formData")
    write_field(form, field)
    read, oddities = read_form(etree.fromstring(etree.tostring(task)))
    # A type may know nothing of what is written: that is kept, too.
    assert {odd.kind for odd in oddities} <= {"property_without_effect"}
    assert read.fields == (field,)


def test_a_property_is_written_in_its_place_and_others_stay() -> None:
    task = etree.Element(f"{{{BPMN}}}userTask")
    set_properties(task, {"warna": "biru", "asumsi": "a"})
    set_properties(task, {"asumsi": "b"})
    set_properties(task, {})
    assert read_properties(task) == {"warna": "biru", "asumsi": "b"}
    assert len(task.findall(f".//{{{CAMUNDA}}}property")) == 2


def test_a_condition_takes_the_place_of_the_one_before() -> None:
    flow = etree.Element(f"{{{BPMN}}}sequenceFlow")
    write_condition(flow, "a == 1")
    write_condition(flow, "a == 2")
    assert [condition.text for condition in flow] == ["a == 2"]
    write_condition(flow, "")
    assert len(flow) == 0
