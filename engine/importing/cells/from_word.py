"""Tables of a .docx, with merged and nested cells, and the shapes drawn over them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from engine.importing.cells.archive import read_xml
from engine.importing.cells.grid import (
    MAX_COLUMNS,
    MAX_GRID_ROWS,
    Cell,
    Grid,
    Line,
    Source,
    refused,
    within_limits,
)
from engine.importing.cells.marks import WINGDINGS
from engine.importing.cells.word_shapes import (
    DRAWN,
    borders_of,
    has_arrows,
    is_symbol,
    question_in,
    with_drawn,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What stands around paragraphs, tables, rows and cells, and is none.
_WRAPPERS = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}
_WHITE = {"auto", "FFFFFF", "ffffff", "", "none", "clear"}
_PAGE_HEAD = re.compile(r"word/header\d{0,2}\.xml")
_UNSEEN = ("strike", "dstrike", "vanish")
_SKIPPED = {"Fallback", "del", "moveFrom", "delText", "instrText"}


def read_word(archive: zipfile.ZipFile) -> Source:
    """A grid for each table, those in page headers first. Raises InvalidTable."""
    root = read_xml(archive, "word/document.xml")
    grids: list[Grid] = []
    loose: list[str] = []
    below = 0
    body = root.find(f"{_W}body")
    # The identity block may stand in the head of the pages.
    heads = [read_xml(archive, name) for name in sorted(archive.namelist()) if _PAGE_HEAD.fullmatch(name)]
    for block in (each for part in (*heads, body if body is not None else root) for each in _blocks(part)):
        if block.tag == f"{_W}tbl":
            _read_table(block, grids)
            below = 0
        elif (words := _text(block)).strip():
            loose += [cell.text for cell in within_limits([Cell(words.strip())])]
            below += 1
    notes = ("arrows_not_read",) if has_arrows(root) else ()
    return Source(grids=tuple(grids), loose=tuple(loose), below=below, notes=notes, left=_unseen(root))


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also inside content controls."""
    for child in parent.iterchildren(f"{_W}*"):
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in _WRAPPERS and not _is_empty(child):
            yield from _blocks(child)


def _parts(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent.iterchildren(f"{_W}*"):
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _parts(child, tag)


def _read_table(table: Any, grids: list[Grid]) -> None:
    """The table, then those that stand in its cells and are tables of their own."""
    lines: list[Line] = []
    nested: list[Any] = []
    above: dict[int, str] = {}
    borders = borders_of(table.find(f"{_W}tblGrid"))
    for row in _parts(table, "tr"):
        places: list[tuple[int, Any]] = []
        line = _line(row, above, nested, places)
        lines.append(with_drawn(line, places, borders))
        if len(lines) > MAX_GRID_ROWS:
            raise refused("too_many_rows", limit=MAX_GRID_ROWS)
    grids.append(Grid(tuple(lines)))
    for inner in nested:
        _read_table(inner, grids)


def _line(row: Any, above: dict[int, str], nested: list[Any], places: list[tuple[int, Any]]) -> Line:
    """`places`: column → the cell's element, to be filled."""
    cells = [Cell()] * min(_number(row.find(f"{_W}trPr/{_W}gridBefore"), 0), MAX_COLUMNS)
    for cell in _parts(row, "tc"):
        properties = cell.find(f"{_W}tcPr")
        span = merge = shade = None
        if properties is not None:
            span, merge, shade = (properties.find(f"{_W}{tag}") for tag in ("gridSpan", "vMerge", "shd"))
        continued = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        words = above.get(len(cells), "") if continued else _cell_text(cell, nested)
        above[len(cells)] = words
        filled = shade is not None and shade.get(f"{_W}fill", "auto") not in _WHITE
        places.append((len(cells), cell))
        cells.append(Cell(words, filled=filled, above=continued))
        width = min(_number(span, 1), MAX_COLUMNS)
        cells.extend(Cell("", left=True, above=continued) for _n in range(width - 1))
    return within_limits(cells)


def _number(element: Any, otherwise: int) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else otherwise


def _cell_text(cell: Any, nested: list[Any]) -> str:
    found = []
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            found.append(_text(block))
        elif _is_wide(block):
            nested.append(block)
        else:
            found.extend(_text(paragraph) for paragraph in block.iter(f"{_W}p"))
    return "\n".join(words for words in found if words.strip())


def _is_wide(table: Any) -> bool:
    return any(len(list(_parts(row, "tc"))) >= 4 for row in _parts(table, "tr"))


def _text(paragraph: Any) -> str:
    return "".join(_runs(paragraph))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in _SKIPPED or (name == "r" and _is_unseen(child)) or (name == "sdt" and _is_empty(child)):
            continue
        if name in DRAWN and is_symbol(child):
            yield question_in(child)
        elif name == "t" and child.tag.startswith(_W):
            yield child.text or ""
        elif name == "sym":
            yield WINGDINGS.get(child.get(f"{_W}char", "")[-2:].upper(), "")
        else:
            around = _around(name, element.tag)
            yield around
            yield from _runs(child)
            yield around


def _is_unseen(run: Any) -> bool:
    """Struck out, or hidden."""
    properties = run.find(f"{_W}rPr")
    marks = [] if properties is None else [properties.find(f"{_W}{name}") for name in _UNSEEN]
    return any(mark is not None and mark.get(f"{_W}val", "1") not in {"0", "false", "off"} for mark in marks)


def _is_empty(control: Any) -> bool:
    """A content control in which nothing has been chosen: it shows "Choose an item."."""
    return control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _unseen(root: Any) -> dict[str, tuple[str, ...]]:
    """What a reader doesn't see, and what only asks to be filled in."""
    runs = [run for run in root.iter(f"{_W}r") if _is_unseen(run)]
    controls = [control for control in root.iter(f"{_W}sdt") if _is_empty(control)]
    found = {"struck_left_out": runs, "placeholder_left_out": controls}
    texts = {
        kind: dict.fromkeys("".join(item.itertext(f"{_W}t")).strip() for item in items)
        for kind, items in found.items()
    }
    return {kind: tuple(filter(None, each)) for kind, each in texts.items() if any(each)}


def _around(name: str, parent: str) -> str:
    """What parts the words of an element from those around it: a text box's words are its own."""
    if name in {"br", "cr", "txbxContent", "p"}:
        return "\n"
    return " " if name == "tab" and parent == f"{_W}r" else ""
