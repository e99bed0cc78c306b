"""Proving who one is: right, wrong, too often, and what is written down about it."""

import json
import threading
from datetime import timedelta

import argon2
import pytest
from sqlalchemy import select, update

import engine.database
from engine.database import reading, transaction
from engine.people import passwords
from engine.people.accounts import deactivate, set_password
from engine.people.attempts import PER_ACCOUNT, PER_ADDRESS, WINDOW, Origin, TooManyAttempts
from engine.people.logins import (
    find_login,
)
from engine.people.passwords import hash_password
from engine.people.sign_in import begin, check, log_in
from engine.tables.people import LoginAttempt, Person
from tests.conftest import At, Counting, not_none
from tests.engine.people.conftest import HOME, PASSWORD, AddPerson, attempt, enter, events, from_address


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

    def verify(stored: str | None, typed: str) -> bool:
        verified.append(typed)
        return real(stored, typed)

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


def test_five_wrong_ones_close_the_door_and_the_event_says_so_once(people: AddPerson) -> None:
    people("siti")
    for _ in range(5):
        assert attempt("siti", "salah sekali ini") is None
    for _ in range(3):
        with pytest.raises(TooManyAttempts) as refused:
            attempt("siti", PASSWORD)
        assert refused.value.params["minutes"] in range(1, 16)
    assert len(events("login.failed")) == 5
    assert len(events("login.blocked")) == 1


def test_a_name_that_nobody_has_is_closed_just_the_same(people: AddPerson) -> None:
    for _ in range(5):
        attempt("nobody", "salah sekali ini")
    with pytest.raises(TooManyAttempts):
        attempt("nobody", "salah sekali ini")


def test_the_door_opens_again_when_the_time_is_over(people: AddPerson, clock_at: At) -> None:
    begin_at = clock_at("2026-11-23 10:00")
    people("siti")
    for _ in range(5):
        attempt("siti", "salah sekali ini")
    clock_at(begin_at + WINDOW - timedelta(seconds=1))
    with pytest.raises(TooManyAttempts) as refused:
        attempt("siti", PASSWORD)
    assert (refused.value.params["seconds"], refused.value.params["minutes"]) == (2, 1)
    clock_at(begin_at + WINDOW)
    assert attempt("siti", PASSWORD) is not None


def test_a_restart_forgets_nothing(people: AddPerson, database_url: str) -> None:
    people("siti")
    for _ in range(5):
        attempt("siti", "salah sekali ini")
    engine.database.connect(database_url)  # a new process knows only what the database knows
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)


def test_the_right_password_forgives_ones_own_slips(people: AddPerson) -> None:
    people("siti")
    for _ in range(3):
        for _ in range(4):
            attempt("siti", "salah sekali ini")
        assert attempt("siti", PASSWORD) is not None
    with reading() as session:
        counted = sorted(session.scalars(select(LoginAttempt.failed)))
    # The address and the account remember what was wrong, not what was right.
    assert counted == [12, 12]


def test_an_address_has_a_limit_over_all_accounts(people: AddPerson) -> None:
    people("siti")
    for number in range(PER_ADDRESS):
        attempt(f"guess{number}", "salah sekali ini")
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)
    assert attempt("siti", PASSWORD, from_address(1)) is not None


def test_an_attacker_elsewhere_does_not_keep_the_owner_out(people: AddPerson) -> None:
    people("siti")
    for _ in range(6):
        try:
            attempt("siti", "salah sekali ini", from_address(9))
        except TooManyAttempts:
            break
    assert attempt("siti", PASSWORD) is not None


def test_a_guess_spread_over_many_addresses_is_stopped_but_the_owners_browser_is_not(
    people: AddPerson,
) -> None:
    people("siti")
    for number in range(PER_ACCOUNT):
        attempt("siti", "salah sekali ini", from_address(number))
    with pytest.raises(TooManyAttempts):
        attempt("siti", "salah sekali ini", from_address(200))
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)
    assert attempt("siti", PASSWORD, Origin(address=HOME.address, known_browser="own", pepper=HOME.pepper))


def test_a_colleague_behind_the_same_address_does_not_keep_a_known_browser_out(people: AddPerson) -> None:
    people("siti")
    for _ in range(5):
        attempt("siti", "salah sekali ini")
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)
    known = Origin(address=HOME.address, known_browser="own", pepper=HOME.pepper)
    assert attempt("siti", PASSWORD, known) is not None
    # A known browser that was stolen has its five, too.
    for _ in range(5):
        attempt("siti", "salah sekali ini", known)
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD, known)


def test_addresses_of_one_ipv6_network_count_as_one(people: AddPerson) -> None:
    people("siti")
    for number in range(5):
        attempt("siti", "salah sekali ini", Origin(address=f"2001:db8:1:2::{number}", pepper="p"))
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD, Origin(address="2001:db8:1:2:ffff::1", pepper="p"))
    assert attempt("siti", PASSWORD, Origin(address="2001:db8:1:3::1", pepper="p")) is not None


def test_tries_at_the_same_moment_are_all_counted(people: AddPerson) -> None:
    people("siti")
    outcomes, barrier = list[object](), threading.Barrier(12)

    def guess() -> None:
        barrier.wait()
        try:
            outcomes.append(attempt("siti", "salah sekali ini"))
        except TooManyAttempts:
            outcomes.append("closed")

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count(None), outcomes.count("closed")) == (5, 7)


def test_old_counts_are_swept(people: AddPerson, clock_at: At) -> None:
    begin_at = clock_at("2026-11-23 10:00")
    attempt("nobody", "salah sekali ini")
    clock_at(begin_at + WINDOW)
    attempt("somebody", "salah sekali ini", from_address(3))
    with reading() as session:
        assert len(session.scalars(select(LoginAttempt)).all()) == 3


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
