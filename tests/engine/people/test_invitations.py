"""One-time links."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.database import reading, transaction
from engine.errors import Invalid, NotAllowed
from engine.people.accounts import deactivate
from engine.people.invitations import (
    MAX_AGE,
    InvitationNotFound,
    accept,
    accept_first,
    first_admin_token,
    invite,
    look,
)
from engine.people.logins import find_login, open_login
from engine.people.passwords import Hashed, hash_password, verify
from engine.people.queries import get_person, invited_until
from engine.tables.people import Invitation, Person
from tests.conftest import At, not_none
from tests.engine.people.conftest import AddPerson, events

NEW = "ombak tenang sekali"


def hashed() -> Hashed:
    return hash_password(NEW, username="siti")


def first_token(session: Session) -> str:
    return not_none(first_admin_token(session))


def gone(token: str) -> None:
    with pytest.raises(InvitationNotFound), reading() as session:
        look(session, token)


def test_a_link_lets_somebody_choose_their_password_once(people: AddPerson) -> None:
    admin, siti = people("dewi", offices=["admin"]), people("siti", password=None)
    with transaction() as session:
        token = invite(session, siti.id, by=admin)
        old = open_login(session, siti.id)
    with reading() as session:
        invited = look(session, token)
        assert (invited.person_id, invited.username) == (siti.id, "siti")
        assert invited_until(session, siti.id) is not None
        assert token not in session.scalars(select(Invitation.token_hash)).one()
    with transaction() as session:
        accept(session, token, hashed())
    with reading() as session:
        assert verify(session.scalar(select(Person.password_hash).where(Person.id == siti.id)), NEW)
        assert find_login(session, old) is None
        assert invited_until(session, siti.id) is None
    gone(token)
    with pytest.raises(InvitationNotFound), transaction() as session:
        accept(session, token, hashed())
    assert json.loads(events("person.invited")[0])["by"]["username"] == "dewi"
    assert json.loads(events("password.set")[-1])["way"] == "invitation"


def test_a_newer_link_replaces_the_older(people: AddPerson) -> None:
    siti = people("siti", password=None)
    with transaction() as session:
        first, second = invite(session, siti.id, by=None), invite(session, siti.id, by=None)
    gone(first)
    with reading() as session:
        assert look(session, second).person_id == siti.id


def test_a_link_ends_after_three_days(people: AddPerson, clock_at: At) -> None:
    at = clock_at("2026-11-23 08:00")
    siti = people("siti", password=None)
    with transaction() as session:
        token = invite(session, siti.id, by=None)
    clock_at(at + MAX_AGE - timedelta(seconds=1))
    with reading() as session:
        look(session, token)
    clock_at(at + MAX_AGE)
    gone(token)


def test_a_deactivated_persons_link_is_worthless(people: AddPerson) -> None:
    siti = people("siti", password=None)
    with transaction() as session:
        token = invite(session, siti.id, by=None)
        deactivate(session, siti.id, by=None)
    gone(token)


def test_only_an_admin_invites(people: AddPerson) -> None:
    siti = people("siti", offices=["supervisor"])
    with pytest.raises(NotAllowed), transaction() as session:
        invite(session, siti.id, by=siti)


def test_of_two_who_use_a_link_at_once_one_succeeds(people: AddPerson) -> None:
    siti = people("siti", password=None)
    with transaction() as session:
        token = invite(session, siti.id, by=None)
    new, barrier, outcomes = hashed(), threading.Barrier(2), []

    def use() -> None:
        barrier.wait()
        try:
            with transaction() as session:
                accept(session, token, new)
            outcomes.append("in")
        except InvitationNotFound:
            outcomes.append("gone")

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "in"]


def test_an_empty_database_offers_a_link_for_the_first_admin(database: Engine, cheap_hashing: None) -> None:
    with transaction() as session:
        forgotten, token = first_token(session), first_token(session)
    gone(forgotten)
    with reading() as session:
        assert look(session, token).person_id is None
    with transaction() as session:
        person = accept_first(session, token, hashed(), username="dewi", name="Dewi")
    with transaction() as session:
        assert get_person(session, person.id).offices == ("admin",)
        assert first_admin_token(session) is None
    gone(token)
    assert [json.loads(body)["username"] for body in events("person.added")] == ["dewi"]


def test_a_refused_first_admin_leaves_the_link_usable(database: Engine, cheap_hashing: None) -> None:
    with transaction() as session:
        token = first_token(session)
    with pytest.raises(Invalid), transaction() as session:
        accept_first(session, token, hashed(), username="Not A Name", name="Dewi")
    with reading() as session:
        assert look(session, token).person_id is None


def test_the_first_admins_link_is_worthless_once_somebody_has_an_account(people: AddPerson) -> None:
    with transaction() as session:
        token = first_token(session)
    people("siti")
    gone(token)
    with pytest.raises(InvitationNotFound), transaction() as session:
        accept_first(session, token, hashed(), username="mallory", name="Mallory")


def test_links_of_the_two_kinds_are_not_interchangeable(people: AddPerson) -> None:
    siti = people("siti", password=None)
    with transaction() as session:
        token = invite(session, siti.id, by=None)
    with pytest.raises(InvitationNotFound), transaction() as session:
        accept_first(session, token, hashed(), username="mallory", name="Mallory")
    with reading() as session:
        assert look(session, token).person_id == siti.id


def test_the_first_admins_link_does_not_set_a_password(database: Engine, cheap_hashing: None) -> None:
    with transaction() as session:
        token = first_token(session)
    with pytest.raises(InvitationNotFound), transaction() as session:
        accept(session, token, hashed())
