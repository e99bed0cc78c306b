"""A new SOP begins with who takes part, one step and an end: nothing that lint calls an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.diagram import read_diagram
from engine.database import reading, transaction
from engine.definitions import blank, queries
from engine.drawing.complete import with_drawing
from engine.errors import Invalid, NotAllowed
from engine.lint.check import check
from tests.office import Office
from tests.tries import tries

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@settings(max_examples=tries(25), deadline=None)
@given(name=NAMES, lanes=st.lists(NAMES, min_size=1, max_size=5, unique=True))
def test_whatever_it_is_called_it_can_be_run(name: str, lanes: list[str]) -> None:
    drawn = with_drawing(blank.drawing("sop_baru", name, lanes).decode()).xml
    diagram = read_diagram(drawn)
    assert [lane.name for lane in diagram.lanes] == lanes
    assert [step.lane for step in diagram.steps.values()] == lanes[:1]
    roleless = {"lane_without_role"}
    assert {item.rule for item in check(drawn) if item.severity == "error"} <= roleless


def test_two_of_one_name_are_two_definitions(office: Office) -> None:
    keys = []
    for _ in range(2):
        with transaction() as session:
            made = blank.begin(session, "  SOP  Cuti ", ["Ketua Tim Kerja"], by=office.tono)
            keys.append(queries.version_place(session, made.version_id))
    assert keys == [("sop_cuti", 1), ("sop_cuti_2", 1)]


@pytest.mark.parametrize(
    ("name", "lanes", "wrong"),
    [
        ("", ["A"], {"name"}),
        ("x" * 201, ["A"], {"name"}),
        ("Cuti", ["", " "], {"lanes"}),
        ("Cuti", ["A", " A"], {"lanes"}),
        ("Cuti", [f"P{n}" for n in range(13)], {"lanes"}),
        ("", [], {"name", "lanes"}),
    ],
)
def test_what_is_missing_is_said_where_it_is(
    office: Office, name: str, lanes: list[str], wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as refused, reading() as session:
        blank.begin(session, name, lanes, by=office.tono)
    assert set(refused.value.problems) == wrong


def test_only_who_may_bring_definitions_in_begins_one(office: Office) -> None:
    with pytest.raises(NotAllowed), transaction() as session:
        blank.begin(session, "Cuti", ["A"], by=office.siti)
