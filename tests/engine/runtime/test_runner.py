"""Running an instance: from its diagram to people's work and on to its end."""

from __future__ import annotations

import pytest

from engine.errors import Conflict, NotFound
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner, Work
from tests.engine.bpmn.diagrams import SOP, bpmn


def start(xml: str, **data: object) -> Runner:
    return Runner.start(compile_program(xml), data)


def elements(runner: Runner) -> list[str]:
    return [work.element for work in runner.waiting()]


def do(runner: Runner, element: str, **answers: object) -> list[str]:
    """Complete the oldest work at this element; what the move completed."""
    runner.complete(next(work.token for work in runner.waiting() if work.element == element), answers)
    return runner.moved


def test_an_instance_runs_from_start_to_end() -> None:
    runner = start(SOP)
    assert elements(runner) == ["t_serahkan"]
    assert do(runner, "t_serahkan", judul="Penyaluran bantuan") == ["t_serahkan"]
    assert do(runner, "t_pilih") == ["t_pilih"]
    assert do(runner, "t_periksa", keputusan="ya") == ["t_periksa", "x_disetujui"]
    assert do(runner, "t_tayangkan") == ["t_tayangkan", "e"]
    assert runner.ended
    assert runner.waiting() == []
    assert runner.data == {"judul": "Penyaluran bantuan", "keputusan": "ya"}


def test_the_start_event_is_part_of_the_first_move() -> None:
    assert start(SOP).moved == ["s"]


def test_work_says_what_it_is_and_in_which_lane() -> None:
    work = start(SOP).waiting()[0]
    assert work == Work(
        token=work.token,
        element="t_serahkan",
        name="Menyerahkan materi",
        lane="Admin Bidang/Petugas Lapangan",
    )


def test_a_step_without_a_name_is_called_by_its_id() -> None:
    assert start(bpmn("s -> t -> e", names={"t": ""})).waiting()[0].name == "t"


def test_tidak_leads_back_to_the_second_step() -> None:
    runner = start(SOP)
    do(runner, "t_serahkan")
    for _ in range(3):
        do(runner, "t_pilih")
        do(runner, "t_periksa", keputusan="tidak")
    assert elements(runner) == ["t_pilih"]


def test_each_round_has_a_token_of_its_own() -> None:
    runner = start(SOP)
    do(runner, "t_serahkan")
    seen = set()
    for _ in range(5):
        seen.add(runner.waiting()[0].token)
        do(runner, "t_pilih")
        do(runner, "t_periksa", keputusan="tidak")
    assert len(seen) == 5


@pytest.mark.parametrize("order", [("t_left", "t_right"), ("t_right", "t_left")])
def test_branches_are_completed_in_either_order(order: tuple[str, str]) -> None:
    runner = start(bpmn("s -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; a2 -> t_last -> e"))
    assert elements(runner) == ["t_left", "t_right"]
    do(runner, order[0], first=order[0], both=order[0])
    assert elements(runner) == [order[1]]
    assert do(runner, order[1], second=order[1], both=order[1]) == [order[1], "a2"]
    assert elements(runner) == ["t_last"]
    assert runner.data == {"first": order[0], "second": order[1], "both": order[1]}, "later answers win"


@pytest.mark.parametrize("order", [("t_left", "t_right"), ("t_right", "t_left")])
def test_a_join_in_a_loop_waits_for_this_rounds_branches(order: tuple[str, str]) -> None:
    """SpiffWorkflow's own join lets the second round through on one branch, led astray by the first round."""
    runner = start(
        bpmn(
            """
            s -> x1 -> a1; a1 -> t_left -> a2; a1 -> t_right -> a2; a2 -> t_check -> x2
            x2 -> x1 : again; x2 -> e : default
            """
        )
    )
    for again in (True, True, False):
        do(runner, order[0])
        assert elements(runner) == [order[1]]
        do(runner, order[1])
        assert elements(runner) == ["t_check"]
        do(runner, "t_check", again=again)
    assert runner.ended


def test_two_tokens_stand_at_one_element_and_are_completed_apart() -> None:
    runner = start(bpmn("s -> a1; a1 -> t_one -> t_both; a1 -> t_two -> t_both; t_both -> e"))
    do(runner, "t_one")
    do(runner, "t_two")
    first, second = runner.waiting()
    assert (first.element, second.element) == ("t_both", "t_both")
    assert first.token != second.token
    runner.complete(second.token, {})
    assert [work.token for work in runner.waiting()] == [first.token]
    runner.complete(first.token, {})
    assert runner.ended


def test_an_inclusive_join_waits_only_for_the_branches_taken() -> None:
    runner = start(
        bpmn(
            """
            s -> t -> o1; o1 -> t_web -> o2 : "web" in kanal; o1 -> t_ig -> o2 : "ig" in kanal
            o1 -> t_x -> o2 : "x" in kanal; o2 -> t_last -> e
            """
        )
    )
    do(runner, "t", kanal=["web", "x"])
    assert elements(runner) == ["t_web", "t_x"]
    do(runner, "t_x")
    assert elements(runner) == ["t_web"]
    do(runner, "t_web")
    assert elements(runner) == ["t_last"]


def test_a_subprocess_runs_on_the_data_of_the_instance() -> None:
    runner = start(
        bpmn(
            "s -> t -> b -> t_last -> e",
            inside={"b": "s_in -> x; x -> t_in -> e_in : perlu; x -> e_in2 : default"},
            lanes={"Petugas": "t b", "Ketua": "t_last"},
        )
    )
    do(runner, "t", perlu=True)
    assert [(work.element, work.lane) for work in runner.waiting()] == [("t_in", "Petugas")]
    runner = Runner.load(runner._program, runner.save(), runner.data)
    assert do(runner, "t_in", hasil=1) == ["t_in", "e_in", "b"]
    assert elements(runner) == ["t_last"]
    assert runner.data == {"perlu": True, "hasil": 1}


def test_a_terminate_end_withdraws_everybody_elses_work() -> None:
    runner = start(bpmn("s -> a1; a1 -> t_long -> e; a1 -> t_stop -> k"))
    do(runner, "t_stop")
    assert runner.ended
    assert runner.waiting() == []


def test_a_terminate_end_in_a_subprocess_ends_only_the_subprocess() -> None:
    inside = {"b": "s_in -> a1; a1 -> t_long -> e_in; a1 -> t_stop -> k_in"}
    runner = start(bpmn("s -> b -> t_last -> e", inside=inside))
    do(runner, "t_stop")
    assert elements(runner) == ["t_last"]


def test_a_script_computes_on_the_instance() -> None:
    script = 'jumlah = len(foto)\nringkas = {"foto": jumlah, "judul": judul.upper()}'
    runner = start(bpmn("s -> t -> c -> t_last -> e", scripts={"c": script}))
    assert do(runner, "t", foto=["a", "b"], judul="banjir") == ["t", "c"]
    assert runner.data["jumlah"] == 2
    assert runner.data["ringkas"] == {"foto": 2, "judul": "BANJIR"}


def test_an_unanswered_field_is_none_to_a_condition() -> None:
    runner = start(bpmn("s -> x; x -> t_yes -> e : keputusan == 'ya'; x -> t_no -> e : keputusan == None"))
    assert elements(runner) == ["t_no"]


def test_completing_a_token_that_does_not_wait_is_a_conflict() -> None:
    runner = start(SOP)
    token = runner.waiting()[0].token
    runner.complete(token, {})
    for wrong in (token, "999", "", "root"):
        with pytest.raises(Conflict):
            runner.complete(wrong, {"judul": "x"})
    assert elements(runner) == ["t_pilih"]
    assert runner.data == {}


def test_an_ended_instance_has_no_work_to_complete() -> None:
    runner = start(bpmn("s -> e"))
    assert runner.ended
    again = Runner.load(compile_program(bpmn("s -> e")), runner.save(), runner.data)
    assert again.ended
    with pytest.raises(Conflict):
        again.complete("1", {})


def test_an_instance_is_returned_to_its_submitter_outside_the_diagram() -> None:
    runner = start(SOP)
    do(runner, "t_serahkan", judul="a")
    withdrawn = runner.waiting()[0].token
    runner.send_to(withdrawn, "t_serahkan")
    assert elements(runner) == ["t_serahkan"]
    assert runner.moved == []
    assert runner.waiting()[0].token != withdrawn
    with pytest.raises(Conflict):
        runner.complete(withdrawn, {})
    runner = Runner.load(compile_program(SOP), runner.save(), runner.data)
    do(runner, "t_serahkan", judul="b")
    assert elements(runner) == ["t_pilih"]


def test_inside_a_subprocess_a_token_is_sent_only_within_it() -> None:
    inside = {"b": "s_in -> t_one -> t_two -> e_in"}
    runner = start(bpmn("s -> t -> b -> e", inside=inside))
    do(runner, "t")
    do(runner, "t_one")
    token = runner.waiting()[0].token
    with pytest.raises(NotFound):
        runner.send_to(token, "t")
    runner.send_to(token, "t_one")
    assert elements(runner) == ["t_one"]
    do(runner, "t_one")
    do(runner, "t_two")
    assert runner.ended


@pytest.mark.parametrize("element", ["x_disetujui", "e", "s", "Start", "nowhere", ""])
def test_a_token_is_sent_only_to_a_persons_step(element: str) -> None:
    runner = start(SOP)
    with pytest.raises(NotFound):
        runner.send_to(runner.waiting()[0].token, element)
    assert elements(runner) == ["t_serahkan"]


def test_sending_a_token_that_does_not_wait_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        start(SOP).send_to("999", "t_serahkan")
