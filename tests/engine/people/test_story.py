"""What happens to accounts can be told in sentences."""

from sqlalchemy import select

from engine.database import reading, transaction
from engine.instances.timeline import entry_of, sentence
from engine.people.accounts import activate, deactivate, rename
from engine.people.attempts import Origin
from engine.people.invitations import accept, invite
from engine.people.logins import open_login
from engine.people.passwords import hash_password
from engine.people.sign_in import begin, check, log_in, log_out
from engine.tables.events import Event
from tests.engine.people.conftest import PASSWORD, AddPerson


def test_the_story_of_an_account(people: AddPerson) -> None:
    dewi = people("dewi", name="Dewi", offices=["admin"], password=None)
    siti = people("siti", name="Siti", roles=["Ketua"], password=None)
    with transaction() as session:
        rename(session, siti.id, name="Siti A.", unit="Bidang", by=dewi)
        token = invite(session, siti.id, by=dewi)
        accept(session, token, hash_password(PASSWORD, username="siti"))
        log_out(session, open_login(session, siti.id))
        deactivate(session, siti.id, by=dewi)
        activate(session, siti.id, by=dewi)
    for username, times in (("siti", 1), ("nobody", 5)):
        for _ in range(times):
            with transaction() as session:
                begun = begin(session, username, Origin(address="203.0.113.7", pepper="p"))
                log_in(session, begun, check(begun, "salah sekali ini"))
    with reading() as session:
        told = [
            sentence(entry_of(event), "id") for event in session.scalars(select(Event).order_by(Event.id))
        ]
    assert told == [
        "Alur menambahkan akun Dewi (dewi)",
        "Alur mengubah peran Dewi: dari “–” menjadi “Admin akun”",
        "Alur menambahkan akun Siti (siti)",
        "Alur mengubah peran Siti: dari “–” menjadi “Ketua”",
        "Dewi mengubah data Siti: dari “Siti” menjadi “Siti A., Bidang”",
        "Dewi membuat tautan undangan untuk Siti A.",
        "Siti A. menetapkan kata sandi akun Siti A.",
        "Siti A. keluar",
        "Dewi menonaktifkan akun Siti A.",
        "Dewi mengaktifkan kembali akun Siti A.",
        "Percobaan masuk sebagai Siti A. gagal, dari 203.0.113.7",
        *["Percobaan masuk dengan nama pengguna yang tidak dikenal, dari 203.0.113.7"] * 5,
        "Percobaan masuk dari 203.0.113.7 ditahan 1 menit: terlalu banyak yang gagal",
    ]
