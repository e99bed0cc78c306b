"""The pictures of the manual, of the demo's people and instances, in both languages: `make screenshots`.

python -m tests.journeys.screenshots [FOLDER]

They are found by address and element, not by label: the pages are in the reader's language.
"""

from __future__ import annotations

import io
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from engine.texts import LANGUAGES
from tests.journeys.browsing import PHONE, Window, launch, window
from tests.journeys.editor.editing import pick, ready
from tests.journeys.serving import Alur, serving
from tests.patience import PATIENCE
from webforms.manual import FOLDER, markdown

#: Two of them and the page around are within a page's 100 KB.
MAX_PICTURE = 30 * 1024
_SIZES: dict[bool, dict[str, Any]] = {
    # A rail, a page, and letters that can still be read when a page of the manual shows it smaller.
    False: {"viewport": dict(zip(("width", "height"), markdown.DESKTOP, strict=True))},
    True: {
        **PHONE,
        "device_scale_factor": 2,
        "viewport": dict(zip(("width", "height"), markdown.PHONE, strict=True)),
    },
}
_LOCALES = {"id": "id-ID", "en": "en-GB"}

SOP = "/definitions/pengelolaan_website"
REVIEWED = "Pelatihan Taruna Siaga Bencana di Kalurahan Panggungharjo"
STEP = "Periksa_materi"
#: As it stands in many a document: no symbols, no arrows, a time that says nothing.
TABLE = """SOP Peminjaman Arsip
No\tUraian Prosedur\tPelaksana\tKelengkapan\tWaktu\tOutput
1\tMengajukan permohonan peminjaman\tPemohon\tFormulir\t10 menit\tPermohonan
2\tMemeriksa permohonan, disetujui atau tidak\tArsiparis\tPermohonan\t1 hari\tPermohonan diperiksa
3\tMenyerahkan arsip\tArsiparis\tPermohonan\t30 menit\tArsip dipinjam
"""


def _at(path: str) -> Callable[[Window], None]:
    return lambda shown: _ignore(shown.go(path))


def _ignore(_shown: Window) -> None:
    """A way to the page gives nothing back."""


def _start(shown: Window) -> None:
    _press(shown.go("/start"), "main form button")


def _review(shown: Window) -> None:
    """The task of the instance that comes to its decision for the second time."""
    row = shown.go("/?team=1").page.locator("tr").filter(has_text=REVIEWED)
    row.locator("a.title").click()
    shown.page.locator("form[data-task-form]").wait_for()


def _choose(shown: Window) -> None:
    _review(shown)
    shown.page.locator("form[data-task-form]").evaluate("each => each.scrollIntoView()")


def _instance(shown: Window) -> None:
    shown.go("/instances").page.locator("a.title").filter(has_text=REVIEWED).click()
    _drawn(shown)


def _definition(shown: Window) -> None:
    _drawn(shown.go(SOP))


def _editor(shown: Window) -> None:
    """The step of the decision, given another name: the next pictures show the draft and its difference."""
    _press(shown.go(f"{SOP}/versions/1/edit"), "main form button")
    pick(ready(shown), STEP)
    name = shown.page.locator("[data-panel] :is(input, textarea)").first
    with shown.page.expect_response(
        lambda answer: answer.request.method == "POST" and "/draft" in answer.url
    ):
        name.fill("Memeriksa dan menyetujui materi liputan")
    shown.page.wait_for_timeout(2_000)


def _try(shown: Window) -> None:
    shown.go(f"{SOP}/versions/2/try").page.locator("#diagram summary").click()
    _drawn(shown)


def _difference(shown: Window) -> None:
    shown.go(f"{SOP}/difference?from=1&to=2")
    shown.page.locator("[data-side][aria-busy=false]").first.wait_for()


def _sheet(shown: Window) -> None:
    shown.go(f"{SOP}/versions/1/sheet")
    shown.page.locator(".sheet-page").nth(1).evaluate("each => each.scrollIntoView()")


def _import(shown: Window) -> None:
    shown.go("/definitions/import").page.locator("#text").fill(TABLE)
    _press(shown, "main form button.primary")
    shown.page.locator("main input[type=checkbox]").first.wait_for()


def _press(shown: Window, button: str) -> None:
    with shown.page.expect_navigation():
        shown.page.locator(button).first.click()


def _drawn(shown: Window) -> None:
    shown.page.locator("[data-viewer]").scroll_into_view_if_needed()
    shown.page.locator("[data-viewer][aria-busy=false] .djs-shape").first.wait_for()
    shown.page.evaluate("scrollTo(0, 0)")


@dataclass(frozen=True)
class Picture:
    name: str
    who: str | None
    show: Callable[[Window], None]

    @property
    def phone(self) -> bool:
        return self.name.endswith("-phone")


PICTURES = (
    Picture("login-phone", None, _at("/login")),
    Picture("inbox", "pengelola.web", _at("/")),
    Picture("task-phone", "petugas.lapangan", _start),
    Picture("decision", "ketua.tim", _review),
    Picture("decision-phone", "ketua.tim", _choose),
    Picture("instance", "penyelia", _instance),
    Picture("definition", "admin.proses", _definition),
    Picture("editor", "admin.proses", _editor),
    Picture("try", "admin.proses", _try),
    Picture("difference", "admin.proses", _difference),
    Picture("sheet", "admin.proses", _sheet),
    Picture("import", "admin.proses", _import),
    Picture("audit", "auditor", _at("/audit?instance=Taruna+Siaga")),
    Picture("accounts", "admin", _at("/accounts")),
)


def main(folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for language in LANGUAGES:
            pictures = folder / language / "pictures"
            pictures.mkdir(exist_ok=True, parents=True)
            with tempfile.TemporaryDirectory() as scratch, serving(Path(scratch) / "data") as alur:
                _everybody_reads(alur, language)
                for picture in PICTURES:
                    path = pictures / f"{picture.name}.avif"
                    path.write_bytes(_take(browser, alur, picture, language))
                    print(f"{language}/{path.name:24} {path.stat().st_size // 1024:4} KB")
        browser.close()


def _everybody_reads(alur: Alur, language: str) -> None:
    with closing(sqlite3.connect(alur.folder / "alur.sqlite3", timeout=PATIENCE)) as database:
        database.execute("UPDATE people SET language = ?", [language])
        database.commit()


def _take(browser: Browser, alur: Alur, picture: Picture, language: str) -> bytes:
    with window(browser, alur, locale=_LOCALES[language], **_SIZES[picture.phone]) as shown:
        if picture.who:
            shown.already_in(picture.who)
        picture.show(shown)
        shown.page.wait_for_load_state("networkidle")
        return _small(shown.page.screenshot())


def _small(png: bytes) -> bytes:
    """As AVIF, as good as fits: its letters are clear at half the size of a WebP."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (75, 65, 58, 52, 46, 40, 34):
        out = io.BytesIO()
        image.save(out, "AVIF", quality=quality, speed=4)
        if out.tell() <= MAX_PICTURE:
            return out.getvalue()
    raise ValueError("this picture does not get small enough")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
