"""Shapes and arrows drawn over the cells of a workbook, written as Excel writes them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_SPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
#: From column, its offset, row, its offset; to the same. Columns and rows from 0, offsets in EMU.
Where = tuple[int, int, int, int, int, int, int, int]
TOP, LEFT, BOTTOM, RIGHT = range(4)


def shape(number: int, geometry: str, where: Where, words: str = "") -> str:
    return _anchor(where, _shape(number, geometry, words))


def arrow(
    number: int,
    where: Where,
    *,
    source: tuple[int, int] | None = None,
    target: tuple[int, int] | None = None,
    heads: str = "tail",
    transform: str = "",
) -> str:
    """`source` and `target`: number of a shape and the side at which it is glued."""
    glue = "".join(
        f'<a:{name} id="{end[0]}" idx="{end[1]}"/>'
        for name, end in (("stCxn", source), ("endCxn", target))
        if end
    )
    head = "".join(f'<a:{name}End type="triangle"/>' for name in heads.split())
    return _anchor(
        where,
        f'<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="{number}" name="Panah"/>'
        f"<xdr:cNvCxnSpPr>{glue}</xdr:cNvCxnSpPr></xdr:nvCxnSpPr><xdr:spPr>"
        f'<a:xfrm {transform}><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></a:xfrm>'
        f'<a:prstGeom prst="straightConnector1"/><a:ln>{head}</a:ln></xdr:spPr></xdr:cxnSp>',
    )


def group(where: Where, *members: tuple[int, str, tuple[int, int, int, int], str]) -> str:
    """Number, geometry, (x, y, width, height) in the group's own measure of 1000 × 1000, words."""
    shapes = "".join(
        _shape(number, geometry, words, transform=_box(*place)) for number, geometry, place, words in members
    )
    inner = '<a:chOff x="0" y="0"/><a:chExt cx="1000" cy="1000"/>'
    return _anchor(
        where,
        f'<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="900" name="Grup"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>'
        f'<xdr:grpSpPr><a:xfrm><a:off x="5" y="5"/><a:ext cx="7" cy="7"/>{inner}</a:xfrm></xdr:grpSpPr>'
        f"{shapes}</xdr:grpSp>",
    )


def with_drawing(workbook: bytes, *parts: str, sheet: str = "xl/worksheets/sheet2.xml") -> bytes:
    """The workbook with a drawing on one of its sheets."""
    drawing = f"<xdr:wsDr {_SPACES}>{''.join(parts)}</xdr:wsDr>"
    name = sheet.rpartition("/")[2]
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            text = before.read(part)
            if part == sheet:
                text = text.replace(
                    b"</worksheet>",
                    f'<drawing xmlns:r="{_OFFICE}" r:id="rId9"/></worksheet>'.encode(),
                )
            after.writestr(part, text)
        after.writestr("xl/drawings/drawing1.xml", drawing)
        after.writestr(
            f"xl/worksheets/_rels/{name}.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId9" Type="{_OFFICE}/drawing" '
            'Target="../drawings/drawing1.xml"/></Relationships>',
        )
    return file.getvalue()


def _anchor(where: Where, inside: str) -> str:
    def corner(name: str, place: tuple[int, ...]) -> str:
        column, beside, row, below = place
        return (
            f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{beside}</xdr:colOff>"
            f"<xdr:row>{row}</xdr:row><xdr:rowOff>{below}</xdr:rowOff></xdr:{name}>"
        )

    return (
        f"<xdr:twoCellAnchor>{corner('from', where[:4])}{corner('to', where[4:])}{inside}"
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _shape(number: int, geometry: str, words: str, *, transform: str = "") -> str:
    text = (
        f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{escape(words)}</a:t></a:r></a:p></xdr:txBody>"
        if words
        else ""
    )
    return (
        f'<xdr:sp macro=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="Bentuk"/><xdr:cNvSpPr/></xdr:nvSpPr>'
        f'<xdr:spPr>{transform}<a:prstGeom prst="{geometry}"/></xdr:spPr>{text}</xdr:sp>'
    )


def _box(x: int, y: int, width: int, height: int) -> str:
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
