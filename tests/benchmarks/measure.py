"""The load, and what is read off it."""

from __future__ import annotations

import itertools
import json
import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from engine.database import reading
from tests.benchmarks.browser import Answer, Browser
from tests.benchmarks.databases import Place
from tests.benchmarks.office import DOER, KEY, PASSWORD, PEOPLE, Office, open_task
from tests.benchmarks.processes import BENCH, PRODUCT, megabytes, serving

#: An instance's four measured completions: the step, and the decision where it asks for one.
ACTIONS = (("Pilih_bahan", ""), ("Periksa_materi", "tidak"), ("Pilih_bahan", ""), ("Periksa_materi", "ya"))
#: Of those, what an old instance is given as well: it must not end.
FIRST_ROUND = 2


@dataclass(frozen=True, kw_only=True)
class Load:
    instances: int = 56
    warm_up: int = 6
    old_instances: int = 2
    rounds: int = 1000
    starts: int = 40
    inboxes: int = 80
    cold_starts: int = 5
    runs: int = 20


QUICK = Load(instances=6, warm_up=1, old_instances=1, rounds=20, starts=5, inboxes=10, cold_starts=1, runs=3)


class Measured:
    """A server, its people logged in, and the times seen so far (milliseconds by what was done)."""

    def __init__(self, office: Office, port: int) -> None:
        self.office = office
        self.people = {username: Browser(port) for username in PEOPLE}
        self.stranger = Browser(port)
        self.ms: dict[str, list[float]] = defaultdict(list)
        for username, browser in self.people.items():
            browser.log_in(username, PASSWORD)

    def note(self, what: str, answer: Answer, *, status: int) -> Answer:
        if answer.status != status:
            raise RuntimeError(f"{what}: {answer.status}\n{answer.body[:4000]}")
        self.ms[what].append(answer.ms)
        return answer

    def complete(self, instance: int, what: str, decision: str) -> None:
        """As people do it: open the page, fill it in, send it."""
        browser, path, typed = self.prepare(instance, decision)
        self.note(what, browser.post(path, typed), status=302)

    def prepare(self, instance: int, decision: str) -> tuple[Browser, str, dict[str, list[str]]]:
        with reading() as session:
            task, opened = open_task(session, instance)
        browser, path = self.people[DOER[task.element]], f"/tasks/{task.id}"
        page = self.note("form", browser.get(path), status=200)
        typed = self.office.typed(task, opened.data, decision)
        return browser, path, {**typed, "csrf_token": [browser.token(page)], "_confirm": ["1"]}

    def side_by_side(self, fresh: int, old: int, floors: dict[int, str]) -> None:
        """An instance through its actions; beside each of them the floor and, in the first round, an old
        instance.

        In turn, and each time another one first: a noisy machine then is equally noisy to all.
        """
        for number, (_element, decision) in enumerate(ACTIONS):
            mine = self.prepare(fresh, decision)
            actions = [("complete", *mine), ("floor", self.stranger, floors[number], mine[2])]
            if number < FIRST_ROUND:
                actions.append(("round_1000", *self.prepare(old, decision)))
            turn = len(self.ms["complete"]) % len(actions)
            for what, browser, path, typed in actions[turn:] + actions[:turn]:
                answer = self.note(what, browser.post(path, typed), status=302)
                if what == "complete" and number < FIRST_ROUND:
                    self.ms["round_1"].append(answer.ms)

    def start(self) -> None:
        browser = self.people["lapangan"]
        token = browser.token(browser.get("/start"))
        answer = browser.post("/start", {"csrf_token": [token], "definition": [KEY]})
        self.note("start", answer, status=302)

    def inbox(self, username: str) -> None:
        self.note("inbox", self.people[username].get("/"), status=200)


def measure(place: Place, load: Load) -> dict[str, Any]:
    office = Office()
    weight = _weigh(place, office, load)
    old = [office.to_selection() for _ in range(load.old_instances)]
    for instance in old:
        office.rounds(instance, load.rounds)
    fresh = [office.to_selection() for _ in range(load.instances + load.warm_up)]
    floors = _floors(office)
    with serving(BENCH, place) as (port, pid, _seconds):
        seen = Measured(office, port)
        _work(seen, fresh[: load.warm_up], old, floors, load, share=load.warm_up / load.instances)
        seen.ms.clear()
        _work(seen, fresh[load.warm_up :], old, floors, load)
        memory = megabytes(pid)
        counts = _count(seen, office.begin())
    cold = [_cold_start(place) for _ in range(load.cold_starts)]
    return _figures(seen.ms) | counts | weight | {"cold_start_s": statistics.median(cold), "rss_mb": memory}


def _weigh(place: Place, office: Office, load: Load) -> dict[str, float]:
    """Rows and bytes that an instance leaves behind, from its start to its end."""
    office.run()
    rows, size = place.size()
    for _ in range(load.runs):
        office.run()
    rows_after, size_after = place.size()
    return {
        "rows_per_instance": (rows_after - rows) / load.runs,
        "bytes_per_instance": (size_after - size) / load.runs,
    }


def _floors(office: Office) -> dict[int, str]:
    """For each action the floor's address: an instance that has just been through it, and the task that was
    done."""
    floors = {}
    for number in range(len(ACTIONS)):
        instance = office.to_selection()
        task_id = 0
        for _element, decision in ACTIONS[: number + 1]:
            with reading() as session:
                task_id = open_task(session, instance)[0].id
            office.do(instance, decision)
        floors[number] = f"/floor/{instance}/{task_id}"
    return floors


def _work(
    seen: Measured,
    fresh: list[int],
    old: list[int],
    floors: dict[int, str],
    load: Load,
    *,
    share: float = 1,
) -> None:
    for instance, other in zip(fresh, itertools.cycle(old), strict=False):
        seen.side_by_side(instance, other, floors)
    for _ in range(round(load.starts * share) or 1):
        seen.start()
    for username in itertools.islice(
        itertools.cycle(("pengelola", "ketua", "lapangan")), round(load.inboxes * share) or 1
    ):
        seen.inbox(username)


def _count(seen: Measured, instance: int) -> dict[str, Any]:
    """Statements and commits of the dearest completion of an instance, one that hands in files included."""
    seen.stranger.post("/counter/start", {})
    found = []
    for decision in ("", *(decision for _element, decision in ACTIONS), ""):
        browser, path, typed = seen.prepare(instance, decision)
        _take(seen)
        browser.post(path, typed)
        found.append(_take(seen))
    return {
        "complete_statements": max(len(item["statements"]) for item in found),
        "complete_commits": max(len(item["commits"]) for item in found),
    }


def _take(seen: Measured) -> dict[str, list[str]]:
    told: dict[str, list[str]] = json.loads(seen.stranger.post("/counter/take", {}).body)
    return told


def _cold_start(place: Place) -> float:
    with serving(PRODUCT, place) as (_port, _pid, seconds):
        return seconds


def _figures(ms: dict[str, list[float]]) -> dict[str, Any]:
    median = {what: statistics.median(times) for what, times in ms.items()}
    return {
        "complete_ms_p50": median["complete"],
        "complete_ms_p95": statistics.quantiles(ms["complete"], n=20)[-1],
        "floor_ms_p50": median["floor"],
        "complete_vs_floor": median["complete"] / median["floor"],
        # Pair by pair, each measured within one breath: what else the machine does then touches both alike.
        "complete_round1000_vs_round1": statistics.median(
            old / new for new, old in zip(ms["round_1"], ms["round_1000"], strict=True)
        ),
        "form_ms_p50": median["form"],
        "inbox_ms_p50": median["inbox"],
        "start_ms_p50": median["start"],
        "completions": len(ms["complete"]) + len(ms["round_1000"]),
    }
