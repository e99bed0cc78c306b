"""What a person's browser does of it all: cookies, tokens, and trying once more with the same form."""

from __future__ import annotations

import http.client
import random
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

#: Seconds until who waits for an answer gives up.
_PATIENCE = 40


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    headers: dict[str, str]

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    def field(self, name: str) -> str:
        """The value of the first input of that name; empty where there is none."""
        found = re.search(rf'<input[^>]* name="{re.escape(name)}"[^>]* value="([^"]*)"', self.body)
        return found[1] if found else ""


@dataclass
class Browser:
    #: Of the lines to the servers.
    ports: list[int]
    dice: random.Random
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer | None:
        return self.send("GET", path)

    def post(self, path: str, typed: dict[str, list[str]]) -> Answer | None:
        body = urlencode(typed, doseq=True).encode()
        return self.send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer | None:
        """None: nothing came back, and nobody knows what was done."""
        sent = {"Accept": "text/html", "Accept-Language": "id", "Connection": "close", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line = http.client.HTTPConnection("127.0.0.1", self.dice.choice(self.ports), timeout=_PATIENCE)
        try:
            line.request(method, path, body=body, headers=sent)
            response = line.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        known = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, content.decode(errors="replace"), known)
