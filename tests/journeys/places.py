"""The main pages, each with somebody who works there: to be measured, cut off, and opened elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import APIRequestContext

from tests.journeys.serving import Alur

SOP = "/definitions/pengelolaan_website"


@dataclass(frozen=True, kw_only=True)
class Place:
    name: str
    #: Who opens it; nobody: logged out.
    username: str = ""
    path: str
    #: A pattern of an address on the page at `path`: its first match is the place.
    leads_to: str = ""
    #: Scripts that it needs beside the page's own, by name of the build.
    parts: tuple[str, ...] = ()

    def address(self, asking: APIRequestContext, alur: Alur) -> str:
        """Where it is, for a browser's requests that are logged in as `username`."""
        if not self.leads_to:
            return alur.url + self.path
        page = asking.get(alur.url + self.path).text()
        found = re.search(rf'(?:href|action)="({self.leads_to})"', page)
        assert found, f"{self.name}: {self.path} leads nowhere"
        return alur.url + found[1]


PLACES = (
    Place(name="login", path="/login"),
    Place(name="inbox", username="pengelola.web", path="/"),
    Place(
        name="first form",
        username="petugas.lapangan",
        path="/",
        leads_to=r"/tasks/\d+",
        parts=("form", "uploads"),
    ),
    Place(name="form", username="pengelola.web", path="/", leads_to=r"/tasks/\d+", parts=("form",)),
    Place(name="decision", username="ketua.tim", path="/", leads_to=r"/tasks/\d+", parts=("form",)),
    Place(name="instances", username="penyelia", path="/instances"),
    Place(name="instance", username="penyelia", path="/instances/1", parts=("viewer",)),
    Place(name="start", username="petugas.lapangan", path="/start"),
    Place(name="definitions", username="admin.proses", path="/definitions"),
    Place(name="definition", username="admin.proses", path=SOP, parts=("viewer",)),
    Place(
        name="difference", username="admin.proses", path=f"{SOP}/difference?from=1&to=2", parts=("viewer",)
    ),
    Place(name="sheet", username="penyelia", path=f"{SOP}/versions/1/sheet"),
    Place(name="trial", username="admin.proses", path=f"{SOP}/versions/2/try", parts=("viewer", "form")),
    Place(name="editor", username="admin.proses", path=f"{SOP}/versions/2/edit", parts=("editor",)),
    Place(name="importing", username="admin.proses", path="/definitions/import"),
    Place(name="audit", username="auditor", path="/audit"),
    Place(name="accounts", username="admin", path="/accounts"),
    Place(name="profile", username="penyelia", path="/profile"),
    Place(name="manual", username="penyelia", path="/help"),
    Place(name="manual page", username="penyelia", path="/help/work"),
)


def log_in(asking: APIRequestContext, alur: Alur, username: str) -> None:
    """By the form, without its page."""
    address = f"{alur.url}/login"
    form: dict[str, str | float | bool] = {
        "username": username,
        "password": alur.password,
        "csrf_token": token_on(asking, address),
    }
    answer = asking.post(address, form=form, headers={"Referer": address}, max_redirects=0)
    assert answer.status in {302, 303}, answer.text()


def make_draft(asking: APIRequestContext, alur: Alur) -> None:
    """A second version of the SOP, so that there is one to edit, to try out, and to compare."""
    log_in(asking, alur, "admin.proses")
    token = token_on(asking, f"{alur.url}{SOP}/versions/1/edit")
    form: dict[str, str | float | bool] = {"source": "1", "csrf_token": token}
    address = f"{alur.url}{SOP}/drafts"
    answer = asking.post(address, form=form, headers={"Referer": address}, max_redirects=0)
    assert answer.status in {302, 303}, answer.text()


def token_on(asking: APIRequestContext, address: str) -> str:
    """The form's token."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', asking.get(address).text())
    assert found, address
    return found[1]
