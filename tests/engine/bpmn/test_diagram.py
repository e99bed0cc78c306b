"""What stands in a BPMN file, whoever drew it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn.diagram import Diagram, lane_roles, read_diagram
from engine.bpmn.timers import timer_sentence
from engine.errors import InvalidDiagram
from tests.diagrams import DRAWINGS, NAMES, written
from tests.diagrams.claims import is_read
from tests.diagrams.dialects import DIALECTS
from tests.engine.bpmn.diagrams import bpmn

ROOT = Path(__file__).parents[3]
SOP = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
BPMN = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


def process(body: str, more: str = "") -> Diagram:
    return read_diagram(f'<definitions {BPMN}><process id="p" name="P">{body}</process>{more}</definitions>')


@pytest.mark.parametrize(
    ("lane", "roles"),
    [
        ("Admin Bidang/Petugas Lapangan (Tim Kerja)", ("Admin Bidang", "Petugas Lapangan")),
        ("Ketua Tim Kerja", ("Ketua Tim Kerja",)),
        (" Kepala  Dinas / Kepala Dinas ", ("Kepala Dinas",)),
        ("(Tim Kerja)", ()),
        ("", ()),
        ("A (x/y) B/C", ("A B", "C")),
    ],
)
def test_a_lane_names_roles(lane: str, roles: tuple[str, ...]) -> None:
    assert lane_roles(lane) == roles


def test_nodes_know_their_innermost_lane_and_frames_are_no_lanes() -> None:
    diagram = process(
        """
        <laneSet><lane id="A" name="Tim"><flowNodeRef>t</flowNodeRef><flowNodeRef>u</flowNodeRef>
          <childLaneSet><lane id="B" name="Ketua"><flowNodeRef>t</flowNodeRef></lane></childLaneSet>
        </lane></laneSet>
        <userTask id="t"/><task id="u"/><manualTask id="v"/><serviceTask id="w"/>
        """
    )
    assert {step.id: step.lane for step in diagram.steps.values()} == {"t": "Ketua", "u": "Tim", "v": ""}
    assert [lane.name for lane in diagram.lanes] == ["Ketua"]


def test_what_stands_in_a_subprocess_is_in_its_lane() -> None:
    diagram = process(
        """
        <laneSet><lane id="A" name="Tim"><flowNodeRef>s</flowNodeRef></lane></laneSet>
        <subProcess id="s"><userTask id="t"/><sequenceFlow id="f" sourceRef="t" targetRef="t"/></subProcess>
        """
    )
    assert diagram.steps["t"].lane == "Tim"
    assert diagram.nodes["t"].parent == "s"
    assert [flow.id for flow in diagram.flows] == ["f"]


def test_the_default_flow_and_conditions_are_read() -> None:
    diagram = process(
        """
        <exclusiveGateway id="g" default="n"/>
        <sequenceFlow id="y" sourceRef="g" targetRef="a"><conditionExpression><![CDATA[ a < 3 ]]>
        </conditionExpression></sequenceFlow><sequenceFlow id="n" sourceRef="g" targetRef="b"/>
        """
    )
    assert [(flow.condition, flow.is_default) for flow in diagram.flows] == [("a < 3", False), ("", True)]


def test_the_executable_process_is_the_one_that_is_read() -> None:
    diagram = process("", '<process id="q" isExecutable="true"><userTask id="t"/></process>')
    assert (diagram.process_id, diagram.executable) == ("q", ("q",))
    assert process("").executable == ()


def test_the_main_path_follows_the_rows_of_the_sop() -> None:
    assert read_diagram(SOP.read_bytes()).main_path() == [
        "Serahkan_materi",
        "Pilih_bahan",
        "Periksa_materi",
        "Tayangkan",
    ]


def test_the_main_path_holds_every_step_after_those_that_lead_to_it() -> None:
    edges = ["s a", "a g", "g b", "g c", "b j", "c x", "x j", "j d", "d a", "d e"]
    nodes = "".join(f'<userTask id="{name}"/>' for name in "xdcba")
    nodes += '<startEvent id="s"/><endEvent id="e"/><parallelGateway id="g"/><parallelGateway id="j"/>'
    flows = "".join(
        '<sequenceFlow id="{0}{1}" sourceRef="{0}" targetRef="{1}"/>'.format(*edge.split()) for edge in edges
    )
    path = process(nodes + flows).main_path()
    assert path == ["a", "b", "c", "x", "d"]


def test_a_way_back_into_one_of_several_beginnings_does_not_put_it_last() -> None:
    edges = ["s g", "g a", "g b", "a j", "b j", "j c", "c x", "x d", "x a", "d e"]
    nodes = "".join(f'<userTask id="{name}"/>' for name in "abcd")
    nodes += '<startEvent id="s"/><endEvent id="e"/><parallelGateway id="g"/><inclusiveGateway id="j"/>'
    flows = "".join(
        '<sequenceFlow id="{0}{1}" sourceRef="{0}" targetRef="{1}"/>'.format(*edge.split()) for edge in edges
    )
    assert process(f'{nodes}<exclusiveGateway id="x"/>{flows}').main_path() == ["a", "b", "c", "d"]


@pytest.mark.thorough
def test_a_long_process_is_walked_without_recursion() -> None:
    count = 3000
    nodes = '<startEvent id="t0"/>' + "".join(f'<task id="t{n}"/>' for n in range(1, count))
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{n + 1}"/>' for n in range(count - 1)
    )
    assert len(process(nodes + flows).main_path()) == count - 1


def test_equal_content_is_read_once() -> None:
    assert read_diagram(SOP.read_bytes()) is read_diagram(SOP.read_bytes())


def test_a_file_without_any_process_is_no_diagram() -> None:
    with pytest.raises(InvalidDiagram, match="no_process"):
        read_diagram(f"<definitions {BPMN}/>")


@pytest.mark.parametrize("drawing", NAMES)
def test_a_drawing_says_the_same_whichever_tool_wrote_it(drawing: str) -> None:
    said = {}
    for item in written(drawing):
        diagram = is_read(item.xml)
        said[item.dialect] = [
            (node.type, node.name, node.lane, node.marks) for node in diagram.nodes.values()
        ]
    assert len(said) == len(DIALECTS)
    plain = read_diagram((DRAWINGS / f"{drawing}.bpmn").read_bytes()).nodes.values()
    expected = [(node.type, node.name, node.lane, node.marks) for node in plain]
    assert expected
    assert [tool for tool, nodes in said.items() if nodes != expected] == []


def test_what_follows_the_last_step_of_a_subprocess_follows_the_subprocess() -> None:
    box = {"b_box": "s2 -> t_one -> e2", "b_last": "s3 -> t_end -> e3"}
    diagram = read_diagram(
        bpmn("s -> b_box -> x; x -> t_two : 1; x -> b_last : default; t_two -> e", inside=box)
    )
    assert [node.id for node in diagram.next_steps("s")] == ["t_one"]
    assert [node.id for node in diagram.next_steps("t_one")] == ["t_two", "t_end"]
    assert diagram.next_steps("t_end") == ()


def test_a_timer_says_what_it_is_where_it_sits_and_where_it_leads() -> None:
    diagram = read_diagram(
        bpmn(
            """
            s -> t_one -> t_two -> e; t_one ~ r_soon
            t_one ~ d_late -> x; x -> t_boss : 1; x -> e : default; t_boss -> e
            """,
            durations={"r_soon": "PT30M", "d_late": "P3D"},
        )
    )
    late, soon = diagram.timers_of("t_one")
    assert (soon.id, soon.interrupting, soon.duration, soon.attached_to) == (
        "r_soon",
        False,
        "PT30M",
        "t_one",
    )
    assert (late.id, late.interrupting, late.duration, late.timed_by) == (
        "d_late",
        True,
        "P3D",
        "timeDuration",
    )
    assert [node.id for node in diagram.next_steps("d_late")] == ["t_boss", "e"]
    assert diagram.next_steps("r_soon") == ()
    assert timer_sentence(diagram, soon, "id") == "Pengingat setelah 30 menit"
    assert (
        timer_sentence(diagram, late, "id") == "Batas waktu 3 hari kerja, lalu ke “T_Boss” atau akhir berkas"
    )


def test_what_only_a_deadline_leads_to_is_read_after_the_usual_way() -> None:
    diagram = read_diagram(bpmn("s -> t_one ; t_one ~ d_late -> t_boss -> e; t_one -> t_two -> t_three -> e"))
    assert diagram.main_path() == ["t_one", "t_two", "t_three", "t_boss"]
    back = read_diagram(
        bpmn("s -> t_one; t_one ~ d_late -> t_boss -> t_three; t_one -> t_two -> t_three -> e")
    )
    assert back.main_path() == ["t_one", "t_two", "t_boss", "t_three"]
