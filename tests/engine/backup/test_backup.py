"""A backup is taken while people work, and brought back nothing is missing."""

from __future__ import annotations

import json
import os
import threading
import traceback
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from engine.backup.place import Place
from engine.backup.restoring import compare
from engine.backup.sealing import new_key
from engine.backup.taking import take
from engine.config import BadConfig
from engine.database import reading
from engine.storage import blobs, folders, receive
from engine.storage.sweep import sweep
from engine.tables.instances import Instance
from tests.engine.backup.conftest import Elsewhere, all_files, all_rows
from tests.engine.storage import making
from tests.engine.storage.conftest import Desk
from tests.engine.storage.test_sweep import age

KEY = new_key()
PHOTO, OTHER = making.jpeg(), making.jpeg(size=(700, 500))


def test_all_comes_back_on_either_database(desk: Desk, place: Place, elsewhere: Elsewhere) -> None:
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    desk.office.to_approval(title="Kunjungan ke panti “Éka” ☕")
    before, files = all_rows(), all_files()
    taken = take(place)
    done = elsewhere.bring_back(place, taken.name)
    assert (all_rows(), all_files()) == (before, files)
    assert (done.rows, done.files) == (taken.rows, len(files))
    assert done.chains > 2
    # New rows are numbered after the old ones, and people work on.
    desk.office.to_approval()


def test_what_was_acknowledged_before_is_there_and_nothing_is_half(
    desk: Desk, place: Place, new_folder: Elsewhere
) -> None:
    stop, acknowledged = threading.Event(), [desk.instance]

    def work() -> None:
        while not stop.is_set():
            acknowledged.append(desk.office.to_approval())

    working = threading.Thread(target=work)
    working.start()
    try:
        while len(acknowledged) < 5:
            stop.wait(0.01)
        sure = list(acknowledged)
        taken = take(place)
    finally:
        stop.set()
        working.join()
    new_folder.bring_back(place, taken.name)  # all chains are whole, or it says so
    with reading() as session:
        there = set(session.scalars(select(Instance.id)))
    assert set(sure) <= there <= set(acknowledged)


def test_a_file_is_copied_once(desk: Desk, place: Place, tmp_path: Path) -> None:
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    first = take(place)
    assert first.copied == first.files == len(all_files())
    receive.receive([OTHER], desk.incoming("lain.jpg"), by=desk.by)
    second = take(place)
    assert (second.files, second.copied) == (len(all_files()), len(all_files()) - first.files)
    assert place.backups() == sorted([first.name, second.name])


def test_nothing_is_swept_meanwhile(desk: Desk, place: Place) -> None:
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    unnamed = blobs.path_of("ab" * 32)
    unnamed.parent.mkdir(parents=True)
    unnamed.write_bytes(b"nobody's")
    age(unnamed)
    with blobs.none_swept():
        sweep()
        assert unnamed.exists()
    sweep()
    assert not unnamed.exists()


def test_a_damaged_file_is_told_and_never_replaces_a_whole_copy(
    desk: Desk, place: Place, new_folder: Elsewhere
) -> None:
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    victim, gone, *_ = sorted(map(blobs.path_of, blobs.all_hashes()))
    whole = victim.read_bytes()
    victim.write_bytes(whole[:-1] + b"?")
    gone.unlink()
    first = take(place)
    assert first.lost == (victim.name, gone.name)
    victim.write_bytes(whole)
    second = take(place)
    assert second.lost == (gone.name,)
    victim.write_bytes(b"?")
    third = take(place)
    done = new_folder.bring_back(place, third.name)
    assert done.lost == (gone.name,)
    assert all_files()[victim.name] == whole


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process of its own, cheaply")
def test_killed_at_any_moment_it_leaves_nothing_that_looks_whole(
    database: Engine, desk: Desk, place: Place, new_folder: Elsewhere, tmp_path: Path
) -> None:
    """At each moment at which something has just been written to the disk."""
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    kills = 0
    while _died_at(kills, place, database):
        kills += 1
        # In the end only the sync of a name was missing: then it is whole already.
        for name in place.backups():
            compare(place, name, place.sealing(), scratch=tmp_path / "scratch")
    assert kills >= 5
    assert list(place.unfinished()) == []
    new_folder.bring_back(place, place.backups()[-1])


def _died_at(fsync: int, place: Place, database: Engine) -> bool:
    """Whether a child that dies after so many of its writes had not yet come to its end."""
    child = os.fork()
    if child == 0:
        left = fsync

        def die(fd: object) -> None:
            nonlocal left
            if left == 0:
                os._exit(9)
            left -= 1

        vars(os)["fsync"] = die
        try:
            database.dispose(close=False)  # the parent's connections are not ours
            take(place)
            os._exit(0)
        finally:
            traceback.print_exc()
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in {0, 9}
    return status == 9


class TestEncrypted:
    def test_nothing_can_be_read_without_the_key(
        self, desk: Desk, place: Place, new_folder: Elsewhere
    ) -> None:
        receive.receive([PHOTO], desk.incoming(), by=desk.by)
        desk.office.to_approval(title="Rahasia dapur")
        place.prepare(KEY)
        taken = take(place)
        for path in place.folder.rglob("*"):
            if path.is_file() and path.name not in {"backup.json", "manifest.json", ".lock"}:
                assert path.read_bytes().startswith(b"age-encryption.org/"), path
        before = all_rows()
        new_folder.bring_back(place, taken.name, KEY)
        assert all_rows() == before

    def test_the_next_one_needs_no_passphrase(self, desk: Desk, place: Place) -> None:
        receive.receive([PHOTO], desk.incoming(), by=desk.by)
        place.prepare(KEY)
        take(place)
        assert take(place).copied == 0

    def test_a_folder_is_kept_in_one_way(self, desk: Desk, place: Place) -> None:
        take(place)
        with pytest.raises(BadConfig, match="not encrypted"):
            place.prepare(KEY)


@pytest.mark.parametrize("encrypted", [False, True])
def test_whatever_is_damaged_is_noticed_and_makes_no_database(
    desk: Desk, place: Place, new_folder: Elsewhere, tmp_path: Path, encrypted: bool
) -> None:
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    (folders.root() / "secret_key").write_text("0f" * 32)
    sealing = place.prepare(KEY if encrypted else None)
    taken = take(place)
    assert compare(place, taken.name, sealing, scratch=tmp_path / "scratch") == taken.files + 2
    copies = [
        path
        for path in place.folder.rglob("*")
        if path.parent.parent.parent.name == "files" or path.name.startswith(("rows", "secret"))
    ]
    assert len(copies) == taken.files + 2
    for number, path in enumerate(copies):
        whole = path.read_bytes()
        for worse in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[: len(whole) // 2], None):
            path.unlink() if worse is None else path.write_bytes(worse)
            with pytest.raises(BadConfig):
                compare(place, taken.name, sealing, scratch=tmp_path / "scratch")
            if number in {0, len(copies) - 1}:
                with pytest.raises(BadConfig):
                    new_folder.bring_back(place, taken.name, sealing)
                assert not new_folder.has_database
        path.write_bytes(whole)
    # What failed has left nothing that would be in the way.
    new_folder.bring_back(place, taken.name, sealing)
    assert (new_folder.data_dir / "secret_key").read_text() == "0f" * 32
    if os.name == "posix":
        left = [path for path in new_folder.data_dir.rglob("*") if path.is_file() and path.name[0] != "."]
        assert [path for path in left if path.stat().st_mode & 0o077] == []


def test_a_folder_of_backups_may_have_been_with_anybody(
    desk: Desk, place: Place, new_folder: Elsewhere
) -> None:
    taken = take(place)
    manifest = place.folder / taken.name / "manifest.json"
    whole = manifest.read_bytes()
    for names in (["../../../../../etc/passwd"], ["AB" * 32], [7], [""], 7):
        manifest.write_text(json.dumps({**json.loads(whole), "files": names}))
        with pytest.raises(BadConfig, match="damaged"):
            new_folder.bring_back(place, taken.name)
    for content in (b"", b"[]", b"\xff", b'{"format": "1"}', b'{"format": 1, "rows": {}}', b'{"format": 99}'):
        manifest.write_bytes(content)
        with pytest.raises(BadConfig, match="newer" if b"99" in content else "damaged"):
            new_folder.bring_back(place, taken.name)
    assert not new_folder.data_dir.exists()
    (place.folder / "backup.json").write_bytes(b"{")
    with pytest.raises(BadConfig, match="damaged"):
        place.sealing()


def test_what_was_pending_in_an_older_database_is_not_put_into_the_new_one(
    desk: Desk, place: Place, new_folder: Elsewhere
) -> None:
    taken = take(place)
    new_folder.data_dir.mkdir()
    pending = new_folder.data_dir / "alur.sqlite3-wal"
    pending.write_bytes(b"from before")
    with pytest.raises(BadConfig, match=r"alur\.sqlite3-wal already"):
        new_folder.bring_back(place, taken.name)
    assert pending.read_bytes() == b"from before"


def test_what_is_not_empty_stays_as_it_is(desk: Desk, place: Place, elsewhere: Elsewhere) -> None:
    taken = take(place)
    elsewhere.bring_back(place, taken.name)
    desk.office.to_approval()
    before = all_rows()
    with pytest.raises(BadConfig, match=r"not empty|already"):
        elsewhere.bring_back(place, taken.name)
    assert all_rows() == before
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Instance)) == 2


def test_a_folder_with_other_things_is_no_place_for_backups(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.odt").write_bytes(b"")
    with pytest.raises(BadConfig, match="not empty"):
        take(Place(tmp_path / "mine"))


def test_one_at_a_time(desk: Desk, place: Place) -> None:
    place.prepare()
    with place.alone(), pytest.raises(BadConfig, match="another backup"):
        take(place)
