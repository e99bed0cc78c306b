from __future__ import annotations

import re

from lxml import etree

from engine.bpmn.diagram import read_diagram
from engine.documents import sop_sheet
from engine.documents.pictures import lean
from engine.documents.sop_sheet import About, Paper
from tests.conftest import ROOT

HASH = "1C8C57CFA13658336F6F267BCC79544C"
SVG = "{http://www.w3.org/2000/svg}"
SOP_032 = (ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_text()
PAPER = Paper(diagram=read_diagram(SOP_032), about=About(version=1, draft=False))


def test_a_picture_is_the_same_in_shorter_words() -> None:
    svg = (
        '<svg viewBox="0 0 935.433070866 609.4">'
        f'<defs><symbol id="g{HASH}" overflow="visible"><path d="M 0 0m 3.67625 -0.000625"/></symbol></defs>'
        f'<use xlink:href="#g{HASH}" x="6.52375" y="0"/><use xlink:href="#g{HASH}" x="-0.01"/></svg>'
    )
    assert lean(svg.encode()).decode() == (
        '<svg viewBox="0 0 935.43 609.4"><defs><path id="g0" d="M 0 0m 3.68 0"/></defs>'
        '<use xlink:href="#g0" x="6.5" y="0"/><use xlink:href="#g0" x="0"/></svg>'
    )


def test_each_letter_of_a_sheet_is_a_bare_outline() -> None:
    """A symbol is a picture of its own wherever it is used: a third of what a browser took for a sheet."""
    page = etree.fromstring(sop_sheet.pages(PAPER)[0])
    letters = [each for each in page.iter(f"{SVG}path") if each.get("id", "").startswith("g")]
    assert len(letters) > 100
    assert {each.tag for each in page.iter() if len(each) and each[0] in letters} == {f"{SVG}defs"}
    assert {len(each.attrib["id"]) for each in letters} <= {2, 3, 4}
    assert page.findall(f".//{SVG}symbol") == []


def test_a_letter_stays_within_a_thirtieth_of_a_millimetre() -> None:
    numbers = [f"{n / 7:.9f}" for n in range(-70, 70)]
    svg = "".join(f'<use x="{each}"/><path d="M {each}"/>' for each in numbers)
    made = re.findall(r"-?[\d.]+", lean(svg.encode()).decode())
    off = [abs(float(a) - float(b)) for a, b in zip(made, re.findall(r"-?\d+\.\d+", svg), strict=True)]
    assert max(off[::2]) <= 0.0551
    assert max(off[1::2]) <= 0.0051
