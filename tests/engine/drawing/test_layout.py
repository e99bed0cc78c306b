"""A laid-out sketch can be read: nothing lies over anything, lines are straight and keep apart."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.drawing.layout import Box, Picture, Point, place
from engine.drawing.sketch import Sketch, SketchAttached, SketchFlow, SketchLane, SketchNode, SketchNote
from engine.importing.plan.sketching import sketch
from tests.engine.importing.drawn import planned
from tests.engine.importing.examples import OWN
from tests.engine.importing.tables import Sop, as_tabs, official
from tests.tries import tries


def flows_of(sketched: Sketch) -> list[SketchFlow]:
    return list(sketched.flows)


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


Line = tuple[Point, Point]


def inside(box: Box, line: Line) -> bool:
    """Whether a straight line goes through a box, not only along its border."""
    (x1, y1), (x2, y2) = sorted(line)
    return x1 < box.right and x2 > box.x and min(y1, y2) < box.bottom and max(y1, y2) > box.y


def on_one_line(a: Line, b: Line) -> bool:
    for axis in (0, 1):
        level = a[0][axis]
        if all(point[axis] == level for point in (*a, *b)):
            other = 1 - axis
            low, high = sorted(point[other] for point in a)
            first, last = sorted(point[other] for point in b)
            return low < last and first < high
    return False


def check(sketched: Sketch, picture: Picture) -> None:
    hosts = {event.id: event.host for event in sketched.attached}
    for (item, a), (two, b) in combinations(picture.shapes.items(), 2):
        if hosts.get(two) != item:
            assert not overlap(a, b), f"{item} lies over {two}"
    for name, box in picture.shapes.items():
        assert picture.pool.x <= box.x, name
        assert box.right <= picture.pool.right, name
        assert any(lane.y <= box.y and box.bottom <= lane.bottom for lane in picture.lanes), name
    for flow in sketched.flows:
        for line in pairwise(picture.edges[flow.id]):
            start, end = line
            assert start[0] == end[0] or start[1] == end[1], f"{flow.id} is slanted"
            for name, box in picture.shapes.items():
                assert not inside(box, line), f"{flow.id} runs through {name}"
    for each, other in combinations(flows_of(sketched), 2):
        if each.source != other.source:
            for line in pairwise(picture.edges[each.id]):
                for second in pairwise(picture.edges[other.id]):
                    assert not on_one_line(line, second), f"{each.id} and {other.id} lie on one line"


@pytest.mark.parametrize("sop", OWN, ids=lambda sop: sop.name)
def test_an_sop_is_drawn_clean(sop: Sop) -> None:
    sketched = sketch(planned(as_tabs(sop, official(sop))))
    check(sketched, place(sketched))


@pytest.mark.parametrize("sop", OWN, ids=lambda sop: sop.name)
def test_labels_lie_over_no_step(sop: Sop) -> None:
    sketched = sketch(planned(as_tabs(sop, official(sop))))
    picture = place(sketched)
    tasks = [node.id for node in sketched.nodes if node.type == "userTask"]
    for name, label in picture.labels.items():
        assert not any(overlap(label, picture.shapes[task]) for task in tasks), name


def test_the_words_of_three_ways_lie_apart() -> None:
    head = "No;Uraian;Pelaksana;Kelengkapan;Waktu;Output;Keterangan\n"
    ways = "Dikabulkan: ke 3, ditolak: ke 4, bukan kewenangan: ke 5, kurang jelas: ke 1"
    steps = "".join(f"{n};Menyusun surat;Staf;Berkas;1 jam;Surat;Selesai\n" for n in (3, 4, 5))
    rows = (
        f"1;Mencatat surat;Staf;Berkas;1 jam;Surat;\n2;Menelaah surat;Camat;Surat;1 jam;Surat;{ways}\n{steps}"
    )
    sketched = sketch(planned(f"{head}{rows}".encode(), "sop.csv"))
    picture = place(sketched)
    named = [picture.labels[flow.id] for flow in sketched.flows if flow.name]
    assert len(named) == 4
    assert not any(overlap(item, two) for item, two in combinations(named, 2))
    check(sketched, picture)


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    """Any steps in any lanes, any decision leading anywhere."""
    lanes = draw(st.integers(1, 6))
    count = draw(st.integers(1, 21))
    nodes = [SketchNode(id="S", type="startEvent", name="Mulai", lane=0)]
    flows: list[SketchFlow] = []
    notes: list[SketchNote] = []
    attached: list[SketchAttached] = []
    before = "S"
    for n in range(count):
        lane = draw(st.integers(0, lanes - 1))
        name = draw(st.sampled_from(["Memeriksa", "Memeriksa kelengkapan berkas " * 6, "A" * 90]))
        nodes.append(SketchNode(id=f"T{n}", type="userTask", name=name, lane=lane))
        flows.append(
            SketchFlow(id=f"F{n}", source=before, target=f"T{n}", name="Ya" if before[0] == "G" else "")
        )
        before = f"T{n}"
        if draw(st.booleans()):
            notes.append(
                SketchNote(
                    id=f"N{n}",
                    text=draw(st.sampled_from(["Asumsi: satu.", "Asumsi: panjang sekali " * 8])),
                    about=f"T{n}",
                    below=f"T{n}",
                )
            )
        for m in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
            attached.append(SketchAttached(id=f"A{n}.{m}", name="Batas waktu", host=f"T{n}"))
            leads = f"T{draw(st.integers(0, count - 1))}"
            if draw(st.booleans()):
                flows.append(SketchFlow(id=f"V{n}.{m}", source=f"A{n}.{m}", target=leads))
        if draw(st.integers(0, 3)) == 0:
            nodes.append(
                SketchNode(id=f"G{n}", type="exclusiveGateway", name="Apakah sudah sesuai?", lane=lane)
            )
            flows.append(SketchFlow(id=f"D{n}", source=before, target=f"G{n}"))
            flows.append(
                SketchFlow(
                    id=f"B{n}",
                    source=f"G{n}",
                    target=f"T{draw(st.integers(0, count - 1))}",
                    name="Tidak sesuai",
                )
            )
            before = f"G{n}"
    nodes.append(SketchNode(id="E", type="endEvent", name="Selesai", lane=draw(st.integers(0, lanes - 1))))
    flows.append(SketchFlow(id="Z", source=before, target="E"))
    return Sketch(
        process_id="p",
        name="P",
        pool="P",
        properties={},
        lanes=tuple(SketchLane(id=f"L{n}", name="Kepala Bidang Penelitian") for n in range(lanes)),
        nodes=tuple(nodes),
        flows=tuple(flows),
        notes=tuple(notes),
        attached=tuple(attached),
    )


@pytest.mark.thorough
@given(sketches())
@settings(max_examples=tries(80))
def test_any_sketch_is_drawn_clean(sketched: Sketch) -> None:
    check(sketched, place(sketched))
