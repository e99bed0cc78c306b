"""What happens after commit and between requests: housekeeping, one round at a time."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from importlib import import_module

import structlog

from engine.definitions.ahead import ahead

log = structlog.get_logger("alur.worker")

#: Seconds between two looks; and every so many looks, what can wait is done, too.
PAUSE = 2.0
SELDOM = 450
#: Instances moved before timers have their turn again.
INSTANCES = 100
#: Batches of changes that one look brings into the index of words, before all other duties have their turn.
BATCHES = 50


def run(stop: threading.Event, *, pause: float = PAUSE) -> None:
    """Rounds until `stop`; a duty that fails is logged and tried again in the next round."""
    for look in itertools.count():
        for name, duty in (_duties() if look % SELDOM == 0 else _soon()).items():
            try:
                ahead(duty)
            except Exception:  # the next duty and the next round must not suffer
                log.exception("duty_failed", duty=name)
        if stop.wait(pause):
            return


def start() -> threading.Event:
    """Run beside a server in the same process; set the event to end it."""
    stop = threading.Event()
    threading.Thread(target=run, args=(stop,), name="worker", daemon=True).start()
    return stop


def _soon() -> dict[str, Callable[[], None]]:
    """What somebody waits for."""
    return {
        "recount": _recount,
        "fire_timers": _fire_timers,
        "move_instances": _move_instances,
        "index_changes": _index_changes,
    }


def _duties() -> dict[str, Callable[[], None]]:
    return {
        "prepare": _prepare,
        "sweep_uploads": _sweep,
        "activate_due_versions": _activate_due,
        "sum_up_denials": _sum_up_denials,
        "sum_up_failed_logins": _sum_up_failed_logins,
        "forget_handled_forms": _forget_handled_forms,
        "end_lapsed_requests": _end_lapsed_requests,
        "free_stranded": _free_stranded,
        "back_up": _back_up,
        **_soon(),
    }


def _recount() -> None:
    """A new calendar: first what it makes of open work, then what is due by it."""
    from engine.instances.recounting import recount

    while recount():
        _fire_timers()


def _fire_timers() -> None:
    from engine.instances.timers import fire_due

    fire_due()


def _move_instances() -> None:
    """Ten thousand instances take a minute: reminders and deadlines come in between."""
    from engine.instances.moving import work_off

    while work_off(at_most=INSTANCES):
        _fire_timers()


def _index_changes() -> None:
    """A new index of an old office takes an hour: reminders and deadlines come in between, and after some
    seconds all else."""
    from engine.search.keeping import bring_up_to_date

    for _ in range(BATCHES):
        if not bring_up_to_date():
            return
        _fire_timers()


def _sum_up_failed_logins() -> None:
    from engine.database import transaction
    from engine.people.failures import sum_up

    with transaction() as session:
        sum_up(session)


def _sweep() -> None:
    from engine.storage.sweep import sweep

    sweep()


def _prepare() -> None:
    """What takes long the first time, so that no transaction and no request waits for it."""
    from engine import clock
    from engine.calendar import working_time
    from engine.definitions import examining
    from engine.definitions.deployed import read_all
    from engine.starlark import guard

    examining.pool.load()
    import_module("puremagic")
    guard.warm()
    working_time().prepare(clock.now().date())
    read_all()


def _activate_due() -> None:
    from engine.definitions.releases import activate_due

    activate_due()


def _sum_up_denials() -> None:
    from engine.audit.denials import sum_up

    sum_up()


def _forget_handled_forms() -> None:
    from engine.people.handled import forget_old

    forget_old()


def _end_lapsed_requests() -> None:
    from engine.database import reading, transaction
    from engine.definitions.roles import offered_names
    from engine.people.requests import end_lapsed

    with reading() as session:
        roles = offered_names(session)
    with transaction() as session:
        end_lapsed(session, roles=roles)


def _back_up() -> None:
    from engine.backup import daily

    daily.start()


def _free_stranded() -> None:
    """What was claimed at the moment in which its holder left."""
    from engine.inbox.stranded import free_stranded

    free_stranded()
