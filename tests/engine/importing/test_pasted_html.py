"""HTML as programs put it on the clipboard, and as nobody should."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from engine.importing.cells.grid import InvalidTable
from engine.importing.cells.html_tables import read_html
from engine.importing.cells.words import clean
from engine.importing.rows.from_text import MAX_TEXT, read_text

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>SOP</title>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no;} --></style></head><body lang=IN><!--StartFragment-->
<p class=MsoNormal><b>SOP Surat Masuk – café<o:p></o:p></b></p><table class=MsoTableGrid border=1>
<tr style='mso-yfti-irow:0'><td rowspan=2><p class=MsoNormal>No<o:p></o:p></p></td>
<td colspan=2><p class=MsoNormal>Pelaksana</p></td></tr><tr><td><p>Staf</p></td><td><p>Kepala</p></td></tr>
<tr><td><p class=MsoListParagraph><![if !supportLists]><span>1.&nbsp;</span><![endif]></p></td>
<td><!--[if gte vml 1]><v:rect><table><tr><td>kotak</td></tr></table></v:rect><![endif]-->
<p>Menerima &amp; mencatat<br>di buku<o:p>&nbsp;</o:p></p></td><td></td></tr></table><!--EndFragment-->"""
EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>
<!--table {mso-displayed-decimal-separator:"\\.";}--></style></head><body><table border=0>\r
<!--StartFragment--> <col width=64 span=5>\r
 <tr height=20>\r\n  <td class=xl65>No</td>\r\n  <td colspan=2 class=xl66>Pelaksana</td>\r\n </tr>\r
 <tr><td align=right>1</td><td>Membuat\r\n  <br>\r\n    surat</td><td>&#9679;</td></tr>\r
<!--EndFragment--></table></body></html>"""
SHEETS = """<meta charset='utf-8'><google-sheets-html-origin><style type="text/css"><!--td {}--></style>
<table xmlns="http://www.w3.org/1999/xhtml" data-sheets-root="1"><colgroup><col width="100"/></colgroup>
<tbody><tr><td data-sheets-value="{&quot;1&quot;:2}">No</td><td>Uraian</td></tr>
<tr><td>1</td><td>Terima<br/>surat</td></tr></tbody></table></google-sheets-html-origin>"""
LIBRE = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><HTML><HEAD><TITLE>judul</TITLE>
<STYLE TYPE="text/css">td { }</STYLE></HEAD><BODY><TABLE><COLGROUP WIDTH="85"></COLGROUP>
<TR><TD ALIGN="LEFT"><FONT FACE="Arial">No</FONT></TD><TD>Uraian<BR></TD></TR>
<TR><TD SDVAL="1">1</TD><TD>Terima</TD></TR></TABLE></BODY></HTML>"""
UNENDED = "<tr><td>No<td>Uraian<tr><td>1<td>Terima </td></td></td><td>x</table></tr> ekor"
NESTED = "<table><tr><td>luar<table><tr><td>dalam</table>sisa</td><td>b</td></tr><tr><td>c</td></tr></table>"
#: What its cells say, line by line, "↑" and "←" where a cell is merged; then what stands beside the tables.
READ = {
    WORD: (
        [["No", "Pelaksana", "←"], ["↑", "Staf", "Kepala"], ["1.", "Menerima & mencatat\ndi buku", ""]],
        ["SOP Surat Masuk – café"],
    ),
    EXCEL: ([["No", "Pelaksana", "←"], ["1", "Membuat\nsurat", "●"]], []),
    SHEETS: ([["No", "Uraian"], ["1", "Terima\nsurat"]], []),
    LIBRE: ([["No", "Uraian"], ["1", "Terima"]], []),
    UNENDED: ([["No", "Uraian"], ["1", "Terima", "x"]], ["ekor"]),
    NESTED: ([["luar"], ["dalam"], ["b"], ["c"]], ["sisa"]),
}


@pytest.mark.parametrize("text", READ, ids=["word", "excel", "sheets", "libreoffice", "unended", "nested"])
def test_the_clipboard_of_each_program_is_read(text: str) -> None:
    found = read_html(text)
    lines = [
        ["↑" if cell.above else "←" if cell.left else clean(cell.text) for cell in line]
        for grid in found.grids
        for line in grid.lines
    ]
    assert (lines, list(found.loose)) == READ[text]


@pytest.mark.parametrize(
    "text",
    [
        "<tr><td>a<![x[ b <tr><td>c",
        "<tr><td>a\0b",
        "<tr><td>a\ud800b",
        "<tr",
        "<tr><td>&#x110000;&#0;",
        "<!<tr><td>a",
    ],
)
def test_what_is_no_html_at_all_is_read_as_far_as_it_goes(text: str) -> None:
    assert len(read_text(text).grids) <= 1


@pytest.mark.thorough
def test_hostile_text_takes_no_time() -> None:
    started = time.process_time()
    for piece in (
        "<!--",
        "<",
        "<a ",
        "</a",
        "<![",
        "<?x",
        "&#1",
        '<td a="',
        "<div>",
        "<table><tr><td>x",
        "<b>",
    ):
        with suppress(InvalidTable):  # too long for a cell
            read_text("<tr><td>" + piece * ((MAX_TEXT - 8) // len(piece)))
    assert time.process_time() - started < 10


def test_a_cell_that_spans_more_than_there_is_loses_nothing() -> None:
    (grid,) = read_text("<table><tr><td>1<td colspan=100>Judul<tr><td>2<td>Isi</table>").grids
    assert [[cell.text for cell in line if cell.text] for line in grid.lines] == [
        ["1", "Judul"],
        ["2", "Isi"],
    ]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("row", "reason"), [("<tr><td>a", "rows"), ("<tr><td colspan=60 rowspan=200>a", "columns")]
)
def test_a_table_that_never_ends_is_refused(row: str, reason: str) -> None:
    with pytest.raises(InvalidTable) as refusal:
        read_text(row * 5000)
    assert [problem.code for problem in refusal.value.problems.values()] == [
        f"importing.problem.too_many_{reason}"
    ]
