"""SOP 032 in its diagram: its words and its forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.bpmn.diagram import read_diagram
from engine.forms.conditions import parse
from engine.forms.fields import Field, Form
from tests.conftest import DOMAIN, ROOT

FILE = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
DIAGRAM = read_diagram(FILE.read_bytes())
FORMS = {
    "step1_penyerahan_materi": "Serahkan_materi",
    "step2_seleksi": "Pilih_bahan",
    "step3_persetujuan": "Periksa_materi",
    "step4_penayangan": "Tayangkan",
}
#: What forms.json calls otherwise.
TYPES = {
    "per_channel_text": "textarea",
    "per_channel": "group",
    "readonly": {"pratinjau": "preview", "dasar_kewenangan": "authority"},
    "diff": "changes",
    "action": "print",
}


def form(step: str) -> Form:
    return DIAGRAM.steps[step].form


def field(step: str, name: str) -> Field:
    found = form(step).get(name)
    assert found is not None
    return found


def domain_fields() -> Iterator[Any]:
    path = DOMAIN / "forms.json"
    if not path.is_file():
        yield pytest.param(
            "", {}, None, marks=pytest.mark.skip(reason="needs forms.json of the domain, beside ALUR_CORPORA")
        )
        return
    for key, page in json.loads(path.read_text("utf-8")).items():
        for one in page["fields"]:
            ours = form(FORMS[key]).get(one["key"])
            yield pytest.param(one["key"], one, ours, id=f"{FORMS[key]}.{one['key']}")
            for part in one.get("item", ()):
                parts = {each.name: each for each in ours.parts} if ours else {}
                name = f"{one['key']}.{part['key']}"
                yield pytest.param(name, part, parts.get(part["key"]), id=f"{FORMS[key]}.{name}")


@pytest.mark.parametrize(("name", "wanted", "ours"), list(domain_fields()))
def test_a_field_is_as_the_domain_says(name: str, wanted: dict[str, Any], ours: Field | None) -> None:
    assert ours is not None
    assert (ours.label, ours.help) == (wanted["label"], wanted["help"])
    kind = TYPES.get(wanted["type"], wanted["type"])
    assert ours.type == (kind[name] if isinstance(kind, dict) else kind)
    # The checklist of step 2 is complete, or what is missing is explained: a condition, not just "required".
    assert ours.required is (wanted["required"] and name != "daftar_periksa")
    options = wanted.get("options") or wanted.get("items")
    if options:
        assert [option.label for option in ours.options] == options
    if name != "uraian_perubahan":  # unlimited there; no text may be
        assert (ours.min_length, ours.max_length) == (wanted.get("min"), wanted.get("max"))
    assert (ours.min_items, ours.max_items, ours.warn_over) == (
        wanted.get("min_items"),
        wanted.get("max_items"),
        wanted.get("warn_over"),
    )
    if "accept" in wanted:
        assert list(ours.accept) == wanted["accept"]
    if "max_mb" in wanted:
        assert ours.max_mb == wanted["max_mb"]
    if "min_px" in wanted:
        assert list(ours.min_pixels or ()) == wanted["min_px"]
    assert bool(ours.required_if) is ("required_if" in wanted or name == "daftar_periksa")
    assert ours.restricted is (wanted.get("akses") == "terbatas")
    assert set(wanted.get("lint", ())) <= set(ours.detect)


def test_every_condition_of_the_forms_can_be_read() -> None:
    read = 0
    for step in DIAGRAM.steps.values():
        for one in step.form:
            for each in (one, *one.parts):
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
    assert identity["nomor_sop"] == "032 / SOP DIN SOS BTL / 2024"
    assert identity["disahkan_nip"] == "196912311996031017"
    assert identity["tgl_revisi"] == ""
    assert len(identity["dasar_hukum"].splitlines()) == 8
    assert len(identity["kualifikasi_pelaksana"].splitlines()) == 4
    assert len(identity["peralatan"].splitlines()) == 5
    assert len(identity["keterkaitan"].splitlines()) == 2
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
    asked = {one.name for one in steps["Pilih_bahan"].form}
    assert set(steps["Periksa_materi"].hashes) < asked


def test_places_of_bantul_are_all_there() -> None:
    assert len(field("Serahkan_materi", "di_mana_kapanewon").options) == 17
    villages = field("Serahkan_materi", "di_mana_kalurahan").options
    assert len({option.id for option in villages}) == 75
    assert "Panggungharjo (Sewon)" in {option.label for option in villages}
