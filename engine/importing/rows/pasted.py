"""Tables pasted from Word: a cell of several paragraphs breaks its row over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.bpmn.vocabulary import PROCESS
from engine.importing.cells.words import STEP_NUMBER, plain
from engine.importing.rows.headers import kind_of
from engine.importing.rows.identity import BLOCKS, LABELS

_LABEL = re.compile(r"(?:ya|tidak|tdk|yes|no)\W*", re.IGNORECASE)


def whole_rows(lines: Sequence[str]) -> list[str]:
    """Lines of one row each; where cells were broken, their line ends stay within."""
    lines = [line for line in lines if line.strip()]
    header = next((n for n, line in enumerate(lines) if _heads(line)), len(lines))
    return [*_boxes(lines[:header]), *_rows(lines[header:])]


def _heads(line: str) -> bool:
    kinds = {kind_of(cell) for cell in line.split("\t")}
    return "description" in kinds and len(kinds - {""}) >= 2


def _rows(lines: Sequence[str]) -> list[str]:
    tabs = max((line.count("\t") for line in lines), default=0)
    found: list[str] = []
    for line in lines:
        if found and _goes_on(found[-1], line, tabs):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return _with_last_cells(found, tabs)


def _goes_on(row: str, line: str, tabs: int) -> bool:
    """What is broken in the midst of a cell has text before and behind, and comes to a whole row's cells."""
    first, *others = line.split("\t")
    if row.endswith("\t") or not first.strip() or (others and STEP_NUMBER.fullmatch(first.strip())):
        return False
    begins = row.split("\t", 1)[0].strip()
    whole = row.count("\t") + line.count("\t") <= tabs and 0 < row.count("\t") < tabs
    return whole and (not begins or bool(STEP_NUMBER.fullmatch(begins)) or kind_of(begins) == "number")


def _with_last_cells(rows: Sequence[str], tabs: int) -> list[str]:
    """A line without cells between two rows is the rest of the upper one's last cell."""
    last = max((n for n, row in enumerate(rows) if "\t" in row), default=-1)
    found: list[str] = []
    for n, row in enumerate(rows):
        above = found[-1] if found else ""
        ends = above.count("\t") == tabs and not above.endswith("\t")
        if "\t" not in row and n < last and ends and not _LABEL.fullmatch(row.strip()):
            found[-1] += f"\n{row}"
        else:
            found.append(row)
    return found


def _boxes(lines: Sequence[str]) -> list[str]:
    """Of the identity block: paragraphs below "Disahkan oleh" or in a box with a heading."""
    last = max((n for n, line in enumerate(lines) if "\t" in line), default=-1)
    found: list[str] = []
    waiting: list[str] = []
    for n, line in enumerate(lines):
        box = bool(found) and "\t" in found[-1]
        if "\t" in line:
            joined = bool(waiting) and not _boxed(line)
            found += ["\n".join([*waiting, line])] if joined else [*waiting, line]
            waiting = []
        elif box and _is_heading(found[-1]) and n < last:
            waiting.append(line)
        elif box and _boxed(found[-1]):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return [*found, *waiting]


def _boxed(line: str) -> bool:
    return any(_label(cell) in BLOCKS | {PROCESS["ratified_by"].name} for cell in line.split("\t"))


def _is_heading(line: str) -> bool:
    """Nothing but headings of boxes: their text stands below."""
    cells = [cell for cell in line.split("\t") if cell.strip(" :")]
    return all(_label(cell) in BLOCKS for cell in cells)


def _label(cell: str) -> str:
    return LABELS.get(plain(cell), "")
