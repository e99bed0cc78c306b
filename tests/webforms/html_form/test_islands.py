"""The form's JavaScript in a real browser, on the forms of SOP 032; the server's answers are played."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from engine.forms.fields import Field, Form, Option
from tests.engine.forms.conftest import photo, scope
from tests.webforms.html_form.form_page import source
from tests.webforms.html_form.sop_032_forms import view_of
from webforms.html_form import FormView

FRONTEND = Path(__file__).parents[3] / "webforms" / "frontend"
ORIGIN = "http://alur.test"
#: Stands for tus-js-client: uploads whose fate the test decides.
FAKE_TUS = """
export class Upload {
  constructor(file, options) { Object.assign(this, { file, options }); (window.uploads ??= []).push(this); }
  findPreviousUploads() { return Promise.resolve(window.previous ?? []); }
  resumeFromPreviousUpload(previous) { this.resumed = previous; }
  start() { this.started = (this.started ?? 0) + 1; this.url = `/uploads/${this.file.name}`; }
  abort(gone) { this.aborted = gone; return Promise.resolve(); }
}
"""


class Server:
    """Serves one form and its scripts; remembers drafts; may be unreachable."""

    def __init__(self, view: FormView) -> None:
        self.form = source(view).replace("<form>", '<form method="post" action="/sent" data-task-form>', 1)
        self.drafts: list[str] = []
        self.down = False

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path == "/":
            route.fulfill(content_type="text/html", body=self.page())
        elif path.startswith(("/src/", "/node_modules/")):
            route.fulfill(content_type="text/javascript", body=(FRONTEND / path[1:]).read_text("utf-8"))
        elif path == "/tus.js":
            route.fulfill(content_type="text/javascript", body=FAKE_TUS)
        elif path.endswith("/status"):
            seen = {"state": "ready", "state_text": "Siap", "reason": None, "thumb_url": "/files/u/thumb"}
            route.fulfill(json=seen)
        elif path == "/d" and not self.down:
            self.drafts.append(route.request.post_data or "")
            route.fulfill(json={"saved": "Draf tersimpan 10.42"})
        else:
            route.abort()

    def page(self) -> str:
        imports = json.dumps({"imports": {"tus-js-client": "/tus.js", "@noble/": "/node_modules/@noble/"}})
        return f"""<!doctype html><html lang="id"><meta charset="utf-8"><title>Tugas</title>
        <style>[data-off] {{ display: none }}</style><meta name="csrf-token" content="t0ken">
        <script type="importmap">{imports}</script>
        <link rel="modulepreload" href="/src/form/sender.js" data-part="uploads">{self.form}
        <script type="module">import {{ start }} from "/src/form/form.js"; start();
        document.body.dataset.ready = "1";</script>"""


Show = Callable[[FormView], tuple[Page, Server]]


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    errors: list[str] = []
    pages: list[Page] = []

    def open_form(view: FormView) -> tuple[Page, Server]:
        server = Server(view)
        page = browser.new_page()
        pages.append(page)
        page.route("**/*", server.answer)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{ORIGIN}/")
        page.wait_for_selector("body[data-ready]")
        return page, server

    yield open_form
    for page in pages:
        page.close()
    assert errors == []


def test_a_condition_shows_and_hides_while_choosing(show: Show) -> None:
    page, _ = show(view_of("Periksa_materi", {}))
    reason, privacy = page.locator("[name=alasan]"), page.locator("[name=konfirmasi_privasi]")
    expect(reason).to_be_hidden()
    page.locator("[name=keputusan][value=tidak]").check()
    expect(reason).to_be_visible()
    expect(reason).to_have_attribute("aria-required", "true")
    expect(page.locator("[data-form-status]")).to_contain_text("Alasan dan perbaikan yang diminta")
    page.locator("[name=keputusan][value=ya]").check()
    expect(reason).to_be_disabled()
    expect(privacy).to_be_enabled()


def test_captions_follow_the_chosen_channels_and_count_as_they_do(show: Show) -> None:
    page, _ = show(view_of("Pilih_bahan", {}))
    caption = page.locator("[name='takarir_kanal.x']")
    expect(caption).to_be_hidden()
    expect(page.locator("[data-name=takarir_kanal][data-control=per] > [data-empty]")).to_be_visible()
    page.locator("[name=kanal][value=x]").check()
    caption.fill("Lihat https://sosial.bantulkab.go.id/berita/" + "x" * 100)
    expect(page.locator("#f-takarir_kanal--x-counter")).to_have_text("29 dari 280 karakter")
    caption.fill("x" * 281)
    expect(page.locator("#f-takarir_kanal--x-counter")).to_have_class("counter over")


def test_the_main_photo_is_offered_among_those_chosen_and_reasons_for_the_rest(show: Show) -> None:
    page, _ = show(view_of("Pilih_bahan", {}))
    expect(page.locator("[name=foto_utama][value=a]")).to_be_hidden()
    expect(page.locator("[name='alasan_tidak_dipilih.a']")).to_be_visible()
    page.locator("[name=pilih_media][value=a]").check()
    expect(page.locator("[name=foto_utama][value=a]")).to_be_enabled()
    expect(page.locator("[name='alasan_tidak_dipilih.a']")).to_be_disabled()
    expect(page.locator("[name=pilih_media][value=b]")).to_be_disabled()


def test_a_row_knows_its_own_conditions(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {"foto.0.file": ["a"]}))
    proof = page.locator("[data-path='foto.0.bukti_persetujuan']")
    expect(proof).to_be_hidden()
    page.locator("[name='foto.0.dasar_persetujuan']").select_option("tertulis")
    expect(proof).to_be_visible()


def test_rows_are_added_and_removed_in_the_page(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {}))
    page.get_by_role("button", name="Tambah Kutipan narasumber").click()
    page.get_by_role("button", name="Tambah Kutipan narasumber").click()
    expect(page.locator("[name='kutipan.0.nama']")).to_be_visible()
    page.locator("[name='kutipan.1.nama']").fill("Budi")
    page.get_by_role("button", name="Hapus Kutipan narasumber 1").click()
    expect(page.locator("[name='kutipan.0.nama']")).to_have_count(0)
    expect(page.get_by_role("group", name="Kutipan narasumber 1")).to_be_visible()
    expect(page.locator("[name='kutipan.1.nama']")).to_have_value("Budi")


def test_a_narrative_is_composed_and_taken_back(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {"narasi": ["Sudah ada"]}))
    page.locator("[name=judul_kegiatan]").fill("Penyerahan kursi roda")
    page.locator("[name=bidang]").select_option("uptd")
    page.locator("[name=kapan_mulai]").fill("2026-11-19T09:00")
    page.locator("[name=apa]").fill("Dua belas kursi diserahkan.")
    page.get_by_role("button", name="Susun dari isian di atas").click()
    text = page.locator("[name=narasi]").input_value()
    assert "Penyerahan kursi roda diselenggarakan oleh UPTD pada Kamis, 19 November 2026" in text
    assert "WIB" in text
    assert ".." not in text
    page.get_by_role("button", name="Kembalikan teks semula").click()
    expect(page.locator("[name=narasi]")).to_have_value("Sudah ada")


def test_a_draft_saves_itself_and_what_could_not_be_saved_comes_back(show: Show) -> None:
    page, server = show(view_of("Serahkan_materi", {}))
    page.locator("[name=judul_kegiatan]").fill("Satu")
    state = page.locator("[role=status].draft-state")
    expect(state).to_have_text("Draf tersimpan 10.42")
    assert "judul_kegiatan=Satu" in server.drafts[-1]
    server.down = True
    page.locator("[name=judul_kegiatan]").fill("Dua")
    page.get_by_role("button", name="Tambah Kutipan narasumber").click()
    page.locator("[name='kutipan.0.nama']").fill("Ani")
    expect(state).to_contain_text("disimpan di perangkat ini")
    page.wait_for_function("localStorage.length == 1")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("[name=judul_kegiatan]")).to_have_value("Dua")
    expect(page.locator("[name='kutipan.0.nama']")).to_have_value("Ani")
    server.down = False
    page.locator("[name=judul_kegiatan]").fill("Tiga")
    expect(state).to_have_text("Draf tersimpan 10.42")
    assert page.evaluate("localStorage.length") == 0


def test_an_uploaded_file_becomes_a_row_to_describe(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {}))
    files = [FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=b"x")]
    page.locator("[name='foto.upload']").set_input_files(files)
    page.wait_for_function("window.uploads?.[0]?.started === 1")
    metadata = page.evaluate("window.uploads[0].options.metadata")
    assert metadata == {"filename": "a.jpg", "task": "7", "field": "foto"}
    headers = page.evaluate("window.uploads[0].options.headers")
    assert headers.pop("X-CSRFToken") == "t0ken"
    # Announced twice, it is one upload.
    assert list(headers) == ["Idempotency-Key"]
    page.evaluate("window.uploads[0].options.onProgress(50, 100)")
    expect(page.locator(".progress")).to_contain_text("50%")
    page.evaluate("window.uploads[0].options.onSuccess()")
    expect(page.locator("[name='foto.0.file']")).to_have_value("a.jpg")
    expect(page.locator("[name='foto.0.keterangan']")).to_be_visible()
    expect(page.locator("[data-row='0'] [data-thumb] img")).to_have_attribute("src", "/files/u/thumb")
    expect(page.locator(".progress")).to_have_count(0)
    assert page.locator("[name='foto.upload']").evaluate("input => input.files.length") == 0


def test_an_upload_waits_for_the_line_and_may_be_cancelled(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {}))
    files = [FilePayload(name="a.mp4", mimeType="video/mp4", buffer=b"x")]
    page.locator("[name='video.upload']").set_input_files(files)
    page.wait_for_function("window.uploads?.[0]?.started === 1")
    page.evaluate("window.uploads[0].options.onError({ originalResponse: null })")
    expect(page.locator(".progress")).to_contain_text("Sambungan terputus")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_function("window.uploads[0].started === 2")
    page.get_by_role("button", name="Batalkan unggahan").click()
    assert page.evaluate("window.uploads[0].aborted") is True
    expect(page.locator(".progress")).to_have_count(0)


def test_a_file_that_travels_is_not_sent_a_second_time(show: Show, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    page, _ = show(view_of("Serahkan_materi", {}))
    picker = page.locator("[name='video.upload']")
    picker.set_input_files(tmp_path / "a.mp4")
    page.wait_for_function("window.uploads?.[0]?.started === 1")
    picker.set_input_files(tmp_path / "a.mp4")
    expect(page.locator(".progress.failed")).to_contain_text("sedang diunggah")
    assert page.evaluate("window.uploads.length") == 1
    page.locator(".progress.failed").get_by_role("button", name="Batalkan unggahan").click()
    assert page.evaluate("window.uploads[0].aborted ?? null") is None
    expect(page.locator(".progress.failed")).to_have_count(0)
    page.get_by_role("button", name="Batalkan unggahan").click()
    # Whoever changes their mind chooses it again.
    picker.set_input_files(tmp_path / "a.mp4")
    page.wait_for_function("window.uploads[1]?.started === 1")


def test_a_file_that_another_page_sends_goes_up_under_an_address_of_its_own(
    show: Show, tmp_path: Path
) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    page, server = show(view_of("Serahkan_materi", {}))
    page.locator("[name='video.upload']").set_input_files(tmp_path / "a.mp4")
    page.wait_for_function("window.uploads?.[0]?.started === 1")
    page.context.route("**/*", server.answer)
    page.context.add_init_script("window.previous = [{ uploadUrl: '/uploads/of-the-first-page' }]")
    with page.expect_popup() as opened:
        page.evaluate(f"void window.open('{ORIGIN}/')")
    other = opened.value
    other.wait_for_selector("body[data-ready]")
    other.locator("[name='video.upload']").set_input_files(tmp_path / "a.mp4")
    other.wait_for_function("window.uploads?.[0]?.started === 1")
    assert other.evaluate("[uploads[0].resumed ?? null, uploads[0].options.storeFingerprintForResuming]") == [
        None,
        False,
    ]
    # Once the first page has gone, this one goes on with its upload.
    page.goto("about:blank")
    other.reload()
    other.wait_for_selector("body[data-ready]")
    other.locator("[name='video.upload']").set_input_files(tmp_path / "a.mp4")
    other.wait_for_function("window.uploads?.[0]?.resumed")


def test_a_file_that_is_too_big_never_leaves(show: Show) -> None:
    form = Form(fields=(Field(name="f", label="F", type="file", max_mb=1),))
    page, _ = show(FormView(form, {}, scope=scope(), language="id", task=7))
    page.locator("[name='f.upload']").set_input_files(
        [FilePayload(name="a.png", mimeType="image/png", buffer=b"x" * 2**21)]
    )
    expect(page.locator(".progress.failed")).to_contain_text("lebih besar dari 1 MB")
    assert page.evaluate("window.uploads?.length ?? 0") == 0


def test_enter_hands_nothing_in(show: Show) -> None:
    page, _ = show(view_of("Serahkan_materi", {}))
    page.locator("[name=judul_kegiatan]").press("Enter")
    page.wait_for_timeout(100)
    assert page.url == f"{ORIGIN}/"


def test_a_reason_asked_for_each_item_follows_its_condition(show: Show) -> None:
    field = Field(
        name="alasan",
        label="Alasan",
        type="per_item_select",
        of=("foto",),
        shown_if="kunci not in pilih",
        options=(Option(id="ganda", label="Ganda"),),
    )
    chosen = Field(name="pilih", label="Pilih", type="item_select", of=("foto",))
    data = {"foto": [{"file": "a", "type": "image/png"}, {"file": "b", "type": "image/png"}]}
    view = FormView(
        Form(fields=(chosen, field)), {"pilih": ["a"]}, scope=scope(photo(), data=data), language="id"
    )
    page, _ = show(view)
    expect(page.locator("[name='alasan.a']")).to_be_hidden()
    page.locator("[name=pilih][value=b]").check()
    page.locator("[name=pilih][value=a]").uncheck()
    expect(page.locator("[name='alasan.a']")).to_be_enabled()
    expect(page.locator("[name='alasan.b']")).to_be_disabled()
