"""Every word that people see stands in both catalogues, is used, and stands nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import jinja2
import pytest
from jinja2 import nodes

from engine.audit.names import EventName
from engine.texts import LANGUAGES, catalogue
from tests.conftest import ROOT
from tests.test_architecture import SOURCES, templates

ENGLISH, INDONESIAN = catalogue("en"), catalogue("id")
AREAS = {key.partition(".")[0] for key in INDONESIAN}
KEY = re.compile(rf"(?:{'|'.join(sorted(AREAS))})(?:\.[a-z0-9_]+)+")
BEGINNING = re.compile(rf"(?:{'|'.join(sorted(AREAS))})\.[a-z0-9_.]*")
#: Names of files and modules look like keys.
NOT_KEYS = re.compile(r".*\.(?:html|css|js|toml|json|py|bpmn|sqlite3|svg)")
WORDS = re.compile(r"[^\W\d_]{2,}")
SEEN_ATTRIBUTES = {"alt", "title", "aria-label", "aria-description", "placeholder", "label"}


@dataclass
class Used:
    """What code and templates ask of the catalogues."""

    keys: dict[str, str] = field(default_factory=dict)
    #: First parts of keys that are put together at run time.
    beginnings: dict[str, str] = field(default_factory=dict)
    #: (key, names of parameters, place) where all of them are written out.
    calls: list[tuple[str, set[str], str]] = field(default_factory=list)

    def literal(self, value: object, place: str) -> None:
        if value in set(EventName) - INDONESIAN.keys():
            return
        if isinstance(value, str) and KEY.fullmatch(value) and not NOT_KEYS.fullmatch(value):
            self.keys.setdefault(value, place)

    def beginning(self, value: object, place: str) -> None:
        if isinstance(value, str) and BEGINNING.fullmatch(value):
            self.beginnings.setdefault(value, place)

    def covers(self, key: str) -> bool:
        return key in self.keys or any(key.startswith(each) for each in self.beginnings)


@cache
def used() -> Used:
    found = Used()
    for path in SOURCES:
        if "migrations" not in path.parts:
            _read_code(path, found)
    for path in templates():
        _read_template(path, found)
    for path in (ROOT / "webforms" / "frontend" / "src").rglob("*.js"):
        script = path.read_text("utf-8")
        for start in re.findall(r"`([a-z_]+(?:\.\w+)*\.)\$\{", script):
            found.beginning(start, path.name)
        # In quotes: elsewhere a name with a dot is a property.
        for key in re.findall(r"""["'`]([a-z_]+(?:\.\w+)+)["'`]""", script):
            # The form's script is given its sentences without their first part.
            found.literal(f"forms.{key}" if f"forms.{key}" in INDONESIAN else key, path.name)
    return found


def _other_names(node: ast.AST) -> Iterator[ast.AST]:
    """Where a name with a dot is no key: columns, endpoints, parts of a longer string."""
    if isinstance(node, ast.JoinedStr):
        yield from node.values
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"ForeignKey", "url_for", "redirect_to"}:
        yield from node.args
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith("login_view"):
        yield node.value
    elif isinstance(node, ast.ClassDef) and node.name == "EventName":
        yield from (each.value for each in node.body if isinstance(each, ast.Assign))


def _read_code(path: Path, found: Used) -> None:
    tree, place = ast.parse(path.read_text("utf-8")), str(path.relative_to(ROOT))
    others = {id(other) for node in ast.walk(tree) for other in _other_names(node)}
    for node in ast.walk(tree):
        if id(node) in others:
            continue
        if isinstance(node, ast.Constant):
            found.literal(node.value, place)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            found.beginning(node.values[0].value, place)
        elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
            found.beginning(node.left.value, place)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"text", "texts.text"} and node.args:
            names = {word.arg for word in node.keywords}
            key = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if isinstance(key, str) and None not in names:
                found.calls.append((key, {str(name) for name in names}, place))


def _read_template(path: Path, found: Used) -> None:
    tree, place = jinja2.Environment().parse(path.read_text("utf-8")), str(path.relative_to(ROOT))
    calls = [call for call in tree.find_all(nodes.Call) if getattr(call.node, "name", "") == "url_for"]
    endpoints = {id(argument) for call in calls for argument in call.args}
    for const in tree.find_all(nodes.Const):
        if id(const) not in endpoints:
            found.literal(const.value, place)
    for concat in tree.find_all(nodes.Concat):
        if isinstance(concat.nodes[0], nodes.Const):
            found.beginning(concat.nodes[0].value, place)
    for call in tree.find_all(nodes.Call):
        if getattr(call.node, "name", "") == "t" and isinstance(call.args[0], nodes.Const):
            names = {word.key for word in call.kwargs}
            if call.dyn_kwargs is None:
                found.calls.append((call.args[0].value, names, place))


def entries(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language; of a text with two forms, both."""
    for key, entry in catalogue(language).items():
        yield from ((key, form) for form in (entry.values() if isinstance(entry, dict) else [entry]))


def parameters(entry: str | dict[str, str]) -> set[str]:
    text = entry["other"] if isinstance(entry, dict) else entry
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.keys() - INDONESIAN.keys() == set()
    assert INDONESIAN.keys() - ENGLISH.keys() == set()


def test_both_languages_take_the_same_parameters() -> None:
    unlike = {
        key: (parameters(INDONESIAN[key]), parameters(ENGLISH[key]))
        for key in INDONESIAN.keys() & ENGLISH.keys()
        if parameters(INDONESIAN[key]) != parameters(ENGLISH[key])
    }
    assert unlike == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_loose_ends(language: str) -> None:
    assert [key for key, text in entries(language) if not text or text != text.strip()] == []


def test_nobody_is_addressed_informally() -> None:
    informal = re.compile(r"\b(kamu|kau|lu|gue|gak|nggak|ga|banget|yuk|klik)\b", re.IGNORECASE)
    assert [key for key, text in entries("id") if informal.search(text)] == []


def test_a_file_is_never_called_an_instance() -> None:
    """*Berkas* is a running instance; what is sent or fetched is a *file*."""
    sent = re.compile(r"\b(unggah|unduh|pilih|isi|ukuran|jenis) berkas", re.IGNORECASE)
    assert [key for key, text in entries("id") if sent.search(text)] == []


def test_every_key_that_is_used_has_words() -> None:
    groups = {key[: cut.start()] for key in INDONESIAN for cut in re.finditer(r"\.", key)}
    assert {key: place for key, place in used().keys.items() if key not in INDONESIAN.keys() | groups} == {}


def test_every_key_put_together_begins_like_one_with_words() -> None:
    without = {
        start: place
        for start, place in used().beginnings.items()
        if not any(key.startswith(start) for key in INDONESIAN)
    }
    assert without == {}


def test_every_text_is_used() -> None:
    groups = {key for key in used().keys if key not in INDONESIAN}
    unused = [
        key
        for key in INDONESIAN
        if not used().covers(key) and not any(key.startswith(f"{group}.") for group in groups)
    ]
    assert unused == []


def test_everything_that_happens_can_be_told() -> None:
    assert [name for name in EventName if f"events.{name}" not in INDONESIAN] == []


def test_every_text_gets_its_parameters() -> None:
    starved = [
        (place, key, sorted(parameters(INDONESIAN[key]) - names))
        for key, names, place in used().calls
        if key in INDONESIAN and not parameters(INDONESIAN[key]) <= names
    ]
    assert starved == []


def test_a_text_with_two_forms_gets_its_number() -> None:
    uncounted = [
        (place, key)
        for key, names, place in used().calls
        if isinstance(INDONESIAN.get(key), dict) and "n" not in names
    ]
    assert uncounted == []


class _Seen(HTMLParser):
    """Words that stand in the markup itself."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += WORDS.findall(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SEEN_ATTRIBUTES or (
                tag == "input" and name == "value" and ("type", "submit") in attrs
            ):
                self.words += WORDS.findall((value or "").replace("https://", ""))


#: Parts that write a class, an address or attributes, not a text: {% macro file_url(one) %}.
_PARTS = r"(?:block \w+_class|macro (?:\w+_url|\w*attributes|aria|demands|narrowed))"
UNSEEN = re.compile(r"{%-?\s*" + _PARTS + r"\b.*?%}.*?{%-?\s*end(?:block|macro)\b.*?%}", re.DOTALL)


def words_in(template: str) -> list[str]:
    """Words written into a template, without what its expressions put there."""
    bare = ""
    inside = False
    for _, token, value in jinja2.Environment().lex(UNSEEN.sub("", template)):
        inside = (inside or token.endswith("_begin")) and not token.endswith("_end")
        bare += value if token == "data" else "0" if token == "variable_begin" else ""
    seen = _Seen()
    seen.feed(bare)
    seen.close()
    tree = jinja2.Environment().parse(template)
    spoken = (node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str))
    return seen.words + [value for value in spoken if re.match(r"[A-Z][a-z]{2,}(?: |$)", value)]


def test_no_template_speaks_for_itself() -> None:
    speaking = {str(path.relative_to(ROOT)): words_in(path.read_text("utf-8")) for path in templates()}
    assert {name: words for name, words in speaking.items() if words} == {}


@pytest.mark.parametrize(
    "template",
    [
        "<h1>Tugas</h1>",
        '<button title="Simpan">{{ icon("x") }}</button>',
        '<a href="{{ url }}" {% if here %}aria-label="Tugas saya"{% endif %}>{{ t("ui.nav.inbox") }}</a>',
        '{{ button("Simpan draf") }}',
        '<input type="submit" value="Kirim">',
    ],
)
def test_words_in_a_template_are_found(template: str) -> None:
    assert words_in(template)


def test_markup_and_keys_are_not_words() -> None:
    assert (
        words_in(
            '<p class="muted card">{# note #}{{ t("ui.skip") }} · {{ n }}</p><a rel="next" href="/x">›</a>'
        )
        == []
    )


def test_no_view_speaks_for_itself() -> None:
    """What is flashed to people comes from the catalogue."""
    spoken = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"flash", "answer", "abort"}
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and " " in argument.value
    ]
    assert spoken == []
