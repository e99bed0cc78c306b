"""What an administrator of accounts asks for themselves, another one decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import clock
from engine.actor import Actor
from engine.database import reading, transaction
from engine.errors import Invalid, NotAllowed, NotFound, PasswordNeeded
from engine.people.accounts import deactivate
from engine.people.grants import set_grants
from engine.people.notices import notices
from engine.people.queries import get_person
from engine.people.requests import (
    MAX_AGE,
    NotYourOwnRequest,
    Request,
    approve_request,
    change_own,
    end_lapsed,
    open_requests,
    refuse_request,
    withdraw_request,
)
from tests.engine.people.conftest import AddPerson, events

ROLES = ("Ketua", "Petugas")
REASON = "Menggantikan yang cuti"


@pytest.fixture
def dewi(people: AddPerson) -> Actor:
    return people("dewi", offices=["admin"], roles=["Petugas"])


@pytest.fixture
def dina(people: AddPerson) -> Actor:
    return people("dina", offices=["admin"])


def ask(by: Actor, *offices: str, roles: tuple[str, ...] = ("Petugas",), reason: str = REASON) -> bool:
    with transaction() as session:
        return change_own(session, roles=roles, offices=("admin", *offices), reason=reason, by=by)


def waiting() -> list[Request]:
    with reading() as session:
        return open_requests(session, roles=lambda: ROLES)


def held(person: Actor) -> set[str]:
    with reading() as session:
        found = get_person(session, person.id)
        return {*found.roles, *found.offices}


def approve(request: Request, by: Actor) -> None:
    with transaction() as session:
        approve_request(session, request.id, roles=ROLES, by=by)


def test_what_one_adds_waits_what_one_gives_up_holds_at_once(dewi: Actor, dina: Actor) -> None:
    assert ask(dewi, "supervisor", roles=("Ketua",))
    assert held(dewi) == {"admin"}
    assert [(each.name, each.person, each.reason) for each in waiting()] == [
        ("Ketua", "Dewi", REASON), ("supervisor", "Dewi", REASON),
    ]  # fmt: skip
    with reading() as session:
        sentences = [notice.sentence("id") for notice in notices(session, by=dina)]
    assert f"Dewi meminta “Penyelia” untuk dirinya sendiri: “{REASON}”" in sentences


def test_another_administrator_gives_it(dewi: Actor, dina: Actor) -> None:
    ask(dewi, "supervisor")
    approve(waiting()[0], dina)
    assert held(dewi) == {"admin", "supervisor", "Petugas"}
    assert waiting() == []
    assert len(events("grant.approved", "person.granted")) > 1


def test_or_refuses_with_a_reason_that_the_asker_reads(dewi: Actor, dina: Actor) -> None:
    ask(dewi, "supervisor")
    (request,) = waiting()
    with pytest.raises(Invalid), transaction() as session:
        refuse_request(session, request.id, reason=" tidak ", by=dina)
    with transaction() as session:
        refuse_request(session, request.id, reason="Sudah ada penyelia", by=dina)
    assert held(dewi) == {"admin", "Petugas"}
    with reading() as session:
        sentences = [notice.sentence("id") for notice in notices(session, by=dewi)]
    assert sentences[-1] == "Dina menolak permohonan Dewi atas “Penyelia”: “Sudah ada penyelia”"


def test_nobody_decides_their_own_nor_takes_back_anothers(dewi: Actor, dina: Actor) -> None:
    ask(dewi, "supervisor")
    (request,) = waiting()
    with pytest.raises(NotYourOwnRequest), transaction() as session:
        approve_request(session, request.id, roles=ROLES, by=dewi)
    with pytest.raises(NotYourOwnRequest), transaction() as session:
        refuse_request(session, request.id, reason=REASON, by=dewi)
    with pytest.raises(NotFound), transaction() as session:
        withdraw_request(session, request.id, by=dina)
    with transaction() as session:
        withdraw_request(session, request.id, by=dewi)
    assert waiting() == []
    assert len(events("grant.withdrawn")) == 1


def test_only_administrators_with_a_fresh_password_decide(
    dewi: Actor, dina: Actor, people: AddPerson
) -> None:
    ask(dewi, "supervisor")
    (request,) = waiting()
    wati = people("wati", offices=["supervisor"])
    with pytest.raises(NotAllowed), transaction() as session:
        approve_request(session, request.id, roles=ROLES, by=wati)
    stale = Actor(
        id=dina.id, username="dina", name="Dina", offices=dina.offices,
        confirmed_at=clock.now() - timedelta(hours=1),
    )  # fmt: skip
    with pytest.raises(PasswordNeeded), transaction() as session:
        approve_request(session, request.id, roles=ROLES, by=stale)


def test_what_waits_is_not_asked_twice_and_needs_a_reason(dewi: Actor, dina: Actor) -> None:
    with pytest.raises(Invalid), transaction() as session:
        change_own(session, roles=(), offices=("admin", "auditor"), reason="", by=dewi)
    assert held(dewi) == {"admin", "Petugas"}
    ask(dewi, "auditor")
    ask(dewi, "auditor")
    assert len(waiting()) == len(events("grant.requested")) == 1


def test_who_is_alone_asks_nobody(dewi: Actor) -> None:
    assert not ask(dewi, "auditor", reason="")
    assert held(dewi) == {"admin", "auditor", "Petugas"}


def test_a_request_ends_with_what_it_means(
    dewi: Actor, dina: Actor, people: AddPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given otherwise; of a role that no SOP has; the asker gone; past its day: nobody can approve it."""
    rina = people("rina", offices=["admin"])
    ask(dewi, "supervisor", roles=("Petugas", "Ketua", "Lama"))
    ask(rina, "auditor", roles=())
    asked = {each.name: each.id for each in _all()}
    with transaction() as session:
        set_grants(session, dewi.id, roles=["Petugas", "Ketua"], offices=["admin"], by=dina)
        deactivate(session, rina.id, by=dina)
    assert [each.name for each in waiting()] == ["supervisor"]
    for name in ("Ketua", "Lama", "auditor"):
        with pytest.raises(NotFound), transaction() as session:
            approve_request(session, asked[name], roles=ROLES, by=dina)
    later = clock.now() + MAX_AGE
    monkeypatch.setattr(clock, "now", lambda: later)
    assert waiting() == []
    with transaction() as session:
        end_lapsed(session, roles=ROLES)
    assert _all() == []
    assert len(events("grant.lapsed")) == 4


def _all() -> list[Request]:
    with reading() as session:
        return open_requests(session, roles=lambda: (*ROLES, "Lama"))
