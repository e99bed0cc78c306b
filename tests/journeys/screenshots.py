"""The pictures of the README, of the demo's people and cases: `make screenshots`.

python -m tests.journeys.screenshots [FOLDER]
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import sop_032
from tests.journeys.browsing import DESKTOP, PHONE, Window, launch, window
from tests.journeys.editing import saved
from tests.journeys.serving import Alur, serving

FOLDER = Path(__file__).parent / "pictures"
LARGEST = 120 * 1024
REVIEWED = "Pelatihan Taruna Siaga Bencana di Kalurahan Panggungharjo"
CHOSEN = "Gladi lapang dapur umum bersama relawan di Kapanewon Kretek"


def _inbox(shown: Window) -> None:
    shown.go("/")


def _start(shown: Window) -> None:
    sop_032.start(shown)


def _decision(shown: Window) -> None:
    sop_032.open_task(shown, REVIEWED, sop_032.REVIEW)


def _choice(shown: Window) -> None:
    sop_032.open_task(shown, CHOSEN, sop_032.CHOOSE)


def _case(shown: Window) -> None:
    shown.go("/cases").follow(REVIEWED)
    shown.page.locator("[data-viewer][aria-busy=false]").wait_for()


def _procedure(shown: Window) -> None:
    shown.go("/procedures").follow("Pengelolaan Website dan Media Sosial")
    shown.page.locator("[data-viewer][aria-busy=false]").wait_for()


def _editor(shown: Window) -> None:
    """The step of the decision, given another name: the next picture shows the difference."""
    shown.go("/procedures").follow("Pengelolaan Website dan Media Sosial")
    shown.page.get_by_role("button", name="Buat draf").first.click()
    shown.page.locator('[data-element-id="Periksa_materi"]').first.click()
    shown.page.get_by_label("Nama", exact=True).fill("Memeriksa dan menyetujui materi liputan")
    saved(shown)


def _difference(shown: Window) -> None:
    shown.go("/procedures/pengelolaan_website/difference?from=1&to=2")
    shown.page.locator("[data-side][aria-busy=false]").first.wait_for()


def _sheet(shown: Window) -> None:
    shown.go("/procedures/pengelolaan_website/versions/1/sheet")
    shown.page.locator(".sheet-page").nth(1).evaluate("each => each.scrollIntoView()")


def _audit(shown: Window) -> None:
    shown.go("/audit?case=Taruna+Siaga")


def _login(shown: Window) -> None:
    shown.go("/login")


@dataclass(frozen=True)
class Picture:
    name: str
    who: str | None
    show: Callable[[Window], None]
    dark: bool = False
    phone: bool = False


PICTURES = (
    Picture("login", None, _login),
    Picture("inbox", "pengelola.web", _inbox),
    Picture("inbox-phone", "pengelola.web", _inbox, phone=True),
    Picture("task", "pengelola.web", _choice),
    Picture("task-phone", "petugas.lapangan", _start, phone=True),
    Picture("decision", "ketua.tim", _decision),
    Picture("decision-phone", "ketua.tim", _decision, phone=True),
    Picture("decision-phone-dark", "ketua.tim", _decision, phone=True, dark=True),
    Picture("case", "penyelia", _case),
    Picture("case-dark", "penyelia", _case, dark=True),
    Picture("case-phone", "penyelia", _case, phone=True),
    Picture("procedure", "admin.proses", _procedure),
    Picture("editor", "admin.proses", _editor),
    Picture("difference", "admin.proses", _difference),
    Picture("sheet", "admin.proses", _sheet),
    Picture("audit", "auditor", _audit),
)


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = launch(playwright)
        with serving(Path(scratch) / "data") as alur:
            for picture in PICTURES:
                path = folder / f"{picture.name}.webp"
                path.write_bytes(_take(browser, alur, picture))
                print(f"{path.name:26} {path.stat().st_size // 1024:4} KB")
        browser.close()


def _take(browser: Browser, alur: Alur, picture: Picture) -> bytes:
    device = PHONE if picture.phone else DESKTOP
    with window(browser, alur, **device, color_scheme="dark" if picture.dark else "light") as shown:
        if picture.who:
            shown.log_in(picture.who)
        picture.show(shown)
        shown.page.wait_for_load_state("networkidle")
        return _small(shown.page.screenshot())


def _small(png: bytes) -> bytes:
    """As WebP, as good as fits."""
    image = Image.open(io.BytesIO(png))
    for quality in (88, 80, 70, 60):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise ValueError("this picture does not get small enough")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
