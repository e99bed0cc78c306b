"""What is done to somebody's account is told to them and to who watches; nobody gives to themselves alone."""

from __future__ import annotations

import pytest

from engine.actor import Actor
from engine.database import reading, transaction
from engine.people.accounts import activate, deactivate, rename, set_password
from engine.people.grants import NotToYourself, set_grants
from engine.people.invitations import invite
from engine.people.notices import dismiss, notices
from engine.people.passwords import hash_password
from tests.engine.people.conftest import AddPerson, events


def told(person: Actor) -> list[str]:
    with reading() as session:
        return [notice.sentence("id") for notice in notices(session, by=person)]


@pytest.fixture
def staff(people: AddPerson) -> dict[str, Actor]:
    """Dewi and Dina administer accounts, Wati supervises, Eko audits; Siti and Budi work."""
    staff = {
        "dewi": people("dewi", offices=["admin"]),
        "dina": people("dina", offices=["admin"]),
        "wati": people("wati", offices=["supervisor"]),
        "eko": people("eko", offices=["auditor"]),
        "siti": people("siti"),
        "budi": people("budi"),
    }
    for person in staff.values():
        with transaction() as session:
            dismiss(session, [notice.id for notice in notices(session, by=person)], by=person)
    return staff


def test_a_link_for_somebody_elses_account_is_told_to_them_and_to_who_watches(
    staff: dict[str, Actor],
) -> None:
    with transaction() as session:
        invite(session, staff["siti"].id, by=staff["dewi"])
    sentence = ["Dewi membuat tautan undangan untuk Siti"]
    assert {name: told(person) for name, person in staff.items() if told(person)} == {
        "dina": sentence,
        "wati": sentence,
        "siti": sentence,
    }


def test_a_name_and_roles_are_told_too_until_each_has_read_them(staff: dict[str, Actor]) -> None:
    siti, wati = staff["siti"], staff["wati"]
    with transaction() as session:
        rename(session, siti.id, name="Siti A.", unit="", by=staff["dewi"])
        set_grants(session, siti.id, roles=["Ketua"], offices=[], by=staff["dewi"])
    sentences = [
        "Dewi mengubah data Siti: dari “Siti” menjadi “Siti A.”",
        "Dewi mengubah peran Siti A.: dari “–” menjadi “Ketua”",
    ]
    assert told(siti) == told(wati) == sentences
    with transaction() as session:
        ids = [notice.id for notice in notices(session, by=siti)]
        dismiss(session, ids, by=siti)
        dismiss(session, ids, by=staff["budi"])
    assert (told(siti), told(wati)) == ([], sentences)


def test_of_an_account_that_nobody_has_entered_nothing_is_told(
    people: AddPerson, staff: dict[str, Actor]
) -> None:
    fresh = people("baru", password=None)
    with transaction() as session:
        invite(session, fresh.id, by=staff["dewi"])
    assert told(staff["wati"]) == []


@pytest.mark.parametrize(("roles", "offices"), [(["Ketua"], ["admin"]), ([], ["admin", "supervisor"])])
def test_to_oneself_only_another_administrator_gives(
    staff: dict[str, Actor], roles: list[str], offices: list[str]
) -> None:
    dewi, dina = staff["dewi"], staff["dina"]
    with pytest.raises(NotToYourself), transaction() as session:
        set_grants(session, dewi.id, roles=roles, offices=offices, by=dewi)
    with transaction() as session:
        set_grants(session, dewi.id, roles=roles, offices=offices, by=dina)
    assert len(told(dewi)) == 1
    # Giving up needs nobody.
    with transaction() as session:
        set_grants(session, dewi.id, roles=[], offices=["admin"], by=dewi)


def test_who_is_the_only_administrator_may_and_supervisors_and_auditors_are_told(
    staff: dict[str, Actor],
) -> None:
    dewi = staff["dewi"]
    with transaction() as session:
        deactivate(session, staff["dina"].id, by=dewi)
        set_grants(session, dewi.id, roles=["Ketua"], offices=["admin"], by=dewi)
    closed = "Dewi menonaktifkan akun Dina"
    given = "Dewi mengubah peran Dewi: dari “Admin akun” menjadi “Ketua, Admin akun”"
    assert (told(staff["wati"]), told(staff["eko"]), told(dewi)) == ([closed, given], [given], [])
    assert events("person.granted")


def test_closing_an_account_opening_it_and_its_password_from_the_shell_are_told(
    staff: dict[str, Actor],
) -> None:
    siti, dewi = staff["siti"], staff["dewi"]
    with transaction() as session:
        deactivate(session, siti.id, by=dewi)
        activate(session, siti.id, by=dewi)
        set_password(session, siti.id, hash_password("ombak tenang sekali", username="siti"), by=None)
    sentences = [
        "Dewi menonaktifkan akun Siti",
        "Dewi mengaktifkan kembali akun Siti",
        "Alur menetapkan kata sandi akun Siti",
    ]
    assert told(staff["wati"]) == told(staff["dina"]) == told(siti) == sentences
    assert told(dewi) == sentences[2:]
