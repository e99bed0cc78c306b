"""Proving who one is: right, wrong, too often, and what is written down about it."""

import json

import argon2
import pytest
from sqlalchemy import select, update

from engine.database import reading, transaction
from engine.people import passwords
from engine.people.accounts import deactivate, set_password
from engine.people.logins import (
    find_login,
)
from engine.people.passwords import hash_password
from engine.people.sign_in import begin, check, log_in
from engine.tables.people import LoginAttempt, Person
from tests.conftest import Counting, not_none
from tests.engine.people.conftest import (
    HOME,
    PASSWORD,
    AddPerson,
    attempt,
    enter,
    events,
)


def test_the_right_password_opens_a_login_with_all_they_hold(people: AddPerson, statements: Counting) -> None:
    siti = people("siti", roles=["Ketua", "Pengelola"], offices=["auditor"])
    opened = enter("siti", PASSWORD, device="Firefox, Linux")
    assert opened.actor == siti
    with statements() as seen, reading() as session:
        assert not_none(find_login(session, opened.token)).actor == siti
    assert seen.count == 1


def test_a_telephone_may_begin_the_name_with_a_capital(people: AddPerson) -> None:
    people("siti")
    assert enter(" Siti ", PASSWORD).actor.username == "siti"


@pytest.mark.parametrize("username", ["siti", "nobody", "gone", "new", "", "\0", "é" * 500, "rahasia saya"])
def test_whatever_is_wrong_the_work_and_the_outcome_are_the_same(
    people: AddPerson, statements: Counting, monkeypatch: pytest.MonkeyPatch, username: str
) -> None:
    """Nobody learns from an answer or its time which names exist."""
    people("siti")
    people("new", password=None)
    gone = people("gone")
    with transaction() as session:
        deactivate(session, gone.id, by=None)
    verified: list[str] = []
    real = passwords.verify

    def verify(stored: str | None, typed: str, **how: bool) -> bool:
        verified.append(typed)
        return real(stored, typed, **how)

    monkeypatch.setattr(passwords, "verify", verify)
    with statements() as seen:
        assert attempt(username, "kuda laut tidur") is None
    assert (verified, seen.count, seen.commits) == (["kuda laut tidur"], WORK_OF_A_FAILURE, 2)


#: Sweep, three counters, the person; the person again, head of the chain, event, head: alike for everybody.
WORK_OF_A_FAILURE = 9


def test_a_deactivated_person_is_refused_with_the_right_password(people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        deactivate(session, siti.id, by=None)
    assert attempt("siti", PASSWORD) is None
    assert json.loads(events("login.failed")[-1])["reason"] == "inactive"


def test_a_failure_is_remembered_without_what_was_typed(people: AddPerson) -> None:
    people("siti")
    attempt("siti", "salah sekali ini")
    attempt("kuda laut menari", "siti")  # the password typed where the name belongs
    [known] = map(json.loads, events("login.failed"))
    assert (known["username"], known["reason"], known["address"]) == ("siti", "password", "203.0.113.7")
    [unknown] = map(json.loads, events("login.unknown"))
    assert unknown.keys() == {"at", "by", "name", "address"}
    with reading() as session:
        keys = " ".join(session.scalars(select(LoginAttempt.key)))
    everything = " ".join(events()) + keys
    assert "kuda laut" not in everything
    assert "salah sekali" not in everything


def test_an_old_hash_is_renewed_at_login(people: AddPerson) -> None:
    siti = people("siti")
    old = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with transaction() as session:
        session.execute(update(Person).where(Person.id == siti.id).values(password_hash=old))
    assert attempt("siti", PASSWORD) is not None
    with reading() as session:
        stored = not_none(session.scalar(select(Person.password_hash).where(Person.id == siti.id)))
    assert stored != old
    assert not passwords.needs_rehash(stored)
    assert attempt("siti", PASSWORD) is not None


def test_a_password_changed_while_the_old_one_was_checked_wins(people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        begun = begin(session, "siti", HOME)
    checked = check(begun, PASSWORD)
    with transaction() as session:
        set_password(session, siti.id, hash_password("ombak tenang sekali", username="siti"), by=None)
        assert log_in(session, begun, checked) is None
