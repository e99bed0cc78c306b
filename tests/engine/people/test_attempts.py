"""Wrong passwords: who waits, for how long, who never does, and how they are summed up."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

import engine.database
from engine.database import reading, transaction
from engine.people.attempts import FREE_ANYWHERE, NOISY, WAITS, WINDOW, Origin, TooManyAttempts
from engine.people.failures import sum_up
from engine.people.sign_in import begin, take_back
from engine.tables.people import LoginAttempt
from tests.conftest import At
from tests.engine.people.conftest import (
    HOME,
    PASSWORD,
    AddPerson,
    attempt,
    events,
    from_address,
    guess,
)


def test_five_wrong_ones_close_the_door_and_the_event_says_so_once(people: AddPerson) -> None:
    people("siti")
    for _ in range(5):
        assert attempt("siti", "salah sekali ini") is None
    for _ in range(3):
        with pytest.raises(TooManyAttempts) as refused:
            attempt("siti", PASSWORD)
        assert refused.value.params["minutes"] == 1
    assert len(events("login.failed")) == 5
    assert len(events("login.blocked")) == 1


def test_a_name_that_nobody_has_is_closed_just_the_same(people: AddPerson) -> None:
    for _ in range(5):
        attempt("nobody", "salah sekali ini")
    with pytest.raises(TooManyAttempts):
        attempt("nobody", "salah sekali ini")


def test_the_more_have_failed_the_longer_the_next_one_waits(people: AddPerson, clock_at: At) -> None:
    moment = clock_at("2026-11-23 10:00")
    people("siti")
    for _ in range(5):
        attempt("siti", "salah sekali ini")
    waited = []
    for wait in (*WAITS, WAITS[-1]):
        clock_at(moment + wait - timedelta(seconds=1))
        with pytest.raises(TooManyAttempts) as refused:
            attempt("siti", PASSWORD)
        assert (refused.value.params["seconds"], refused.value.params["minutes"]) == (2, 1)
        moment = clock_at(moment + wait)
        assert attempt("siti", "salah sekali ini") is None
        waited.append(wait)
    assert [wait // timedelta(minutes=1) for wait in waited] == [1, 2, 4, 8, 15, 15]
    clock_at(moment + WAITS[-1])
    assert attempt("siti", PASSWORD) is not None


def test_an_hour_after_the_first_counting_starts_anew(people: AddPerson, clock_at: At) -> None:
    moment = clock_at("2026-11-23 10:00")
    people("siti")
    for _ in range(4):
        attempt("siti", "salah sekali ini")
    clock_at(moment + WINDOW - timedelta(seconds=1))
    attempt("siti", "salah sekali ini")
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)
    clock_at(moment + WINDOW)
    assert attempt("siti", PASSWORD) is not None


@pytest.mark.parametrize("back", [timedelta(minutes=2), timedelta(hours=2), timedelta(days=3)])
def test_a_clock_that_is_set_back_keeps_nobody_out_for_longer(
    people: AddPerson, clock_at: At, back: timedelta
) -> None:
    moment = clock_at("2026-11-23 10:00")
    people("siti")
    for _ in range(5):
        attempt("siti", "salah sekali ini")
    clock_at(moment - back)
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


def test_an_office_is_never_closed_by_its_address(people: AddPerson) -> None:
    """Somebody there guesses at many names; a colleague at a new computer logs in all the same."""
    people("siti")
    guess(f"guess{number}" for number in range(60))
    assert attempt("siti", "salah sekali ini") is None
    assert attempt("siti", PASSWORD) is not None


def test_at_a_noisy_address_an_account_has_fewer_tries(people: AddPerson) -> None:
    people("siti")
    guess(f"guess{number}" for number in range(NOISY))
    for _ in range(3):
        assert attempt("siti", "salah sekali ini") is None
    with pytest.raises(TooManyAttempts):
        attempt("siti", PASSWORD)
    assert attempt("siti", PASSWORD, from_address(1)) is not None


def test_what_fails_at_a_noisy_address_is_summed_up(people: AddPerson, clock_at: At) -> None:
    moment = clock_at("2026-11-23 10:00")
    people("siti")
    guess(f"guess{number}" for number in range(NOISY + 20))
    for _ in range(3):
        attempt("siti", "salah sekali ini")
    assert len(events("login.unknown")) == NOISY
    assert events("login.failed", "login.blocked", "login.failed_often", "login.unknown_often") == []
    with transaction() as session:
        sum_up(session)
    assert events("login.unknown_often") == []  # its hour goes on
    clock_at(moment + WINDOW)
    for _ in range(2):
        with transaction() as session:
            sum_up(session)
    [unknown] = map(json.loads, events("login.unknown_often"))
    assert (unknown["failed"], unknown["address"]) == (20, "203.0.113.7")
    [known] = map(json.loads, events("login.failed_often"))
    assert (known["failed"], known["username"], known["since"]) == (3, "siti", moment.isoformat())


def test_what_was_never_looked_at_does_not_count(people: AddPerson) -> None:
    people("siti")
    for _ in range(6):
        with transaction() as session:
            begun = begin(session, "siti", HOME)
        with transaction() as session:
            take_back(session, begun)
    assert attempt("siti", PASSWORD) is not None


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
    for number in range(FREE_ANYWHERE):
        guess(["siti"], from_address(number))
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
