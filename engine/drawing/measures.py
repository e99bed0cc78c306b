"""How large what is drawn is: shapes by their kind, texts by their words, in the fonts of bpmn-js."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from engine.drawing.sketch import SketchNode, SketchNote

LEFT, TOP = 160, 80
#: The pool's and the lanes' name strips.
STRIP = 30
MARGIN = 40
GAP = 60
#: A pool in which nothing stands yet.
NARROWEST = 400
TASK_WIDTH, TASK_HEIGHT = 190, 90
EVENT, GATEWAY = 36, 50
TRACK = 16
PAD = 26
#: Events on a border: from the node's right corner, each to the left of the one before.
CORNER, SPACING = 26, 44
NOTE_WIDTH, NOTE_GAP = 190, 16
LINE = 14
#: Characters that fit into a line of the shapes' widths, by the fonts of bpmn-js.
_TASK_CHARS, _NOTE_CHARS, _LABEL_CHARS = 28, 29, 15
CHAR = 6.2
LANE_CHAR = 7


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """x of the right border."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """y of the lower border; y grows downwards."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[int, int]:
        """Point in the middle, rounded down."""
        return self.x + self.width // 2, self.y + self.height // 2


Point = tuple[int, int]


@dataclass
class Picture:
    pool: Box
    lanes: list[Box] = field(default_factory=list)
    shapes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, list[Point]] = field(default_factory=dict)


def size(node: SketchNode) -> tuple[int, int]:
    """Width and height in pixels; a task grows downwards with its name."""
    if node.size is not None:
        return node.size
    if not node.type.endswith(("Event", "Gateway")):
        return TASK_WIDTH, max(TASK_HEIGHT, lines(node.name, _TASK_CHARS) * LINE + 24)
    side = EVENT if node.type.endswith("Event") else GATEWAY
    return side, side


def label_width(name: str) -> int:
    """Pixels, as bpmn-js wraps the name below an event or at a gateway."""
    return min(ceil(len(name) * CHAR) + 6, 96)


def label_height(name: str) -> int:
    """Pixels of the wrapped name."""
    return lines(name, _LABEL_CHARS) * LINE


def note_size(note: SketchNote) -> tuple[int, int]:
    """Width and height in pixels."""
    if note.size is not None:
        return note.size
    rows = sum(lines(line, _NOTE_CHARS) for line in note.text.splitlines() or [""])
    return NOTE_WIDTH, rows * 15 + 12


def lines(text: str, width: int) -> int:
    """Lines that a text takes when wrapped at words."""
    count, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width:
            count, used = count + 1, 0
        used += len(word) + (1 if used else 0)
        count += (used - 1) // width if used > width else 0
        used = used % width if used > width else used
    return count
