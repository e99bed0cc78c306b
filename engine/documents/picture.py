"""The diagram of a version as a picture: SVG, its letters as shapes so that none depends on a reader's fonts,
or PNG with two dots a pixel. Set by typst, in the font of the office's papers. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

import orjson

from engine.documents import fonts
from engine.documents.sheet_profile import Profile

if TYPE_CHECKING:
    from engine.drawing.depicted import Depicted, Line, Shape
    from engine.drawing.measures import Box

Kind = Literal["svg", "png"]
#: Around the drawing, and below it for the caption, in pixels.
_AIR, _CAPTION = 20, 26
#: typst counts in points: 0.75 a pixel.
_DOTS = 72 / 0.75
#: Dots of a PNG: what is larger than that has fewer than two a pixel.
_MAX_DOTS = 40_000_000
#: What others stand in is drawn before them, the outer ones first.
_UNDER = ("participant", "lane", "group", "subProcess", "adHocSubProcess", "transaction")


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What stands below the drawing, and what the picture is called."""

    title: str
    words: str
    language: str = "id"


def picture(xml: str, caption: Caption, profile: Profile, kind: Kind) -> list[bytes]:
    """One picture; none of a file without a drawing. Raises InvalidDiagram."""
    import typst

    from engine.drawing.depicted import depicted

    drawn = depicted(xml)
    if not drawn.shapes:
        return []
    paper = profile.paper
    data = fonts.legible(_data(drawn, caption, paper.font), paper.font, paper.font_files)
    compiler = typst.Compiler(
        _template(),
        sys_inputs={"data": orjson.dumps(data).decode()},
        font_paths=fonts.known(paper.font_files),
    )
    if kind == "png":
        made = compiler.compile(format="png", ppi=_DOTS * _scale(data["width"], data["height"]))
    else:
        made = compiler.compile(format="svg")
    page = made[0] if isinstance(made, list) else made or b""
    return [_titled(page, caption.title) if kind == "svg" else page]


def _scale(width: int, height: int) -> float:
    """Dots a pixel."""
    return min(2.0, math.sqrt(_MAX_DOTS / (width * height)))


def _titled(svg: bytes, title: str) -> bytes:
    """Who can't see it hears what it is."""
    head, end, rest = svg.partition(b">")
    return head + b' role="img"' + end + f"<title>{escape(title)}</title>".encode() + rest


def _data(drawn: Depicted, caption: Caption, font: str) -> dict[str, Any]:
    extent = drawn.extent
    right, down = _AIR - extent.x, _AIR - extent.y
    shapes = [_shape(shape, right, down) for shape in sorted(drawn.shapes, key=_depth)]
    return {
        "title": caption.title,
        "language": caption.language,
        "fonts": fonts.chain(font),
        "width": max(extent.width, 8 * len(caption.words)) + 2 * _AIR,
        "height": extent.height + 2 * _AIR + _CAPTION,
        "under": [shape for shape in shapes if shape["kind"] in _UNDER],
        "over": [shape for shape in shapes if shape["kind"] not in _UNDER],
        "lines": [_line(line, right, down) for line in drawn.lines],
        "labels": list(_labels([*drawn.shapes, *drawn.lines], right, down)),
        "caption": {"x": _AIR, "y": extent.height + 2 * _AIR, "words": caption.words},
    }


def _depth(shape: Shape) -> tuple[int, int]:
    """A lane may stand in a lane, a subprocess in a subprocess: what is larger lies below."""
    area = shape.box.width * shape.box.height
    return (_UNDER.index(shape.kind) if shape.kind in _UNDER else len(_UNDER), -area)


def _shape(shape: Shape, right: int, down: int) -> dict[str, Any]:
    return {
        "kind": shape.kind,
        **_placed(shape.box, right, down),
        "words": "" if shape.label else shape.words,
        "marks": list(shape.marks),
        "open": shape.is_open,
        "interrupting": shape.interrupting,
    }


def _line(line: Line, right: int, down: int) -> dict[str, Any]:
    points = [[x + right, y + down] for x, y in line.points]
    return {"kind": line.kind, "points": points, "mark": line.mark}


def _labels(items: Iterable[Shape | Line], right: int, down: int) -> Iterable[dict[str, Any]]:
    for item in items:
        if item.label is not None:
            yield {**_placed(item.label, right, down), "words": item.words}


def _placed(box: Box, right: int, down: int) -> dict[str, int]:
    return {"x": box.x + right, "y": box.y + down, "width": max(box.width, 1), "height": max(box.height, 1)}


@cache
def _template() -> bytes:
    return (files("engine.documents") / "picture.typ").read_bytes()
