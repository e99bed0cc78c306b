"""An SOP's table as a PDF, in the ways in which offices print it: typst sets it, pdfium turns pages."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import typst

from tests.engine.importing.tables import Lines, Sop

_TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#let how = data.how
#set page(width: 330mm, height: 210mm, margin: 12mm, flipped: false)
#set text(font: "Libertinus Serif", size: 8pt, lang: "id", hyphenate: false)
#let symbol(kind) = {
  if kind == "⬭" { rect(width: 26pt, height: 13pt, radius: 6pt, stroke: 0.8pt) }
  else if kind == "▭" { rect(width: 26pt, height: 13pt, stroke: 0.8pt) }
  else if kind == "◇" { polygon(stroke: 0.8pt, (13pt, 0pt), (26pt, 8pt), (13pt, 16pt), (0pt, 8pt)) }
  else if kind == "⬠" { polygon(stroke: 0.8pt, (0pt, 0pt), (14pt, 0pt), (14pt, 9pt), (7pt, 14pt),
    (0pt, 9pt)) }
  else { kind }
}
#let turn(body) = if how.turned_heads { rotate(-90deg, reflow: true, body) } else { body }
#let actors = data.actors
#let n = actors.len()
#let heads = (
  table.cell(rowspan: 2)[No], table.cell(rowspan: 2)[Uraian Prosedur],
  table.cell(colspan: n)[Pelaksana], table.cell(colspan: 3)[Mutu Baku], table.cell(rowspan: 2)[Keterangan],
  ..actors.map(name => table.cell(turn(name))), [Kelengkapan], [Waktu], [Output],
)
#let sop = table(
  columns: (auto, 2fr, ..(1fr,) * n, 1.4fr, 1fr, 1.4fr, 1.4fr),
  stroke: if not how.ruled { none } else if how.row_lines { 0.5pt } else {
    (x, y) => (left: 0.5pt, right: 0.5pt, top: if y < 3 { 0.5pt } else { none })
  },
  align: (x, y) => if x > 1 and x < 2 + n { center } else { left },
  inset: if how.ruled { 4pt } else { 5pt },
  table.header(repeat: true, ..heads),
  ..data.rows.map(row => row.map(cell => symbol(cell))).flatten(),
  table.hline(stroke: if how.ruled { 0.5pt } else { none }),
)
#let title = table(columns: (30mm, auto), stroke: if how.ruled { 0.5pt } else { none }, [Nama SOP], data.name)
#if how.sideways {
  page(width: 210mm, height: 330mm, margin: 12mm,
    rotate(-90deg, reflow: true, block(width: 300mm, title + v(4mm) + sop)))
} else { title + v(4mm) + sop }
"""


@dataclass(frozen=True, kw_only=True)
class How:
    ruled: bool = True
    #: The actors' names run upwards.
    turned_heads: bool = False
    #: Lines between the rows, not only between the columns.
    row_lines: bool = True
    #: The table lies sideways on an upright page.
    sideways: bool = False


def as_pdf(sop: Sop, lines: Lines, how: How | None = None) -> bytes:
    """`lines`: in the official layout, with a head of two lines."""
    data = {
        "how": (how or How()).__dict__,
        "name": sop.name,
        "actors": list(sop.actors),
        "rows": lines[2:],
    }
    made = typst.compile(_TEMPLATE.encode(), sys_inputs={"data": json.dumps(data)})
    assert isinstance(made, bytes)
    return made


def copied(pdf: bytes) -> str:
    """The text as a viewer copies it: pdfium is Chrome's."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return "\n".join(pages)


def quarter_turned(pdf: bytes) -> bytes:
    """Each page as a scanner's driver leaves it: drawn on its side, shown upright."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        page.set_rotation(90)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
