"""What happens after commit and between requests: housekeeping, one round at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger("alur.worker")

#: Seconds between two rounds.
PAUSE = 15 * 60


def run(stop: threading.Event, *, pause: float = PAUSE) -> None:
    """Rounds until `stop`; a round that fails is logged and the next one tried."""
    while not stop.is_set():
        for name, duty in _duties().items():
            try:
                duty()
            except Exception:  # noqa: BLE001  # the next duty and the next round must not suffer
                log.exception("duty_failed", duty=name)
        stop.wait(pause)


def start() -> threading.Event:
    """Run beside a server in the same process; set the event to end it."""
    stop = threading.Event()
    threading.Thread(target=run, args=(stop,), name="worker", daemon=True).start()
    return stop


def _duties() -> dict[str, Callable[[], None]]:
    return {"sweep_uploads": _sweep, "activate_due_versions": _activate_due}


def _sweep() -> None:
    from engine.storage.sweep import sweep

    sweep()


def _activate_due() -> None:
    from engine.database import transaction
    from engine.definitions.releases import activate_due

    with transaction() as session:
        activate_due(session)
