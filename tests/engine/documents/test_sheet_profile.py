"""The office's own layout of the SOP sheet."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn.diagram import Diagram, read_diagram
from engine.config import BadConfig
from engine.documents import sheet_profile, sop_sheet
from engine.documents.sheet import sheet_of
from engine.documents.sheet_profile import OFFICIAL, Profile, load
from engine.documents.sop_sheet import About, Paper
from tests.conftest import ROOT
from tests.engine.documents.reading import pages
from tests.long_sop import long_sop

SOP_032 = read_diagram((ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_bytes())
LONG = read_diagram(long_sop())
#: An office that prints standing A4, signs below, and has its own words.
OTHER = """
[paper]
size = "A4"
orientation = "portrait"
margin = [20, 12, 15, 12]
font = "New Computer Modern"
font_size = 9

[titles]
sheet = "STANDAR OPERASIONAL PROSEDUR"
flowchart = "BAGAN ALIR"

[identity]
facts = ["nama_sop", "nomor_sop", "tgl_pengesahan"]
blocks = ["dasar_hukum", "peralatan", "peringatan"]

[flowchart]
own_page = false
quality = ["time", "outputs"]
remarks = false
symbol = [14, 7]

[signature]
place = "Bantul"
space = 18

[labels]
nomor_sop = "NOMOR"
actors = "PELAKSANA KEGIATAN"
"""

Write = Callable[[str], Profile]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(text: str) -> Profile:
        path = tmp_path / "lembar.toml"
        path.write_text(text, "utf-8")
        return load(path)

    return write


@pytest.fixture
def kept() -> Iterator[None]:
    """The layout of this process as it was."""
    before = sheet_profile.current()
    yield
    sheet_profile.use(before)


def paper(diagram: Diagram = SOP_032, *, draft: bool = False) -> Paper:
    return Paper(diagram=diagram, about=About(version=1, draft=draft))


def said(profile: Profile) -> dict[str, Any]:
    """What the template is given."""
    return sop_sheet._data(paper(), sheet_of(SOP_032), profile)


def size(svg: bytes) -> tuple[float, float]:
    found = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found
    return float(found[1]), float(found[2])


def test_an_empty_file_and_none_are_the_official_layout(written: Write) -> None:
    assert written("") == OFFICIAL == load(None)


def test_the_example_in_the_documentation_is_a_profile(written: Write) -> None:
    lines = (sheet_profile.__doc__ or "").splitlines()
    made = written("\n".join(line[4:] for line in lines if line.startswith("    ")))
    assert (made.paper, made.identity, made.flowchart) == (
        OFFICIAL.paper,
        OFFICIAL.identity,
        OFFICIAL.flowchart,
    )
    assert (made.titles.sheet, made.labels["actors"]) == ("STANDAR OPERASIONAL PROSEDUR", "PELAKSANA")
    assert made.signature is not None
    assert made.signature.place == "Bantul"


@pytest.mark.parametrize("diagram", [SOP_032, LONG])
def test_another_profile_is_another_paper(written: Write, diagram: Diagram) -> None:
    profile = written(OTHER)
    for page in sop_sheet.pages(paper(diagram), profile):
        assert size(page) == pytest.approx((595.28, 841.89), abs=0.01)
    assert size(sop_sheet.pages(paper(diagram))[0]) == pytest.approx((935.43, 609.45), abs=0.01)
    assert sop_sheet.pdf(paper(diagram, draft=True), profile).startswith(b"%PDF")


def test_the_rows_their_order_and_their_labels_are_the_profiles(written: Write) -> None:
    told = said(written(OTHER))
    assert [(item["key"], item["label"]) for item in told["facts"]] == [
        ("nama_sop", "Nama SOP"),
        ("nomor_sop", "NOMOR"),
        ("tgl_pengesahan", "Tgl. Pengesahan"),
    ]
    assert [item["label"] for item in told["blocks"]] == [
        "Dasar Hukum",
        "Peralatan/Perlengkapan",
        "Peringatan",
    ]
    assert told["words"]["actors"] == "PELAKSANA KEGIATAN"
    assert told["signature"]["where"].startswith("Bantul, ")
    assert said(OFFICIAL)["signature"] is None


def test_symbols_and_columns_shrink_where_many_actors_must_fit(written: Write) -> None:
    profile = written(OTHER)
    few, many = sop_sheet._layout(profile, 3), sop_sheet._layout(profile, 12)
    assert (few["actor_width"], few["symbol"]) == (22, [14, 7])
    assert many["actor_width"] < 10
    assert many["symbol"][0] / many["symbol"][1] == pytest.approx(2)
    assert sop_sheet._layout(OFFICIAL, 6)["actor_width"] > 20


def test_the_office_chooses_once_for_all_its_sheets(written: Write, kept: None) -> None:
    sheet_profile.use(written(OTHER))
    assert size(sop_sheet.pages(paper())[0]) == pytest.approx((595.28, 841.89), abs=0.01)


def test_an_office_prints_in_its_own_font(written: Write, tmp_path: Path) -> None:
    """Any font that is not ours would do; the file is one that lies here anyway."""
    shutil.copy(ROOT / "engine" / "documents" / "fonts" / "NotoEmoji.ttf", tmp_path / "kantor.ttf")
    own = written("[paper]\nfont_files = ['kantor.ttf']\nfont = 'Noto Emoji'")
    assert own.paper.font_files == (str(tmp_path / "kantor.ttf"),)
    assert any("NotoEmoji" in char["fontname"] for char in pages(sop_sheet.pdf(paper(), own))[0].chars)
    assert not any("NotoEmoji" in char["fontname"] for char in pages(sop_sheet.pdf(paper()))[0].chars)
    with pytest.raises(BadConfig, match=r"it takes .*Noto Emoji"):
        written("[paper]\nfont_files = ['kantor.ttf']\nfont = 'Bookman'")


def test_there_is_room_to_sign_where_nothing_is_signed_below(written: Write) -> None:
    signer = next(item["signer"] for item in said(OFFICIAL)["facts"] if item["key"] == "disahkan_oleh")
    assert (signer["space"], signer["rank"].splitlines()[-1][:4]) == (18, "NIP.")
    below = said(written("[signature]\nspace = 25"))
    assert next(item["signer"]["space"] for item in below["facts"] if item["signer"]) == 0
    assert below["signature"]["space"] == 25
    assert said(OFFICIAL)["unit"] == ["Pemerintah Kabupaten Bantul", "Dinas Sosial"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[paper", "can't be read"),
        ("kertas = 1", "the file has an unknown key: kertas"),
        ("[paper]\nsise = 'A4'", "[paper] has an unknown key: sise"),
        ("[paper]\nsize = 'B7'", "it takes A3, A4, F4, Letter, Legal or [width, height] in mm"),
        ("[paper]\nsize = [10, 10]", "[paper] size takes 2 numbers from 100 to 1000"),
        ("[paper]\norientation = 'tidur'", "it takes landscape, portrait"),
        ("[paper]\nfont = 'Arial'", "it takes Libertinus Serif, New Computer Modern"),
        ("[paper]\nfont_files = 'a.ttf'", "[paper] font_files takes names of files"),
        ("[paper]\nfont_files = ['tiada.ttf']", "[paper] font_files: no such file"),
        ("[paper]\nmargin = 'lebar'", "[paper] margin takes 4 numbers"),
        ("[paper]\nsize = 'A4'\norientation = 'portrait'\nmargin = 60", "leave less than 120 × 80 mm"),
        ("[paper]\nfont_size = true", "[paper] font_size takes a number from 5 to 16"),
        ("[identity]\nfacts = ['nomor', 'x']", "[identity] facts takes a list of nomor_sop"),
        ("[identity]\nfacts = ['nomor_sop', 'nomor_sop']", "names something twice"),
        ("[flowchart]\nquality = []", "[flowchart] quality takes a list of inputs, time, outputs"),
        ("[flowchart]\nremarks = 'ya'", "it takes true or false"),
        ("[flowchart]\nsymbol = [20, 6]", "4 mm narrower than actor_width"),
        ("[signature]\nruang = 3", "[signature] has an unknown key: ruang"),
        ("[labels]\nnip = 'x'", "[labels] has an unknown key: nip"),
        ("[labels]\nno = ''", "[labels] no takes words"),
        ("titles = 'x'", "[titles] must be a table"),
        ("[titles]\nsheet = 7", "[titles] sheet takes words"),
    ],
)
def test_what_a_profile_cannot_say_is_a_sentence(written: Write, text: str, words: str) -> None:
    with pytest.raises(BadConfig) as refused:
        written(text)
    assert words in str(refused.value)
    assert "lembar.toml" in str(refused.value)
