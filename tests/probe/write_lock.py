"""How long the one write lock is taken by the largest diagram that is accepted, on every address that writes.

SQLite lets one transaction write at a time: while it is open, everybody else waits.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import Connection, Engine, event

from engine import migrations, worker
from engine.database import connect
from engine.database_url import of_file
from engine.definitions.ahead import ahead
from tests.long_sop import straight
from tests.office import FIELD, Office
from tests.webforms.desk import Desk, whole_app
from tests.webforms.pages.test_nobody_waits import forget
from tests.webforms.seen import desk

#: Lanes name each step, so 4,000 steps are near the 20,000 elements that a file may have.
STEPS = 4000
#: Seconds; a person does not notice half of it.
MAX_HELD = 0.5
PAGE = "/definitions/lurus/versions"


def probe() -> None:
    """Raises AssertionError where a transaction was open for longer than MAX_HELD."""
    with tempfile.TemporaryDirectory() as folder:
        url = of_file(Path(folder) / "alur.sqlite3")
        migrations.upgrade(url)
        app = whole_app(connect(url), Path(folder))
        office = Office()
        people = {name: desk(app, getattr(office, name)) for name in ("tono", "wati", "siti")}
        worker._prepare()
        with _watching() as held:
            _life(office, people, held)
    print(f"  {STEPS} steps; the longest open transaction: {max(held):.3f} s")
    assert max(held) < MAX_HELD


def _life(office: Office, people: dict[str, Desk], held: list[float]) -> None:
    tono, wati, siti = people["tono"], people["wati"], people["siti"]
    first, second = straight(STEPS), straight(STEPS).replace("Langkah T7", "Tahap T7")

    def send(browser: Desk, address: str, **typed: object) -> int:
        return browser.send(address, dict(typed)).status_code

    def save() -> int:
        headers = {"X-CSRFToken": tono.token()}
        address = f"{PAGE}/2/draft?seen=1"
        return tono.post(address, data=second.encode(), headers=headers).status_code

    def move() -> int:
        ahead(worker._move_instances)
        return 200

    actions: list[tuple[str, Callable[[], int]]] = [
        ("upload", lambda: send(tono, "/definitions", diagram=(BytesIO(first.encode()), "a.bpmn"))),
        ("submit", lambda: send(tono, f"{PAGE}/1/submit", reason="Yang pertama")),
        ("approve", lambda: send(wati, f"{PAGE}/1/approve")),
        ("activate", lambda: send(tono, f"{PAGE}/1/activate")),
        ("start", lambda: send(siti, "/start", definition="lurus")),
        ("complete", lambda: send(siti, f"/tasks/{office.task(_newest(office), 'T0').id}")),
        ("draft", lambda: send(tono, "/definitions/lurus/drafts", source="1")),
        ("save", save),
        ("submit", lambda: send(tono, f"{PAGE}/2/submit", reason="Yang kedua")),
        ("approve", lambda: send(wati, f"{PAGE}/2/approve")),
        ("activate", lambda: send(tono, f"{PAGE}/2/activate")),
        ("move", lambda: send(tono, f"{PAGE}/2/moves")),
        ("moving", move),
        ("roll back", lambda: send(tono, f"{PAGE}/1/activate")),
        ("import 20,000 rows", lambda: send(tono, "/definitions/import", file=(_workbook(20_000), "a.xlsx"))),
        ("import 150 rows", lambda: send(tono, "/definitions/import", file=(_workbook(150), "b.xlsx"))),
    ]
    for name, action in actions:
        forget()
        held.append(0.0)
        before, began = len(held), time.perf_counter()
        status = action()
        whole, longest = time.perf_counter() - began, max(held[before - 1 :])
        print(f"  {name:20} {status}   open {longest:6.3f} s of {whole:6.2f} s", flush=True)


def _newest(office: Office) -> int:
    from sqlalchemy import func, select

    from engine.database import reading
    from engine.tables.instances import Instance

    with reading() as session:
        return session.scalars(select(func.max(Instance.id))).one()


def _workbook(rows: int) -> BytesIO:
    book, content = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet()
    sheet.append(["No", "Kegiatan", FIELD, "Kepala", "Kelengkapan", "Waktu", "Output", "Keterangan"])
    for row in range(rows):
        sheet.append([row + 1, f"Memeriksa berkas nomor {row}", "v", "", "Berkas", "10 menit", "Berkas", ""])
    book.save(content)
    content.seek(0)
    return content


@contextmanager
def _watching() -> Iterator[list[float]]:
    """Seconds for which each writing transaction was open."""
    held: list[float] = []
    begun: dict[int, float] = {}

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("sqlite_begin") == "IMMEDIATE":
            begun[id(connection)] = time.perf_counter()

    def end(connection: Connection) -> None:
        if id(connection) in begun:
            held.append(time.perf_counter() - begun.pop(id(connection)))

    heard = (("begin", begin), ("commit", end), ("rollback", end))
    for name, listener in heard:
        event.listen(Engine, name, listener)
    yield held
    for name, listener in heard:
        event.remove(Engine, name, listener)
