"""What arrows that Excel draws say of steps that don't decide, and words that aren't Ya or Tidak."""

from __future__ import annotations

from engine.importing.plan.steps import Plan
from tests.engine.importing.drawn import planned
from tests.engine.importing.foreign.drawing import BOTTOM, LEFT, RIGHT, TOP, Where, arrow, shape, with_drawing
from tests.engine.importing.test_drawn_in_excel import FIRST_ACTOR, FIRST_ROW, PIXEL, bare, over, symbols

NOWHERE: Where = (0, 0, 0, 0, 0, 0, 0, 0)


def _plan(*parts: str) -> Plan:
    return planned(with_drawing(bare(), *symbols(), *parts), "sop.xlsx")


def _kinds(plan: Plan) -> set[tuple[str, str]]:
    return {(assumption.kind, assumption.row) for assumption in plan.assumptions}


def _box(number: int, words: str, row: int, actor: int, *, left: int) -> str:
    """A text box, as Excel writes it."""
    where = over(FIRST_ROW + row - 1, FIRST_ACTOR + actor, left=left, right=left + 12)
    return shape(number, "rect", where, words).replace("<xdr:cNvSpPr/>", '<xdr:cNvSpPr txBox="1"/>')


def test_a_step_leads_where_its_arrow_points() -> None:
    plan = _plan(
        arrow(30, NOWHERE, source=(13, BOTTOM), target=(14, TOP)),
        arrow(31, NOWHERE, source=(13, LEFT), target=(15, TOP)),
        arrow(32, NOWHERE, source=(14, BOTTOM), target=(16, TOP)),
        _box(40, "Ya", 3, 1, left=36),
        _box(41, "Tidak", 3, 1, left=0),
    )
    assert {("3", "4", "Ya"), ("3", "5", "Tidak"), ("4", "6", "")} <= set(plan.edges())


def test_a_second_arrow_from_a_step_is_told() -> None:
    glued = [(30, 15), (31, 16)]
    plan = _plan(*(arrow(n, NOWHERE, source=(14, BOTTOM), target=(to, TOP)) for n, to in glued))
    assert ("4", "5", "") in plan.edges()
    assert ("other_way", "4") in _kinds(plan)


def test_any_words_in_a_text_box_beside_an_arrow_are_its_label() -> None:
    plan = _plan(
        arrow(30, NOWHERE, source=(15, BOTTOM), target=(16, TOP)),
        arrow(31, NOWHERE, source=(15, LEFT), target=(12, RIGHT)),
        _box(40, "Biaya di bawah pagu", 5, 3, left=36),
        _box(41, "Biaya di atas pagu", 5, 3, left=0),
    )
    assert {("5", "6", "Biaya di bawah pagu"), ("5", "2", "Biaya di atas pagu")} <= set(plan.edges())


def test_arrows_that_begin_in_one_point_share_out_the_words_by_where_they_go() -> None:
    """Both leave the lower corner of row 3's diamond: one straight down, one to the left."""
    corner = (30 * PIXEL, FIRST_ROW + 2, 16 * PIXEL)
    down: Where = (FIRST_ACTOR + 1, *corner, FIRST_ACTOR + 1, 30 * PIXEL, FIRST_ROW + 4, 4 * PIXEL)
    aside: Where = (
        FIRST_ACTOR,
        30 * PIXEL,
        *corner[1:],
        FIRST_ACTOR + 1,
        30 * PIXEL,
        FIRST_ROW + 5,
        4 * PIXEL,
    )
    moved = [
        shape(15, "flowChartDecision", over(FIRST_ROW + 4, FIRST_ACTOR + 1)),
        shape(16, "flowChartTerminator", over(FIRST_ROW + 5, FIRST_ACTOR)),
    ]
    parts = [
        *symbols()[:4],
        *moved,
        arrow(30, aside, transform='flipH="1"'),
        arrow(31, down),
        _box(40, "Ya", 3, 1, left=32),
        _box(41, "Tidak", 3, 1, left=0),
    ]
    plan = planned(with_drawing(bare(), *parts), "sop.xlsx")
    assert {("3", "5", "Ya"), ("3", "6", "Tidak")} <= set(plan.edges())


def test_arrows_of_a_diamond_without_words_keep_their_targets() -> None:
    plan = _plan(
        arrow(30, NOWHERE, source=(15, BOTTOM), target=(16, TOP)),
        arrow(31, NOWHERE, source=(15, LEFT), target=(12, RIGHT)),
    )
    assert {("5", "6", "Ya"), ("5", "2", "Tidak")} <= set(plan.edges())
    assert ("unlabelled_way", "5") in _kinds(plan)


def test_what_a_diamond_asks_stands_in_it() -> None:
    asking = shape(15, "flowChartDecision", over(FIRST_ROW + 4, FIRST_ACTOR + 3), "Perlu rapat?")
    plan = planned(with_drawing(bare(), *symbols()[:4], asking, symbols()[5]), "sop.xlsx")
    assert plan.decisions["5"].question == "Perlu rapat?"
