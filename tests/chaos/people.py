"""People at work, each a thread: they start, fill in, upload, decide, move, and note what came back."""

from __future__ import annotations

import base64
import hashlib
import random
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files

from engine import clock, database
from engine.errors import EngineError
from tests.chaos import office
from tests.chaos.browser import Answer, Browser
from tests.chaos.installation import Installation
from tests.chaos.record import Action, Outcome, Record, Sent
from webforms.cli.demo.answers import typed as demo_typed
from webforms.cli.demo.content import stories

Typed = dict[str, list[str]]
_WORDS = next(words for story, words in stories() if any(what == "tidak" for _who, what in story.in_order))
_TASK = re.compile(r'href="/tasks/(\d+)"')
_TRIES = 60
_NOT_NOW = {429, 503, 507}
#: A field by which a form is known, and its step.
_STEPS = {
    "judul_kegiatan": "Serahkan_materi",
    "pilih_media": "Pilih_bahan",
    "keputusan": "Periksa_materi",
    "sesuai_persetujuan": "Tayangkan",
}
_LEAVE = ("alasan_cuti", "catatan_ketua", "nomor_catatan")


class Person(threading.Thread):
    def __init__(
        self, username: str, installation: Installation, record: Record, *, seed: str, starts: int
    ) -> None:
        super().__init__(name=username, daemon=True)
        self.username, self.place, self.record = username, installation, record
        self.dice = random.Random(seed)
        ports = [line.port for line in installation.lines]
        self.browser = Browser(ports, self.dice)
        self.starts = starts
        self.roles, self.offices = office.PEOPLE[username]

    def run(self) -> None:
        activities: list[Callable[[], None]] = [self.work, self.work, self.work]
        if "Petugas Lapangan" in self.roles:
            activities += [self.begin]
        if "process_admin" in self.offices:
            activities = [self.move, self.read, self.read]
        while not self.place.over.wait(self.dice.uniform(0.05, 0.6)):
            self.record.doing[self.username] = ""
            self.dice.choice(activities)()

    def begin(self) -> None:
        """An instance, unless they have begun enough."""
        if not self.starts:
            return
        definition = [office.LEAVE, office.LEAVE, office.SOP][self.starts % 3]
        self.starts -= 1
        self.act("start", definition, "/start", "/start", {"definition": [definition]})

    def work(self) -> None:
        """One of the tasks in the list."""
        page = self.open("/")
        found = sorted(set(_TASK.findall(page.body))) if page else []
        if found:
            self.complete(self.dice.choice(found))

    def complete(self, task: str) -> bool:
        """Open the task, fill in its form, send it."""
        path = f"/tasks/{task}"
        page = self.open(path)
        typed = self.filled(task, page) if page else None
        if typed is None:
            return False
        return self.act("complete", task, path, path, {**typed, "_confirm": ["1"]}) is Outcome.DONE

    def filled(self, task: str, page: Answer) -> Typed | None:
        """None where it can't be done now."""
        for name in _LEAVE:
            if f'name="{name}"' in page.body:
                return {name: [f"{self.username} {self.dice.random()}"]}
        step = next((step for name, step in _STEPS.items() if f'name="{name}"' in page.body), None)
        sent = {}
        if step == "Serahkan_materi":
            sent = {"photo": self.upload(task, "foto", page)}
        elif step == "Tayangkan":
            sent = {"proof": self.upload(task, "hasil_kanal.instagram.tangkapan_layar", page)}
        if step is None or "" in sent.values():
            return None
        data = {"foto": [{"file": page.field("pilih_media")}]}
        decision = self.dice.choice(["ya", "ya", "tidak"])
        # What they know of the time is what the machine says.
        with clock.at(datetime.now(UTC) + self.place.offset):
            return demo_typed(step, decision, _WORDS, data, sent)

    def move(self) -> None:
        """Another version in force, and what runs moved there."""
        self.record.doing[self.username] = "move"
        number = self.put_in_force()
        if number:
            moves = f"/definitions/{office.LEAVE}/versions/{number}/moves"
            self.act("move", office.LEAVE, moves, moves, {})

    def put_in_force(self) -> int | None:
        """As who runs the machine does: past the servers. The number of what is in force."""
        page = self.open(f"/definitions/{office.LEAVE}")
        known = re.findall(rf"/definitions/{office.LEAVE}/versions/(\d+)", page.body) if page else []
        if not known:
            return None
        try:
            office.put_in_force(self.dice.randrange(10**6))
        except (EngineError, OSError):
            return None
        finally:
            database.disconnect()
        return int(max(known, key=int)) + 1

    def read(self) -> None:
        """What is drawn and set in processes of their own."""
        self.record.doing[self.username] = "paper"
        self.open(f"/definitions/{office.SOP}/versions/1/sheet.pdf")

    def upload(self, task: str, field: str, page: Answer) -> str:
        """Id of the upload, once it can be handed in; else nothing."""
        self.record.doing[self.username] = "upload"
        name = self.dice.choice(["pelayanan.jpg", "kursi-roda.jpg", "pelatihan.jpg"])
        content = (files("webforms.cli.demo") / name).read_bytes()
        metadata = {"task": task, "field": field, "filename": name}
        coded = ",".join(
            f"{key} {base64.b64encode(word.encode()).decode()}" for key, word in metadata.items()
        )
        headers = {"Upload-Length": str(len(content)), "Upload-Metadata": coded}
        answer = self.tus("POST", "/uploads", page, headers)
        if answer is None or answer.status != 201:
            return ""
        upload = answer.location.rpartition("/")[2]
        self.record.files[upload] = Sent(
            person=self.username, sha256=hashlib.sha256(content).hexdigest(), content=content
        )
        return upload if self.send_on(upload, page) == "ready" else ""

    def send_on(self, upload: str, page: Answer) -> str:
        """What is missing of an upload, from where the server says it is; the state it then has."""
        content, path = self.record.files[upload].content, f"/uploads/{upload}"
        for _ in range(_TRIES):
            head = self.tus("HEAD", path, page, {})
            if head is not None and head.status in {404, 410}:
                return "gone"
            if head is None or head.status != 200:
                self.place.wait(0.3)
                continue
            offset = int(head.headers["upload-offset"])
            if offset == len(content):
                break
            piece = content[offset : offset + 24 * 1024]
            headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            self.tus("PATCH", path, page, headers, piece)
        for _ in range(_TRIES):
            status = self.tus("GET", f"{path}/status", page, {"Accept": "application/json"})
            state = re.search(r'"state": ?"(\w+)"', status.body) if status and status.status == 200 else None
            if state and state[1] not in {"receiving", "checking"}:
                return state[1]
            self.place.wait(0.3)
        return "unknown"

    def tus(
        self, method: str, path: str, page: Answer, headers: dict[str, str], body: bytes | None = None
    ) -> Answer | None:
        known = {"Tus-Resumable": "1.0.0", "X-CSRFToken": page.field("csrf_token"), **headers}
        answer = self.browser.send(method, path, body, known)
        self.record.count(answer.status if answer else None, method, path)
        if answer is not None and answer.status == 401:
            self.log_in()
        return answer

    def open(self, path: str) -> Answer | None:
        """The page; whoever is logged out logs in. None where it can't be had."""
        for _ in range(_TRIES):
            answer = self.browser.get(path)
            self.record.count(answer.status if answer else None, "GET", path)
            if answer is not None and answer.status == 200:
                return answer
            if answer is not None and answer.status not in {*_NOT_NOW, 302, 401}:
                return None
            if answer is not None and answer.status in {302, 401}:
                self.log_in()
            else:
                self.place.wait(0.3)
        return None

    def log_in(self) -> None:
        page = self.browser.get("/login")
        if page is None or page.status != 200:
            return
        typed = {"username": [self.username], "password": [office.PASSWORD]}
        answer = self.browser.post("/login", {**typed, "csrf_token": [page.field("csrf_token")]})
        self.record.count(answer.status if answer else None, "POST", "/login")

    def act(self, kind: str, subject: str, opened: str, path: str, typed: Typed) -> Outcome | None:
        """A form, sent until there is an answer: the same form, with the same key."""
        page = self.open(opened)
        if page is None or not page.field("_once"):
            return None
        action = Action(person=self.username, kind=kind, subject=subject)
        self.record.add(action)
        form = {**typed, "_once": [page.field("_once")], "csrf_token": [page.field("csrf_token")]}
        clocks = self.place.clocks
        for _ in range(_TRIES):
            answer = self.browser.post(path, form)
            self.record.count(answer.status if answer else None, "POST", path)
            if answer is None:
                action.lost += 1
                # A form is known for a day: by another clock nobody can say whether it has been sent.
                if self.place.clocks != clocks:
                    return action.outcome
                self.place.wait(0.3)
            elif answer.status == 401:
                fresh = self.open(opened)
                form["csrf_token"] = [fresh.field("csrf_token") if fresh else ""]
            elif answer.status not in _NOT_NOW or self.dice.random() < 0.3:
                return self.judge(action, answer)
            else:
                self.check_words(answer, path)
                self.place.wait(0.3)
        return action.outcome

    def judge(self, action: Action, answer: Answer) -> Outcome:
        """What became of it, by what was answered last."""
        if answer.status == 302:
            action.outcome, action.location = Outcome.DONE, answer.location
        elif answer.status != 303 and not action.lost:
            action.outcome = Outcome.REFUSED
        if answer.status == 400:
            self.record.fail(f"400 for {action.kind} {action.subject} of {self.username}")
        return action.outcome

    def check_words(self, answer: Answer, path: str) -> None:
        if answer.status == 503 and "retry-after" not in answer.headers:
            self.record.fail(f"503 without Retry-After for {path}")
