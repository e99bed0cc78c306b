"""The table of WCAG in the manual names every criterion once, and only tests that there are."""

from __future__ import annotations

import re

import pytest

from engine.texts import LANGUAGES
from tests.conftest import ROOT
from webforms.manual import FOLDER

#: Of WCAG 2.2 at levels A and AA (W3C, 2023): by guideline, the numbers of its criteria.
CRITERIA = {
    "1.1": "1", "1.2": "1 2 3 4 5", "1.3": "1 2 3 4 5", "1.4": "1 2 3 4 5 10 11 12 13",
    "2.1": "1 2 4", "2.2": "1 2", "2.3": "1", "2.4": "1 2 3 4 5 6 7 11", "2.5": "1 2 3 4 7 8",
    "3.1": "1 2", "3.2": "1 2 3 4 6", "3.3": "1 2 3 4 7 8", "4.1": "2 3",
}  # fmt: skip
#: What does not apply, what the manual says is not met, and what is only looked at so far.
WITHOUT_TEST = {"1.2.4", "1.2.5", "1.4.11", "2.5.3", "2.5.4"}


def rows(language: str) -> list[tuple[str, str]]:
    """Criterion, name of its test."""
    page = (FOLDER / language / "accessibility.md").read_text("utf-8")
    return re.findall(r"^\| (\d\.\d\.\d+) .*\| (?:`(\w+)`|–) \|$", page, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_criterion_has_its_row(language: str) -> None:
    asked = [f"{guideline}.{number}" for guideline, numbers in CRITERIA.items() for number in numbers.split()]
    assert [criterion for criterion, _test in rows(language)] == asked
    assert len(asked) == 55


def test_every_row_has_a_test_that_there_is() -> None:
    assert rows("id") == rows("en")
    sources = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    there = {name for source in sources for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)}
    assert {criterion for criterion, test in rows("id") if not test} == WITHOUT_TEST
    assert {test for _criterion, test in rows("id") if test} - there == set()


def test_nothing_plays_or_flashes_by_itself() -> None:
    """The one animation there is shows a thing, or does not."""
    kinds = {".css", ".html", ".js"}
    folders = (ROOT / "webforms/templates", ROOT / "webforms/frontend/src")
    sources = [path for folder in folders for path in folder.rglob("*") if path.suffix in kinds]
    texts = [path.read_text("utf-8") for path in sources]
    assert len(texts) > 100
    assert not [text for text in texts if re.search(r"\bautoplay\b|<(blink|marquee|bgsound)\b", text)]
    frames = {name for text in texts for name in re.findall(r"@keyframes ([\w-]+)", text)}
    assert frames <= {"absent"}
    assert not [text for text in texts if re.search(r"animation:[^;}]*\binfinite\b", text)]
