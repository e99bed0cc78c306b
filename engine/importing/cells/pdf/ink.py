"""What a page of a PDF draws: letters, straight lines, and outlines, the right way up.

Lengths are points, y grows downwards. A page whose text runs upwards or downwards was turned for printing
and is turned back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from engine.importing.cells.anchors import Point
from engine.importing.cells.grid import refused
from engine.importing.cells.marks import WINGDINGS

#: More than this on one page is no table that people drew.
MAX_STROKES = 20_000
#: A line that is drawn as an area is no thicker.
_THICK = 2.5
#: An arrow's head is no larger.
_HEAD = 12.0
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
#: A glyph for which the file has no letter.
UNKNOWN = "\ufffd"
#: How a letter's line runs: as usual, upwards, downwards, upside down, or aslant.
LEVEL, UP, DOWN, OVER, ASLANT = "level", "up", "down", "over", "aslant"


@dataclass(frozen=True)
class Letter:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    runs: str = LEVEL

    @property
    def middle(self) -> Point:
        """Where it stands, for the cell that it belongs to."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Stroke:
    """A straight line, in the direction in which it was drawn."""

    begin: Point
    end: Point
    #: Number of the path that it is a part of.
    path: int = 0


@dataclass(frozen=True)
class Outline:
    """A closed shape: "box", "decision", "capsule", "connector", "head" of an arrow."""

    kind: str
    left: float
    top: float
    right: float
    bottom: float
    stroked: bool = True
    #: Filled with a colour that is not white.
    filled: bool = False

    @property
    def wide(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def high(self) -> float:
        """In points."""
        return self.bottom - self.top


@dataclass
class Ink:
    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)


def ink_of(page: Any) -> Ink:
    """`page`: pdfplumber's. Raises InvalidTable where more is drawn than anybody draws."""
    if len(page.lines) + len(page.rects) + len(page.curves) > MAX_STROKES:
        raise refused("too_many_shapes", "file", limit=MAX_STROKES)
    ink = Ink(float(page.width), float(page.height))
    ink.letters = list(_apart(letter for char in page.chars if (letter := _letter(char))))
    for n, item in enumerate((*page.lines, *page.rects, *page.curves)):
        _draw(item, n, ink)
    if len(ink.strokes) > MAX_STROKES:
        raise refused("too_many_shapes", "file", limit=MAX_STROKES)
    ink.outlines = _once(ink.outlines)
    runs, count = Counter(letter.runs for letter in ink.letters).most_common(1)[0] if ink.letters else ("", 0)
    turned = runs in {UP, DOWN, OVER} and 2 * count > len(ink.letters)
    return _turned(ink, runs) if turned else ink


def _letter(char: Any) -> Letter | None:
    text = char["text"]
    if text.startswith("(cid:"):
        text = UNKNOWN
    elif len(text) == 1 and "\uf000" <= text <= "\uf0ff":
        text = WINGDINGS.get(f"{ord(text) & 0xFF:02X}", UNKNOWN)
    text = _LIGATURES.get(text, text)
    left, top, right, bottom = (float(char[side]) for side in ("x0", "top", "x1", "bottom"))
    letter = Letter(text, left, top, right, bottom, float(char["size"]), _runs(char["matrix"]))
    return letter if text else None


def _apart(letters: Iterable[Letter]) -> Iterator[Letter]:
    """Without those that a program draws once more on the same place, to make them bold."""
    seen: set[tuple[str, int, int]] = set()
    for letter in letters:
        x, y = int(letter.left), int(letter.top)
        if seen.isdisjoint((letter.text, x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1)):
            yield letter
        seen.add((letter.text, x, y))


def _runs(matrix: Sequence[float]) -> str:
    across, up = matrix[0], matrix[1]
    if abs(up) < 0.1 * abs(across):
        return LEVEL if across > 0 else OVER
    if abs(across) < 0.1 * abs(up):
        return UP if up > 0 else DOWN
    return ASLANT


def _draw(item: Any, n: int, ink: Ink) -> None:
    points = [(float(x), float(y)) for x, y in item["pts"]]
    left, top, right, bottom = (float(item[side]) for side in ("x0", "top", "x1", "bottom"))
    wide, high = right - left, bottom - top
    closed = bool(item["fill"]) or item["object_type"] == "rect" or points[0] == points[-1]
    if min(wide, high) <= _THICK < max(wide, high):
        middle = ((left + right) / 2, (top + bottom) / 2)
        level = wide > high
        ends = ((left, middle[1]), (right, middle[1])) if level else ((middle[0], top), (middle[0], bottom))
        turned = not closed and points[0] != points[-1] and (points[-1] < points[0])
        ink.strokes.append(Stroke(*(ends[::-1] if turned else ends), n))
    elif not closed:
        _draw_open(points, n, ink)
    elif max(wide, high) > _THICK and (kind := _kind(item, points)):
        filled = bool(item["fill"]) and not _is_white(item.get("non_stroking_color"))
        stroked = bool(item["stroke"])
        ink.outlines.append(Outline(kind, left, top, right, bottom, stroked, filled))


def _draw_open(points: Sequence[Point], n: int, ink: Ink) -> None:
    """A line with corners; a small one with one corner is the head of an arrow."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    if len(points) == 3 and max(max(xs) - min(xs), max(ys) - min(ys)) <= _HEAD:
        ink.outlines.append(Outline("head", min(xs), min(ys), max(xs), max(ys)))
        return
    for begin, end in pairwise(points):
        if begin != end:
            ink.strokes.append(Stroke(begin, end, n))


def _kind(item: Any, points: Sequence[Point]) -> str:
    """What a closed outline is; empty for what is none of an SOP's symbols."""
    if item["object_type"] == "rect":
        return "box"
    if any(operation[0] in {"c", "v", "y"} for operation in item["path"]):
        return "capsule"
    corners = list(dict.fromkeys((round(x, 1), round(y, 1)) for x, y in points))
    small = max(item["x1"] - item["x0"], item["bottom"] - item["top"]) <= _HEAD
    if len(corners) == 3 or (small and item["fill"] and len(corners) < 6 and not item["stroke"]):
        return "head"
    if len(corners) == 4:
        return "decision" if _on_points(corners) else "box"
    return "connector" if len(corners) in {5, 6} else "capsule" if len(corners) > 6 else ""


def _on_points(corners: Sequence[Point]) -> bool:
    """Whether four corners stand where the sides of a box have their middles: a diamond."""
    xs, ys = sorted(x for x, _y in corners), sorted(y for _x, y in corners)
    wide, high = xs[-1] - xs[0], ys[-1] - ys[0]
    middles = abs(xs[1] - xs[2]) < wide / 4 and abs(ys[1] - ys[2]) < high / 4
    return middles and min(wide, high) > 0


def _is_white(colour: object) -> bool:
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part <= 0.02 for part in parts) if len(parts) == 4 else all(part >= 0.98 for part in parts)


def _once(outlines: Sequence[Outline]) -> list[Outline]:
    """An area and its border are often drawn one after the other."""
    found: dict[tuple[str, int, int, int, int], Outline] = {}
    for item in outlines:
        key = (item.kind, round(item.left), round(item.top), round(item.right), round(item.bottom))
        before = found.get(key, item)
        found[key] = replace(
            item, stroked=item.stroked or before.stroked, filled=item.filled or before.filled
        )
    return list(found.values())


def _turned(ink: Ink, runs: str) -> Ink:
    """The page with its text level."""

    def turn(point: Point) -> Point:
        x, y = point
        if runs == UP:
            return ink.height - y, x
        return (y, ink.width - x) if runs == DOWN else (ink.width - x, ink.height - y)

    def sides(item: Letter | Outline) -> dict[str, float]:
        (ax, ay), (bx, by) = turn((item.left, item.top)), turn((item.right, item.bottom))
        return {"left": min(ax, bx), "top": min(ay, by), "right": max(ax, bx), "bottom": max(ay, by)}

    size = (ink.width, ink.height) if runs == OVER else (ink.height, ink.width)
    circle = (LEVEL, UP, OVER, DOWN)
    by = circle.index(runs)

    def faces(item: Letter) -> str:
        return circle[(circle.index(item.runs) - by) % 4] if item.runs in circle else item.runs

    return Ink(
        *size,
        [Letter(item.text, **sides(item), size=item.size, runs=faces(item)) for item in ink.letters],
        [Stroke(turn(item.begin), turn(item.end), item.path) for item in ink.strokes],
        [
            Outline(item.kind, **sides(item), stroked=item.stroked, filled=item.filled)
            for item in ink.outlines
        ],
    )
