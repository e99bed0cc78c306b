"""The course of the rows: which decide, which lead elsewhere than to the next, where it begins and ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.importing.cells.words import plain
from engine.importing.plan import verbs
from engine.importing.plan.decisions import asks_for, deciding
from engine.importing.plan.noted import Noted
from engine.importing.plan.outcomes import THE_END, Layout
from engine.importing.plan.references import references_in, resolve
from engine.importing.plan.steps import END, Decision
from engine.importing.rows.table import Row, SopTable


def lay_out(
    table: SopTable,
    rows: Sequence[Row],
    keys: Sequence[str],
    lanes: Sequence[int],
    actors: Sequence[str],
    noted: Noted,
) -> Layout:
    """`keys`, `lanes`: of each row; `lanes` are indices into the actors. What was guessed goes to `noted`."""
    pairs = min(table.loose_labels.count("ya"), table.loose_labels.count("tidak"))
    places, guessed = deciding(rows, pairs)
    words = [label for label in table.loose_labels if label not in {"ya", "tidak"}]
    asks = asks_for(rows, places, words) if words else None
    if asks is not None and asks not in places:
        places, guessed = sorted({*places, asks}), {*guessed, asks}
    for place in guessed:
        noted.add(place, "decision_row")
    layout = Layout(
        rows=rows,
        lanes=lanes,
        actors=actors,
        numbers={key: place for place, key in reversed(list(enumerate(keys)))},
        deciding=places,
        ends=set(_ends(rows, places)),
        loose={asks: words} if asks is not None else {},
    )
    for place, row in enumerate(rows):
        if place not in places and (targets := _written_targets(layout, place, row)):
            _lead_on(layout, place, targets, keys, noted)
    return layout


def _lead_on(layout: Layout, place: int, targets: Sequence[int], keys: Sequence[str], noted: Noted) -> None:
    """A step leads to one; where else the table leads it is noted."""
    following = layout.following(place)
    first = following if following in targets else targets[0]
    layout.written.add(place)
    if first != THE_END:
        layout.after[place] = first
    elif following != THE_END:
        layout.ends.add(place)
    for target in targets:
        if target != first:
            noted.add(place, "other_way", target=END if target == THE_END else keys[target])


def _ends(rows: Sequence[Row], places: Sequence[int]) -> Iterator[int]:
    """Capsules before the last row, but not those with which it begins."""
    first = _leading_capsules(rows)
    for place, row in enumerate(rows[:-1]):
        capsule = row.symbol == "capsule" and place >= max(1, first) and not _all_capsules(rows)
        if (capsule or row.symbol == "end") and place > 0 and place not in places:
            yield place


def _all_capsules(rows: Sequence[Row]) -> bool:
    """One mark used for everything says nothing."""
    return len({row.symbol for row in rows if row.symbol}) < 2


def _leading_capsules(rows: Sequence[Row]) -> int:
    n = 0
    while n < len(rows) - 1 and rows[n].symbol in {"start", "capsule"}:
        n += 1
    return n


def _written_targets(layout: Layout, place: int, row: Row) -> list[int]:
    """ "kembali ke no. 2" in the Keterangan of a step that doesn't decide, and arrows drawn from it."""
    found: list[int] = []
    for reference in references_in(row):
        if not reference.label and not reference.target.startswith("@"):
            targets = resolve(reference, place, layout.numbers, layout.lane_names())
            found += [target for target in targets if target != place and target not in found][:1]
    return found


def begin(rows: Sequence[Row], layout: Layout, keys: Sequence[str], noted: Noted) -> tuple[str, ...]:
    """Capsules one below another at the top begin together; each leads to the first row that is none."""
    first = _leading_capsules(rows)
    if first < 2 or _all_capsules(rows) or any(place in layout.deciding for place in range(first)):
        return (keys[0],)
    for place in range(first):
        layout.after[place] = first
    kind = "alternative_starts" if are_alternative(rows[:first], rows[first]) else "several_starts"
    noted.add(first - 1, kind, starts=", ".join(keys[:first]))
    return tuple(keys[:first])


def are_alternative(starts: Sequence[Row], meeting: Row) -> bool:
    """Whether an instance begins with one of several rows, and not with all: they are channels for the same
    thing, and nothing says that they go together. `meeting`: the row to which they lead."""
    texts = [row.description for row in starts]
    if verbs.TOGETHER.search(" ".join([*texts, meeting.description])):
        return False
    nouns = [{word for word in plain(text).split()[1:] if len(word) > 4} for text in texts]
    return bool(set.intersection(*nouns)) or any(verbs.CHANNEL.search(text) for text in texts)


def pass_by_refusals(
    layout: Layout, decisions: Mapping[str, Decision], keys: Sequence[str], noted: Noted
) -> None:
    """A row that turns away, to which an earlier decision leads, is not for who came to the row above it."""
    skipped_to = {
        layout.numbers[branch.target]
        for key, decision in decisions.items()
        for branch in decision.branches
        if branch.target != END and layout.numbers[branch.target] > layout.numbers[key] + 1
    }
    for place in sorted(skipped_to):
        above = place - 1
        settled = above in layout.deciding or above in layout.after or above in layout.ends
        if not settled and verbs.TURNS_AWAY.search(layout.rows[place].description):
            beyond = layout.following(place)
            layout.after[above] = beyond
            target = END if beyond == THE_END else keys[beyond]
            noted.add(above, "refusal_passed_by", refusal=keys[place], target=target)
