"""Every type of field × every property: what a type says that it knows has an effect, else lint finds it.

The editor offers the same list (tests/webforms/editor/test_editor.py), and so does the manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lxml import etree

from engine.bpmn.vocabulary import FIELD
from engine.bpmn.writing import write_field
from engine.bpmn.xml import CAMUNDA
from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form, Rule
from engine.forms.read import read_answers
from engine.forms.scope import Scope
from engine.forms.show import show
from engine.forms.types import FieldType, Inputs
from engine.forms.warn import warnings
from engine.lint.check import check
from tests.engine.forms.conftest import WIB, photo, scope
from tests.office import small_sop
from tests.sample_fields import ITEM, OPTION, every_type, field_of, typed_of
from tests.webforms.html_form.form_page import source
from webforms.html_form import FormView, first_typed

Typed = dict[str, list[str]]

#: By property: what a field says with it, so that something must change; and what it said before.
USES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "label": ({"label": "Lain"}, {}),
    "help": ({"help": "Tulis singkat."}, {}),
    "shown_if": ({"shown_if": "False"}, {}),
    "required": ({"required": True}, {}),
    "required_if": ({"required_if": "True"}, {}),
    "rules": ({"rules": (Rule(condition="False", message="Tidak."),)}, {}),
    "message": (
        {"rules": (Rule(condition="False", message="Tidak."),)},
        {"rules": (Rule(condition="False", message="Jangan."),)},
    ),
    "per": ({"per": "kanal"}, {}),
    "default": ({"default": "a"}, {}),
    "of": ({"of": ("foto",)}, {"of": ()}),
    "narrowed_by": ({"narrowed_by": "pilih"}, {}),
    "min_length": ({"min_length": 1000}, {}),
    "max_length": ({"max_length": 0}, {}),
    "minimum": ({"minimum": Decimal(10**9)}, {}),
    "maximum": ({"maximum": Decimal(-1)}, {}),
    "min_items": ({"min_items": 9}, {}),
    "max_items": ({"max_items": 0}, {}),
    "accept": ({"accept": ("application/pdf",)}, {}),
    "max_mb": ({"max_mb": 0}, {}),
    "min_pixels": ({"min_pixels": (9000, 9000)}, {}),
    "restricted": ({"restricted": True}, {}),
    "section": ({"section": "Foto dan video"}, {}),
    "warn_over": ({"warn_over": 1}, {}),
    "detect": ({"detect": ("email_pribadi",)}, {}),
    "channel_limit": ({"channel_limit": "text", "per": "kanal"}, {"per": "kanal"}),
    "selectable_if": ({"selectable_if": "False"}, {}),
    "selectable_message": (
        {"selectable_if": "False", "selectable_message": "Belum."},
        {"selectable_if": "False"},
    ),
    "composed_of": ({"composed_of": "{judul}"}, {}),
}
#: What a field is, not what is said of it.
ITSELF = {"name", "type", "kind"}


def written(kind: FieldType, key: str) -> tuple[Field, Field]:
    """Before it is said, and after."""
    after, before = USES[key]
    if key == "narrowed_by" and kind.narrows_options:
        # `kanal` has chosen Instagram.
        belongs = {"options": (replace(OPTION, parents=("website",)),)}
        after, before = {"narrowed_by": "kanal", **belongs}, belongs
    if key == "default" and kind.inputs is Inputs.VALUE:
        after = {"default": kind.example or "a"}
    if key == "channel_limit" and kind.name == "url":
        after = {**after, "channel_limit": "url"}
    return field_of(kind, **before), field_of(kind, **after)


def at_hand() -> Scope:
    data = {"foto": [ITEM], "kanal": ["instagram"], "pilih": [], "judul": "Donor darah"}
    return scope(photo("u1"), data=data)


def ways_to_answer(field: Field, kind: FieldType) -> Iterator[Typed]:
    """Not at all, as usual, with a private address, at length."""
    usual = typed_of(kind)
    joint = "?e=" if "://" in kind.example else " "
    private, long = f"{kind.example}{joint}ani@gmail.com", "panjang " * 400
    for typed in ({}, usual, wordy(kind, private), wordy(kind, long)):
        yield {f"f.instagram{name[1:]}": text for name, text in typed.items()} if field.per else typed


def wordy(kind: FieldType, words: str) -> Typed:
    return {"f.text" if kind.inputs is Inputs.FILE else "f": [words]}


def seen(field: Field, kind: FieldType) -> list[object]:
    """All that people see of a field: its page, what is read, warned of and shown."""
    form = Form(fields=(field,))
    found: list[object] = [page(form)]
    for typed in ways_to_answer(field, kind):
        try:
            answers = read_answers(form, typed, at_hand())
        except InvalidAnswers as refused:
            found += [{path: (item.code, item.text) for path, item in refused.problems.items()}]
        else:
            items = {"u1": ITEM}
            found += [answers, warnings(form, answers), show(field, answers.get("f"), "id", WIB, items=items)]
    return found


def page(form: Form) -> str:
    """But for what it tells its script."""
    view = FormView(form, first_typed(form, {}, WIB), scope=at_hand(), language="id")
    return re.sub(r' data-config="[^"]*"', "", source(view))


@every_type
def test_a_property_does_something_where_the_type_says_so_and_nothing_elsewhere(kind: FieldType) -> None:
    plain = field_of(kind)
    usual = seen(plain, kind)
    does_something = set()
    for key in USES:
        before, after = written(kind, key)
        if (usual if before == plain else seen(before, kind)) != seen(after, kind):
            does_something.add(key)
    assert does_something == kind.all_properties & USES.keys()


def test_every_property_of_the_vocabulary_is_tried() -> None:
    assert USES.keys() | ITSELF == FIELD.keys()


@every_type
def test_lint_finds_what_has_no_effect(kind: FieldType) -> None:
    """Also what stands beside it, where it is about another: a message has a rule."""
    for key, (after, _) in USES.items():
        keys = after.keys() | ({"message"} if "rules" in after else set())
        findings = check(small_sop(extra_field=in_xml(written(kind, key)[1])))
        found = {item.params["property"] for item in findings if item.rule == "property_without_effect"}
        assert found == {FIELD[each].name for each in keys - kind.all_properties}, key


@every_type
def test_lint_finds_nothing_in_what_has_an_effect(kind: FieldType) -> None:
    findings = check(small_sop(extra_field=in_xml(field_of(kind))))
    assert "property_without_effect" not in {item.rule for item in findings}


def in_xml(field: Field) -> str:
    form = etree.Element("form", nsmap={"camunda": CAMUNDA})
    write_field(form, field)
    return "".join(etree.tostring(element, encoding="unicode") for element in form)
