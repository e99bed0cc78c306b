"""Definitions: deployed, revised under review, given up, left at every stage."""

from __future__ import annotations

from datetime import date

from engine.actor import Actor
from engine.database import transaction
from engine.definitions import drafts, folders, releases, reviews
from engine.errors import InvalidDiagram, NotAllowed
from tests.releases.story import diagrams
from tests.releases.story.people import Staff


def deploy(xml: str, file_name: str) -> int:
    with transaction() as session:
        return releases.deploy(session, xml.encode(), file_name).version_id


def first(staff: Staff) -> None:
    """In force from the beginning; a file that is no diagram is refused."""
    deploy(diagrams.SMALL, "kecil.bpmn")
    deploy(diagrams.FAILING, "macet.bpmn")
    deploy(diagrams.BRANCHES, "cabang.bpmn")
    try:
        with transaction() as session:
            releases.upload(session, b"<html>", "bukan.bpmn", by=staff.tono)
    except InvalidDiagram:
        return
    raise AssertionError("a page was taken for a diagram")


def revise(staff: Staff) -> None:
    """The second version of the small definition, with all that a review can bring."""
    draft = _drafted(diagrams.SMALL_REVISED, by=staff.tono)
    with transaction() as session:
        reviews.submit(session, draft, "Waktu memilih bahan terlalu singkat.", by=staff.tono)
    _not_their_own(draft, by=staff.tono)
    with transaction() as session:
        said = reviews.comment(session, draft, "Pilih", "Apakah 45 menit cukup?", by=staff.lina)
        reviews.comment(session, draft, None, "Mohon dicek sekali lagi.", by=staff.lina)
        reviews.resolve(session, said.id, by=staff.tono)
        reviews.request_changes(session, draft, "Nama langkah terakhir belum jelas.", by=staff.lina)
    with transaction() as session:
        drafts.save(session, draft, diagrams.SMALL_RENAMED, seen=2, by=staff.tono)
        reviews.submit(session, draft, "Nama langkah diperjelas.", by=staff.tono)
        reviews.take_back(session, draft, by=staff.tono)
        reviews.submit(session, draft, "Nama langkah diperjelas, siap ditinjau.", by=staff.tono)
    with transaction() as session:
        reviews.approve(session, draft, by=staff.lina)
        releases.activate(session, draft, by=staff.tono)
    deploy(diagrams.MENDED, "macet.bpmn")


def leave_unfinished(staff: Staff) -> None:
    """A draft, one given up, one in review, one approved for a day to come."""
    given_up = _drafted(diagrams.SMALL_LATER.replace("PT20M", "PT25M"), by=staff.tono)
    with transaction() as session:
        drafts.discard(session, given_up, by=staff.tono)
        for folder in ("Publikasi", ""):
            folders.file_under(session, "kecil", folder, by=staff.tono)
        folders.file_under(session, "kecil", "Publikasi", by=staff.tono)
    _drafted(diagrams.SMALL_LATER.replace("PT20M", "PT35M"), by=staff.tono)
    in_review = _drafted(diagrams.SMALL_LATER.replace("PT20M", "PT30M"), by=staff.lina)
    later = _drafted(diagrams.SMALL_LATER, by=staff.lina)
    with transaction() as session:
        reviews.submit(session, in_review, "Waktu memeriksa diperpanjang.", by=staff.lina)
        reviews.comment(session, in_review, "Periksa", "Terlalu lama?", by=staff.tono)
        reviews.submit(session, later, "Waktu memeriksa disesuaikan.", by=staff.lina)
    with transaction() as session:
        reviews.approve(session, later, valid_from=date(2027, 1, 4), by=staff.tono)


def _drafted(xml: str, *, by: Actor) -> int:
    with transaction() as session:
        draft = drafts.new_draft(session, "kecil", by=by)
        drafts.save(session, draft.id, xml, seen=draft.seq, by=by)
        return draft.id


def _not_their_own(version: int, *, by: Actor) -> None:
    try:
        with transaction() as session:
            reviews.approve(session, version, by=by)
    except NotAllowed:
        return
    raise AssertionError("somebody approved their own work")
