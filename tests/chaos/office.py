"""Who works, and on what: SOP 032 with its uploads, and a leave with a reminder and a deadline."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from engine import calendar, database, migrations
from engine.database import transaction
from engine.definitions.releases import deploy
from engine.people.accounts import create_person, set_password
from engine.people.grants import set_grants
from engine.people.passwords import hash_password
from engine.storage import folders

PASSWORD = "bangku-panjang-2026"
SOP, LEAVE = "pengelolaan_website", "cuti"
_SOP_FILE = "pengelolaan-website-dan-media-sosial.bpmn"
#: Username → roles and offices.
PEOPLE = {
    "lapangan.satu": (("Petugas Lapangan",), ("admin",)),
    "lapangan.dua": (("Petugas Lapangan",), ()),
    "pengelola.satu": (("Pengelola Website",), ()),
    "pengelola.dua": (("Pengelola Website",), ()),
    "ketua.satu": (("Ketua Tim Kerja",), ()),
    "ketua.dua": (("Ketua Tim Kerja",), ()),
    "proses": ((), ("process_admin", "supervisor")),
}


def prepare(url: str, data_dir: Path) -> None:
    """An empty database gets people and definitions. This process is not connected any more afterwards."""
    migrations.upgrade(url)
    database.connect(url)
    calendar.use(calendar.load(None, "Asia/Jakarta"))
    folders.use(data_dir)
    hashed = hash_password(PASSWORD, username="")
    with transaction() as session:
        for username, (roles, offices) in PEOPLE.items():
            name = username.replace(".", " ").title()
            person = create_person(session, username=username, name=name, unit="", by=None)
            set_grants(session, person.id, roles=roles, offices=offices, by=None)
            set_password(session, person.id, hashed, by=None)
    with transaction() as session:
        deploy(session, (files("processes") / _SOP_FILE).read_bytes(), _SOP_FILE, by=None)
    put_in_force(1)
    database.disconnect()


def put_in_force(revision: int) -> None:
    """The next version of the leave."""
    with transaction() as session:
        deploy(session, leave(revision), "cuti.bpmn", by=None)


def leave(revision: int) -> bytes:
    return (Path(__file__).parent / "leave.bpmn").read_text().replace("{revision}", str(revision)).encode()
