"""What sets papers in a process of its own (engine.sandbox), started by engine.documents.papers: typst takes
as much memory and time as a document wants, and any account may ask for a sheet. Pure."""

from __future__ import annotations

from typing import Literal

from engine.bpmn.diagram import read_diagram
from engine.documents import document, sop_sheet
from engine.documents import picture as pictures
from engine.documents.document import Document, Signatory, Table
from engine.documents.picture import Caption
from engine.documents.sheet_profile import Flowchart, Identity, Paper, Profile, Signature, Titles
from engine.documents.sop_sheet import About

#: 400 steps take 2 s and 300 MB, 500 already 3.3 s and 416 MB, 2,000 18 s and 1.9 GB.
MAX_STEPS = 400
#: More columns than that can't be read on any paper.
MAX_ACTORS = 60


def sheet(xml: str, about: About, profile: Profile, kind: Literal["pdf", "svg"]) -> list[bytes]:
    """The sheet of a diagram: one PDF, or one SVG a page. Empty for more than
    MAX_STEPS or MAX_ACTORS."""
    diagram = read_diagram(xml)
    if len(diagram.steps) > MAX_STEPS or len(diagram.lanes) > MAX_ACTORS:
        return []
    paper = sop_sheet.Paper(diagram=diagram, about=about)
    return [sop_sheet.pdf(paper, profile)] if kind == "pdf" else sop_sheet.pages(paper, profile)


def paper(written: Document, profile: Profile) -> list[bytes]:
    """A document as one PDF."""
    return [document.pdf(written, profile)]


def picture(xml: str, caption: Caption, profile: Profile, kind: Literal["svg", "png"]) -> list[bytes]:
    """The diagram as one picture; none of a file without a drawing."""
    return pictures.picture(xml, caption, profile, kind)


TASKS = {"sheet": sheet, "document": paper, "picture": picture}
TYPES = (
    About, Caption, Document, Flowchart, Identity, Paper, Profile, Signatory, Signature, Table, Titles,
)  # fmt: skip
