"""Playing the demo's instances through the engine, as their people would have done, at times in the past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files

from engine import clock
from engine.actor import Actor
from engine.calendar import local_zone, working_time
from engine.database import reading, transaction
from engine.inbox.complete import complete
from engine.inbox.deviations import return_to_submitter
from engine.inbox.uploading import may_send
from engine.instances.lifecycle import start, withdraw
from engine.instances.view import open_tasks, view_instance
from engine.people.queries import list_people
from engine.storage import receive
from webforms.cli.demo import answers
from webforms.cli.demo.accounts import actor
from webforms.cli.demo.content import Story, accounts, stories

KEY = "pengelolaan_website"
Words = Mapping[str, str]
#: Working minutes that each action takes, in turn.
_PACE = (48, 26, 9, 21, 11, 4)


def play_all() -> None:
    """All instances, the oldest first: their numbers follow their times."""
    with reading() as session:
        ids = {person.username: person.id for person in list_people(session).people}
    actors = {account.username: actor(account, ids[account.username]) for account in accounts()}
    for story, words in sorted(stories(), key=lambda each: -each[0].minutes_ago):
        _play(story, words, actors)


def _play(story: Story, words: Words, actors: Mapping[str, Actor]) -> None:
    actions = story.in_order
    moments = _moments(len(actions), int(story.minutes_ago))
    with clock.at(moments[0]), transaction() as session:
        instance, _tasks = start(session, KEY, by=actors[actions[0][0]])
    for (who, action), moment in zip(actions, moments[1:], strict=True):
        with clock.at(moment):
            _do(instance.id, action, words, actors[who])


def _do(instance_id: int, action: str, words: Words, by: Actor) -> None:
    if action == "tarik":
        with transaction() as session:
            withdraw(session, instance_id, words["reason"], by=by)
        return
    with reading() as session:
        [(task, _holder, _offered)] = open_tasks(session, instance_id)
        data = view_instance(session, instance_id, by=by).data
    if action == "kembalikan":
        with transaction() as session:
            return_to_submitter(session, task.id, words["reason"], by=by)
        return
    files_sent: dict[str, str] = {}
    if task.element == "Serahkan_materi":
        files_sent = {"photo": _send(task.id, "foto", words["photo"], by)}
    elif task.element == "Tayangkan":
        files_sent = {"proof": _send(task.id, "hasil_kanal.instagram.tangkapan_layar", words["photo"], by)}
    typed = answers.typed(task.element, action, words, data, files_sent)
    with transaction() as session:
        complete(session, task.id, typed, by=by, confirmed=True)


def _send(task_id: int, path: str, name: str, by: Actor) -> str:
    with transaction() as session:
        incoming = may_send(session, task_id, path, file_name=name, by=by)
    picture = (files("webforms.cli.demo") / name).read_bytes()
    return receive.receive([picture], incoming, by=by)


def _moments(actions: int, minutes_ago: int) -> list[datetime]:
    """When the instance began and when each action was done, the last one so many working minutes ago."""
    needed = [minutes_ago, *(_PACE[n % len(_PACE)] for n in reversed(range(actions)))]
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
