"""Firefox opens all main pages, and nothing fails on any of them.

Where it is not installed it says so; root gets it from Debian first.
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
from tests.probe.driving import firefox
from tests.probe.driving.driven import Driven

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


def probe() -> None:
    if firefox.missing():
        _install()
    if firefox.missing():
        print(f"  not here; apt-get install {' '.join(firefox.PACKAGES)}")
        return
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data") as alur:
        _open_all(alur)


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *firefox.PACKAGES]
        subprocess.run(command, capture_output=True, check=False)


def _open_all(alur: Alur) -> None:
    with sync_playwright() as playwright, firefox.browser() as driven:
        make_draft(playwright.request.new_context(), alur)
        for username, places in groupby(sorted(PLACES, key=_who), _who):
            if username:
                _enter(driven, alur, username)
            for place in places:
                _look(driven, alur, place, _address(playwright, alur, place))
            if username:
                _leave(driven, alur)
        print(f"  Firefox: {len(PLACES)} pages", flush=True)
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
