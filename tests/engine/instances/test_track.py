"""The track says of each step whether it is done, in work, still to come, or was left out."""

from __future__ import annotations

from engine import clock
from engine.bpmn.diagram import read_diagram
from engine.instances.track import track
from tests.long_sop import straight
from tests.office import small_sop, timed_sop, timer
from tests.patience import processor_time

LATE = timed_sop(timer("Batas", "Periksa", "PT1H", to="Tayang"))


def states(xml: str, *, done: str = "", open_: str = "", ended: bool = False) -> list[str]:
    """Of Serah, Pilih, Periksa, Tayang."""
    results = {element: {"name": "Siti", "minutes": 3, "round": 1} for element in done.split()}
    since = dict.fromkeys(open_.split(), clock.now())
    return [step.state for step in track(read_diagram(xml), results, since, ended=ended)]


def test_what_lies_ahead_is_to_do_also_what_a_loop_went_back_before() -> None:
    assert states(small_sop(), done="Serah", open_="Pilih") == ["done", "now", "todo", "todo"]
    assert states(small_sop(), done="Serah Pilih Periksa", open_="Pilih") == ["done", "now", "todo", "todo"]


def test_a_step_that_a_deadline_took_away_is_not_still_to_do() -> None:
    assert states(LATE, done="Serah Pilih", open_="Tayang") == ["done", "done", "skipped", "now"]
    assert states(LATE, done="Serah Pilih Tayang", ended=True) == ["done", "done", "skipped", "done"]


def test_nothing_is_to_do_any_more_in_an_instance_that_was_withdrawn() -> None:
    assert states(small_sop(), done="Serah", ended=True) == ["done", "skipped", "skipped", "skipped"]


def test_what_was_counted_otherwise_is_held_against_no_norm() -> None:
    diagram = read_diagram(small_sop().replace("PT30M", "1x24H"))
    last = {"Pilih": {"name": "Siti", "minutes": 3, "round": 1}}
    before = track(diagram, last, {}, ended=True)[1]
    assert (before.minutes, before.norm_minutes, before.by_clock) == (3, None, False)
    last["Pilih"]["by_clock"] = True
    now = track(diagram, last, {}, ended=True)[1]
    assert (now.minutes, now.norm_minutes, now.by_clock) == (3, 1440, True)


def test_a_stuck_instance_has_its_next_step_before_it() -> None:
    assert states(small_sop(), done="Serah Pilih Periksa") == ["done", "done", "done", "todo"]


def test_a_very_long_track_costs_what_it_is_long() -> None:
    """Any account that sees the task may ask for its page."""
    diagram = read_diagram(straight(4000))
    start = processor_time()
    steps = track(diagram, {}, {"T3000": clock.now()}, ended=False)
    assert processor_time() - start < 1.5  # 2.7 s where each step looked for its place
    assert [step.state for step in (steps[0], steps[3000], steps[3999])] == ["skipped", "now", "todo"]
