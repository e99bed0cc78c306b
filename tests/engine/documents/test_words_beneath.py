"""The pictures of a sheet have the words of the sheet, where its PDF has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from engine.bpmn.diagram import read_diagram
from engine.documents import sop_sheet
from engine.documents.sop_sheet import About, Paper
from engine.documents.words_beneath import Letter, with_words
from tests.conftest import ROOT
from tests.engine.documents.reading import pages as read_pages
from tests.long_sop import straight

SOP_032 = (ROOT / "processes/pengelolaan-website-dan-media-sosial.bpmn").read_text()
SVG = "{http://www.w3.org/2000/svg}"


def paper(xml: str, *, draft: bool = False) -> Paper:
    return Paper(diagram=read_diagram(xml), about=About(version=1, draft=draft))


def beneath(picture: bytes) -> Iterator[tuple[str, float, float]]:
    """Words and where each line of them begins, in points."""
    group = etree.fromstring(picture)[0]
    for line in group.iter(f"{SVG}text"):
        yield line.text or "", float(line.attrib["x"]), float(line.attrib["y"])


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("xml", [SOP_032, straight(30)], ids=["sop_032", "long"])
def test_each_page_has_the_words_of_its_page(xml: str, draft: bool) -> None:
    of = paper(xml, draft=draft)
    pages = read_pages(sop_sheet.pdf(of))
    for picture, page in zip(sop_sheet.pages(of), pages, strict=True):
        lines = list(beneath(picture))
        wanted = "".join(sorted("".join(char["text"] for char in page.chars if not char["text"].isspace())))
        assert "".join(sorted("".join(words for words, _x, _y in lines).replace(" ", ""))) == wanted
        begins = {(round(char["x0"]), char["text"]) for char in page.chars}
        for words, x, _y in lines:
            if words == "DRAF":
                continue  # across the page: it begins at no upright letter
            assert any((round(x) + off, words[0]) in begins for off in (-1, 0, 1)), words


def test_words_lie_below_the_page_and_are_written_as_text() -> None:
    line = [Letter(text=text, x=10 + 5 * n, y=20, size=8) for n, text in enumerate("a<b&c")]
    made = with_words(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M 0 0"/></svg>', [line])
    root = etree.fromstring(made)
    assert [each.tag for each in root] == [f"{SVG}g", f"{SVG}path"]
    assert root[0][0].text == "a<b&c"
    assert (root[0][0].attrib["textLength"], root[0].attrib["fill"]) == ("24.0", "#fff")


def test_a_turned_heading_is_turned() -> None:
    upward = [Letter(text=text, x=10, y=40 - 5 * n, size=8) for n, text in enumerate("Kasi")]
    assert b"rotate(-90.0 10.0 40.0)" in with_words(b"<svg></svg>", [upward])
