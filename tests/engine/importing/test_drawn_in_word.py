"""Shapes that Word draws over a table, tied to a paragraph of it."""

from __future__ import annotations

import io
import zipfile

from engine.importing.plan.steps import Plan
from tests.engine.importing.drawn import planned

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
#: English Metric Units of a column that is 1000 twentieths of a point wide.
_COLUMN = 635_000
CAPSULE, BOX, DIAMOND = "flowChartTerminator", "flowChartProcess", "flowChartDecision"


def _shape(geometry: str, words: str = "", *, columns: float = 0.0, boxed: bool = False) -> str:
    """As Word saves it, with a fallback for older programs. `columns`: how far right of its own cell."""
    text = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>" if words else ""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{int(columns * _COLUMN)}</wp:posOffset>'
        f'</wp:positionH><wp:extent cx="{_COLUMN // 2}" cy="1"/><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:cNvSpPr{' txBox=' + chr(34) + '1' + chr(34) if boxed else ''}/>"
        f'<wps:spPr><a:prstGeom prst="{geometry}"/></wps:spPr><wps:txbx>{text}</wps:txbx></wps:wsp>'
        f"</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape type="#_x0000_t109">{text}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    )


def _plan(*rows: tuple[str, dict[int, str]]) -> Plan:
    """Description, and column → what is drawn in its cell; columns 2 and 3 are the actors'."""
    top = ["No", "Uraian", "Pelaksana", "", "Kelengkapan", "Waktu", "Output", "Keterangan"]
    lines = [top, ["", "", "Staf", "Kepala Bidang", "", "", "", ""]]
    drawn: list[dict[int, str]] = [{}, {}]
    for n, (text, shapes) in enumerate(rows, 1):
        lines.append([str(n), text, "", "", "Bahan", "5 menit", "Surat", ""])
        drawn.append(shapes)
    table = "".join(
        "<w:tr>"
        + "".join(
            f"<w:tc><w:p><w:r><w:t>{words}</w:t></w:r>{shapes.get(c, '')}</w:p></w:tc>"
            for c, words in enumerate(line)
        )
        + "</w:tr>"
        for line, shapes in zip(lines, drawn, strict=True)
    )
    grid = '<w:gridCol w:w="1000"/>' * len(top)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {_SPACES}><w:body><w:tbl><w:tblGrid>{grid}</w:tblGrid>{table}</w:tbl></w:body>"
            "</w:document>",
        )
    return planned(file.getvalue(), "sop.docx")


def _kinds(plan: Plan) -> set[str]:
    return {assumption.kind for assumption in plan.assumptions}


def test_a_shape_counts_for_the_column_over_which_it_stands() -> None:
    plan = _plan(
        ("Menyusun surat", {1: _shape(CAPSULE, columns=1.2)}),
        ("Memaraf surat", {1: _shape(DIAMOND, columns=2.2)}),
        ("Mengirim surat", {3: _shape(CAPSULE, columns=-0.8)}),
    )
    assert [step.lane for step in plan.steps] == [0, 1, 0]
    assert list(plan.decisions) == ["2"]
    assert "lane" not in _kinds(plan)


def test_words_in_text_boxes_are_words_of_their_own() -> None:
    boxes = _shape("rect", "Ya", boxed=True) + _shape("rect", "Tidak ke 1", boxed=True)
    plan = _plan(
        ("Menyusun surat", {2: _shape(BOX)}),
        ("Menyusun lampiran", {2: _shape(BOX)}),
        ("Memaraf surat", {3: _shape(DIAMOND) + boxes}),
        ("Mengirim surat", {2: _shape(BOX, "Mengirim")}),
    )
    assert ("3", "1", "Tidak") in plan.edges()
    assert [step.row.symbol for step in plan.steps] == ["task", "task", "decision", "task"]


def test_what_a_diamond_asks_is_its_question() -> None:
    plan = _plan(
        ("Menyusun surat", {2: _shape(BOX)}),
        ("Memaraf surat", {3: _shape(DIAMOND, "Surat keluar?")}),
        ("Mengirim surat", {2: _shape(CAPSULE, "Selesai")}),
    )
    assert plan.decisions["2"].question == "Surat keluar?"


def test_arrows_that_are_not_read_are_told() -> None:
    steps = [("Menyusun surat", {2: _shape(BOX)}), ("Mengirim surat", {3: _shape(BOX)})]
    assert "arrows_not_read" not in _kinds(_plan(*steps))
    steps[0][1][2] += _shape("bentConnector3")
    assert "arrows_not_read" in _kinds(_plan(*steps))


def test_where_all_shapes_are_tied_to_one_cell_nobody_knows_whose_they_are() -> None:
    plan = _plan(
        ("Menyusun surat", {2: _shape(CAPSULE) + _shape(DIAMOND) + _shape(BOX)}),
        ("Memaraf surat", {}),
        ("Mengirim surat", {}),
    )
    assert [step.row.symbol for step in plan.steps] == ["", "", ""]
    assert {(assumption.kind, assumption.row) for assumption in plan.assumptions} >= {
        ("lane", "1"),
        ("lane", "2"),
        ("lane", "3"),
    }
