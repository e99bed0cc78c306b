"""Playing the demo's cases through the engine, as their people would have done, at times in the past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from engine import clock
from engine.actor import Actor
from engine.calendar import local_zone, working_time
from engine.database import reading, transaction
from engine.inbox.complete import complete
from engine.inbox.deviations import return_to_submitter
from engine.inbox.uploading import may_send
from engine.instances.case import open_tasks, view_case
from engine.instances.cases import start, withdraw
from engine.people.queries import list_people
from engine.storage import receive
from webforms.cli.demo import answers, read
from webforms.cli.demo.accounts import actor

KEY = "pengelolaan_website"
Words = Mapping[str, Any]
#: Working minutes that each deed takes, in turn.
_PACE = (48, 26, 9, 21, 11, 4)


def play_all(demo: Words) -> None:
    with reading() as session:
        ids = {person.username: person.id for person in list_people(session).people}
    actors = {one["username"]: actor(one, ids[one["username"]]) for one in read("people.toml")["person"]}
    for case in sorted(demo["case"], key=lambda case: -int(case["minutes_ago"])):
        _play({**case, **_composed(demo["texts"], case)}, actors)


def _composed(texts: Words, case: Words) -> dict[str, str]:
    return {name: template.format_map(case) for name, template in texts.items()}


def _play(case: Words, actors: Mapping[str, Actor]) -> None:
    deeds = [tuple(deed.split(": ")) for deed in case["story"]]
    moments = _moments(len(deeds), int(case["minutes_ago"]))
    with clock.at(moments[0]), transaction() as session:
        instance, _tasks = start(session, KEY, by=actors[deeds[0][0]])
    for (who, deed), moment in zip(deeds, moments[1:], strict=True):
        with clock.at(moment):
            _do(instance.id, deed, case, actors[who])


def _do(case_id: int, deed: str, case: Words, by: Actor) -> None:
    if deed == "tarik":
        with transaction() as session:
            withdraw(session, case_id, case["reason"], by=by)
        return
    with reading() as session:
        [(task, _holder, _offered)] = open_tasks(session, case_id)
        data = view_case(session, case_id, by=by).data
    if deed == "kembalikan":
        with transaction() as session:
            return_to_submitter(session, task.id, case["reason"], by=by)
        return
    files_sent: dict[str, str] = {}
    if task.element == "Serahkan_materi":
        files_sent = {"photo": _send(task.id, "foto", case["photo"], by)}
    elif task.element == "Tayangkan":
        files_sent = {"proof": _send(task.id, "hasil_kanal.instagram.tangkapan_layar", case["photo"], by)}
    typed = answers.typed(task.element, deed, case, data, files_sent)
    with transaction() as session:
        complete(session, task.id, typed, by=by, confirmed=True)


def _send(task_id: int, path: str, name: str, by: Actor) -> str:
    with transaction() as session:
        incoming = may_send(session, task_id, path, file_name=name, by=by)
    picture = (files("webforms.cli.demo") / name).read_bytes()
    return receive.receive([picture], incoming, by=by)


def _moments(deeds: int, minutes_ago: int) -> list[datetime]:
    """When the case began and when each deed was done, the last one so many working minutes ago."""
    needed = [minutes_ago, *(_PACE[n % len(_PACE)] for n in reversed(range(deeds)))]
    moments = []
    moment = clock.now()
    for minutes in needed:
        moment = _back(moment, minutes)
        moments.append(moment)
    return moments[::-1]


def _back(moment: datetime, minutes: int) -> datetime:
    """The latest moment from which so many working minutes lead to `moment`."""
    earlier = moment
    step = timedelta(minutes=1)
    while working_time().working_minutes(earlier, moment) < minutes:
        gap = minutes - working_time().working_minutes(earlier, moment)
        earlier -= max(step, timedelta(minutes=gap))
    return earlier.astimezone(local_zone()).replace(second=0, microsecond=0)
