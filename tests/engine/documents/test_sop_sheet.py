"""The official sheet: what stands in it, where its arrows run, that it prints."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from engine.bpmn.diagram import Diagram, read_diagram
from engine.calendar.words import norm_in_words
from engine.documents import sop_sheet
from engine.documents.arrows import Drawing, Spot, draw
from engine.documents.sheet import Arrow, sheet_of
from engine.documents.sop_sheet import About, Paper
from tests.conftest import ROOT
from tests.long_sop import ACTORS, ROWS, long_sop
from tests.office import small_sop, step, timed_sop, timer

SOP_032 = read_diagram((ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_bytes())
LONG = read_diagram(long_sop())


def test_sop_032_is_read_row_by_row() -> None:
    sheet = sheet_of(SOP_032)
    assert [(row.number, row.actor, row.shape, row.time) for row in sheet.rows] == [
        ("1", 0, "capsule", "60 menit"),
        ("2", 1, "box", "30 menit"),
        ("3", 2, "diamond", "15 menit"),
        ("4", 1, "capsule", "5 menit"),
    ]
    assert set(sheet.arrows) == {
        Arrow(source=0, target=1),
        Arrow(source=1, target=2),
        Arrow(source=2, target=3, label="Ya"),
        Arrow(source=2, target=1, label="Tidak"),
    }
    assert sheet.rows[2].outputs == "Materi berita, foto dan video yang sudah disetujui Kepala Dinas"
    assert sheet.identity.sop_number == "032 / SOP DIN SOS BTL / 2024"


def test_a_long_sop_keeps_its_starts_and_decisions() -> None:
    sheet = sheet_of(LONG)
    assert (len(sheet.rows), sheet.actors) == (ROWS, ACTORS)
    assert [row.number for row in sheet.rows if row.shape == "diamond"] == ["4", "11", "17"]
    assert [row.number for row in sheet.rows if row.shape == "capsule"] == ["1", "7", "21"]
    assert Arrow(source=10, target=7, label="Tidak") in sheet.arrows


def test_an_answer_that_ends_the_definition_leads_to_a_row_of_its_own() -> None:
    xml = small_sop().replace(
        'id="tidak" sourceRef="Disetujui" targetRef="Pilih"',
        'id="tidak" name="Tidak" sourceRef="Disetujui" targetRef="Selesai"',
    )
    sheet = sheet_of(read_diagram(xml))
    assert sheet.rows[-1].description == "Selesai"
    assert Arrow(source=2, target=4, label="Tidak") in sheet.arrows


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("PT60M", "60 menit"),
        ("PT1H/PT2H", "1–2 jam"),
        ("PT30M/PT60M", "30–60 menit"),
        ("PT30M/PT3H", "30 menit – 3 jam"),
        ("P1D/P20D", "1–20 hari kerja"),
        ("P1DT2H", "1 hari kerja 2 jam"),
        ("3x24H", "3 × 24 jam"),
        ("1x48H", "2 × 24 jam"),
        ("1x24H/3x24H", "1–3 × 24 jam"),
        ("1x12H/1x24H", "1 × 12 jam – 1 × 24 jam"),
        ("1x90M", "1 × 90 menit"),
        ("", ""),
        ("Hari yang sama", "Hari yang sama"),
    ],
)
def test_norms_are_written_as_people_do(iso: str, words: str) -> None:
    assert norm_in_words(iso, "id") == words


GAPS = (100.0, 160.0, 220.0, 280.0)


def spot(row: int, column: int, *, page: int = 1) -> Spot:
    left = GAPS[column] + 13
    return Spot(row=row, page=page, left=left, top=50.0 + 40 * row, width=34, height=17)


def drawn(arrows: list[Arrow], spots: list[Spot]) -> Drawing:
    return draw(arrows, spots, GAPS)


def test_no_arrow_of_a_decision_runs_along_another() -> None:
    spots = [spot(0, 0), spot(1, 1), spot(2, 2), spot(3, 1)]
    drawing = drawn(list(sheet_of(SOP_032).arrows), spots)
    for item, two in combinations(drawing.lines, 2):
        assert not overlap(item.points, two.points), (item, two)
    assert {line.label for line in drawing.lines} == {"", "Ya", "Tidak"}
    assert drawing.pentagons == []


def test_arrows_begin_and_end_at_the_border_of_their_symbols() -> None:
    spots = [spot(0, 0), spot(1, 1), spot(2, 2), spot(3, 1)]
    for line in drawn(list(sheet_of(SOP_032).arrows), spots).lines:
        assert any(on_border(line.points[0], spot) for spot in spots)
        assert any(on_border(line.points[-1], spot) for spot in spots)


def test_no_arrow_runs_through_a_symbol() -> None:
    spots = [spot(row, row % 3) for row in range(9)]
    arrows = [Arrow(source=0, target=8), Arrow(source=7, target=1), Arrow(source=2, target=6)]
    for line in drawn(arrows, spots).lines:
        for (ax, ay), (bx, by) in pairwise(line.points):
            for item in spots:
                inside_x = min(ax, bx) < item.right - 1 and max(ax, bx) > item.left + 1
                inside_y = min(ay, by) < item.bottom - 1 and max(ay, by) > item.top + 1
                assert not (inside_x and inside_y), (line, item)


def test_an_arrow_to_another_page_goes_through_two_pentagons_of_one_letter() -> None:
    spots = [spot(0, 0), spot(1, 1, page=2), spot(2, 2, page=2)]
    drawing = drawn([Arrow(source=0, target=1), Arrow(source=2, target=0, label="Tidak")], spots)
    letters = [(pentagon.page, pentagon.letter) for pentagon in drawing.pentagons]
    assert sorted(letters) == [(1, "A"), (1, "B"), (2, "A"), (2, "B")]
    assert [line.label for line in drawing.lines].count("Tidak") == 1
    for item, two in combinations([pentagon for pentagon in drawing.pentagons if pentagon.page == 1], 2):
        assert item.at != two.at


@pytest.mark.parametrize(("diagram", "pages"), [(SOP_032, 2), (LONG, 3)])
def test_the_sheet_prints(diagram: Diagram, pages: int) -> None:
    paper = Paper(diagram=diagram, about=About(version=1, draft=False))
    assert sop_sheet.pdf(paper).startswith(b"%PDF")
    made = sop_sheet.pages(paper)
    assert len(made) == pages
    assert all(page.lstrip().startswith(b"<svg") for page in made)


def test_the_remarks_say_what_happens_when_a_step_takes_too_long() -> None:
    timed = timed_sop(timer("Ingat", "Pilih", "PT30M"), timer("Batas", "Pilih", "P1D", to="Periksa"))
    sheet = sheet_of(read_diagram(timed))
    assert sheet.rows[1].remarks == (
        "Pengingat setelah 30 menit\nBatas waktu 1 hari kerja, lalu ke “Memeriksa materi”"
    )
    assert sheet.arrows == sheet_of(read_diagram(small_sop())).arrows


def test_a_step_that_only_a_deadline_leads_to_has_a_row_and_an_arrow() -> None:
    boss = (
        step("Atasan", "Mengambil alih", "PT30M", "")
        + '<bpmn:sequenceFlow id="f9" sourceRef="Atasan" targetRef="Periksa"/>'
    )
    timed = timed_sop(timer("Batas", "Pilih", "PT2H", to="Atasan"), boss).replace(
        "<bpmn:flowNodeRef>Periksa", "<bpmn:flowNodeRef>Atasan</bpmn:flowNodeRef><bpmn:flowNodeRef>Periksa"
    )
    sheet = sheet_of(read_diagram(timed))
    assert [row.description for row in sheet.rows[1:4]] == [
        "Memilih bahan",
        "Mengambil alih",
        "Memeriksa materi",
    ]
    assert Arrow(source=1, target=2, label="terlambat") in sheet.arrows
    assert Arrow(source=2, target=3) in sheet.arrows
    assert sheet.rows[2].shape == "box"
    assert sop_sheet.pdf(Paper(diagram=read_diagram(timed), about=About(version=1, draft=True))).startswith(
        b"%PDF"
    )


def test_a_draft_is_marked_on_every_page() -> None:
    """ "DRAF" is drawn in a grey that nothing else on the sheet has."""
    for draft in (True, False):
        found = sop_sheet.pages(Paper(diagram=SOP_032, about=About(version=2, draft=draft)))
        assert [b"#ececec" in page for page in found] == [draft] * len(found)


def test_what_stands_in_the_diagram_is_text_and_never_markup() -> None:
    evil = small_sop().replace('name="SOP Kecil"', 'name="#panic(1) $x$ *tebal* &lt;a&gt; @b"')
    assert sop_sheet.pdf(Paper(diagram=read_diagram(evil), about=About(version=1, draft=True))).startswith(
        b"%PDF"
    )


def test_an_answer_stands_among_the_actors() -> None:
    spots = [Spot(row=n, page=1, left=110, top=40 * n, width=30, height=20) for n in range(3)]
    arrows = [
        Arrow(source=0, target=1, label="Disetujui"),
        Arrow(source=0, target=2, label="Tidak disetujui"),
    ]
    for line in draw(arrows, spots, [50.0, 100.0, 150.0]).lines:
        assert 50 <= line.label_at[0] <= 150 - 4.2 * len(line.label)


def overlap(one: tuple[tuple[float, float], ...], two: tuple[tuple[float, float], ...]) -> bool:
    for (ax, ay), (bx, by) in pairwise(one):
        for (cx, cy), (dx, dy) in pairwise(two):
            level = ay == by == cy == dy and min(max(ax, bx), max(cx, dx)) - max(min(ax, bx), min(cx, dx)) > 1
            upright = (
                ax == bx == cx == dx and min(max(ay, by), max(cy, dy)) - max(min(ay, by), min(cy, dy)) > 1
            )
            if level or upright:
                return True
    return False


def on_border(point: tuple[float, float], one: Spot) -> bool:
    x, y = point
    sides = x in (one.left, one.right) and one.top <= y <= one.bottom
    ends = y in (one.top, one.bottom) and one.left <= x <= one.right
    return sides or ends
