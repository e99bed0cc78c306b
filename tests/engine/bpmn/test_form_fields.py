"""A form as the diagram writes it, and odd forms that must not stop anybody from reading the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.bpmn.diagram import Step, read_diagram
from engine.forms.fields import Field, Option, Rule

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><bpmn:process id="p"><bpmn:userTask id="t">'
    "<bpmn:extensionElements><camunda:formData>"
)
TAIL = "</camunda:formData></bpmn:extensionElements></bpmn:userTask></bpmn:process></bpmn:definitions>"


def step(fields: str) -> Step:
    return read_diagram(f"{HEAD}{fields}{TAIL}").steps["t"]


def only(fields: str) -> Field:
    (field,) = step(fields).form.fields
    return field


def with_property(name: str, value: str, kind: str = "text") -> Step:
    return step(
        f'<camunda:formField id="a" type="{kind}"><camunda:properties>'
        f'<camunda:property id="{name}" value="{value}"/></camunda:properties></camunda:formField>'
    )


def test_every_word_of_the_vocabulary_is_understood() -> None:
    field = only(
        """
        <camunda:formField id="a" label="Nama" type="string" defaultValue="x">
          <camunda:properties>
            <camunda:property id="jenis" value="textarea"/>
            <camunda:property id="bantuan" value="Tolong"/>
            <camunda:property id="wajib_jika" value="b == 1"/>
            <camunda:property id="tampil_jika" value="b == 2"/>
            <camunda:property id="syarat" value="len(a) == 3"/>
            <camunda:property id="pesan" value="Tiga."/>
            <camunda:property id="syarat_2" value="a != 4"/>
            <camunda:property id="pesan_2" value="Bukan empat."/>
            <camunda:property id="terima" value="image/jpeg, .srt"/>
            <camunda:property id="maks_mb" value="15"/>
            <camunda:property id="min_piksel" value="1080x566"/>
            <camunda:property id="min_butir" value="1"/>
            <camunda:property id="maks_butir" value="10"/>
            <camunda:property id="akses" value="terbatas"/>
            <camunda:property id="deteksi" value="nik no_hp"/>
            <camunda:property id="ingatkan_lebih" value="70"/>
            <camunda:property id="per" value="kanal"/>
            <camunda:property id="batas_kanal" value="text"/>
            <camunda:property id="dari" value="foto video"/>
            <camunda:property id="dipersempit" value="pilih"/>
            <camunda:property id="dapat_dipilih_jika" value="c == 1"/>
            <camunda:property id="dapat_dipilih_pesan" value="Belum."/>
            <camunda:property id="susun_dari" value="{b}\\n{c}"/>
          </camunda:properties>
          <camunda:validation>
            <camunda:constraint name="required"/>
            <camunda:constraint name="minlength" config="2"/>
            <camunda:constraint name="maxlength" config="9"/>
            <camunda:constraint name="min" config="-1.5"/>
            <camunda:constraint name="max" config="7"/>
          </camunda:validation>
          <camunda:value id="ya" name="Ya"/>
          <camunda:value id="tidak"/>
        </camunda:formField>
        """
    )
    assert field == Field(
        name="a",
        label="Nama",
        type="textarea",
        required=True,
        help="Tolong",
        default="x",
        options=(Option(id="ya", label="Ya"), Option(id="tidak", label="tidak")),
        min_length=2,
        max_length=9,
        warn_over=70,
        minimum=Decimal("-1.5"),
        maximum=Decimal(7),
        min_items=1,
        max_items=10,
        accept=("image/jpeg", ".srt"),
        max_mb=15,
        min_pixels=(1080, 566),
        restricted=True,
        required_if="b == 1",
        shown_if="b == 2",
        rules=(
            Rule(condition="len(a) == 3", message="Tiga."),
            Rule(condition="a != 4", message="Bukan empat."),
        ),
        detect=("nik", "no_hp"),
        per="kanal",
        channel_limit="text",
        of=("foto", "video"),
        narrowed_by="pilih",
        selectable_if="c == 1",
        selectable_message="Belum.",
        composed_of="{b}\n{c}",
    )


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("string", "text"),
        ("long", "number"),
        ("boolean", "checkbox"),
        ("enum", "select"),
        ("date", "date"),
        ("", "text"),
        ("multiselect", "multiselect"),
        ("hologram", "hologram"),
    ],
)
def test_camunda_types_become_ours_and_unknown_ones_stay(given: str, read: str) -> None:
    assert only(f'<camunda:formField id="a" type="{given}"/>').type == read


def test_a_dot_makes_a_part_and_a_star_one_answer_for_each_channel() -> None:
    form = step(
        """
        <camunda:formField id="foto.keterangan" type="text"/>
        <camunda:formField id="foto" type="files"/>
        <camunda:formField id="takarir.*" type="textarea"/>
        <camunda:formField id="foto.subjek" type="multiselect"/>
        """
    ).form
    assert [field.name for field in form] == ["foto", "takarir"]
    foto, takarir = form
    assert [part.name for part in foto.parts] == ["keterangan", "subjek"]
    assert (takarir.per, foto.per) == ("kanal", "")


def test_what_only_few_may_see_has_no_part_that_others_may() -> None:
    """Its files are restricted from their first byte, and were refused in a part that wasn't."""
    few = '<camunda:properties><camunda:property id="akses" value="terbatas"/></camunda:properties>'
    (field,) = step(
        f"""
        <camunda:formField id="izin" type="group">{few}</camunda:formField>
        <camunda:formField id="izin.surat" type="file"/>
        """
    ).form
    assert field.parts[0].restricted


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ('<camunda:formField id="a"/><camunda:formField id="a"/>', "duplicate_field"),
        ('<camunda:formField id="a"/><camunda:formField id="a.*"/>', "duplicate_field"),
        ("<camunda:formField/>", "unnamed_field"),
        ('<camunda:formField id="x.y"/>', "part_without_group"),
        ('<camunda:formField id="x." type="text"/>', "part_without_group"),
        ('<camunda:formField id="a" type="hologram"/>', "unknown_type"),
    ],
)
def test_what_cannot_be_used_is_noted(fields: str, kind: str) -> None:
    odd = step(fields)
    assert [oddity.kind for oddity in odd.oddities] == [kind]
    assert len(odd.form.fields) <= 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("maks_mb", "banyak"),
        ("maks_mb", "-1"),
        ("maks_mb", "9" * 40),
        ("maks_mb", "٣"),
        ("min_piksel", "1080"),
        ("min_piksel", "1080x"),
        ("akses", "semua"),
        ("deteksi", "nik alamat"),
        ("batas_kanal", "foto"),
    ],
)
def test_a_value_that_cannot_be_read_is_left_out_and_noted(name: str, value: str) -> None:
    odd = with_property(name, value)
    assert [(oddity.kind, oddity.detail) for oddity in odd.oddities] == [
        ("unreadable_value", f"{name}={value}")
    ]
    assert odd.form.fields == (Field(name="a", label="a"),)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e", "", "x"])
def test_a_limit_that_is_no_number_is_left_out(number: str) -> None:
    field = only(
        f'<camunda:formField id="a" type="long"><camunda:validation>'
        f'<camunda:constraint name="min" config="{number}"/></camunda:validation></camunda:formField>'
    )
    assert field.minimum is None


def test_required_false_is_not_required() -> None:
    field = only(
        '<camunda:formField id="a"><camunda:validation><camunda:constraint name="required" config="false"/>'
        "</camunda:validation></camunda:formField>"
    )
    assert not field.required
