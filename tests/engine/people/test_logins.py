"""Logins: how long they last, and what ends them."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.database import reading, transaction
from engine.people.attempts import TooManyAttempts
from engine.people.logins import (
    IDLE,
    MAX_AGE,
    devices,
    end_login,
    find_login,
    open_login,
    touch_login,
)
from engine.people.passwords import hash_password
from engine.people.sign_in import begin, change_password, check, log_out, log_out_everywhere
from engine.tables.people import Login, Person
from tests.conftest import At, not_none
from tests.engine.people.conftest import HOME, PASSWORD, AddPerson, attempt, enter, events


def test_a_login_ends_an_hour_after_it_was_last_used(people: AddPerson, clock_at: At) -> None:
    at = clock_at("2026-11-23 08:00")
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
    for minutes in (50, 100):
        clock_at(at + timedelta(minutes=minutes))
        with transaction() as session:
            assert not_none(find_login(session, token)).stale
            touch_login(session, token)
            assert not not_none(find_login(session, token)).stale
    clock_at(at + timedelta(minutes=100) + IDLE)
    with reading() as session:
        assert find_login(session, token) is None


def test_a_login_ends_after_twelve_hours_however_busy(people: AddPerson, clock_at: At) -> None:
    at = clock_at("2026-11-23 08:00")
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
        session.execute(update(Login).values(seen_at=at + MAX_AGE - timedelta(minutes=1)))
    clock_at(at + MAX_AGE - timedelta(seconds=1))
    with reading() as session:
        assert find_login(session, token) is not None
    clock_at(at + MAX_AGE)
    with reading() as session:
        assert find_login(session, token) is None


def test_whoever_is_not_active_is_nobody(people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
        session.execute(update(Person).where(Person.id == siti.id).values(active=False))
        assert find_login(session, token) is None


def test_ended_logins_go_after_a_week(people: AddPerson, clock_at: At) -> None:
    at = clock_at("2026-11-23 08:00")
    siti = people("siti")
    with transaction() as session:
        open_login(session, siti.id)
    clock_at(at + MAX_AGE + timedelta(days=7, seconds=1))
    with transaction() as session:
        open_login(session, siti.id)
        assert len(session.scalars(select(Login)).all()) == 1


def test_only_the_hash_of_a_token_is_stored(people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        token = open_login(session, siti.id)
        [row] = session.scalars(select(Login))
        assert token not in row.token_hash
        assert find_login(session, row.token_hash) is None


def test_changing_the_password_ends_all_other_logins_and_renews_this_one(people: AddPerson) -> None:
    siti = people("siti")
    here, elsewhere = enter("siti", PASSWORD), enter("siti", PASSWORD)
    with transaction() as session:
        begun = begin(session, "siti", HOME)
    new = hash_password("ombak tenang sekali", username="siti")
    with transaction() as session:
        opened = not_none(change_password(session, begun, check(begun, PASSWORD), new, by=siti))
    with reading() as session:
        assert find_login(session, here.token) is None
        assert find_login(session, elsewhere.token) is None
        assert not_none(find_login(session, opened.token)).actor.id == siti.id
    assert attempt("siti", PASSWORD) is None
    assert attempt("siti", "ombak tenang sekali") is not None
    assert len(events("password.changed")) == 1


def test_the_present_password_is_needed_and_counted(people: AddPerson) -> None:
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


def test_logging_in_again_ends_the_login_this_browser_had(people: AddPerson) -> None:
    people("siti")
    first = enter("siti", PASSWORD)
    second = enter("siti", PASSWORD, instead_of=first.token)
    with reading() as session:
        assert find_login(session, first.token) is None
        assert find_login(session, second.token) is not None


def test_logging_out_here_and_everywhere(people: AddPerson) -> None:
    siti = people("siti")
    tokens = [enter("siti", PASSWORD, device=f"Browser {number}").token for number in range(3)]
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
