"""Where a deciding row's ways lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.bpmn.sop_table import verbs
from engine.bpmn.sop_table.decisions import GUESSED, inverted, question_of
from engine.bpmn.sop_table.marks import is_answer
from engine.bpmn.sop_table.model import Row
from engine.bpmn.sop_table.references import Said, is_negative, resolve, said_in
from engine.bpmn.sop_table.words import plain, slug

_SAYS_FIRST = re.compile(
    r"(?:me|ber|di|ter)[a-z]{3}|(?:setuju|sesuai|lengkap|layak|cukup|bisa|dapat|masih|sudah|sah|valid)\b",
    re.IGNORECASE,
)
#: A place beyond the last row: the procedure ends.
THE_END = -1


@dataclass(frozen=True, kw_only=True)
class Way:
    label: str
    target: int
    negative: bool
    #: Kind of the assumption that led here; empty when the table says so.
    assumed: str = ""


@dataclass
class Layout:
    """The rows, and what has been found out about them."""

    rows: Sequence[Row]
    lanes: Sequence[int]
    actors: Sequence[str]
    numbers: dict[str, int]
    deciding: Sequence[int]
    #: Row → where it leads, where that is not the next row.
    after: dict[int, int] = field(default_factory=dict)
    #: Rows that end the procedure before the last one does.
    ends: set[int] = field(default_factory=set)
    #: Rows that are not the ordinary next step of the row before them.
    beside: set[int] = field(default_factory=set)

    def following(self, place: int) -> int:
        return place + 1 if place + 1 < len(self.rows) else THE_END

    def lane_names(self) -> list[str]:
        return [self.actors[lane] if self.actors else "" for lane in self.lanes]


def ways_of(layout: Layout, place: int) -> tuple[list[Way], list[str]]:
    """(ways, kinds of assumptions about the row as a whole)"""
    row = layout.rows[place]
    everything = said_in(row)
    said = [one for one in everything if one.label]
    written = [way for one in said for way in _written(layout, place, one)]
    if len(written) >= 2:
        ways = _distinct(written)
        if len(ways) >= 2:
            return [*ways, *_forward(layout, place, ways)], []
    turned = inverted(f"{row.description} {row.remarks}")
    no, yes = ("Ya", "Tidak") if turned else ("Tidak", "Ya")
    kinds = ["inverted"] if turned else []
    if written:
        ways = [written[0], _other(layout, place, written[0], _unlabelled(layout, place, everything))]
        return ways, kinds if {way.label for way in ways} == {"Ya", "Tidak"} else []
    beside = _beside(layout, place)
    if beside:
        return beside, kinds
    labels = _labels(said, yes, no)
    if drawn := _unlabelled(layout, place, everything):
        return _named(layout, place, drawn, labels), kinds
    forward = Way(label=labels[0], target=layout.following(place), negative=False)
    target, kind = _guess(layout, place)
    return [forward, Way(label=labels[1], target=target, negative=True, assumed=kind)], kinds


def _labels(said: Sequence[Said], yes: str, no: str) -> tuple[str, str]:
    positive = next((one.label for one in said if not one.negative), yes)
    negative = next((one.label for one in said if one.negative), no)
    return (yes, no) if positive == negative else (positive, negative)


def _written(layout: Layout, place: int, said: Said) -> list[Way]:
    targets = list(resolve(said, place, layout.numbers, layout.lane_names()))
    for target in targets:
        if target != place:
            refuses = said.negative and target not in {*layout.beside, layout.following(place)}
            negative = target == THE_END or target < place or refuses
            # Whose desk it goes back to is written, but not to which of their steps.
            assumed = "return_target" if said.target.startswith("@") and len(targets) > 1 else ""
            return [Way(label=said.label, target=target, negative=negative, assumed=assumed)]
    if said.target == "<back>" or said.back:
        target, kind = _guess(layout, place)
        return [Way(label=said.label, target=target, negative=True, assumed=kind)]
    if said.target == "<on>":
        return [Way(label=said.label, target=layout.following(place), negative=False)]
    return []


def _forward(layout: Layout, place: int, ways: Sequence[Way]) -> list[Way]:
    """Where only what goes back or stops is written, the rest goes on."""
    following = layout.following(place)
    if following == THE_END or not all(way.negative for way in ways):
        return []
    return [Way(label="Sesuai", target=following, negative=False, assumed="forward_way")]


def _distinct(ways: Sequence[Way]) -> list[Way]:
    found: dict[str, Way] = {}
    for way in ways:
        found.setdefault(way.label, way)
    return list(found.values())


def _unlabelled(layout: Layout, place: int, said: Sequence[Said]) -> list[int]:
    """Where arrows lead at which no word stands."""
    found: list[int] = []
    for one in said:
        if not one.label:
            targets = resolve(one, place, layout.numbers, layout.lane_names())
            found += [target for target in targets if target != place and target not in found][:1]
    return found


def _named(layout: Layout, place: int, targets: Sequence[int], labels: tuple[str, str]) -> list[Way]:
    """Two arrows without words: the one that goes on is the agreement's. One: the other is guessed."""
    going_on = [target for target in targets if target > place] or [layout.following(place)]
    back = [target for target in targets if target not in going_on[:1]]
    target, kind = (back[0], "unlabelled_way") if back else _guess(layout, place)
    return [
        Way(label=labels[0], target=going_on[0], negative=False, assumed="unlabelled_way"),
        Way(label=labels[1], target=target, negative=True, assumed=kind),
    ]


def _other(layout: Layout, place: int, known: Way, drawn: Sequence[int] = ()) -> Way:
    """The way that the table doesn't mention, beside one that it does; its arrow may have no word."""
    label = _beside_arrow(layout.rows[place], known) or _opposite(known.label)
    if left := [target for target in drawn if target != known.target]:
        return Way(label=label, target=left[0], negative=not known.negative, assumed="unlabelled_way")
    if known.target != layout.following(place):
        return Way(label=label, target=layout.following(place), negative=False)
    target, kind = _guess(layout, place)
    return Way(label=label, target=target, negative=True, assumed=kind)


def _beside_arrow(row: Row, known: Way) -> str:
    """A word at an arrow that leads where no number stands, to the next page."""
    words = [label for label in row.labels if is_answer(label) and is_negative(label) != known.negative]
    plainly = {known.label.lower(), "ya", "tidak", "tdk", "yes", "no", "y", "t"}
    return next((word for word in words if word.lower() not in plainly), "")


def _opposite(label: str) -> str:
    """Ya and Tidak; "Tidak lengkap" and "Lengkap"."""
    words = label.split()
    if label in {"Ya", "Tidak"}:
        return "Tidak" if label == "Ya" else "Ya"
    if words[0].lower() in {"tidak", "belum", "kurang", "not"} and len(words) > 1:
        return " ".join(words[1:]).capitalize()
    if " tidak " in label:
        return label.replace(" tidak ", " ")
    if is_negative(label) and words[0].lower() not in {"perlu", "ada"}:
        return "Disetujui" if label.lower() == "ditolak" else "Ya"
    return _denied(label, words)


def _denied(label: str, words: Sequence[str]) -> str:
    if words[0].lower() in {"perlu", "ada"} or len(words) == 1:
        return f"Tidak {label.lower()}"
    if len(words) > 2:
        return "Tidak"
    # "Memenuhi syarat" says first what is the case, "Ruang terpakai" of what.
    return f"Tidak {label.lower()}" if _SAYS_FIRST.match(label) else f"{words[0]} tidak {words[1]}"


def _beside(layout: Layout, place: int) -> list[Way]:
    """Rows below that only one of the ways passes: "4b", a mending step, a refusal that ends."""
    group = _variants(layout, place)
    first = place + 1
    if group:
        beyond = group[-1] + 1 if group[-1] + 1 < len(layout.rows) else THE_END
        layout.beside.update(group)
        if verbs.MENDS.match(layout.rows[first].description):
            layout.after[group[-1]] = place
            return _mending(first, beyond)
        wanted = _wanted(layout.rows[first])
        return [
            Way(label=f"Perlu {wanted}", target=first, negative=False, assumed="optional_branch"),
            Way(label=f"Tidak perlu {wanted}", target=beyond, negative=False, assumed="optional_branch"),
        ]
    if first + 1 < len(layout.rows) and first not in layout.deciding:
        row = layout.rows[first]
        if verbs.MENDS.match(row.description):
            layout.beside.add(first)
            layout.after.setdefault(first, place)
            return _mending(first, first + 1)
        if first in layout.ends and _refuses(row):
            layout.beside.add(first)
            return [
                Way(label="Ya", target=first + 1, negative=False, assumed="refusal_branch"),
                Way(label="Tidak", target=first, negative=True, assumed="refusal_branch"),
            ]
    return []


def _mending(first: int, beyond: int) -> list[Way]:
    return [
        Way(label="Ya", target=beyond, negative=False, assumed="mending_branch"),
        Way(label="Tidak", target=first, negative=True, assumed="mending_branch"),
    ]


def _variants(layout: Layout, place: int) -> list[int]:
    base = re.match(r"\d+", layout.rows[place].number)
    found: list[int] = []
    for following in range(place + 1, len(layout.rows)):
        variant = re.fullmatch(r"(\d+)[b-z]", layout.rows[following].number)
        if not (base and variant and variant[1] == base[0]):
            break
        found.append(following)
    return found


def _wanted(row: Row) -> str:
    """ "Melaksanakan uji konsekuensi" → "uji", "Menyusun nota dinas" → "nota dinas"."""
    verb, *words = re.findall(r"[\w-]+", row.description.lower())
    light = verb in {"melaksanakan", "melakukan", "mengadakan", "menyelenggarakan"}
    return " ".join(words[: 1 if light else 2]) or "langkah tambahan"


def _refuses(row: Row) -> bool:
    return bool(verbs.REFUSES.search(row.description) or verbs.REFUSES.search(row.output))


def _guess(layout: Layout, place: int) -> tuple[int, str]:
    """Where "Tidak" leads when its arrow is lost."""
    for later in range(place + 2, len(layout.rows)):
        if _refuses(layout.rows[later]):
            return later, "skip_target"
    earlier = [one for one in range(place) if one not in layout.beside]
    if not earlier:
        return THE_END, "end_target"
    for one in reversed(earlier):
        if layout.lanes[one] != layout.lanes[place]:
            return one, "return_target"
    return earlier[-1], "return_target"


def value_of(label: str, taken: set[str]) -> str:
    """A branch's stored value: ya, tidak, or its words."""
    value = slug(label, longest=30) or "cabang"
    while value in taken:
        value = f"{value}_2"
    taken.add(value)
    return value


def question(layout: Layout, place: int, ways: Sequence[Way]) -> str:
    """Ways "Lengkap" and "Tidak lengkap" ask "Lengkap?"; else it stands in the row's words."""
    labels = [way.label for way in ways]
    if sorted(labels) == ["Disetujui", "Ditolak"]:
        return "Disetujui?"
    asked = next((label for label in labels if _denied(label, label.split()) in labels), "")
    if asked not in {"", "Ya"} and len(ways) == 2:
        return f"{asked}?"
    asked = question_of(layout.rows[place], asked_before(layout, place))
    return "Bagaimana hasilnya?" if len(ways) > 2 and asked in GUESSED else asked


def said_by(layout: Layout, place: int, asked: str) -> bool:
    """Whether the table has the question's words somewhere about the row, if only as one of the ways."""
    rows = [layout.rows[place], asked_before(layout, place)]
    texts = [text for row in rows if row for text in (row.description, row.remarks, row.output, *row.labels)]
    return plain(asked) in plain(" ".join(texts))


def asked_before(layout: Layout, place: int) -> Row | None:
    """The row above, which may ask what this one decides; one that decides asks for itself."""
    return layout.rows[place - 1] if place and place - 1 not in layout.deciding else None
