"""Accounts: how the people of the story came in, and what happened at the door."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import argon2

from engine.actor import Actor
from engine.database import transaction
from engine.errors import EngineError
from engine.people import accounts, grants, invitations, logins, passwords, requests, sign_in
from engine.people.attempts import NOISY, Origin
from engine.people.failures import sum_up
from engine.people.logins import find_login, open_login
from engine.people.passwords import hash_password
from tests.office import EDITOR, FIELD, LEAD

if TYPE_CHECKING:
    from tests.releases.story import Ticking

PASSWORD = "kuda laut menari"
DEVICE = "Firefox, Android"
HOME = Origin(address="203.0.113.7", pepper="p" * 32)
#: Username, roles, offices.
_COMING = (
    ("siti", (FIELD, "Admin Bidang"), ()),
    ("budi", (EDITOR,), ()),
    ("rina", (EDITOR, LEAD), ()),
    ("ani", (LEAD,), ()),
    ("wati", (), ("supervisor",)),
    ("tono", (), ("process_admin",)),
    ("lina", (), ("process_admin",)),
    ("eko", (), ("auditor",)),
)


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Siti hands in, Budi and Rina edit, Ani and Rina approve; Wati supervises, Tono and Lina revise."""

    dewi: Actor
    siti: Actor
    budi: Actor
    rina: Actor
    ani: Actor
    wati: Actor
    tono: Actor
    lina: Actor
    eko: Actor

    def everybody(self) -> list[Actor]:
        return [getattr(self, field.name) for field in fields(self)]


def arrive() -> Staff:
    """Dewi by the first link; the others are added and invited by her."""
    # Nobody guesses at these: hashed so cheaply that the story takes no time.
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords.HASHER, dear = cheap, passwords.HASHER
    try:
        hashed = hash_password(PASSWORD, username="")
    finally:
        passwords.HASHER = dear
    with transaction() as session:
        token = invitations.first_admin_token(session)
        assert token is not None
        dewi = invitations.accept_first(session, token, hashed, username="dewi", name="Dewi").id
    boss = _logged_in(dewi)
    staff = {"dewi": boss}
    for username, roles, offices in _COMING:
        with transaction() as session:
            person = accounts.add_person(
                session, username=username, name=username.title(), unit="Bidang Sosial", by=boss
            ).id
            grants.set_grants(session, person, roles=roles, offices=offices, by=boss)
            invitations.accept(session, invitations.invite(session, person, by=boss), hashed)
        staff[username] = _logged_in(person)
    return Staff(**staff)


def _logged_in(person_id: int) -> Actor:
    with transaction() as session:
        found = find_login(session, open_login(session, person_id, device=DEVICE))
        assert found is not None
        # Nobody is asked for a password in this week, however long it is since the last one.
        return replace(found.actor, confirmed_at=None)


def leave(staff: Staff, time: Ticking) -> None:
    """What happens to accounts later, and at the door."""
    with transaction() as session:
        someone = accounts.add_person(session, username="joko", name="Joko", unit="", by=None).id
        accounts.rename(session, someone, name="Joko S.", unit="Bidang Sosial", by=staff.dewi)
        grants.set_grants(session, someone, roles=(FIELD,), offices=(), by=staff.dewi)
        grants.set_grants(session, someone, roles=(), offices=("auditor",), by=staff.dewi)
        hashed = hash_password(PASSWORD, username="joko")
        accounts.set_password(session, someone, hashed, by=None)
        accounts.deactivate(session, someone, by=staff.dewi)
        invitations.invite(session, staff.eko.id, by=staff.dewi)
    _ask_each_other(staff, time)
    _attempt("joko", PASSWORD)
    with transaction() as session:
        accounts.activate(session, someone, by=staff.dewi)
    opened = _attempt("joko", PASSWORD)
    assert opened is not None
    _end_a_device(opened.actor)
    with transaction() as session:
        sign_in.log_out(session, opened.token)
    _attempt("siti", "salah sekali ini")
    for _ in range(5):
        _attempt("bukan.siapa", "salah sekali ini")
    _guess_often(staff.siti, time)
    _change_password(staff.eko)
    _refused(staff)


def _end_a_device(joko: Actor) -> None:
    """A second browser of his."""
    assert _attempt("joko", PASSWORD) is not None
    with transaction() as session:
        latest = logins.devices(session, joko.id)[0]
        sign_in.log_out_device(session, joko.id, latest.mark, by=joko)


def _ask_each_other(staff: Staff, time: Ticking) -> None:
    """Dewi asks for roles for herself, while Eko administers accounts, too."""
    with transaction() as session:
        grants.set_grants(session, staff.eko.id, roles=(), offices=("auditor", "admin"), by=staff.dewi)
    eko = replace(staff.eko, offices=frozenset({"auditor", "admin"}))
    wanted = (FIELD, EDITOR, LEAD, "Admin Bidang")
    with transaction() as session:
        requests.change_own(
            session, roles=wanted, offices=("admin",), reason="Menggantikan yang cuti", by=staff.dewi
        )
        asked = requests.open_requests(session, roles=lambda: wanted)
        ids = {each.name: each.id for each in asked}
        requests.approve_request(session, ids[FIELD], roles=wanted, by=eko)
        requests.refuse_request(session, ids[EDITOR], reason="Sudah ada yang mengisi", by=eko)
        requests.withdraw_request(session, ids[LEAD], by=staff.dewi)
    time.on(hours=15 * 24)
    with transaction() as session:
        requests.end_lapsed(session, roles=wanted)
        grants.set_grants(session, staff.dewi.id, roles=(), offices=("admin",), by=eko)
        grants.set_grants(session, staff.eko.id, roles=(), offices=("auditor",), by=staff.dewi)


def _guess_often(siti: Actor, time: Ticking) -> None:
    """So often that it is summed up an hour later."""
    for username in (*(f"bukan.siapa{number}" for number in range(NOISY)), siti.username):
        with transaction() as session:
            begun = sign_in.begin(session, username, HOME)
            # Not computed: the story takes no time.
            sign_in.log_in(session, begun, sign_in.Checked(right=False))
    time.on(hours=1)
    with transaction() as session:
        sum_up(session)


def _attempt(username: str, password: str) -> sign_in.Opened | None:
    with transaction() as session:
        begun = sign_in.begin(session, username, HOME)
    checked = sign_in.check(begun, password)
    with transaction() as session:
        return sign_in.log_in(session, begun, checked, device=DEVICE)


def _change_password(by: Actor) -> None:
    new = hash_password("gajah tidur siang", username=by.username)
    with transaction() as session:
        begun = sign_in.begin(session, by.username, HOME)
    checked = sign_in.check(begun, PASSWORD)
    with transaction() as session:
        assert sign_in.change_password(session, begun, checked, new, by=by)
    with transaction() as session:
        sign_in.log_out_everywhere(session, by=by)


def _refused(staff: Staff) -> None:
    """An action of somebody who may not."""
    try:
        with transaction() as session:
            accounts.deactivate(session, staff.siti.id, by=staff.budi)
    except EngineError:
        return
    raise AssertionError("Budi administers no accounts")
