"""Files on systems that are not at hand here: Windows, and disks without links and rights (exFAT)."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from engine.database import reading
from engine.errors import Conflict, NotFound
from engine.storage import blobs, folders, locks, receive
from engine.storage.sweep import GRACE, sweep
from engine.tables.uploads import Upload
from tests.engine.storage import making
from tests.engine.storage.conftest import Desk

PHOTO = making.jpeg()


def is_open(path: Path) -> bool:
    """By somebody in this process, the way Windows would know it."""
    here = path.absolute()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            if descriptor.readlink() == here:
                return True
        except OSError:
            continue
    return False


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is open can't be deleted, nor replaced."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("nobody here says which files are open")
    unlink, replace = Path.unlink, Path.replace

    def refuse(path: Path) -> None:
        if is_open(path):
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(path), 32)

    def unlink_closed(path: Path, missing_ok: bool = False) -> None:
        refuse(path)
        unlink(path, missing_ok=missing_ok)

    def replace_closed(path: Path, target: Path) -> Path:
        refuse(path)
        refuse(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "unlink", unlink_closed)
    monkeypatch.setattr(Path, "replace", replace_closed)


@pytest.mark.usefixtures("on_windows")
def test_an_upload_is_ended_while_it_is_on_its_way(desk: Desk) -> None:
    upload = receive.begin(desk.incoming(), length=len(PHOTO), by=desk.by).id

    def pieces() -> Iterator[bytes]:
        yield PHOTO[:100]
        receive.terminate(upload, by=desk.by)  # by another request, while this one waits for the line
        yield PHOTO[100:]

    with pytest.raises((Conflict, NotFound)):
        receive.append(upload, 0, pieces(), by=desk.by)
    with reading() as session:
        assert session.get(Upload, upload) is None
    part = folders.part(upload)
    assert part.stat().st_size == 0
    with pytest.raises(NotFound):
        receive.append(upload, 0, [PHOTO], by=desk.by)
    age(part)
    assert sweep().parts == 1
    assert not part.exists()


@pytest.mark.usefixtures("on_windows")
def test_an_upload_that_nobody_ends_is_stored_as_elsewhere(desk: Desk) -> None:
    upload = receive.begin(desk.incoming(), length=len(PHOTO), by=desk.by).id
    receive.append(upload, 0, [PHOTO[:200]], by=desk.by)
    receive.append(upload, 200, [PHOTO[200:]], by=desk.by)
    assert not folders.part(upload).exists()
    assert len(list(blobs.all_hashes())) > 0


@pytest.mark.usefixtures("on_windows")
def test_a_file_that_somebody_reads_is_swept_the_next_time(desk: Desk) -> None:
    """And keeps no other from being swept."""
    open_part, other_part = (folders.parts() / f"{n * 8}-0000-4000-8000-000000000000.part" for n in "01")
    for part in (open_part, other_part):
        part.write_bytes(PHOTO)
        age(part)
    blob = blobs.path_of(blobs.put(open_part).sha256)
    age(blob)
    age(open_part)
    with open_part.open("rb"), blob.open("rb"):
        swept = sweep()
    assert (swept.parts, swept.blobs, open_part.exists(), blob.exists()) == (1, 0, True, True)
    swept = sweep()
    assert (swept.parts, swept.blobs, open_part.exists(), blob.exists()) == (1, 1, False, False)


def age(path: Path) -> None:
    old = path.stat().st_mtime - 2 * GRACE.total_seconds()
    os.utime(path, (old, old))


class Msvcrt(ModuleType):
    """Locks as Windows keeps them: one holder of a byte, and LK_LOCK gives up by itself."""

    LK_UNLCK, LK_LOCK, LK_NBLCK = 0, 1, 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.holders: dict[tuple[int, int], int] = {}

    def locking(self, descriptor: int, mode: int, size: int) -> None:
        byte = (os.fstat(descriptor).st_ino, os.lseek(descriptor, 0, os.SEEK_CUR))
        assert (size, byte[1]) == (1, 2**62)
        holder = self.holders.get(byte)
        if mode == self.LK_UNLCK:
            assert self.holders.pop(byte) == descriptor
        elif holder is None:
            self.holders[byte] = descriptor
        else:
            raise OSError(errno.EDEADLK if mode == self.LK_LOCK else errno.EACCES, "locked")


@pytest.fixture
def windows_locks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """engine.storage.locks as Windows would read it."""
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt())
    spec = importlib.util.spec_from_file_location("locks_on_windows", locks.__file__)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(module)
    return module


def test_a_lock_is_waited_for_as_long_as_it_takes(
    windows_locks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, waited = tmp_path / "lock", []
    with path.open("ab") as holder, path.open("ab") as other:
        first = windows_locks.locked(holder)
        first.__enter__()
        with pytest.raises(windows_locks.Busy), windows_locks.locked(other, wait=False):
            pass

        def sleep(seconds: float) -> None:
            waited.append(seconds)
            if sum(waited) > 60:  # a minute later the other is done
                first.__exit__(None, None, None)

        monkeypatch.setattr(windows_locks, "time", SimpleNamespace(sleep=sleep))
        with windows_locks.locked(other):
            assert sum(waited) > 60
        assert not sys.modules["msvcrt"].holders


def test_what_is_no_lock_of_somebody_is_not_waited_for(
    windows_locks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sys.modules["msvcrt"], "locking", broken)
    with (tmp_path / "lock").open("ab") as file, pytest.raises(OSError, match="Invalid"):
        windows_locks.locked(file).__enter__()


def test_locks_shut_threads_out_here_too(tmp_path: Path) -> None:
    path, entered = tmp_path / "lock", threading.Event()

    def wait() -> None:
        with path.open("ab") as file, locks.locked(file):
            entered.set()

    with path.open("ab") as file, locks.locked(file):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not entered.wait(0.05)
    waiting.join()
    assert entered.is_set()


@pytest.mark.parametrize("number", ["EPERM", "ENOTSUP", "EINVAL", "EACCES", "EXDEV", "EMLINK", "ENOSYS"])
def test_bytes_are_stored_where_files_have_neither_links_nor_rights(
    store: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(getattr(errno, number), "not here")

    def no_rights(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EPERM, "not here")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "chmod", no_rights)
    source = store / "uploads" / "source"
    source.write_bytes(PHOTO)
    blob = blobs.put(source)
    assert blobs.path_of(blob.sha256).read_bytes() == PHOTO
    assert list(blobs.all_hashes()) == [blob.sha256]


def test_a_copy_is_for_oneself_alone(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "link")
    monkeypatch.setattr(
        os, "link", lambda *_paths: (_ for _ in ()).throw(OSError(errno.EPERM, "no")), raising=False
    )
    source = store / "uploads" / "source"
    source.write_bytes(PHOTO)
    assert blobs.path_of(blobs.put(source).sha256).stat().st_mode & 0o077 == 0


def test_a_copy_that_the_disk_has_no_room_for_leaves_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr("shutil.copyfileobj", full)
    source = store / "uploads" / "source"
    source.write_bytes(PHOTO)
    with pytest.raises(OSError, match="No space"):
        blobs.put(source)
    assert [path for path in folders.files().rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_what_a_killed_server_had_half_copied_goes(store: Path, desk: Desk) -> None:
    half = folders.blob("ab" * 32).with_name("0123.new")
    half.parent.mkdir(parents=True)
    half.write_bytes(PHOTO[:10])
    sweep()
    assert half.exists()
    age(half)
    sweep()
    assert not half.exists()
