"""Whatever an SOP says is on its sheet, inside the page and inside its cell; read back by another reader."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.bpmn.diagram import Diagram, read_diagram
from engine.documents import sop_sheet
from engine.documents.fonts import without_glyph
from engine.documents.sheet_profile import FONTS, Flowchart, Identity, Profile, Signature
from engine.documents.sheet_profile import Paper as Layout
from engine.documents.sop_sheet import About, Paper
from engine.lint.printable import unprintable
from tests.conftest import ROOT
from tests.engine.documents.reading import letters, outside, written
from tests.long_sop import long_sop, straight
from tests.tries import tries

SOP_032 = (ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_bytes()
EMAIL = "petugas.pengelola.website.dan.media.sosial.dinas.sosial.kabupaten@bantulkab.go.id"
LINES = "\n".join(f"{n}. Dokumen pendukung nomor {n} yang lengkap" for n in range(1, 61))
A4 = Layout(size=(210.0, 297.0), orientation="portrait")
PROFILES = {
    "F4 lying": Profile(),
    "A4 upright": Profile(paper=A4),
    "A4 upright, signed below": Profile(
        paper=replace(A4, margin=(20.0, 12.0, 15.0, 12.0), font_size=11.0),
        flowchart=Flowchart(own_page=False),
        signature=Signature(place="Bantul"),
        identity=Identity(facts=("nama_sop", "unit_kerja", "moto_unit", "nomor_sop", "disahkan_oleh")),
    ),
    "Letter, typewritten": Profile(paper=Layout(size=(215.9, 279.4), font=FONTS[2], font_size=7.5)),
}
#: Words as people write them: long ones without a space, scripts, pictures, lines.
WORDS = st.lists(
    st.one_of(
        st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12),
        st.text("abcdefgMW@._/-", min_size=30, max_size=120),
        st.sampled_from([EMAIL, "ꦢꦶꦤꦱ꧀", "بسم", "😀", "½", "→", "中文", "\n", "Ō"]),
    ),
    max_size=40,
).map(" ".join)


def shown(diagram: Diagram, profile: Profile, *, draft: bool = False) -> bytes:
    return sop_sheet.pdf(Paper(diagram=diagram, about=About(version=3, draft=draft)), profile)


def faults(pdf: bytes, profile: Profile) -> list[str]:
    top, right, bottom, left = (length * 72 / 25.4 for length in profile.paper.margin)
    return outside(pdf, margin=(top, right, bottom - 4, left))


def changed(xml: bytes, *texts: tuple[str, str]) -> Diagram:
    """The diagram with texts at some places: a property of the process or of the first step, a name."""
    root = etree.fromstring(xml)
    for place, words in texts:
        for element in _places(root, place):
            element.set("name" if place in {"step", "lane", "answer"} else "value", words)
    return read_diagram(etree.tostring(root))


def _places(root: Any, place: str) -> list[Any]:
    names = {"step": "userTask", "lane": "lane", "answer": "sequenceFlow"}
    if place == "answer":
        return [flow for flow in root.iter("{*}sequenceFlow") if flow.get("name")]
    if place in names:
        return [next(root.iter(f"{{*}}{names[place]}"))]
    return [prop for prop in root.iter("{*}property") if prop.get("name") == place][:1]


LONG_WORDS = {
    "kelengkapan": LINES,
    "keluaran": f"ꦢꦶꦤꦱ꧀ꦱꦺꦴꦱꦶꦪꦭ꧀ 😀 {EMAIL}",
    "keterangan": EMAIL,
    "dasar_hukum": LINES,
    "alamat_unit": EMAIL,
    "unit_kerja": f"PEMERINTAH KABUPATEN BANTUL\n{EMAIL.upper()}",
    "disahkan_oleh": EMAIL,
    "nomor_sop": EMAIL * 4,
    "step": EMAIL * 8,
    "lane": "Penyelenggara/Pertanggungjawaban Pengadministrasian " * 12,
    "answer": "Disetujui dengan catatan perbaikan yang harus diselesaikan lebih dahulu",
}


@pytest.mark.parametrize("named", ["F4 lying", "A4 upright, signed below"])
def test_nothing_leaves_its_cell_or_its_page(named: str) -> None:
    profile = PROFILES[named]
    pdf = shown(changed(SOP_032, *LONG_WORDS.items()), profile, draft=True)
    assert faults(pdf, profile) == []
    # What a script joins (Javanese) is drawn as one.
    wanted = letters(LONG_WORDS.values())
    assert {char for char in wanted - written(pdf) if char.isascii()} == set()


@settings(max_examples=tries(6), deadline=None, suppress_health_check=list(HealthCheck))
@example("A4 upright", [("answer", "ꦢꦶꦤꦱ꧀")])
@given(
    st.sampled_from(sorted(PROFILES)),
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "kelengkapan",
                    "keluaran",
                    "keterangan",
                    "peringatan",
                    "dasar_hukum",
                    "step",
                    "lane",
                    "answer",
                ]
            ),
            WORDS,
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_words_stay_in_their_place(profile: str, texts: list[tuple[str, str]]) -> None:
    assert faults(shown(changed(SOP_032, *texts), PROFILES[profile]), PROFILES[profile]) == []


@pytest.mark.parametrize(("xml", "profile"), [(long_sop(), "A4 upright"), (straight(60), "F4 lying")])
def test_a_long_sheet_stays_on_its_pages(xml: str, profile: str) -> None:
    assert faults(shown(read_diagram(xml), PROFILES[profile]), PROFILES[profile]) == []


@pytest.mark.parametrize(("actors", "profile"), [(14, "A4 upright"), (60, "F4 lying")])
def test_many_actors_share_the_width(actors: int, profile: str) -> None:
    root = etree.fromstring(long_sop().encode())
    lanes = next(root.iter("{*}laneSet"))
    for n in range(actors - len(lanes)):
        etree.SubElement(lanes, lanes[0].tag, id=f"more{n}", name=f"Pejabat Fungsional Bidang {n}")
    diagram = read_diagram(etree.tostring(root))
    assert len(diagram.lanes) == actors
    assert faults(shown(diagram, PROFILES[profile]), PROFILES[profile]) == []


def test_lint_knows_which_characters_the_fonts_have() -> None:
    """Every seventh of those that a sheet may hold."""
    asked = [
        chr(code)
        for code in (*range(0x20, 0x3000, 7), *range(0xA800, 0xAC00, 7), *range(0x1F300, 0x1FB00, 7))
    ]
    drawn = [each for each in asked if unicodedata.category(each) not in {"Cn", "Cc", "Cf", "Zs", "Zl", "Zp"}]
    assert set(unprintable("".join(drawn))) == without_glyph(frozenset(drawn), FONTS[0])


def test_a_character_without_a_glyph_is_written_as_its_number() -> None:
    assert without_glyph(frozenset("aā½ꦢ😀بя中한"), FONTS[0]) == {"中", "한"}
    pdf = shown(changed(SOP_032, ("kelengkapan", "Berkas 中")), Profile())
    assert written(pdf)["["] == 1
