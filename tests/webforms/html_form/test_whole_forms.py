"""Page and server settle a whole form alike: which fields are shown, what is sent, what its answers are.

`python -m tests.probe` does the same with many more forms.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from engine.forms.fields import Field, Form, Option
from tests.engine.forms.conftest import scope
from tests.webforms.html_form.form_in_browser import FormReader
from tests.webforms.html_form.whole_forms import differences, differences_when_typed, refusal
from webforms.html_form import FormView


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[FormReader]:
    opened = FormReader(browser)
    yield opened
    opened.page.close()


def test_random_forms_are_settled_alike(reader: FormReader) -> None:
    assert differences(reader, range(80)) == []


def test_a_form_that_is_typed_into_is_settled_alike(reader: FormReader) -> None:
    assert differences_when_typed(reader, range(80, 110)) == []


def test_a_file_is_barred_and_freed_as_other_answers_say(reader: FormReader) -> None:
    items = [{"file": "i1", "type": "image/jpeg", "izin": "ada"}, {"file": "i2", "type": "image/jpeg"}]
    form = Form(
        fields=(
            Field(name="semua", label="S", type="checkbox"),
            Field(
                name="f", label="F", type="item_select", of=("foto",), selectable_if='izin == "ada" or semua'
            ),
        )
    )
    chosen = {"f": ["i1", "i2"]}
    view = FormView(form, {}, scope=scope(data={"foto": items}), language="id")
    assert reader.type_into(view, {**chosen}).sent == {"f": ["i1"]}
    assert reader.type_into(view, {"semua": ["ya"], **chosen}).sent == {"semua": ["ya"], **chosen}


def test_a_file_is_barred_by_what_an_earlier_step_said(reader: FormReader) -> None:
    """The page judges it anew, for the condition reads this form, too: it must know the rest."""
    photos = [{"file": "i1", "type": "image/jpeg"}]
    condition = 'not semua and tahap == "awal"'
    form = Form(
        fields=(
            Field(name="semua", label="S", type="checkbox"),
            Field(name="f", label="F", type="item_select", of=("foto",), selectable_if=condition),
        )
    )
    for stage, sent in (("awal", {"f": ["i1"]}), ("akhir", {})):
        view = FormView(form, {}, scope=scope(data={"foto": photos, "tahap": stage}), language="id")
        assert reader.type_into(view, {"f": ["i1"]}).sent == sent


def test_a_field_that_is_only_read_follows_its_condition(reader: FormReader) -> None:
    form = Form(
        fields=(
            Field(name="a", label="A"),
            Field(name="lihat", label="Lihat", type="preview", shown_if='a == "x"'),
            # What is read is no answer: the name means what an earlier step said.
            Field(name="b", label="B", shown_if='lihat == "dulu"'),
        )
    )
    shown, hidden = reader.read(
        FormView(form, {"a": [typed]}, scope=scope(data={"lihat": "dulu"}), language="id") for typed in "xy"
    )
    assert (shown.hidden, hidden.hidden) == (set(), {"lihat"})
    assert "b" in shown.sent


def test_what_was_refused_because_nobody_is_asked_is_seen_and_sent_until_it_is_emptied(
    reader: FormReader,
) -> None:
    form = Form(fields=(Field(name="a", label="A"), Field(name="b", label="B", shown_if='a == "x"')))
    typed = {"a": ["y"], "b": ["lama"]}
    view = FormView(form, typed, scope=scope(), language="id", problems=refusal(form, typed, scope()))
    (read,) = reader.read([view])
    assert (read.hidden, read.sent) == (set(), typed)
    assert view.controls[1].refused
    assert not view.controls[1].off


def test_the_page_goes_by_the_clock_of_the_server(reader: FormReader) -> None:
    """A device may believe it is another day."""
    form = Form(
        fields=(
            Field(name="hari", label="H", type="date"),
            Field(name="b", label="B", shown_if="hari == sekarang"),
        )
    )
    (read,) = reader.read([FormView(form, {"hari": ["2026-11-23"]}, scope=scope(), language="id")])
    assert "b" in read.sent


def test_a_key_may_be_any_words(reader: FormReader) -> None:
    """Also such as no selector takes."""
    key = 'a"b]\\'
    form = Form(fields=(Field(name="k", label="K"), Field(name="t", label="T", per="k")))
    typed = {"k": [key], f"t.{key}": ["x"]}
    (read,) = reader.read([FormView(form, typed, scope=scope(), language="id")])
    assert (read.answers, read.sent) == ({"k": key, "t": {key: "x"}}, typed)


#: In rounds that hide what nobody sees (a key that was never chosen), page and server came to rest apart.
RESTED_APART = (3055, 3256)


def test_what_was_typed_under_a_key_that_is_not_chosen_counts_in_page_and_server(reader: FormReader) -> None:
    assert differences(reader, RESTED_APART) == []


@pytest.fixture
def by_tag() -> Form:
    return Form(
        fields=(
            Field(name="tagar", label="Tagar", type="tags"),
            Field(name="alasan", label="Alasan", per="tagar", required=True),
        )
    )


def test_a_field_for_each_tag_appears_while_tags_are_typed(reader: FormReader, by_tag: Form) -> None:
    view = FormView(by_tag, {}, scope=scope(), language="id")
    typed = {"tagar": ["#Bansos, lansia"], "alasan.Bansos": ["a"], "alasan.lansia": ["b"]}
    assert reader.type_into(view, typed).sent == typed


def test_what_was_typed_for_a_tag_that_is_gone_is_seen_and_can_be_emptied(
    reader: FormReader, by_tag: Form
) -> None:
    typed = {"tagar": ["lansia"], "alasan.Bansos": ["a"], "alasan.lansia": ["b"]}
    view = FormView(by_tag, typed, scope=scope(), language="id", problems=refusal(by_tag, typed, scope()))
    (read,) = reader.read([view])
    assert read.sent == typed
    assert [line.label for line in view.problem_lines] == ["Alasan: Bansos"]


def test_a_field_for_each_file_is_there_before_files_are_chosen(reader: FormReader) -> None:
    form = Form(
        fields=(
            Field(name="pilih", label="P", type="item_select", of=("foto",)),
            Field(name="alasan", label="A", per="pilih"),
        )
    )
    photos = [{"file": "i1", "name": "pasar.jpg", "type": "image/jpeg"}]
    view = FormView(form, {}, scope=scope(data={"foto": photos}), language="id")
    typed = {"pilih": ["i1"], "alasan.i1": ["x"]}
    assert reader.type_into(view, typed).sent == typed
    assert view.controls[1].parts[0].legend == "pasar.jpg"


def test_a_choice_that_is_offered_no_more_comes_back_with_what_it_belongs_to(reader: FormReader) -> None:
    districts = tuple(Option(id=each, label=each.title()) for each in ("sewon", "jetis"))
    villages = tuple(
        Option(id=each, label=each.title(), parents=(parent,))
        for each, parent in (("timbulharjo", "sewon"), ("canden", "jetis"))
    )
    form = Form(
        fields=(
            Field(name="a", label="A", type="select", options=districts),
            Field(name="b", label="B", type="select", options=villages, narrowed_by="a"),
        )
    )
    view = FormView(form, {}, scope=scope(), language="id")
    both = {"b": ["canden"], "a": ["sewon"]}
    assert reader.type_into(view, both).sent == {"a": ["sewon"], "b": [""]}
    again = """() => {
      const [a, b] = ["a", "b"].map((name) => document.querySelector(`[name="${name}"]`));
      const offered = [...b.options].map((each) => each.value);
      a.value = "jetis";
      a.dispatchEvent(new Event("input", { bubbles: true }));
      return [offered, b.value];
    }"""
    assert reader.page.evaluate(again) == [["", "timbulharjo"], "canden"]
    # Without script all are there, by what they belong to.
    assert [group for group in view.controls[1].groups if group] == ["Sewon", "Jetis"]
