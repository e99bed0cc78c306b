"""Everything that bpmn-js says on the editor's page is said in the reader's language."""

from __future__ import annotations

import re

from engine.forms.types import TYPES
from engine.texts import LANGUAGES, catalogue
from tests.node import packages

#: What bpmn-js and diagram-js ask for by a literal; `this._translate` and `translate` are the same service.
CALL = re.compile(r"""(?:\b|_)translate\(\s*(['"])((?:(?!\1)[^\\\n]|\\.)+)\1\s*[,)]""")
#: Put together at run time.
TOGETHER = {f"Align elements {side}" for side in ("left", "center", "right", "top", "middle", "bottom")}
#: Examples in comments, and transforms of SVG.
NOT_WORDS = re.compile(r"HELLO|^[\d\s,.-]+$|^\$|^ ")


def asked_for() -> set[str]:
    folders = [packages() / name / "lib" for name in ("bpmn-js", "diagram-js", "diagram-js-direct-editing")]
    paths = [path for folder in folders for path in folder.rglob("*.js")]
    paths.append(packages() / "diagram-js-minimap/dist/index.esm.js")
    sources = {path: path.read_text("utf-8") for path in paths}
    found = {match[2] for source in sources.values() for match in CALL.finditer(source)} | TOGETHER
    for path, source in sources.items():
        if path.name in {"PopupEntries.js", "ReplaceOptions.js"}:
            found |= set(re.findall(r"^(?!\s*//).*?\blabel[:=] ?'([^']+)'", source, re.MULTILINE))
        if path.name == "ModelingFeedback.js":
            found |= set(re.findall(r"_ERR_MSG = '([^']+)'", source))
    return {text for text in found if not NOT_WORDS.search(text)}


def test_there_is_something_to_look_at() -> None:
    found = asked_for()
    assert len(found) > 100
    assert {"Change element", "Search in diagram", "Exclusive gateway", "Default flow"} <= found


def test_every_text_of_bpmn_js_is_translated() -> None:
    for language in LANGUAGES:
        known = catalogue(language)
        assert {text for text in asked_for() if f"editor.bpmn.{text}" not in known} == set()


def test_translations_are_translations() -> None:
    indonesian, english = catalogue("id"), catalogue("en")
    same = {key for key in english if key.startswith("editor.bpmn.") and english[key] == indonesian[key]}
    assert same == set()


def test_translations_keep_what_is_filled_in() -> None:
    for key, words in catalogue("id").items():
        if key.startswith("editor.bpmn."):
            assert re.findall(r"{\w+}", key) == re.findall(r"{\w+}", str(words)), key


def test_every_kind_of_field_has_a_word() -> None:
    for language in LANGUAGES:
        assert [name for name in TYPES if f"field_types.{name}.name" not in catalogue(language)] == []
