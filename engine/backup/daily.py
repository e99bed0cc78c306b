"""The backup of each night, into the folder of ALUR_BACKUP_DIR."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path

import structlog

from engine import clock
from engine.backup.place import BeingTaken, Place, moment_of
from engine.backup.rotation import Keeping
from engine.backup.taking import take
from engine.calendar import local_zone

log = structlog.get_logger("alur.backup")

#: By the office's clock: nobody works, and the day before is over.
AT = time(2)
_folder: Path | None = None
_running: threading.Thread | None = None


def use(folder: Path | None) -> None:
    """Where to; None: nowhere, somebody else takes backups."""
    global _folder  # noqa: PLW0603  # like the folder of files: one a process, set at its start
    _folder = folder


def is_due(names: Iterable[str], now: datetime) -> bool:
    """Whether none of these backups was taken since the last AT."""
    local = now.astimezone(local_zone())
    last = datetime.combine(local.date(), AT, local.tzinfo)
    if last > local:
        last -= timedelta(days=1)
    return all(moment_of(name) < last for name in names)


def start() -> threading.Thread | None:
    """Take one if it is due. In a thread of its own, which alone looks at the folder: reminders and deadlines
    wait neither until a disk is copied nor for a disk in the network that does not answer."""
    global _running  # noqa: PLW0603
    if _folder is None or (_running and _running.is_alive()):
        return None
    _running = threading.Thread(target=_take_if_due, args=(_folder,), name="backup", daemon=True)
    _running.start()
    return _running


def _take_if_due(folder: Path) -> None:
    try:
        place = Place(folder)
        if not is_due(place.backups(), clock.now()):
            return
        taken = take(place, keeping=Keeping())
    except BeingTaken:  # by another of several servers, or by hand
        log.info("backup_being_taken")
    except Exception:  # whoever watches the log learns it; the next look tries again
        log.exception("backup_failed")
    else:
        numbers = {"files": taken.files, "copied": taken.copied, "lost": len(taken.lost)}
        log.info("backup_taken", backup=taken.name, **numbers)
