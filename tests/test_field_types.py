"""Every type of field in every place: reading, words, the page, the editor, lint, the difference, a trial.

What a type lacks somewhere is named here.
"""

from __future__ import annotations

import importlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn.diagram import read_diagram
from engine.bpmn.vocabulary import FIELD
from engine.diff.compare import compare
from engine.forms.fields import Field, Form
from engine.forms.read import read_answers, to_typed
from engine.forms.scope import PLACEHOLDER
from engine.forms.show import show
from engine.forms.types import TYPES, FieldType, Inputs, type_of
from engine.forms.types.written import LENGTH
from engine.lint.check import check
from engine.rehearsal.playing import Rehearsal, with_placeholders
from engine.texts import LANGUAGES, catalogue
from tests.conftest import ROOT
from tests.engine.forms.conftest import WIB
from tests.office import field as written
from tests.office import small_sop
from tests.sample_fields import ITEM, every_answered, every_type, field_of, problems, typed_of, with_photo
from tests.webforms.html_form.form_page import rendered
from webforms.html_form import FormView

TEMPLATES = ROOT / "webforms" / "templates" / "form" / "types"
#: A limit by its key, so narrow that no answer keeps it.
NARROW: dict[str, Any] = {
    "min_length": 1000, "max_length": 0, "minimum": Decimal(10**9), "maximum": Decimal(-1),
    "min_items": 9, "max_items": 0, "accept": ("application/pdf",), "max_mb": 0, "min_pixels": (9000, 9000),
    "restricted": True, "selectable_if": "False",
}  # fmt: skip

# --- the engine ---


@every_type
def test_a_type_is_one_file_of_its_name(kind: FieldType) -> None:
    assert type(kind).__module__ == f"engine.forms.types.{kind.name}"
    assert type_of(field_of(kind)) is kind


def test_every_file_of_a_type_is_in_the_registry() -> None:
    """A file that no type is registered from holds a family of types, or what all of them share."""
    folder = Path(importlib.import_module("engine.forms.types").__file__ or "").parent
    families = {name.__module__.rpartition(".")[2] for kind in TYPES.values() for name in type(kind).__mro__}
    shared = {"__init__", "dispatch", "unknown"}
    assert {path.stem for path in folder.glob("*.py")} - families == shared


def test_a_field_that_says_no_type_is_of_the_most_used_one() -> None:
    """The editor takes the first that it is told for it."""
    assert next(iter(TYPES)) == Field(name="f", label="Isian").type


@every_answered
def test_what_is_typed_is_read_shown_and_typed_again(kind: FieldType) -> None:
    field, typed = field_of(kind, required=True), typed_of(kind)
    form = Form(fields=(field,))
    answers = read_answers(form, typed, with_photo())
    assert answers["f"] not in (None, "", [], {})
    assert kind.fits(answers["f"])
    assert kind.empty is None or type(kind.empty) is type(answers["f"])
    assert read_answers(form, to_typed(form, answers, WIB), with_photo()) == answers
    shown = show(field, answers["f"], "id", WIB, items={"u1": ITEM})
    assert shown.kind != "empty"
    assert shown.text


@every_answered
def test_what_is_required_is_missed_in_words(kind: FieldType) -> None:
    found = problems(field_of(kind, required=True), {})
    assert found
    # A key that no catalogue has comes back as it is.
    assert [sentence for sentence in found.values() if " " not in sentence] == []


@every_type
def test_what_is_no_question_is_never_answered(kind: FieldType) -> None:
    answers = read_answers(
        Form(fields=(field_of(kind),)), {"f": ["x"]} if not kind.answered else {}, with_photo()
    )
    assert ("f" in answers) is kind.answered


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        pytest.param(kind, key, id=f"{kind.name}-{key}")
        for kind in TYPES.values()
        for key in sorted(kind.properties & NARROW.keys())
    ],
)
def test_every_limit_that_a_type_offers_is_kept(kind: FieldType, limit: str) -> None:
    typed = {"f.text": ["Isi"]} if kind.inputs is Inputs.FILE and limit in LENGTH else typed_of(kind)
    assert problems(field_of(kind, **{limit: NARROW[limit]}), typed)


def test_what_a_diagram_may_say_of_fields_is_of_use_to_some_type() -> None:
    used = {key for kind in TYPES.values() for key in kind.all_properties}
    assert used == FIELD.keys()


# --- words ---


@every_type
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_a_name(kind: FieldType, language: str) -> None:
    assert f"field_types.{kind.name}.name" in catalogue(language)


def test_no_words_are_of_a_type_that_is_gone() -> None:
    worded = {key.split(".")[1] for key in catalogue("id") if key.startswith("field_types.")}
    assert worded == {*TYPES, "unknown"}


# --- the page ---


@every_type
def test_every_type_is_drawn_by_the_template_of_its_name(kind: FieldType) -> None:
    assert (TEMPLATES / f"{kind.name}.html").is_file()
    root = rendered(
        FormView(Form(fields=(field_of(kind),)), typed_of(kind), scope=with_photo(), language="id")
    )
    (control,) = root.xpath(f"//*[contains(concat(' ', @class, ' '), ' field-{kind.name} ')]")
    assert "Isian" in control.text_content()
    assert bool(control.xpath(".//input | .//select | .//textarea")) is kind.answered


def test_every_template_of_a_type_has_its_type() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.html")} == {*TYPES, "unknown"}


# --- the diagram ---


@every_type
def test_every_type_may_stand_in_a_diagram(kind: FieldType) -> None:
    options = {"options": "a"} if kind.has_options else {}
    of_files = {"dari": "foto"} if kind.offers_items else {}
    xml = small_sop(
        extra_field=written("foto", "Foto", "files") + written("f", "Isian", kind.name, **options, **of_files)
    )
    assert [finding.rule for finding in check(xml) if finding.severity == "error"] == []
    (field,) = [field for field in read_diagram(xml).steps["Serah"].form if field.name == "f"]
    assert type_of(field) is kind


@every_type
def test_a_choice_without_options_is_found(kind: FieldType) -> None:
    found = {finding.rule for finding in check(small_sop(extra_field=written("f", "Isian", kind.name)))}
    assert ("field_without_options" in found) is kind.has_options
    assert ("items_of_nothing" in found) is kind.offers_items


@every_type
def test_a_difference_says_that_a_field_became_of_another_type(kind: FieldType) -> None:
    before, after = ("textarea" if kind.name == "text" else "text"), kind.name
    xml = [small_sop(extra_field=written("f", "Isian", each, options="a")) for each in (before, after)]
    (change,) = compare(*map(read_diagram, xml))
    assert "Isian" in change.sentence("id")


@every_type
def test_a_trial_puts_a_sample_wherever_a_file_must_be(kind: FieldType) -> None:
    nowhere: Any = None
    trial = Rehearsal(opened=nowhere, diagram=nowhere, program=nowhere, runner=nowhere)
    _, typed = with_placeholders(trial, Form(fields=(field_of(kind),)), {})
    samples = [name for name, values in typed.items() if values[0].startswith(PLACEHOLDER)]
    # Words may stand in a file's place: nobody needs a sample there.
    assert bool(samples) is (kind.takes_files and kind.name != "file_or_text")
