"""Every page for each kind of user: no fault that axe finds, light and dark, narrow and wide."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

PLACES = {
    "petugas.lapangan": ["Tugas saya", "Berkas", "Prosedur"],
    "penyelia": ["Berkas"],
    "admin.proses": ["Prosedur"],
    "auditor": ["Jejak audit", "Berkas"],
    "admin": ["Akun"],
}


@pytest.mark.parametrize("username", PLACES)
def test_every_place_is_for_everybody(username: str, alur: Alur, desk: Open) -> None:
    window = desk(alur, username).check()
    for place in PLACES[username]:
        window.visit(place).check()
    window.go("/profile").check()


def test_login_and_refusals_are_for_everybody_too(alur: Alur, phone: Open) -> None:
    window = phone(alur).go("/cases").check()
    window.log_in("petugas.lapangan").go("/cases/999999").see("Tidak ditemukan").check()
    window.go("/accounts").see("Tidak berwenang").check()
