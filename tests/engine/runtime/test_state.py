"""What is stored of an instance: the tokens, and nothing that is over."""

from __future__ import annotations

import pytest

from engine.errors import ProcessFailed
from engine.runtime import state
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from tests.engine.bpmn.diagrams import SOP, bpmn
from tests.engine.runtime import shapes, walks
from tests.engine.runtime.players import Walk, play, stays_with_stock

RANDOM_SHAPES = 120

#: Where SpiffWorkflow departs from BPMN or gives up, and the token game agrees with us.
STOCK_ERRS = {
    "loop with parallel inside": "the second round passes the join on one branch",
    "inclusive in a loop": "the second round passes the join on one branch",
    "a parallel gateway waits for its own branch": "the join does not wait for it",
    "a parallel gateway leads to itself": "endless recursion while predicting",
    "two parallel gateways lead to each other": "endless recursion while predicting",
    "one or the other flow to an inclusive join, over and over": "flows are told apart by their element",
    "one or the other of two flows to a parallel join": "flows are told apart by their element",
}


@pytest.fixture(scope="module")
def diagrams() -> list[walks.Walkable]:
    return walks.every_diagram(timers=True)


@pytest.fixture(scope="module")
def untimed() -> list[walks.Walkable]:
    """Without timers: stock SpiffWorkflow would look at the clock itself."""
    return walks.every_diagram(timers=False)


@pytest.mark.thorough
def test_stored_and_cut_instances_play_the_token_game_by_the_book(
    diagrams: list[walks.Walkable], capsys: pytest.CaptureFixture[str]
) -> None:
    steps = sum(play(Walk(xml, shape, seed)) for _, xml, shape in diagrams for seed in range(4))
    with capsys.disabled():
        print(f"\n{len(diagrams)} diagrams walked, {steps} steps compared with the token game")
    assert len(diagrams) >= len(shapes.OWN)
    assert steps > 300


@pytest.mark.thorough
def test_random_processes_play_the_token_game_by_the_book() -> None:
    steps = 0
    for seed in range(RANDOM_SHAPES):
        found = walks.walkable(shapes.random_shape(seed).encode())
        assert found is not None
        steps += play(Walk(*found, seed))
    assert steps > 500


@pytest.mark.thorough
def test_cut_instances_do_what_uncut_spiffworkflow_does(
    untimed: list[walks.Walkable], capsys: pytest.CaptureFixture[str]
) -> None:
    apart = {
        name
        for name, xml, shape in untimed
        if not all(stays_with_stock(xml, shape, seed) for seed in range(4))
    }
    with capsys.disabled():
        print(f"\n{len(untimed) - len(apart)} of {len(untimed)} diagrams as in stock SpiffWorkflow")
    assert apart <= set(STOCK_ERRS)


@pytest.mark.thorough
def test_where_spiffworkflow_is_said_to_err_it_does(untimed: list[walks.Walkable]) -> None:
    known = [(xml, shape) for name, xml, shape in untimed if name in STOCK_ERRS]
    assert len(known) == len(STOCK_ERRS)
    for xml, shape in known:
        assert not all(stays_with_stock(xml, shape, seed) for seed in range(40))


@pytest.mark.thorough
def test_three_hundred_rounds_store_no_more_than_one() -> None:
    program = compile_program(SOP)
    runner = Runner.start(program, {})
    runner.complete(runner.waiting()[0].token, {})
    sizes, counts = [], []
    for number in range(300):
        for element in ("t_pilih", "t_periksa"):
            runner = Runner.load(program, runner.save(), runner.data)
            assert [work.element for work in runner.waiting()] == [element]
            runner.complete(runner.waiting()[0].token, {"keputusan": "tidak", "putaran": number})
            sizes.append(len(runner.save()))
            counts.append(len(runner._instance.tasks))
    assert max(counts) == min(counts) == 2, "the root and the one token"
    assert max(sizes) - min(sizes) <= 2 * 3, "only the number of the token gets longer"
    assert max(sizes) < 60


def test_parallel_rounds_store_no_more_than_one() -> None:
    program = compile_program(
        bpmn(
            """
            s -> t_first -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2
            a2 -> t_check -> x; x -> t_first : lagi; x -> e : default
            """
        )
    )
    runner = Runner.start(program, {})
    sizes = set()
    for _ in range(100):
        for element in ("t_first", "t_right", "t_left", "t_check"):
            runner = Runner.load(program, runner.save(), runner.data)
            work = next(item for item in runner.waiting() if item.element == element)
            runner.complete(work.token, {"lagi": True})
        sizes.add((len(runner.save()) - 2 * len(str(runner._rows.last_id)), len(runner._instance.tasks)))
    assert len(sizes) == 1


def test_what_is_stored_names_only_tokens() -> None:
    runner = Runner.start(compile_program(SOP), {"rahasia": "isi berkas"})
    assert runner.save() == b'\x01[2,[[2,"t_serahkan",16,""]],[]]'


def test_many_tokens_are_compressed_and_come_back_the_same() -> None:
    branches = ";".join(f"a1 -> t_langkah_yang_bernama_panjang_{number} -> a2" for number in range(40))
    program = compile_program(bpmn(f"s -> a1; {branches}; a2 -> e"))
    runner = Runner.start(program, {})
    runner.complete(runner.waiting()[3].token, {})
    stored = runner.save()
    assert stored[:1] == b"\x02"
    assert len(stored) < 700
    again = Runner.load(program, stored, {})
    assert again.waiting() == runner.waiting()
    assert again.save() == stored


def test_nothing_but_our_own_form_is_loaded() -> None:
    for wrong in (b"\x09[]", b"{}"):
        with pytest.raises(ValueError, match="unknown form"):
            state.unpack(wrong)
    with pytest.raises(ValueError, match="damaged"):
        state.unpack(b"")


def test_a_token_whose_element_is_gone_is_a_fault_with_its_name() -> None:
    stored = Runner.start(compile_program(SOP), {}).save()
    other = compile_program(bpmn("s -> t_lain -> e"))
    with pytest.raises(ProcessFailed) as failure:
        Runner.load(other, stored, {})
    assert failure.value.params["element"] == "t_serahkan"


def test_ids_are_never_used_twice_in_an_instance() -> None:
    program = compile_program(SOP)
    runner = Runner.start(program, {})
    seen: list[str] = []
    for element in ("t_serahkan", *("t_pilih", "t_periksa") * 20):
        runner = Runner.load(program, runner.save(), runner.data)
        assert runner.waiting()[0].element == element
        seen.append(runner.waiting()[0].token)
        runner.complete(seen[-1], {"keputusan": "tidak"})
    assert len(set(seen)) == len(seen)


def test_tokens_stored_before_flows_had_places_come_by_one_flow_each() -> None:
    """`o` was reached by two flows of `a1` and waits for the third."""
    program = compile_program(bpmn("s -> a1; a1 -> o; a1 -> o; a1 -> t_one; t_one -> o; o -> t_two -> e"))
    stored = b'\x01[6,[[3,"o",8,"a1"],[4,"o",8,"a1"],[5,"t_one",16,""]],[]]'
    runner = Runner.load(program, stored, {})
    runner.complete("5", {})
    assert [work.element for work in runner.waiting()] == ["t_two"]
    runner.complete(runner.waiting()[0].token, {})
    assert runner.ended
