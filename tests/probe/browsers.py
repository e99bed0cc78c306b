"""Firefox, WebKit and Chromium each open all main pages, send a form, and show nothing to who goes back after
somebody has logged out.

Where one is not installed it says so; root gets it from Debian first.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from itertools import groupby
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Playwright, sync_playwright

from tests.journeys.places import PLACES, Place, log_in, make_draft
from tests.journeys.serving import Alur, serving
from tests.patience import PATIENCE
from tests.probe.driving import chromium, firefox, webkit
from tests.probe.driving.driven import Driven

BROWSERS = (firefox, webkit, chromium)

#: A page whose scripts run and whose drawings are drawn.
_SETTLED = """document.readyState === "complete" && "runs" in document.documentElement.dataset
  && !document.querySelector("[aria-busy=true], [data-task-form]:not([data-runs])")"""
#: What is drawn only when somebody comes to see it.
_COME_TO_SEE = """const first = document.querySelector(".diagram");
first?.closest("details")?.setAttribute("open", "");
first?.scrollIntoView();"""
_DRAWN = '[...document.querySelectorAll(".diagram")].every((each) => each.querySelector(".djs-shape"))'
#: What must not be, by name.
_FAULTS = """const { dataset } = document.documentElement;
const pictures = [...document.images].filter((each) => each.loading !== "lazy" && !each.naturalWidth);
return {
  parts: dataset.failed ?? "",
  pictures: pictures.map((each) => each.src),
  wider: Math.max(0, document.documentElement.scrollWidth - innerWidth),
}"""
_NONE = {"parts": "", "pictures": [], "wider": 0}


_VERSION = r"navigator.userAgent.match(/(?:Firefox|Chrome|Version)\/([\d.]+)/)[1]"
#: The page's title; and from now on its window knows whether it comes back from the browser's memory.
_NOTE_HOW_IT_COMES = """addEventListener("pageshow", ({ persisted }) =>
  sessionStorage.setItem("from-memory", persisted ? "yes" : ""));
return document.querySelector("h1").textContent.trim();"""
_CAME_FROM_MEMORY = 'return sessionStorage.getItem("from-memory")'
_SHOWS = """document.readyState === "complete" && [...document.querySelectorAll("h1")].some((each) =>
  each.textContent.trim() === arguments[0] && each.checkVisibility({ visibilityProperty: true }))"""


def probe() -> None:
    for each in BROWSERS:
        if each.missing():
            _install(each.PACKAGES)
        if each.missing():
            print(f"  {each.NAME} is not here; apt-get install {' '.join(each.PACKAGES)}")
            continue
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(Path(folder) / "data") as alur,
            sync_playwright() as playwright,
            each.browser() as driven,
        ):
            make_draft(playwright.request.new_context(), alur)
            driven.say("SetWindowRect", width=1366, height=768)
            version = driven.run(f"return {_VERSION}")
            _open_all(driven, alur, playwright)
            _send_a_form(driven, alur, playwright)
            restored = _go_back(driven, alur)
            _nothing_was_reported(alur)
        memory = "from the browser's memory" if restored else "loaded anew"
        print(f"  {each.NAME} {version}: {len(PLACES)} pages, a form; Back: {memory}", flush=True)


def _install(packages: tuple[str, ...]) -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, capture_output=True, check=False)


def _open_all(driven: Driven, alur: Alur, playwright: Playwright) -> None:
    for username, places in groupby(sorted(PLACES, key=_who), _who):
        if username:
            _enter(driven, alur, username)
        for place in places:
            _look(driven, alur, place, _address(playwright, alur, place))
        if username:
            _leave(driven, alur)


def _send_a_form(driven: Driven, alur: Alur, playwright: Playwright) -> None:
    """First with too little in it, then whole."""
    decision = next(place for place in PLACES if place.name == "decision")
    _enter(driven, alur, decision.username)
    driven.go(_address(playwright, alur, decision))
    driven.wait(_SETTLED)
    driven.tick("Ya")
    driven.press("Kirim keputusan")
    driven.see("isian yang perlu diperbaiki")
    driven.wait(_SETTLED)
    driven.tick("Saya telah memeriksa persetujuan subjek")
    driven.choose("Klasifikasi informasi ditetapkan", "Berkala")
    driven.press("Kirim keputusan")
    driven.see("Terkirim.")
    _leave(driven, alur)


def _go_back(driven: Driven, alur: Alur) -> bool:
    """Who is logged in sees the page again, who comes after does not. Whether it came from memory."""
    _enter(driven, alur, "penyelia")
    driven.go(f"{alur.url}/instances/1")
    driven.wait(_SETTLED)
    title = driven.run(_NOTE_HOW_IT_COMES)
    driven.go(f"{alur.url}/profile")
    driven.wait(_SETTLED)
    driven.back()
    driven.wait(_SHOWS, title)
    restored = bool(driven.run(_CAME_FROM_MEMORY))
    driven.press("Keluar")
    driven.see("Anda telah keluar.")
    driven.back()
    driven.wait('location.pathname === "/login" && document.readyState === "complete"')
    assert not driven.run(f"return {_SHOWS}", title)
    return restored


def _nothing_was_reported(alur: Alur) -> None:
    for told in ("csp-report", "client-error"):
        with urlopen(f"{alur.url}/{told}", timeout=PATIENCE) as answer:
            assert json.load(answer) == {"reports": []}, told


def _who(place: Place) -> str:
    return place.username


def _address(playwright: Playwright, alur: Alur, place: Place) -> str:
    asking = playwright.request.new_context()
    if place.username:
        log_in(asking, alur, place.username)
    return place.address(asking, alur)


def _enter(driven: Driven, alur: Alur, username: str) -> None:
    driven.go(f"{alur.url}/login")
    driven.wait(_SETTLED)
    if driven.run("return document.documentElement.lang") != "id":
        driven.press("Bahasa Indonesia")
        driven.see("Kata sandi")
        driven.wait(_SETTLED)
    driven.type("Nama pengguna", username)
    driven.type("Kata sandi", alur.password)
    driven.press("Masuk")
    driven.wait('document.querySelector("nav")')


def _leave(driven: Driven, alur: Alur) -> None:
    driven.go(f"{alur.url}/profile")
    driven.wait(_SETTLED)
    driven.press("Keluar")
    driven.see("Anda telah keluar.")


def _look(driven: Driven, alur: Alur, place: Place, address: str) -> None:
    driven.go(address)
    driven.wait(_SETTLED)
    driven.run(_COME_TO_SEE)
    driven.wait(_DRAWN)
    faults = driven.run(_FAULTS)
    assert faults == _NONE, f"{place.name}: {faults}"
