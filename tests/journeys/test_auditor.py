"""The auditor trusts nothing, and sees it when one letter was changed behind the back of Alur."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

INSTANCE = "Pelatihan Taruna Siaga Bencana di Kalurahan Panggungharjo"


def test_the_auditor_finds_the_story_who_was_denied_and_one_changed_letter(alur: Alur, desk: Open) -> None:
    desk(alur, "petugas.lapangan").go("/accounts").see("Tidak berwenang")
    auditor = desk(alur, "auditor").visit("Jejak audit").check()
    auditor.choose("Peristiwa", "Tindakan yang ditolak").press("Cari")
    auditor.see("Ditolak: Bagas Pratama (contoh) mencoba membuka daftar akun").check()

    # The story of an instance is found, and whole.
    auditor.visit("Jejak audit").fill("Berkas (nomor atau judul)", "Taruna Siaga").press("Cari")
    auditor.see("Ratna Kusuma (contoh) menyelesaikan").check()
    auditor.page.get_by_role("row").filter(has_text=INSTANCE).first.get_by_role("link").first.click()
    auditor.see(INSTANCE, "Utuh", "Sekar Ayu (contoh) memulai berkas ini").check()
    auditor.visit("Jejak audit").press("Periksa keutuhan").see("Semua rantai utuh")

    # One letter is changed behind the back of Alur.
    number = _change_one_letter(alur)
    auditor.visit("Jejak audit").press("Periksa keutuhan").see("rantai terputus").check()
    auditor.see(number, "isinya telah diubah")
    auditor.go(f"/instances?q={number}&state=all").follow(INSTANCE).see(
        "Terputus", "isinya telah diubah"
    ).check()
    verified = alur.run("audit", "verify")
    assert verified.returncode == 1
    assert number in verified.stdout + verified.stderr


def _change_one_letter(alur: Alur) -> str:
    """In the reason of a refusal, as who has the database's file could; gives back the instance's number."""
    with closing(sqlite3.connect(alur.folder / "alur.sqlite3")) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        [(changed, chain)] = database.execute(
            "SELECT id, chain FROM events WHERE body LIKE '%Ejaan nama tempat%' ORDER BY id LIMIT 1"
        ).fetchall()
        database.execute("UPDATE events SET body = replace(body, 'Ejaan', 'ejaan') WHERE id = ?", (changed,))
        [(number,)] = database.execute(
            "SELECT number FROM instances WHERE id = ?", (chain.rpartition(":")[2],)
        ).fetchall()
    return str(number)
