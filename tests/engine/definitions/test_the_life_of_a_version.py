"""Draft, review, approval, active, retired: who may move a version, and from where to where."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.definitions import drafts, releases, reviews
from engine.errors import (
    DiagramHasErrors,
    DraftChanged,
    EngineError,
    IllegalMove,
    Invalid,
    InvalidDiagram,
    NotAllowed,
    NotAuthor,
    NotYetValid,
    OwnWork,
)
from engine.instances.timeline import entry_of
from engine.tables.definitions import Version, VersionState
from engine.tables.events import Event
from tests.conftest import At
from tests.office import Office, person, small_sop

CHANGED = small_sop().replace('name="Memeriksa materi"', 'name="Memeriksa naskah"')
NOTE = "Nama langkah ketiga diperjelas"


@pytest.fixture
def other(office: Office) -> Actor:
    """A second process admin."""
    with transaction() as session:
        return person(session, "rini", offices=("process_admin",))


def draft_of(office: Office, xml: str = CHANGED) -> int:
    with transaction() as session:
        draft = drafts.new_draft(session, "kecil", by=office.tono)
        drafts.save(session, draft.id, xml, seen=1, by=office.tono)
        return draft.id


def submitted(office: Office, xml: str = CHANGED) -> int:
    draft = draft_of(office, xml)
    with transaction() as session:
        reviews.submit(session, draft, NOTE, by=office.tono)
    return draft


def state(version_id: int) -> VersionState:
    with reading() as session:
        return session.get_one(Version, version_id).state


def event_names() -> list[str]:
    with reading() as session:
        assert all(verdict.broken is None for verdict in verify_all(session))
        return list(
            session.scalars(select(Event.name).where(Event.chain == "definitions").order_by(Event.seq))
        )


def test_from_draft_to_force_by_two_people(office: Office, other: Actor) -> None:
    version = submitted(office)
    with transaction() as session:
        reviews.approve(session, version, by=other)
    with transaction() as session:
        releases.activate(session, version, by=office.tono)
    assert state(version) is VersionState.ACTIVE
    assert event_names()[2:] == [
        "version.drafted",
        "version.submitted",
        "version.approved",
        "version.retired",
        "version.activated",
    ]
    instance = office.to_approval()
    assert office.task(instance).name == "Memeriksa naskah"


def test_the_record_says_what_was_submitted(office: Office) -> None:
    submitted(office)
    with reading() as session:
        event = session.scalars(select(Event).where(Event.name == "version.submitted")).one()
        [change] = entry_of(event).params["changes"]
    assert (change["kind"], change["code"], change["element"]) == ("changed", "node.renamed", "Periksa")


def test_an_author_cannot_approve_their_own_work(office: Office) -> None:
    version = submitted(office)
    with pytest.raises(OwnWork), transaction() as session:
        reviews.approve(session, version, by=office.tono)
    assert state(version) is VersionState.IN_REVIEW


def test_whoever_saved_it_is_an_author(office: Office, other: Actor) -> None:
    draft = draft_of(office)
    with transaction() as session:
        drafts.save(session, draft, CHANGED, seen=2, by=other)
        reviews.submit(session, draft, NOTE, by=office.tono)
    with pytest.raises(OwnWork), transaction() as session:
        reviews.approve(session, draft, by=other)
    with transaction() as session:
        reviews.approve(session, draft, by=office.wati)
    assert state(draft) is VersionState.APPROVED


def test_changes_are_requested_with_words_pinned_to_elements(office: Office) -> None:
    version = submitted(office)
    with transaction() as session:
        made = reviews.comment(session, version, "Periksa", "Norma 15 menit terlalu singkat", by=office.wati)
        reviews.request_changes(session, version, "Mohon ditinjau kembali", by=office.wati)
    assert state(version) is VersionState.DRAFT
    with transaction() as session:
        reviews.resolve(session, made.id, by=office.tono)
        reviews.resolve(session, made.id, by=office.wati)  # pressed at the same time: Tono was first
    with reading() as session:
        first, second = reviews.comments(session, version)
    assert (first.element, first.who, first.resolved_by) == ("Periksa", "Wati", "Tono")
    assert (second.element, second.text) == (None, "Mohon ditinjau kembali")


def test_an_author_takes_back_what_nobody_has_decided_on(office: Office, other: Actor) -> None:
    version = submitted(office)
    with transaction() as session:
        reviews.comment(session, version, "Periksa", "Norma terlalu singkat", by=office.wati)
        reviews.take_back(session, version, by=office.tono)
    assert state(version) is VersionState.DRAFT
    assert event_names()[-2:] == ["version.commented", "version.taken_back"]
    with transaction() as session:
        assert [comment.text for comment in reviews.comments(session, version)] == ["Norma terlalu singkat"]
        drafts.save(session, version, CHANGED.replace("naskah", "berita"), seen=2, by=office.tono)
        reviews.submit(session, version, NOTE, by=office.tono)
        reviews.approve(session, version, by=other)
    with pytest.raises(IllegalMove), transaction() as session:
        reviews.take_back(session, version, by=office.tono)
    assert state(version) is VersionState.APPROVED


def test_only_an_author_takes_it_back_and_the_attempt_is_kept(office: Office, other: Actor) -> None:
    version = submitted(office)
    for who, error, action in (
        (other, NotAuthor, "take_back"),
        (office.wati, NotAllowed, "edit_procedure"),
        (office.siti, NotAllowed, "edit_procedure"),
    ):
        with pytest.raises(error), transaction() as session:
            reviews.take_back(session, version, by=who)
        assert state(version) is VersionState.IN_REVIEW
        with reading() as session:
            newest = session.scalars(select(Event).order_by(Event.id.desc())).first()
            assert newest is not None
            denied = entry_of(newest)
        assert (denied.name, denied.who, denied.params["deed"]) == ("deed.denied", who.name, action)


def test_findings_that_are_errors_stand_in_the_way_of_approval(office: Office) -> None:
    version = submitted(office, CHANGED.replace('type="url"', 'type="kertas"'))
    with pytest.raises(DiagramHasErrors), transaction() as session:
        reviews.approve(session, version, by=office.wati)


def test_nobody_overwrites_silently(office: Office, other: Actor) -> None:
    draft = draft_of(office)
    with transaction() as session:
        drafts.save(session, draft, CHANGED.replace("naskah", "berita"), seen=2, by=other)
    with pytest.raises(DraftChanged) as changed, transaction() as session:
        drafts.save(session, draft, CHANGED, seen=2, by=office.tono)
    assert (changed.value.params["who"], changed.value.params["seq"]) == ("Rini", 3)
    with reading() as session:
        assert "Memeriksa berita" in session.get_one(Version, draft).xml


@pytest.mark.parametrize(
    ("xml", "error"),
    [("<html>", InvalidDiagram), (small_sop(key="lain"), Invalid)],
)
def test_what_is_no_diagram_of_this_definition_is_not_saved(
    office: Office, xml: str, error: type[EngineError]
) -> None:
    draft = draft_of(office)
    with pytest.raises(error), transaction() as session:
        drafts.save(session, draft, xml, seen=2, by=office.tono)


def test_a_version_in_review_is_not_edited(office: Office) -> None:
    version = submitted(office)
    with pytest.raises(IllegalMove), transaction() as session:
        drafts.save(session, version, CHANGED, seen=2, by=office.tono)


def test_a_draft_does_not_become_active_without_approval(office: Office) -> None:
    draft = draft_of(office)
    with pytest.raises(IllegalMove), transaction() as session:
        releases.activate(session, draft, by=office.tono)


def test_a_version_waits_for_its_day(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 10:00")
    version = submitted(office)
    with transaction() as session:
        reviews.approve(session, version, valid_from=date(2026, 12, 1), by=office.wati)
    with pytest.raises(NotYetValid), transaction() as session:
        releases.activate(session, version, by=office.tono)
    releases.activate_due()
    assert state(version) is VersionState.APPROVED
    clock_at("2026-12-01 00:05")
    releases.activate_due()
    assert state(version) is VersionState.ACTIVE


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(office: Office) -> None:
    with transaction() as session:
        draft = drafts.new_draft(session, "kecil", by=office.tono).id
        first = drafts.save(session, draft, CHANGED, seen=1, by=office.tono)
    with transaction() as session:
        again = drafts.save(session, draft, CHANGED, seen=1, by=office.tono)
    assert (again.seq, again.saved_at) == (first.seq, first.saved_at)
    with pytest.raises(DraftChanged), transaction() as session:
        drafts.save(session, draft, small_sop(), seen=1, by=office.tono)


def test_a_version_that_can_not_come_into_force_does_not_keep_others_from_it(
    office: Office, clock_at: At
) -> None:
    clock_at("2026-11-23 10:00")
    with transaction() as session:
        releases.deploy(session, small_sop(key="lain").encode(), "lain.bpmn")
        other = drafts.new_draft(session, "lain", by=office.tono)
        reviews.submit(session, other.id, NOTE, by=office.tono)
    broken, sound = submitted(office), other.id
    with transaction() as session:
        for version in (broken, sound):
            reviews.approve(session, version, valid_from=date(2026, 12, 1), by=office.wati)
        # As if a later Alur found an error in it.
        session.get_one(Version, broken).xml = CHANGED.replace(">keputusan == ", ">keputusan = ")
        session.get_one(Version, broken).valid_from = date(2026, 11, 30)
    clock_at("2026-12-01 00:05")
    releases.activate_due()
    assert (state(broken), state(sound)) == (VersionState.APPROVED, VersionState.ACTIVE)


def test_rolling_back_is_activating_an_older_version(office: Office) -> None:
    version = submitted(office)
    with transaction() as session:
        reviews.approve(session, version, by=office.wati)
        releases.activate(session, version, by=office.tono)
        first = session.scalars(select(Version.id).where(Version.number == 1)).one()
    with transaction() as session:
        releases.activate(session, first, by=office.tono)
    assert (state(first), state(version)) == (VersionState.ACTIVE, VersionState.RETIRED)


def test_a_draft_that_was_given_up_stays_so(office: Office) -> None:
    draft = draft_of(office)
    with transaction() as session:
        drafts.discard(session, draft, by=office.tono)
    with pytest.raises(IllegalMove), transaction() as session:
        releases.activate(session, draft, by=office.tono)


@pytest.mark.parametrize("who", ["siti", "ani", "eko", "dewi"])
def test_others_neither_edit_nor_approve_and_the_attempt_is_kept(office: Office, who: str) -> None:
    version = submitted(office)
    actor: Actor = getattr(office, who)
    with pytest.raises(NotAllowed), transaction() as session:
        drafts.new_draft(session, "kecil", by=actor)
    with pytest.raises(NotAllowed), transaction() as session:
        reviews.approve(session, version, by=actor)
    with reading() as session:
        newest = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert newest is not None
        assert entry_of(newest).params["deed"] == "approve_procedure"


def test_a_note_says_what_changed(office: Office) -> None:
    draft = draft_of(office)
    with pytest.raises(Invalid), transaction() as session:
        reviews.submit(session, draft, " ", by=office.tono)
