"""In English pages what the office wrote is said to be Indonesian, and nothing else is (WCAG 2.2, 3.1.2).

Every word of the English catalogue is given a letter that no language has: on a page each word has it, or
stands in an element with lang="id".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from flask.sessions import session_json_serializer
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from engine import texts
from engine.actor import Actor
from engine.database import transaction
from engine.definitions import drafts, reviews
from engine.forms.richtext import to_html
from engine.texts import Words, capital, joined
from tests.conftest import ROOT
from tests.office import Office, field, small_sop, timed_sop, timer
from tests.webforms.seen import desk
from webforms.presentation.language import use_language
from webforms.presentation.office_language import marked

_MARK = "ə"
_WORDS = re.compile(r"\{\w+\}|[^\W\d_]+")
#: Of no language, or a person's way of writing a place in time.
_NAMES = {"WIB", "hours", "BPMN"}
#: Where no element can stand, or whose words the browser reads elsewhere.
_NO_ELEMENTS = {"title", "script", "style", "noscript"}
_KINDS = (
    "select",
    "checklist",
    "date",
    "datetime",
    "url",
    "tags",
    "number",
    "files",
    "file_or_text",
    "repeat",
)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages speak English, each word of it with a mark."""

    def strange(text: str) -> str:
        return _WORDS.sub(lambda word: word[0] if word[0].startswith("{") else _MARK + word[0], text)

    strangely = {
        key: strange(entry) if isinstance(entry, str) else {n: strange(form) for n, form in entry.items()}
        for key, entry in texts.catalogue("en").items()
    }
    # A language is called as it calls itself.
    strangely["login.languages.id"] = "Bahasa Indonesia"
    monkeypatch.setattr(texts, "catalogue", lambda _language: strangely)
    monkeypatch.setattr("webforms.presentation.language._find_language", lambda: "en")


def printed(page: str) -> Iterator[tuple[str, str]]:
    """Each text between tags with the language that its page says it has."""
    for element in html.fromstring(page).iter("*"):
        around = [element, *element.iterancestors()]
        for text, holders in ((element.text, around), (element.tail, around[1:])):
            if text and text.strip() and holders and holders[0].tag not in _NO_ELEMENTS:
                yield text, next(str(each.attrib["lang"]) for each in holders if "lang" in each.attrib)


def told_wrongly(page: str) -> list[str]:
    """Texts of the catalogue that are said to be the office's, and the other way round."""
    return [
        f"{language}: {text.strip()}"
        for text, language in printed(page)
        for word in _WORDS.findall(text)
        if len(word) > 1 and word not in _NAMES and (word[0].lower() == _MARK) == (language == "id")
    ]


def all_kinds() -> str:
    fields = "".join(field(f"f{n}", f"Isian {kind}", kind, options="satu dua", bantuan="Tulis lengkap")
                     for n, kind in enumerate(_KINDS))  # fmt: skip
    reminder = timer("Ingat", "Pilih", "PT30M") + timer("Batas", "Pilih", "PT2H", to="Periksa")
    return timed_sop(reminder, xml=small_sop(extra_field=fields))


@pytest.mark.usefixtures("english")
def test_the_offices_words_say_their_language_on_every_page(whole: Flask) -> None:
    office = Office(all_kinds())
    first, second = office.start(), office.start()
    office.do(first, "Serah", by=office.siti, judul="Bakti sosial", catatan="Hujan deras")
    with transaction() as session:
        version = drafts.new_draft(session, "kecil", by=office.tono)
        drafts.save(session, version.id, small_sop(yes='isi == "ya"'), seen=version.seq, by=office.tono)
    form = f"/tasks/{office.task(second).id}"
    places = {
        office.siti: ["/", "/start", "/instances", f"/instances/{second}", form],
        office.budi: ["/", f"/instances/{first}", f"/tasks/{office.task(first).id}"],
        office.wati: ["/instances", f"/instances/{first}", "/calendar", "/profile"],
        office.tono: [
            "/definitions", "/definitions/kecil", "/definitions/kecil/versions/2",
            "/definitions/kecil/difference?from=1&to=2", "/definitions/kecil/versions/2/try",
            "/definitions/kecil/versions/2/edit", "/definitions/import",
        ],
        office.eko: ["/audit", f"/audit/instances/{first}"],
        office.dewi: ["/accounts", f"/accounts/{office.siti.id}"],
    }  # fmt: skip
    for actor, paths in places.items():
        for path in paths:
            assert not told_wrongly(page_of(whole, actor, path)), path
    with transaction() as session:
        reviews.submit(session, version.id, "Syarat diperbaiki", by=office.tono)
        reviews.comment(session, version.id, "Pilih", "Namanya kurang jelas", by=office.tono)
    for path in ("/definitions/kecil/versions/2", "/definitions/kecil/versions/2/review"):
        assert not told_wrongly(page_of(whole, office.tono, path)), path


def page_of(whole: Flask, actor: Actor, path: str) -> str:
    """Its HTML, in which no mark went where none can stand."""
    page = desk(whole, actor).get(path)
    assert page.status_code == 200, path
    assert not re.search(r"&lt;bdi|<[^<>]*<bdi", page.text), path
    return page.text


def test_formatted_answers_stay_html() -> None:
    written = to_html("Rapat bersama")
    assert marked(written, "en") is written


def test_an_indonesian_page_needs_no_marks(whole: Flask, open_office: Office) -> None:
    assert "<bdi" not in desk(whole, open_office.wati).get("/instances").text


@pytest.mark.usefixtures("whole")
def test_a_message_keeps_its_languages_until_the_next_page() -> None:
    said = joined([texts.text("task.draft_saved", "en", time="10:42"), "Rapat"])
    kept = session_json_serializer.loads(session_json_serializer.dumps({"message": said}))["message"]
    assert str(marked(kept, "en")) == str(marked(said, "en"))
    assert str(marked(kept, "en")).endswith(' <bdi lang="id">Rapat</bdi></bdi>')
    assert kept == said


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("<p>{{ name }}</p>", '<p><bdi lang="id">Rapat &lt;b&gt;</bdi></p>'),
        ('<p title="{{ name }}">x</p>', '<p title="Rapat &lt;b&gt;">x</p>'),
        ('<p {{ "hidden" if name }}>{{ 12 }}</p>', "<p hidden>12</p>"),
        ("<textarea>{{ name }}</textarea>{{ 1 }}", "<textarea>Rapat &lt;b&gt;</textarea>1"),
        ('{% macro all() %}data-a="{{ name }}"{% endmacro %}<p {{ all() }}></p>',
         '<p data-a="Rapat &lt;b&gt;"></p>'),
        ("{% block title %}{{ name }}{% endblock %}", "Rapat &lt;b&gt;"),
        ("<option{{ lang_of(name) }}>{{ name }}</option>", '<option lang="id">Rapat &lt;b&gt;</option>'),
    ],
)  # fmt: skip
def test_an_element_stands_only_where_one_can(whole: Flask, template: str, shown: str) -> None:
    with whole.test_request_context():
        use_language("en")
        assert render_template_string(template, name="Rapat <b>") == shown


def test_no_attribute_is_written_by_a_macro_for_text() -> None:
    """What a macro prints is marked where the macro stands, not where it is called."""
    pages = [path.read_text("utf-8") for path in (ROOT / "webforms/templates").rglob("*.html")]
    macros = {name for page in pages for name in re.findall(r"{% macro (\w+)", page)}
    called = {name for page in pages for name in re.findall(r'="[^"<>]*\{\{ *(\w+)\(', page)}
    assert called
    assert called & macros == set()


@given(st.text(), st.text())
def test_marks_change_no_word(name: str, reason: str) -> None:
    sentence = Words("{name} wrote: {more}", {"name": name, "more": joined([reason, Words("today")], ", ")})
    shown = Markup("{}").format(marked(sentence, "en"))
    assert re.sub(r"</?bdi[^>]*>", "", shown) == str(Markup("{}").format(str(sentence)))
    assert marked(sentence, "id") is sentence
    assert capital(sentence) == sentence[:1].upper() + sentence[1:] or not name
