"""Files are for those who may see the instance; consent proofs and originals for fewer."""

from __future__ import annotations

import pytest

from engine import clock
from engine.actor import Actor
from engine.database import reading, transaction
from engine.errors import EngineError, NotAllowed, NotFound
from engine.instances.files import file_to_serve
from engine.tables.uploads import Upload, UploadState
from tests.office import Office, last_denied


@pytest.fixture
def instance(office: Office) -> int:
    instance = office.start()
    task = office.task(instance).id
    copy = {"sha256": "b" * 64, "media_type": "image/jpeg", "size": 9}
    with transaction() as session:
        for upload_id, restricted, state in (
            ("photo", False, UploadState.ATTACHED),
            ("proof", True, UploadState.ATTACHED),
            ("fresh", False, UploadState.READY),
        ):
            session.add(
                Upload(
                    id=upload_id,
                    person_id=office.siti.id,
                    task_id=task,
                    instance_id=instance,
                    field="foto",
                    file_name=f"{upload_id}.jpg",
                    length=9,
                    received=9,
                    state=state,
                    media_type="image/jpeg",
                    sha256="a" * 64,
                    copies={"web": copy, "thumb": copy},
                    restricted=restricted,
                    created_at=clock.now(),
                    expires_at=clock.now(),
                )
            )
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    return instance


def outcome(upload_id: str, kind: str, by: Actor) -> str:
    try:
        with reading() as session:
            return file_to_serve(session, upload_id, kind, by=by).sha256[0]
    except EngineError as error:
        return type(error).__name__


@pytest.mark.parametrize(
    ("upload_id", "kind", "expected"),
    [
        # siti sent them; budi holds the open lane; ani another lane of the definition; wati supervises;
        # eko audits; tono has nothing to do with the instance
        ("photo", "web", {"siti": "b", "budi": "b", "ani": "b", "wati": "b", "eko": "b", "tono": "NotFound"}),
        ("photo", "original", {"siti": "a", "budi": "NotAllowed", "wati": "a", "eko": "NotAllowed"}),
        ("proof", "web", {"siti": "b", "budi": "b", "ani": "NotAllowed", "wati": "b", "eko": "NotAllowed"}),
        ("fresh", "thumb", {"siti": "b", "budi": "NotFound", "wati": "NotFound"}),
        ("photo", "anything", {"siti": "NotFound"}),
        ("unknown", "web", {"wati": "NotFound"}),
    ],
)
def test_who_may_have_which(
    office: Office, instance: int, upload_id: str, kind: str, expected: dict[str, str]
) -> None:
    assert {who: outcome(upload_id, kind, getattr(office, who)) for who in expected} == expected


def test_a_refused_look_at_a_consent_proof_is_recorded(office: Office, instance: int) -> None:
    assert outcome("proof", "original", office.eko) == NotAllowed.__name__
    denied = last_denied(instance)
    assert (denied.name, denied.who, denied.params["deed"]) == ("deed.denied", "Eko", "see_file")
    assert outcome("proof", "original", office.tono) == NotFound.__name__


def test_neither_half_a_file_nor_another_kind_of_copy_is_served(office: Office, instance: int) -> None:
    with transaction() as session:
        session.get_one(Upload, "photo").state = UploadState.RECEIVING
    assert outcome("photo", "web", office.siti) == "NotFound"
    assert outcome("fresh", "poster", office.siti) == "NotFound"
    assert outcome("none", "web", office.siti) == "NotFound"


def test_a_copy_is_served_as_what_it_is(office: Office, instance: int) -> None:
    with reading() as session:
        served = file_to_serve(session, "photo", "web", by=office.ani)
        original = file_to_serve(session, "photo", "original", by=office.wati)
    assert (served.sha256, served.media_type, served.file_name) == ("b" * 64, "image/jpeg", "photo.jpg")
    assert (served.upload_id, served.kind, served.restricted) == ("photo", "web", False)
    assert (original.sha256, original.media_type, original.kind) == ("a" * 64, "image/jpeg", "original")
