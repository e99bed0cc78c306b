"""SOP 032 in its diagram: its words and its forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.bpmn.diagram import read_diagram
from engine.forms.conditions import parse
from engine.forms.fields import Field, Form
from tests.conftest import ROOT

FILE = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
DIAGRAM = read_diagram(FILE.read_bytes())
AGREED = Path(__file__).parent / "sop_032_forms.txt"


def form(step: str) -> Form:
    return DIAGRAM.steps[step].form


def field(step: str, name: str) -> Field:
    found = form(step).get(name)
    assert found is not None
    return found


def told(one: Field, depth: int = 1) -> Iterator[str]:
    """Name (* required, ? in some cases), type, limits, label; below it options and parts."""
    must = "*" if one.required else "?" if one.required_if else ""
    limits = [
        f"{least or ''}–{most or ''}{unit}"
        for least, most, unit in (
            (one.min_length, one.max_length, " letters"),
            (one.min_items, one.max_items, " items"),
            (None, one.warn_over, " warned"),
            (None, one.max_mb, " MB"),
        )
        if least or most
    ]
    more = [f"{'×'.join(map(str, one.min_pixels))} pixels"] if one.min_pixels else []
    more += ["restricted"] if one.restricted else []
    more += [f"looks for {' '.join(one.detect)}"] if one.detect else []
    yield f"{'  ' * depth}{one.name}{must} {' '.join([one.type, *limits, *more, *one.accept])} | {one.label}"
    if one.options and len(one.options) < 20:
        yield f"{'  ' * (depth + 1)}of {', '.join(option.id for option in one.options)}"
    for part in one.parts:
        yield from told(part, depth + 1)


def test_the_forms_are_those_that_the_office_agreed_on() -> None:
    """Who changes a form on purpose changes the list, too."""
    lines = []
    for step in DIAGRAM.steps.values():
        lines += [step.id, *(line for field in step.form for line in told(field))]
    assert lines == AGREED.read_text("utf-8").splitlines()


def test_every_condition_of_the_forms_can_be_read() -> None:
    read = 0
    for step in DIAGRAM.steps.values():
        for item in step.form:
            for each in (item, *item.parts):
                sources = [each.required_if, each.shown_if, each.selectable_if]
                for source in [*sources, *(rule.condition for rule in each.rules)]:
                    if source:
                        parse(source)
                        read += 1
    assert read > 30


def test_the_mutu_baku_is_the_sources_own() -> None:
    rows = {name: DIAGRAM.steps[name].quality for name in DIAGRAM.main_path()}
    assert [row.norm for row in rows.values()] == ["PT60M", "PT30M", "PT15M", "PT5M"]
    assert rows["Serahkan_materi"].inputs == "Foto dan video diberikan narasi singkat yang memuat 5W +1 H"
    # Both texts about who approves are kept: the SOP's owner has to decide.
    assert rows["Periksa_materi"].outputs.endswith("disetujui Kepala Dinas")
    assert rows["Tayangkan"].inputs.endswith("disetujui Tim Kerja")
    assert DIAGRAM.steps["Tayangkan"].name.startswith("Menayangkan ")


def test_the_identity_block_is_complete() -> None:
    identity = DIAGRAM.identity
    assert identity.sop_number == "032 / SOP DIN SOS BTL / 2024"
    assert identity.ratifier_nip == "196912311996031017"
    assert identity.revised_on == ""
    assert len(identity.legal_bases.splitlines()) == 8
    assert len(identity.qualifications.splitlines()) == 4
    assert len(identity.equipment.splitlines()) == 5
    assert len(identity.related_sops.splitlines()) == 2
    assert DIAGRAM.title_field == "judul_kegiatan"


def test_the_way_back_is_marked_as_an_assumption() -> None:
    (note,) = DIAGRAM.annotations
    (way_back,) = (flow for flow in DIAGRAM.flows if flow.name == "Tidak")
    assert note.text.startswith("Asumsi")
    assert note.about == (way_back.id,)
    assert (way_back.target, way_back.is_default) == ("Pilih_bahan", True)


def test_the_steps_guard_each_other() -> None:
    steps = DIAGRAM.steps
    assert steps["Periksa_materi"].separated_from == ("Serahkan_materi", "Pilih_bahan")
    assert steps["Pilih_bahan"].returns_to == "Serahkan_materi"
    assert steps["Tayangkan"].hash_of == "Periksa_materi"
    asked = {field.name for field in steps["Pilih_bahan"].form}
    assert set(steps["Periksa_materi"].hashes) < asked


def test_places_of_bantul_are_all_there() -> None:
    assert len(field("Serahkan_materi", "di_mana_kapanewon").options) == 17
    villages = field("Serahkan_materi", "di_mana_kalurahan").options
    assert len({option.id for option in villages}) == 75
    assert "Panggungharjo (Sewon)" in {option.label for option in villages}
