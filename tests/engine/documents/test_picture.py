"""The diagram as a picture: all that is drawn is in it, at its size, whatever it is."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from engine.bpmn.diagram import read_diagram
from engine.documents import sheet_profile
from engine.documents.papers import file_word
from engine.documents.picture import Caption, picture
from engine.drawing.complete import with_drawing
from engine.drawing.depicted import depicted
from tests.conftest import ROOT

SOP_032 = (ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_text()
DRAWINGS = sorted((ROOT / "tests/diagrams/drawings").glob("*.bpmn"))
CAPTION = Caption(title="Cuti <b> & izin", words="Cuti · versi 1")


def made(xml: str, kind: str = "svg") -> bytes:
    [page] = picture(xml, CAPTION, sheet_profile.current(), "svg" if kind == "svg" else "png")
    return page


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: str(file.stem))
def test_all_that_people_draw_is_in_the_picture(file: Path) -> None:
    xml = with_drawing(file.read_text()).xml
    diagram, drawn = read_diagram(xml), depicted(xml)
    said = [*(shape.words for shape in drawn.shapes), *(line.words for line in drawn.lines)]
    words = {" ".join(each.split()) for each in said}
    # What has no id has no place in a drawing.
    assert {step.name for step in diagram.steps.values() if step.id} <= words
    assert {lane.name for lane in diagram.lanes} <= words
    first = etree.fromstring(xml.encode()).find("{*}BPMNDiagram")
    assert first is not None
    assert len(drawn.shapes) == len(first.findall(".//{*}BPMNShape"))
    assert len(drawn.lines) == len(first.findall(".//{*}BPMNEdge"))


def test_the_picture_has_the_size_of_the_drawing_and_two_dots_a_pixel() -> None:
    extent = depicted(SOP_032).extent
    svg = etree.fromstring(made(SOP_032))
    # typst counts in points.
    assert float(str(svg.attrib["width"]).removesuffix("pt")) / 0.75 == pytest.approx(
        extent.width + 40, abs=1
    )
    with Image.open(io.BytesIO(made(SOP_032, "png"))) as dots:
        assert dots.width == pytest.approx(2 * (extent.width + 40), abs=2)


def test_its_letters_need_no_font_and_its_title_is_told() -> None:
    svg = made(SOP_032)
    assert b"<text" not in svg
    assert b"font" not in svg
    assert svg.startswith(b"<svg")
    root = etree.fromstring(svg)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == CAPTION.title
    assert root.get("role") == "img"


def test_each_letter_of_a_name_is_drawn() -> None:
    few = len(re.findall(rb"<use ", made(SOP_032)))
    more = len(re.findall(rb"<use ", made(SOP_032.replace("Menyerahkan materi", "Menyerahkannya materi", 1))))
    assert more == few + 3


def test_a_large_drawing_has_as_many_dots_as_a_machine_can_hold() -> None:
    wide = SOP_032.replace('width="1210"', 'width="20000"').replace('height="600"', 'height="9000"')
    far = re.sub(r'(<dc:Bounds [^>]*?x=")\d+(")', r"\g<1>19000\2", wide, count=1)
    with Image.open(io.BytesIO(made(far, "png"))) as dots:
        assert dots.width > 5_000
        assert dots.width * dots.height <= 41_000_000


def test_without_a_drawing_there_is_no_picture() -> None:
    bare = SOP_032[: SOP_032.index("<bpmndi:BPMNDiagram")] + "</bpmn:definitions>"
    assert picture(bare, CAPTION, sheet_profile.current(), "svg") == []


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("000.8.3.3/032/2025", "000.8.3.3-032-2025"),
        ("../../etc/passwd", "etc-passwd"),
        ('NOMOR: 5 "A"\r\nX', "NOMOR-5-A-X"),
        ("…", ""),
    ],
)
def test_a_number_becomes_a_files_name_that_every_system_takes(number: str, word: str) -> None:
    assert file_word(number) == word
