"""Accounts and what they hold, on both databases."""

import json
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.errors import Invalid, NotAllowed, NotFound
from engine.people.accounts import NotYourself, activate, add_person, choose_language, deactivate, rename
from engine.people.grants import LastAdmin, NotYourOwnOffice, set_grants
from engine.people.logins import find_login, open_login
from engine.people.queries import Listed, get_person, list_people, roles_with_people
from engine.tables.people import Person
from engine.texts import known
from tests.conftest import not_none
from tests.engine.people.conftest import AddPerson, events


@pytest.fixture
def admin(people: AddPerson) -> Actor:
    return people("dewi.admin", name="Dewi", offices=["admin"])


def test_somebody_added_is_found_and_remembered(admin: Actor) -> None:
    with transaction() as session:
        person = add_person(session, username="siti", name=" Siti  Aminah ", unit="Bidang Sosial", by=admin)
    with reading() as session:
        found = get_person(session, person.id)
    assert (found.username, found.name, found.unit) == ("siti", "Siti  Aminah", "Bidang Sosial")
    assert found.active
    assert not found.has_password
    event = json.loads(events("person.added")[-1])
    assert event["by"]["username"] == "dewi.admin"
    assert (event["username"], event["person_id"]) == ("siti", person.id)


USERNAMES = ["", "ab", "Siti", "siti aminah", "-siti", "s" * 41, "si\nti", "şiti", "a/b", "si\0ti"]


@pytest.mark.parametrize("username", USERNAMES)
def test_a_username_has_a_form(admin: Actor, username: str) -> None:
    with pytest.raises(Invalid) as refused, transaction() as session:
        add_person(session, username=username, name="Siti", by=admin)
    assert refused.value.problems["username"].code == "people.username_form"


def test_every_problem_of_an_account_is_named_at_once(admin: Actor) -> None:
    with pytest.raises(Invalid) as refused, transaction() as session:
        add_person(session, username="dewi.admin", name=" ", unit="x" * 121, by=admin)
    codes = {path: problem.code for path, problem in refused.value.problems.items()}
    assert codes == {
        "username": "people.username_taken",
        "name": "people.name_missing",
        "unit": "people.name_long",
    }
    assert all(known(code) for code in codes.values())


def test_renaming_tells_before_and_after(admin: Actor, people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        rename(session, siti.id, name="Siti Aminah", unit="Tim Kerja", by=admin)
        rename(session, siti.id, name="Siti Aminah", unit="Tim Kerja", by=admin)
    [event] = map(json.loads, events("person.renamed"))
    assert (event["person"], event["had"], event["holds"]) == ("Siti", "Siti", "Siti Aminah, Tim Kerja")


def test_a_title_goes_from_the_unit_to_the_name(admin: Actor, people: AddPerson) -> None:
    """Both read "Siti, S.Sos, Tim Kerja" in the record."""
    siti = people("siti")
    with transaction() as session:
        rename(session, siti.id, name="Siti", unit="S.Sos, Tim Kerja", by=admin)
        rename(session, siti.id, name="Siti, S.Sos", unit="Tim Kerja", by=admin)
    with reading() as session:
        found = get_person(session, siti.id)
    assert (found.name, found.unit) == ("Siti, S.Sos", "Tim Kerja")


def test_grants_are_replaced_and_tell_before_and_after(admin: Actor, people: AddPerson) -> None:
    siti = people("siti", roles=["Pengelola Website"], offices=["auditor"])
    with transaction() as session:
        set_grants(session, siti.id, roles=["Ketua  Tim Kerja ", ""], offices=["supervisor"], by=admin)
    with reading() as session:
        found = get_person(session, siti.id)
    assert (found.roles, found.offices) == (("Ketua Tim Kerja",), ("supervisor",))
    event = json.loads(events("person.granted")[-1])
    assert event["before"] == {"roles": ["Pengelola Website"], "offices": ["auditor"]}
    assert event["after"] == {"roles": ["Ketua Tim Kerja"], "offices": ["supervisor"]}
    assert (event["had"], event["holds"]) == ("Pengelola Website, Auditor", "Ketua Tim Kerja, Penyelia")


def test_an_unknown_office_is_refused(admin: Actor, people: AddPerson) -> None:
    siti = people("siti")
    with pytest.raises(Invalid) as refused, transaction() as session:
        set_grants(session, siti.id, roles=["x" * 101], offices=["root"], by=admin)
    assert set(refused.value.problems) == {"offices", "roles"}


ACTIONS: dict[str, Callable[[Session, Actor, Actor], object]] = {
    "add_person": lambda s, who, by: add_person(s, username="budi", name="Budi", by=by),
    "rename_person": lambda s, who, by: rename(s, who.id, name="X", unit="", by=by),
    "change_grants": lambda s, who, by: set_grants(s, who.id, roles=[], offices=["admin"], by=by),
    "deactivate_person": lambda s, who, by: deactivate(s, who.id, by=by),
    "activate_person": lambda s, who, by: activate(s, who.id, by=by),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_only_an_admin_changes_accounts_and_a_refusal_is_remembered(
    admin: Actor, people: AddPerson, action: str
) -> None:
    siti = people("siti", roles=["admin"], offices=["process_admin", "supervisor", "auditor"])
    with pytest.raises(NotAllowed), transaction() as session:
        ACTIONS[action](session, siti, siti)
    event = json.loads(events("deed.denied")[-1])
    assert (event["deed"], event["right"], event["by"]["username"]) == (action, "manage_accounts", "siti")
    assert known(f"events.actions.{action}")
    with reading() as session:
        assert get_person(session, siti.id).offices == ("auditor", "process_admin", "supervisor")


def test_a_deactivated_person_is_out_on_every_device_at_once(admin: Actor, people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        tokens = [open_login(session, siti.id) for _ in range(2)]
        deactivate(session, siti.id, by=admin)
    with reading() as session:
        assert [find_login(session, token) for token in tokens] == [None, None]
    with transaction() as session:
        activate(session, siti.id, by=admin)
        # Let in again they log in again: the old cookies stay worthless.
        assert find_login(session, tokens[0]) is None
        assert get_person(session, siti.id).active


def test_an_admin_keeps_their_own_office_and_account(admin: Actor, people: AddPerson) -> None:
    people("other.admin", offices=["admin"])
    with pytest.raises(NotYourOwnOffice), transaction() as session:
        set_grants(session, admin.id, roles=["Ketua"], offices=["auditor"], by=admin)
    with pytest.raises(NotYourself), transaction() as session:
        deactivate(session, admin.id, by=admin)


def test_an_admin_may_change_what_else_they_hold(admin: Actor) -> None:
    with transaction() as session:
        set_grants(session, admin.id, roles=["Ketua"], offices=["admin", "auditor"], by=admin)
        assert get_person(session, admin.id).offices == ("admin", "auditor")


def test_the_last_admin_stays_even_for_the_command_line(admin: Actor) -> None:
    refused: list[Callable[[Session], object]] = [
        lambda session: deactivate(session, admin.id, by=None),
        lambda session: set_grants(session, admin.id, roles=[], offices=[], by=None),
    ]
    for action in refused:
        with pytest.raises(LastAdmin), transaction() as session:
            action(session)


def test_two_admins_who_shut_each_other_out_at_once_leave_one(people: AddPerson) -> None:
    both = [people("dewi", offices=["admin"]), people("rini", offices=["admin"])]
    barrier, refused = threading.Barrier(2), list[LastAdmin]()

    def shut_out(by: Actor, other: Actor) -> None:
        barrier.wait()
        try:
            with transaction() as session:
                deactivate(session, other.id, by=by)
        except LastAdmin as error:
            refused.append(error)

    threads = [threading.Thread(target=shut_out, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading() as session:
        assert sum(get_person(session, person.id).active for person in both) == 1
    assert len(refused) == 1


def test_a_person_that_is_not_there_is_not_found(admin: Actor) -> None:
    for action in (lambda s: rename(s, 999, name="X", unit="", by=admin), lambda s: get_person(s, 999)):
        with pytest.raises(NotFound), transaction() as session:
            action(session)


def test_a_language_is_one_that_is_spoken(people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        choose_language(session, "en", by=siti)
        with pytest.raises(Invalid):
            choose_language(session, "fr", by=siti)
        token = open_login(session, siti.id)
    with reading() as session:
        assert not_none(find_login(session, token)).actor.language == "en"


def test_the_list_is_paged_by_name_without_gap_or_repetition(people: AddPerson) -> None:
    names = ["budi", "Agus", "citra", "Bayu", "agus", "dian", "Budi"]
    for number, name in enumerate(names):
        people(f"user{number}", name=name, roles=[f"Peran {number}"], password=None)
    seen, after = list[Listed](), None
    while True:
        with reading() as session:
            page = list_people(session, after=after, size=2)
        seen += page.people
        after = page.after
        if after is None:
            break
    assert [person.name.lower() for person in seen] == sorted(name.lower() for name in names)
    assert len({person.id for person in seen}) == len(names)
    assert all(person.roles == (f"Peran {person.username[-1]}",) for person in seen)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("AMINAH", ["siti"]),
        ("siti bidang", ["siti"]),
        ("100%", []),
        ("_", []),
        ("sos", ["budi", "siti"]),
        ("\0", 2),
    ],
)
def test_the_search_finds_parts_of_name_username_and_unit(
    people: AddPerson, search: str, found: int | list[object] | list[str]
) -> None:
    for username, name in (("siti", "Siti Aminah"), ("budi", "Budi")):
        actor = people(username, name=name, password=None)
        with transaction() as session:
            session.execute(update(Person).where(Person.id == actor.id).values(unit="Bidang Sosial"))
    with reading() as session:
        usernames = [person.username for person in list_people(session, search=search).people]
    assert usernames == found if isinstance(found, list) else len(usernames) == found


def test_roles_name_those_who_hold_them_and_may_log_in(admin: Actor, people: AddPerson) -> None:
    people("siti", name="Siti", roles=["Ketua", "Pengelola"])
    gone = people("agus", name="Agus", roles=["Ketua", "Lama"])
    with transaction() as session:
        deactivate(session, gone.id, by=admin)
    with reading() as session:
        assert roles_with_people(session) == {"Ketua": ["Siti"], "Pengelola": ["Siti"]}


def test_the_chain_of_people_is_whole(admin: Actor, people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        rename(session, siti.id, name="S", unit="", by=admin)
        deactivate(session, siti.id, by=admin)
    with reading() as session:
        [verdict] = verify_all(session)
    assert (verdict.chain, verdict.broken) == ("people", None)
    assert verdict.events == len(events())
