"""One person's browser, as much of it as costs the server something: cookies, tokens, one connection kept."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

#: Seconds after which a server may have closed a connection that nobody used.
_IDLE = 10


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    location: str
    #: From the first byte sent to the last byte received.
    ms: float


class Browser:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self._used = time.monotonic()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, typed: Mapping[str, list[str]]) -> Answer:
        body = urlencode(typed, doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def token(self, page: Answer) -> str:
        """The form's own token."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.body)
        if page.status != 200 or not found:
            raise RuntimeError(f"no form: {page.status} {page.location} {page.body[:2000]}")
        return found[1]

    def log_in(self, username: str, password: str) -> None:
        typed = {
            "username": [username],
            "password": [password],
            "csrf_token": [self.token(self.get("/login"))],
        }
        answer = self.post("/login", typed)
        if answer.status not in {302, 303}:
            raise RuntimeError(f"{username} can't log in: {answer.status} {answer.body[:2000]}")

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        headers = {**headers, "Accept": "text/html", "Accept-Language": "id"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self._used > _IDLE:
            self.connection.close()  # before the server does; the next request opens it again
        began = time.perf_counter()
        self.connection.request(method, path, body=body, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        ms = (time.perf_counter() - began) * 1000
        self._used = time.monotonic()
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        return Answer(response.status, content.decode(), response.headers.get("Location", ""), ms)
