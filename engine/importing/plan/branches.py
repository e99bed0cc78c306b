"""Where a deciding row leads: its outcomes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.importing.cells.marks import is_answer
from engine.importing.cells.words import plain, slug
from engine.importing.plan.decisions import GUESSED, inverted, question_of
from engine.importing.plan.outcomes import THE_END, Layout, Outcome, distinct
from engine.importing.plan.references import Reference, is_negative, references_in, resolve
from engine.importing.plan.side_branches import guess, side_branch
from engine.importing.rows.table import Row

_SAYS_FIRST = re.compile(
    r"(?:me|ber|di|ter)[a-z]{3}|(?:setuju|sesuai|lengkap|layak|cukup|bisa|dapat|masih|sudah|sah|valid)\b",
    re.IGNORECASE,
)


def outcomes_of(layout: Layout, place: int) -> tuple[list[Outcome], list[str]]:
    """(outcomes, kinds of assumptions about the row as a whole)"""
    row = layout.rows[place]
    everything = references_in(row)
    named = [item for item in everything if item.label]
    written = [outcome for item in named for outcome in _written(layout, place, item)]
    if len(written) >= 2:
        outcomes = distinct(written)
        if len(outcomes) >= 2:
            return [*outcomes, *_forward(layout, place, outcomes)], []
    if not written and (words := layout.loose.get(place)):
        return _loose(layout, place, words), []
    turned = inverted(f"{row.description} {row.remarks}")
    no, yes = ("Ya", "Tidak") if turned else ("Tidak", "Ya")
    kinds = ["inverted"] if turned else []
    if written:
        outcomes = [written[0], _other(layout, place, written[0], _unlabelled(layout, place, everything))]
        return outcomes, kinds if {outcome.label for outcome in outcomes} == {"Ya", "Tidak"} else []
    side = side_branch(layout, place)
    if side:
        return side, kinds
    labels = _labels(named, yes, no)
    if drawn := _unlabelled(layout, place, everything):
        return _named(layout, place, drawn, labels), kinds
    forward = Outcome(label=labels[0], target=layout.following(place), negative=False)
    target, kind = guess(layout, place)
    return [forward, Outcome(label=labels[1], target=target, negative=True, assumed=kind)], kinds


def _labels(references: Sequence[Reference], yes: str, no: str) -> tuple[str, str]:
    positive = next((item.label for item in references if not item.negative), yes)
    negative = next((item.label for item in references if item.negative), no)
    return (yes, no) if positive == negative else (positive, negative)


def _written(layout: Layout, place: int, reference: Reference) -> list[Outcome]:
    targets = list(resolve(reference, place, layout.numbers, layout.lane_names()))
    for target in targets:
        if target != place:
            refuses = reference.negative and target not in {*layout.side_rows, layout.following(place)}
            negative = target == THE_END or target < place or refuses
            # Whose desk it goes back to is written, but not to which of their steps.
            assumed = "return_target" if reference.target.startswith("@") and len(targets) > 1 else ""
            return [_outcome(reference, target, negative=negative, assumed=assumed)]
    if reference.target == "<back>" or reference.back:
        target, kind = guess(layout, place)
        return [_outcome(reference, target, negative=True, assumed=kind)]
    following = layout.following(place)
    if reference.target == "<on>":
        return [_outcome(reference, following, negative=False)]
    if reference.target[:1].isdigit() and place not in targets:
        return [_outcome(reference, following, negative=reference.negative, assumed="way_nowhere")]
    return []


def _outcome(reference: Reference, target: int, *, negative: bool, assumed: str = "") -> Outcome:
    return Outcome(
        label=reference.label, target=target, negative=negative, assumed=assumed, words=reference.words
    )


def _forward(layout: Layout, place: int, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Where only what goes back or stops is written, the rest goes on."""
    following = layout.following(place)
    if following == THE_END or not all(outcome.negative for outcome in outcomes):
        return []
    return [Outcome(label="Sesuai", target=following, negative=False, assumed="forward_way")]


def _unlabelled(layout: Layout, place: int, references: Sequence[Reference]) -> list[int]:
    """Where arrows lead at which no word stands."""
    found: list[int] = []
    for item in references:
        if not item.label:
            targets = resolve(item, place, layout.numbers, layout.lane_names())
            found += [target for target in targets if target != place and target not in found][:1]
    return found


def _named(layout: Layout, place: int, targets: Sequence[int], labels: tuple[str, str]) -> list[Outcome]:
    """Two arrows without words: the one that goes on is the agreement's. One: the other is guessed."""
    going_on = [target for target in targets if target > place] or [layout.following(place)]
    back = [target for target in targets if target not in going_on[:1]]
    target, kind = (back[0], "unlabelled_way") if back else guess(layout, place)
    return [
        Outcome(label=labels[0], target=going_on[0], negative=False, assumed="unlabelled_way"),
        Outcome(label=labels[1], target=target, negative=True, assumed=kind),
    ]


def _other(layout: Layout, place: int, known: Outcome, drawn: Sequence[int] = ()) -> Outcome:
    """The outcome that the table doesn't mention, where it mentions one; its arrow may have no word."""
    label = _word_at_arrow(layout.rows[place], known) or _opposite(known.label)
    if left := [target for target in drawn if target != known.target]:
        return Outcome(label=label, target=left[0], negative=not known.negative, assumed="unlabelled_way")
    if known.target != layout.following(place):
        return Outcome(label=label, target=layout.following(place), negative=False)
    target, kind = guess(layout, place)
    return Outcome(label=label, target=target, negative=True, assumed=kind)


def _word_at_arrow(row: Row, known: Outcome) -> str:
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
    # "Memenuhi syarat" says first what holds, "Ruang terpakai" of what it holds.
    return f"Tidak {label.lower()}" if _SAYS_FIRST.match(label) else f"{words[0]} tidak {words[1]}"


def _loose(layout: Layout, place: int, words: Sequence[str]) -> list[Outcome]:
    """Branches of which only the words are left: each leads to the row that names it, the first of the others
    on, the rest where a refusal would."""
    found: list[Outcome] = []
    onward = layout.following(place)
    for label in words:
        later = range(place + 1, len(layout.rows))
        named = next((n for n in later if plain(label) in plain(layout.rows[n].description)), None)
        target = named if named is not None else onward
        if named is None and any(outcome.target == onward for outcome in found):
            target = guess(layout, place)[0]
        negative = target == THE_END or target < place
        found.append(Outcome(label=label, target=target, negative=negative, assumed="loose_way"))
    return found


def value_of(label: str, taken: set[str]) -> str:
    """A branch's stored value: ya, tidak, or its words."""
    value = slug(label, longest=30) or "cabang"
    while value in taken:
        value = f"{value}_2"
    taken.add(value)
    return value


def question(layout: Layout, place: int, outcomes: Sequence[Outcome]) -> str:
    """Outcomes "Lengkap" and "Tidak lengkap" ask "Lengkap?"; else the row's words ask."""
    labels = [outcome.label for outcome in outcomes]
    if sorted(labels) == ["Disetujui", "Ditolak"]:
        return "Disetujui?"
    words = next((label for label in labels if _denied(label, label.split()) in labels), "")
    if words not in {"", "Ya"} and len(outcomes) == 2:
        return f"{words}?"
    words = question_of(layout.rows[place], row_above(layout, place))
    plainly = {label.casefold() for label in labels} <= {"ya", "tidak"}
    return words if plainly or words not in GUESSED else "Bagaimana hasilnya?"


def is_written(layout: Layout, place: int, words: str) -> bool:
    """Whether the table has the question's words somewhere about the row, if only as one of the outcomes."""
    rows = [layout.rows[place], row_above(layout, place)]
    texts = [text for row in rows if row for text in (row.description, row.remarks, row.output, *row.labels)]
    return plain(words) in plain(" ".join(texts))


def row_above(layout: Layout, place: int) -> Row | None:
    """The row above, which may ask what this one decides; one that decides asks for itself."""
    return layout.rows[place - 1] if place and place - 1 not in layout.deciding else None
