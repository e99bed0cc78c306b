"""Whatever is changed in a diagram, the approver reads a sentence about it: also inside what is new.

Each attribute, text and element of each sample is changed by itself. What an approver is not shown was not
approved, so each exception stands below with its reason.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.elements import CHOOSING, STEP_TYPES
from engine.bpmn.xml import BPMN, CAMUNDA
from engine.diff.compare import compare
from engine.texts import LANGUAGES
from tests.conftest import ROOT
from tests.engine.vocabulary.everything import all_said
from tests.tries import tries

#: Tag, attribute (or "text", "element"; * any) → why nobody has to read that it is another.
MEANS_NOTHING = {
    ("*", "id"): "What is renumbered is the same; whatever refers to it is changed by itself.",
    ("process", "isExecutable"): "One that does not run can't be put in force.",
    ("participant", "*"): "Where the process is drawn, not what it says.",
    ("incoming", "*"): "The arrow's own ends count.",
    ("outgoing", "*"): "The arrow's own ends count.",
    ("association", "*"): "A dotted line to a note.",
    ("laneSet", "*"): "A list; its lanes are changed by themselves.",
    ("conditionExpression", "type"): "A hint for tools.",
    ("timeDuration", "type"): "A hint for tools.",
}
#: Likewise of what is new: what an id is, is seen where something names it.
NOTHING_IN_NEW = {
    ("formField", "id"): "Conditions and lists that name the field tell its label, or what they name.",
    ("value", "id"): "Conditions that name the option tell its label, or what they name.",
}
#: What is read as the same says the same.
SAME = {
    ("formField", "type"): "Where `jenis` says it, too, that has the last word.",
    ("property", "element"): "It said nothing, or what was said already.",
    ("property", "name"): "It said nothing.",
    ("constraint", "config"): "Of one that says something by being there.",
}
HOLDERS = {"definitions", "collaboration", "extensionElements", "properties", "formData", "validation"}
FILES = {
    "SOP 032": ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn",
    "timers": ROOT / "tests" / "processes" / "surat-keterangan.bpmn",
}
SAMPLES = [*FILES, "vocabulary"]
#: Nothing in it is known to what it is compared with.
EMPTY = f"""<definitions xmlns="{BPMN}"><process id="kosong" name="Kosong" isExecutable="true">
<startEvent id="Awal_kosong"/></process></definitions>"""


@dataclass(frozen=True)
class Place:
    sample: str
    number: int
    tag: str
    part: str

    @property
    def what(self) -> tuple[str, str]:
        return self.tag, etree.QName(self.part).localname


@cache
def root_of(sample: str) -> Any:
    if sample in FILES:
        return etree.parse(FILES[sample]).getroot()
    return etree.fromstring(all_said().encode())


@cache
def diagram_of(sample: str) -> Diagram:
    return read_diagram(etree.tostring(root_of(sample)))


def elements(root: Any) -> list[Any]:
    return list(root.iter(f"{{{BPMN}}}*", f"{{{CAMUNDA}}}*"))


def tag_of(element: Any) -> str:
    return str(etree.QName(element).localname)


def means_nothing(tag: str, part: str, table: dict[tuple[str, str], str]) -> bool:
    names_answers = tag in {"formField", "value"} and part == "id"
    return any(key in table for key in ((tag, part), (tag, "*"), ("*", "" if names_answers else part)))


@cache
def places(sample: str) -> list[Place]:
    found = []
    timers = {node.id for node in diagram_of(sample).nodes.values() if node.is_timer}
    for number, element in enumerate(elements(root_of(sample))):
        tag = tag_of(element)
        # A timer is its step's, wherever it is drawn.
        if tag in HOLDERS or (tag == "flowNodeRef" and element.text in timers):
            continue
        parts = [*element.attrib, *(["text"] if (element.text or "").strip() else [])]
        parts += ["element"] if tag != "process" else []
        here = (Place(sample, number, tag, str(part)) for part in parts)
        found += [place for place in here if not means_nothing(*place.what, MEANS_NOTHING)]
    return found


def changed(place: Place) -> str | None:
    """The sample with that one place changed; None where there is nothing else that it could be."""
    root = deepcopy(root_of(place.sample))
    element = elements(root)[place.number]
    if place.part == "element":
        element.getparent().remove(element)
    elif place.part == "text":
        other = next(each for each in ids(root, "userTask") if each != element.text)
        element.text = other if place.tag == "flowNodeRef" else f"{element.text} lagi"
    else:
        value = other_value(root, element, place)
        if value is None:
            return None
        element.set(place.part, value)
    return str(etree.tostring(root, encoding="unicode"))


def ids(root: Any, *tags: str) -> Iterator[str]:
    return (each.get("id") for each in elements(root) if tag_of(each) in tags)


def other_value(root: Any, element: Any, place: Place) -> str | None:
    tag, part = place.what
    value = element.get(place.part)
    if part in {"sourceRef", "targetRef", "attachedToRef"}:
        tags = STEP_TYPES if part == "attachedToRef" else {*STEP_TYPES, *CHOOSING, "endEvent"}
        return next((each for each in ids(root, *tags) if each != value), None)
    if part == "default":
        flows = [each for each in elements(root) if each.get("sourceRef") == element.get("id")]
        return next((each.get("id") for each in flows if each.get("id") != value), None)
    if value in {"true", "false"}:
        return "false" if value == "true" else "true"
    if (tag, part) == ("formField", "type"):
        return "text" if value == "textarea" else "textarea"
    return str(int(value) + 1) if value.isdigit() else f"{value}x"


def sentences(before: Diagram, after: Diagram, language: str = "id") -> Counter[str]:
    return Counter(change.sentence(language) for change in compare(before, after))


@cache
def whole(sample: str) -> Counter[str]:
    return sentences(read_diagram(EMPTY), diagram_of(sample))


def is_told(place: Place) -> bool:
    xml = changed(place)
    after = read_diagram(xml) if xml else diagram_of(place.sample)
    if after == diagram_of(place.sample):
        return xml is None or place.what in SAME
    in_new = means_nothing(*place.what, NOTHING_IN_NEW) or sentences(read_diagram(EMPTY), after) != whole(
        place.sample
    )
    return bool(compare(diagram_of(place.sample), after)) and in_new


@settings(max_examples=tries(60), deadline=None)
@given(place=st.sampled_from(SAMPLES).flatmap(lambda sample: st.sampled_from(places(sample))))
def test_any_change_is_told(place: Place) -> None:
    assert is_told(place)


@pytest.mark.thorough
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_change_is_told(sample: str) -> None:
    """Every 25th here, beside those that are drawn above; all of them in `make wider`."""
    tried = places(sample)[:: 1 if os.environ.get("ALUR_WIDER") else 25]
    assert [place for place in tried if not is_told(place)] == []


def test_the_default_of_a_new_decision_is_told() -> None:
    """The instance of the kind that an approver missed."""
    place = next(each for each in places("timers") if each.part == "default")
    xml = changed(place)
    assert xml is not None
    new = sentences(read_diagram(EMPTY), read_diagram(xml))
    assert new - whole("timers") != whole("timers") - new != Counter()


def test_what_is_new_is_told_in_both_languages() -> None:
    for language in LANGUAGES:
        for sentence in sentences(read_diagram(EMPTY), diagram_of("vocabulary"), language):
            assert not sentence.startswith("diff.")
            assert "None" not in sentence
