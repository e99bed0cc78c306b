"""What is kept can be looked at: a drawing that is missing, or has holes, is made; the rest is as it was."""

from __future__ import annotations

import re

import pytest

from engine.bpmn.diagram import read_diagram
from engine.bpmn.xml import as_text, parse_xml
from engine.drawing.complete import with_drawing
from engine.drawing.interchange import BPMNDI, box_of
from engine.drawing.measures import Box
from engine.importing.foreign import convert
from tests.conftest import ROOT
from tests.diagrams import drawn as drawn_by
from tests.diagrams import some
from tests.diagrams.claims import are_shown_whole
from tests.diagrams.dialects import DIALECTS
from tests.office import small_sop
from tests.webforms.editor.canonical import Said, said

OURS = (ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8")
_DRAWING = re.compile(
    r"BPMNDiagram|\{http://www.omg.org/spec/BPMN/20100524/MODEL\}(collaboration|participant)"
)


def drawn(xml: str) -> str:
    made = with_drawing(xml)
    assert made.made
    assert with_drawing(made.xml).xml == made.xml, "what was drawn is whole"
    assert without_drawing(made.xml) == without_drawing(xml)
    return made.xml


def without_drawing(xml: str) -> dict[Said, int]:
    return {
        item: n for item, n in said(xml).items() if not _DRAWING.search(item[0].replace("definitions", ""))
    }


def boxes(xml: str) -> dict[str, Box]:
    shapes = parse_xml(xml).iter(f"{{{BPMNDI}}}BPMNShape")
    return {shape.get("bpmnElement"): box for shape in shapes if (box := box_of(shape))}


def within(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def erased(xml: str, *elements: str) -> str:
    """Without the shapes and edges of these; without any drawing when none is named."""
    if not elements:
        return re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", xml, flags=re.DOTALL)
    for element in elements:
        pattern = rf'<bpmndi:BPMN(Shape|Edge) [^>]*bpmnElement="{element}".*?</bpmndi:BPMN\1>'
        xml, n = re.subn(pattern, "", xml, flags=re.DOTALL)
        assert n == 1
    return xml


def test_a_whole_drawing_is_left_alone() -> None:
    assert with_drawing(OURS).xml == OURS


def test_without_a_drawing_lanes_steps_and_notes_are_laid_out() -> None:
    xml = drawn(erased(OURS))
    where, diagram = boxes(xml), read_diagram(xml)
    names = {lane.name: lane.id for lane in diagram.lanes}
    for node in diagram.nodes.values():
        assert within(where[names[node.lane]], where[node.id]), node.id
    assert all(note.id in where for note in diagram.annotations)


def test_lanes_without_a_pool_get_one() -> None:
    collaboration = re.compile(r"<bpmn:collaboration.*?</bpmn:collaboration>", re.DOTALL)
    xml = drawn(collaboration.sub("", small_sop()))
    assert '<bpmn:participant id="Unit_kerja" name="SOP Kecil" processRef="kecil"/>' in xml.replace(
        " />", "/>"
    )
    where = boxes(xml)
    assert all(within(where["Unit_kerja"], where[lane]) for lane in ("L0", "L1", "L2", "Serah"))


def test_a_missing_line_is_added_and_nothing_is_moved() -> None:
    flow = read_diagram(OURS).flows[0]
    xml = drawn(erased(OURS, flow.id))
    assert boxes(xml) == boxes(OURS)
    assert f'bpmnElement="{flow.id}"' in xml


def test_a_single_lane_is_laid_around_what_is_drawn() -> None:
    lanes = re.compile(r"<bpmn:laneSet.*?</bpmn:laneSet>", re.DOTALL)
    refs = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in read_diagram(OURS).nodes)
    one = f'<bpmn:laneSet id="LS"><bpmn:lane id="Satu" name="Staf">{refs}</bpmn:lane></bpmn:laneSet>'
    for pool in ("", r"<bpmn:collaboration.*?</bpmn:collaboration>"):
        xml = lanes.sub(one, OURS)
        if pool:  # no pool, either
            plane = re.compile(r'(<bpmndi:BPMNPlane [^>]*bpmnElement=")[^"]*')
            xml = plane.sub(r"\1pengelolaan_website", re.sub(pool, "", xml, flags=re.DOTALL))
        before, after = boxes(xml), boxes(drawn(xml))
        assert {name: after[name] for name in read_diagram(OURS).nodes} == {
            name: before[name] for name in read_diagram(OURS).nodes
        }
        assert all(within(after["Satu"], after[name]) for name in read_diagram(OURS).nodes)


@pytest.mark.parametrize("missing", ["Periksa_materi", "Disetujui", "Mulai"])
def test_with_a_step_missing_the_whole_is_laid_out_anew(missing: str) -> None:
    assert missing in boxes(drawn(erased(OURS, missing)))


HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">'
NESTED = (
    f'{HEAD}<startEvent id="s"/><subProcess id="dalam" name="Verifikasi"><startEvent id="s2"/><task id="t"/>'
    '<boundaryEvent id="batas" attachedToRef="t"><timerEventDefinition id="w"/></boundaryEvent>'
    '<endEvent id="e2"/><sequenceFlow id="a" sourceRef="s2" targetRef="t"/>'
    '<sequenceFlow id="b" sourceRef="t" targetRef="e2"/>'
    '<sequenceFlow id="c" sourceRef="batas" targetRef="e2"/>'
    '</subProcess><endEvent id="e"/><sequenceFlow id="d" sourceRef="s" targetRef="dalam"/>'
    '<sequenceFlow id="f" sourceRef="dalam" targetRef="e"/></process></definitions>'
)


def test_a_subprocess_is_drawn_open_with_all_that_is_in_it() -> None:
    where = boxes(drawn(NESTED))
    assert all(within(where["dalam"], where[name]) for name in ("s2", "t", "batas", "e2"))
    assert not within(where["dalam"], where["e"])
    assert where["batas"].middle[1] == where["t"].y


def test_other_pools_stay_where_they_are() -> None:
    other = '<bpmn:participant id="Warga" name="Warga"/></bpmn:collaboration>'
    message = '<bpmn:messageFlow id="m" sourceRef="Warga" targetRef="Serahkan_materi"/>'
    shape = '<bpmndi:BPMNShape id="w" bpmnElement="Warga"><dc:Bounds x="10" y="20" width="600" height="90"/>'
    xml = OURS.replace("</bpmn:collaboration>", message + other)
    xml = xml.replace("</bpmndi:BPMNPlane>", f"{shape}</bpmndi:BPMNShape></bpmndi:BPMNPlane>")
    after = with_drawing(erased(xml, "Periksa_materi")).xml
    where = boxes(after)
    assert where["Warga"] == Box(10, 20, 600, 90)
    assert all(where[name].y > 110 for name in read_diagram(OURS).nodes)
    assert 'bpmnElement="m"' in after


def test_of_several_pictures_the_whole_one_comes_first() -> None:
    other = '<bpmndi:BPMNDiagram id="x"><bpmndi:BPMNPlane id="y" bpmnElement="lain"/></bpmndi:BPMNDiagram>'
    xml = OURS.replace("<bpmndi:BPMNDiagram", f"{other}<bpmndi:BPMNDiagram", 1)
    xml = xml.replace("</bpmn:definitions>", '<bpmn:process id="lain"/></bpmn:definitions>')
    assert boxes(drawn(xml)) == boxes(OURS)


@pytest.mark.parametrize(
    "xml",
    [
        f"{HEAD}</process></definitions>".replace(' id="p"', ""),
        HEAD + "".join(f'<task id="T{n}"/>' for n in range(6000)) + "</process></definitions>",
    ],
    ids=["without an id", "drawn by nobody"],
)
def test_what_can_not_be_drawn_stays_as_it_is(xml: str) -> None:
    assert with_drawing(xml).xml == xml


@pytest.mark.thorough
def test_every_tools_diagram_is_shown_whole_by_bpmn_js() -> None:
    """As imported; and as it came, where the drawing was missing or had holes."""
    # Ids that bpmn-js itself refuses get others by the import, not by the drawing.
    came = [as_text(item.xml) for item in some() if item.drawing != "odd-names"]
    bare = [xml for xml in came if with_drawing(xml).made]
    assert len(bare) > 5
    are_shown_whole([*bare, *(convert(item.xml).xml for item in some())])


@pytest.mark.parametrize("drawing", ["one-after-another", "lanes-and-a-return", "groups-and-forms"])
def test_what_a_tool_drew_whole_is_left_as_it_is(drawing: str) -> None:
    for dialect in DIALECTS:
        came = as_text(drawn_by(drawing, dialect.name))
        whole = dialect.picture.kept in {"whole", "folded"}
        assert (with_drawing(came).xml == came) is whole, dialect.name
