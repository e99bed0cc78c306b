"""The chain itself: pure."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.audit.chain import GENESIS, Link, first_break, seal, write_body


def chain_of(bodies: list[str]) -> tuple[list[Link], tuple[int, str]]:
    links: list[Link] = []
    previous = GENESIS
    for seq, body in enumerate(bodies, 1):
        links.append(Link(seq, body, previous, seal("c", seq, previous, body)))
        previous = links[-1].hash
    return links, (len(links), previous)


bodies = st.lists(st.text(max_size=20), min_size=1, max_size=8)


@given(bodies)
def test_an_untouched_chain_is_whole(texts: list[str]) -> None:
    links, head = chain_of(texts)
    assert first_break("c", links, head) is None


@given(bodies, st.data())
def test_any_change_is_found_where_it_is(texts: list[str], data: st.DataObject) -> None:
    links, head = chain_of(texts)
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = replace(links[at], body=links[at].body + "!")
    broken = first_break("c", links, head)
    assert broken is not None
    assert (broken.seq, broken.reason) == (at + 1, "changed")


@given(bodies, st.data())
def test_any_missing_event_is_found(texts: list[str], data: st.DataObject) -> None:
    links, head = chain_of(texts)
    at = data.draw(st.integers(0, len(links) - 1))
    del links[at]
    broken = first_break("c", links, head)
    assert broken is not None
    assert (broken.seq, broken.reason) == (at + 1, "missing")


def test_a_chain_forged_anew_does_not_fit_its_head() -> None:
    _links, head = chain_of(["a", "b"])
    forged, _ = chain_of(["a", "x"])
    broken = first_break("c", forged, head)
    assert broken is not None
    assert broken.reason == "head"


def test_an_event_of_another_chain_does_not_fit() -> None:
    links, head = chain_of(["a"])
    broken = first_break("d", links, head)
    assert broken is not None
    assert broken.reason == "changed"


def test_a_body_has_one_spelling() -> None:
    assert write_body({"b": 1, "a": "é"}) == write_body({"a": "é", "b": 1}) == '{"a":"é","b":1}'
