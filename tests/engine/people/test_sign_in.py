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
    IDLE,
    LONGEST,
    devices,
    end_login,
    find_login,
    open_login,
    owner_of,
    touch_login,
)
from engine.people.passwords import hash_password
from engine.people.sign_in import begin, change_password, check, log_in, log_out, log_out_everywhere
from engine.tables.people import Login, LoginAttempt, Person
from tests.engine.people.conftest import PASSWORD, events

HOME = Origin(address="203.0.113.7", pepper="p" * 32)


def attempt(username, password, origin=HOME, **more):
    with transaction() as session:
        begun = begin(session, username, origin)
    checked = check(begun, password)
    with transaction() as session:
        return log_in(session, begun, checked, **more)


def from_address(number, known=None):
    return Origin(address=f"198.51.100.{number}", known_browser=known, pepper="p" * 32)


def test_the_right_password_opens_a_login_with_all_they_hold(people, statements):
    siti = people("siti", roles=["Ketua", "Pengelola"], offices=["auditor"])
    opened = attempt("siti", PASSWORD, device="Firefox, Linux")
    assert opened.actor == siti
    with statements() as seen, reading() as session:
        assert find_login(session, opened.token).actor == siti
    assert seen.count == 1


def test_a_telephone_may_begin_the_name_with_a_capital(people):
    people("siti")
    assert attempt(" Siti ", PASSWORD).actor.username == "siti"


@pytest.mark.parametrize("username", ["siti", "nobody", "gone", "new", "", "\0", "é" * 500, "rahasia saya"])
def test_whatever_is_wrong_the_work_and_the_outcome_are_the_same(people, statements, monkeypatch, username):
    """Nobody learns from an answer or its time which names exist."""
    people("siti")
    people("new", password=None)
    gone = people("gone")
    with transaction() as session:
        deactivate(session, gone.id, by=None)
    verified = []
    real = passwords.verify
    monkeypatch.setattr(
        passwords, "verify", lambda stored, typed: verified.append(typed) or real(stored, typed)
    )
    with statements() as seen:
        assert attempt(username, "kuda laut tidur") is None
    assert (verified, seen.count, seen.commits) == (["kuda laut tidur"], WORK_OF_A_FAILURE, 2)


#: Sweep, three counters, the person; the person again, head of the chain, event, head: alike for everybody.
WORK_OF_A_FAILURE = 9


def test_a_deactivated_person_is_refused_with_the_right_password(people):
    siti = people("siti")
    with transaction() as session:
        deactivate(session, siti.id, by=None)
    assert attempt("siti", PASSWORD) is None
    assert json.loads(events("login.failed")[-1])["reason"] == "inactive"


def test_a_failure_is_remembered_without_what_was_typed(people):
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


def test_five_wrong_ones_close_the_door_and_the_event_says_so_once(people):
    people("siti")
    for _ in range(5):
        assert attempt("siti", "salah sekali ini") is None
    for _ in range(3):
        with pytest.raises(TooManyAttempts) as refused:
            attempt("siti", PASSWORD)
    assert 1 <= refused.value.params["minutes"] <= 15
    assert len(events("login.failed")) == 5
    assert len(events("login.blocked")) == 1


def test_a_name_that_nobody_has_is_closed_just_the_same(people):
    for _ in range(5):
        attempt("nobody", "salah sekali ini")
    with pytest.raises(TooManyAttempts):
        attempt("nobody", "salah sekali ini")


def test_the_door_opens_again_when_the_time_is_over(people, clock_at):
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


def test_a_restart_forgets_nothing(people, database_url):
    people("siti")
    for _ in range(5):
        attempt("siti", "salah sekali ini")
    engine.database.connect(database_url)  # a new process knows only what the database knows
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)


def test_the_right_password_forgives_ones_own_slips(people):
    people("siti")
    for _ in range(3):
        for _ in range(4):
            attempt("siti", "salah sekali ini")
        assert attempt("siti", PASSWORD) is not None
    with reading() as session:
        counted = sorted(session.scalars(select(LoginAttempt.failed)))
    # The address and the account remember what was wrong, not what was right.
    assert counted == [12, 12]


def test_an_address_has_a_limit_over_all_accounts(people):
    people("siti")
    for number in range(PER_ADDRESS):
        attempt(f"guess{number}", "salah sekali ini")
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)
    assert attempt("siti", PASSWORD, from_address(1)) is not None


def test_an_attacker_elsewhere_does_not_keep_the_owner_out(people):
    people("siti")
    for _ in range(6):
        try:
            attempt("siti", "salah sekali ini", from_address(9))
        except TooManyAttempts:
            break
    assert attempt("siti", PASSWORD) is not None


def test_a_guess_spread_over_many_addresses_is_stopped_but_the_owners_browser_is_not(people):
    people("siti")
    for number in range(PER_ACCOUNT):
        attempt("siti", "salah sekali ini", from_address(number))
    with pytest.raises(TooManyAttempts):
        attempt("siti", "salah sekali ini", from_address(200))
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)
    assert attempt("siti", PASSWORD, Origin(address=HOME.address, known_browser="own", pepper=HOME.pepper))


def test_a_colleague_behind_the_same_address_does_not_keep_a_known_browser_out(people):
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


def test_addresses_of_one_ipv6_network_count_as_one(people):
    people("siti")
    for number in range(5):
        attempt("siti", "salah sekali ini", Origin(address=f"2001:db8:1:2::{number}", pepper="p"))
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD, Origin(address="2001:db8:1:2:ffff::1", pepper="p"))
    assert attempt("siti", PASSWORD, Origin(address="2001:db8:1:3::1", pepper="p")) is not None


def test_tries_at_the_same_moment_are_all_counted(people):
    people("siti")
    outcomes, barrier = [], threading.Barrier(12)

    def guess():
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


def test_old_counts_are_swept(people, clock_at):
    begin_at = clock_at("2026-11-23 10:00")
    attempt("nobody", "salah sekali ini")
    clock_at(begin_at + WINDOW)
    attempt("somebody", "salah sekali ini", from_address(3))
    with reading() as session:
        assert len(session.scalars(select(LoginAttempt)).all()) == 3


def test_an_old_hash_is_renewed_at_login(people):
    siti = people("siti")
    old = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with transaction() as session:
        session.execute(update(Person).where(Person.id == siti.id).values(password_hash=old))
    assert attempt("siti", PASSWORD) is not None
    with reading() as session:
        stored = session.scalar(select(Person.password_hash).where(Person.id == siti.id))
    assert stored != old
    assert not passwords.needs_rehash(stored)
    assert attempt("siti", PASSWORD) is not None


def test_a_password_changed_while_the_old_one_was_checked_wins(people):
    siti = people("siti")
    with transaction() as session:
        begun = begin(session, "siti", HOME)
    checked = check(begun, PASSWORD)
    with transaction() as session:
        set_password(session, siti.id, hash_password("ombak tenang sekali", username="siti"), by=None)
        assert log_in(session, begun, checked) is None


def test_a_login_ends_an_hour_after_it_was_last_used(people, clock_at):
    at = clock_at("2026-11-23 08:00")
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
    for minutes in (50, 100):
        clock_at(at + timedelta(minutes=minutes))
        with transaction() as session:
            assert find_login(session, token).stale
            touch_login(session, token)
            assert not find_login(session, token).stale
    clock_at(at + timedelta(minutes=100) + IDLE)
    with reading() as session:
        assert find_login(session, token) is None
        # The form that is still open belongs to somebody.
        assert owner_of(session, token) == siti.id


def test_a_login_ends_after_twelve_hours_however_busy(people, clock_at):
    at = clock_at("2026-11-23 08:00")
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
        session.execute(update(Login).values(seen_at=at + LONGEST - timedelta(minutes=1)))
    clock_at(at + LONGEST - timedelta(seconds=1))
    with reading() as session:
        assert find_login(session, token) is not None
    clock_at(at + LONGEST)
    with reading() as session:
        assert find_login(session, token) is None


def test_whoever_is_not_active_is_nobody(people):
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
        session.execute(update(Person).where(Person.id == siti.id).values(active=False))
        assert find_login(session, token) is None


def test_ended_logins_go_after_a_week(people, clock_at):
    at = clock_at("2026-11-23 08:00")
    siti = people("siti")
    with transaction() as session:
        old = open_login(session, siti.id)
    clock_at(at + LONGEST + timedelta(days=7, seconds=1))
    with transaction() as session:
        open_login(session, siti.id)
        assert owner_of(session, old) is None


def test_only_the_hash_of_a_token_is_stored(people):
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
        [row] = session.scalars(select(Login))
        assert token not in row.token_hash
        assert find_login(session, row.token_hash) is None


def test_changing_the_password_ends_all_other_logins_and_renews_this_one(people):
    siti = people("siti")
    here, elsewhere = attempt("siti", PASSWORD), attempt("siti", PASSWORD)
    with transaction() as session:
        begun = begin(session, "siti", HOME)
    new = hash_password("ombak tenang sekali", username="siti")
    with transaction() as session:
        opened = change_password(session, begun, check(begun, PASSWORD), new, by=siti)
    with reading() as session:
        assert find_login(session, here.token) is None
        assert find_login(session, elsewhere.token) is None
        assert find_login(session, opened.token).actor.id == siti.id
    assert attempt("siti", PASSWORD) is None
    assert attempt("siti", "ombak tenang sekali") is not None
    assert len(events("password.changed")) == 1


def test_the_present_password_is_needed_and_counted(people):
    siti = people("siti")
    new = hash_password("ombak tenang sekali", username="siti")
    for _ in range(5):
        with transaction() as session:
            begun = begin(session, "siti", HOME)
        with transaction() as session:
            assert change_password(session, begun, check(begun, "salah sekali ini"), new, by=siti) is None
    with pytest.raises(TooManyAttempts), transaction() as session:
        begin(session, "siti", HOME)
    assert events("password.changed") == []


def test_logging_in_again_ends_the_login_this_browser_had(people):
    people("siti")
    first = attempt("siti", PASSWORD)
    second = attempt("siti", PASSWORD, instead_of=first.token)
    with reading() as session:
        assert find_login(session, first.token) is None
        assert find_login(session, second.token) is not None


def test_logging_out_here_and_everywhere(people):
    siti = people("siti")
    tokens = [attempt("siti", PASSWORD, device=f"Browser {number}").token for number in range(3)]
    with transaction() as session:
        log_out(session, tokens[0])
        log_out(session, tokens[0])  # a second tap is no second event
        names = [(device.name, device.this) for device in devices(session, siti.id, tokens[1])]
        assert sorted(names) == [("Browser 1", True), ("Browser 2", False)]
        log_out_everywhere(session, by=siti)
        assert [find_login(session, token) for token in tokens] == [None] * 3
        assert devices(session, siti.id, tokens[1]) == []
        end_login(session, tokens[2])
    assert [json.loads(body)["devices"] for body in events("person.logged_out")] == ["this", "all"]
