"""What the manual says is complete in both languages, leads somewhere, and is true of the product."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import click
import pytest
from PIL import Image

from engine import calendar
from engine.bpmn.reference import reference
from engine.bpmn.vocabulary import ELEMENTS
from engine.calendar import parse_norm
from engine.config import Config
from engine.documents import sheet_profile
from engine.forms.conditions import parse as parse_condition
from engine.forms.types import TYPES
from engine.texts import LANGUAGES, catalogue
from tests.conftest import not_none
from tests.journeys.screenshots import MAX_PICTURE, PICTURES
from webforms.cli import main as command_line
from webforms.manual import FOLDER, PAGES, markdown
from webforms.manual.page import page, pages, source

EVERY = [(language, name) for language in LANGUAGES for name in PAGES]
#: Code is no prose: what stands in it is neither a label nor a link.
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]*)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")


def prose(language: str, name: str) -> str:
    """What people wrote, without code and without what comes from the vocabulary."""
    return CODE.sub("`", (FOLDER / language / f"{name}.md").read_text("utf-8"))


def headings(language: str, name: str) -> list[tuple[int, str]]:
    return [(section.level, section.anchor) for section in page(name, language).sections]


def blocks(language: str, name: str, anchor: str) -> list[str]:
    """The code blocks of a section."""
    text = source(name, language)
    section = re.search(rf"^#+ [^\n]*{{#{anchor}}}\n(.*?)(?=^#|\Z)", text, re.DOTALL | re.MULTILINE)
    assert section, f"{name}.md has no section {anchor}"
    return re.findall(r"^ *```\n(.*?)^ *```", section[1], re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_the_pages_that_are_listed_and_no_others(language: str) -> None:
    assert {path.stem for path in (FOLDER / language).glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_sections_in_the_same_order(name: str) -> None:
    assert headings("id", name) == headings("en", name)


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_heading_has_its_anchor_and_every_page_one_title(language: str, name: str) -> None:
    levels, anchors = zip(*headings(language, name), strict=True)
    assert levels[0] == 1
    assert set(levels[1:]) <= {2, 3}
    assert anchors[0] == ""
    assert "" not in anchors[1:]
    assert [anchor for anchor, times in Counter(anchors).items() if times > 1] == []
    assert page(name, language).lead


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_say_as_much(name: str) -> None:
    """Pictures, rows of tables, code and points of lists, section by section."""

    def counted(language: str) -> list[dict[str, int]]:
        marks = ("<img", "<tr", "<pre", "<li")
        return [
            {mark: section.html.count(mark) for mark in marks} for section in page(name, language).sections
        ]

    assert counted("id") == counted("en")


@pytest.mark.parametrize("name", PAGES)
def test_what_is_typed_into_a_terminal_or_file_is_the_same_in_both_languages(name: str) -> None:
    def typed(language: str) -> list[str]:
        found = re.findall(r"^ *```\n(.*?)^ *```", source(name, language), re.DOTALL | re.MULTILINE)
        return [each.replace("VERSI-", "VERSION-") for each in found]

    assert typed("id") == typed("en")


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_link_leads_to_a_section_that_is_there(language: str, name: str) -> None:
    astray = []
    for target in LINK.findall(prose(language, name)):
        file, _, anchor = target.partition("#")
        other = file.removesuffix(".md") or name
        known = other in PAGES and any(section.anchor == anchor for section in page(other, language).sections)
        if not known or (file and not file.endswith(".md")):
            astray.append(target)
    assert astray == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_shown_somewhere_and_every_shown_one_is_there(language: str) -> None:
    shown = {target for name in PAGES for _alt, target in PICTURE.findall(prose(language, name))}
    there = {f"pictures/{path.name}" for path in (FOLDER / language / "pictures").iterdir()}
    assert shown == there
    assert there == {f"pictures/{picture.name}.avif" for picture in PICTURES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_told_to_who_can_not_see_them(language: str) -> None:
    silent = [
        target for name in PAGES for alt, target in PICTURE.findall(prose(language, name)) if len(alt) < 8
    ]
    assert silent == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/pictures/*.avif")), ids=lambda path: f"{path}"[-30:])
def test_a_picture_is_small_and_as_large_as_the_page_says(path: Path) -> None:
    assert path.stat().st_size <= MAX_PICTURE
    width, height = markdown.PHONE if path.stem.endswith("-phone") else markdown.DESKTOP
    with Image.open(path) as image:
        assert image.format == "AVIF"
        assert image.width * height == image.height * width
        assert image.width % width == 0


@cache
def labels(language: str) -> list[re.Pattern[str]]:
    """What the product says, with anything in the place of its parameters."""
    found = []
    for entry in catalogue(language).values():
        for text in entry.values() if isinstance(entry, dict) else [entry]:
            fixed = re.split(r"\{[^}]*\}", text)
            if len(re.sub(r"\W", "", "".join(fixed))) >= 2:
                found.append(re.compile(".+".join(map(re.escape, fixed)), re.DOTALL))
    return found


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_bold_word_is_what_the_product_says(language: str, name: str) -> None:
    bold = re.findall(r"\*\*(.+?)\*\*", prose(language, name))
    known = labels(language)
    assert [each for each in bold if not any(label.fullmatch(each) for label in known)] == []


def test_a_word_that_the_product_does_not_say_would_be_found() -> None:
    assert not any(label.fullmatch("Tekan di sini") for label in labels("id"))
    assert any(label.fullmatch("Kirim ke Ketua Tim Kerja") for label in labels("id"))


def test_nobody_is_addressed_informally() -> None:
    informal = re.compile(r"\b(kamu|kau|gak|nggak|ga|banget|yuk|klik|bila|lane)\b", re.IGNORECASE)
    said = {name: informal.findall(re.sub(r"\*\*.+?\*\*|{#[\w-]+}", "", prose("id", name))) for name in PAGES}
    assert {name: words for name, words in said.items() if words} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_listed(language: str) -> None:
    text = source("operate", language)
    listed = set(re.findall(r"^\| `(ALUR_\w+)` \|", text, re.MULTILINE))
    assert listed == {f"ALUR_{name.upper()}" for name in Config.__dataclass_fields__}
    assert set(re.findall(r"ALUR_[A-Z]+(?:_[A-Z]+)*", text)) - {"ALUR_"} <= listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_listed_and_takes_what_is_said(language: str) -> None:
    lines = re.findall(r"^\| `(alur [^`]+)` \|", source("operate", language), re.MULTILINE)
    listed = set[str]()
    for line in lines:
        words, path = line.split()[1:], list[str]()
        command: click.Command = command_line
        while isinstance(command, click.Group):
            command = not_none(command.get_command(click.Context(command), words[0]))
            path.append(words.pop(0))
        listed.add(" ".join(path))
        options = {name for each in command.params for name in each.opts}
        assert {word for word in words if word.startswith("-")} <= options, line
    assert listed == set(_commands(command_line))


def _commands(group: click.Group) -> list[str]:
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        below = _commands(command) if isinstance(command, click.Group) else [""]
        found += [f"{name} {each}".strip() for each in below]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_office_files_are_accepted(language: str, tmp_path: Path) -> None:
    for anchor, load in (
        ("calendar", lambda path: calendar.load(path, "Asia/Jakarta")),
        ("sheet", sheet_profile.load),
    ):
        [example] = blocks(language, "operate", anchor)
        path = tmp_path / f"{anchor}.toml"
        path.write_text(example)
        load(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_that_runs_is_listed(language: str) -> None:
    listed = set(re.findall(r"`(\w+)`", _second_column(language, "elements")))
    running = {name for element in ELEMENTS.values() if element.runs for name in element.bpmn}
    assert listed == running | {"boundaryEvent", "lane", "textAnnotation"}


def _second_column(language: str, anchor: str) -> str:
    table = source("diagram", language).partition(f"{{#{anchor}}}")[2].partition("\n## ")[0]
    return "\n".join(row.split("|")[2] for row in table.splitlines() if row.startswith("|"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_property_of_the_diagram_is_told(language: str) -> None:
    told = {section.anchor: section for section in page("diagram", language).sections}
    for section in reference(language):
        if section.rows:
            shown = told[f"properties-{section.place}"]
            assert shown.html.count("<tr>") == 1 + len(section.rows)
            for row in section.rows:
                assert f"<code>{row.name}</code>" in shown.html
                for words in (row.label, row.meaning, row.value, *row.values, row.example):
                    assert " ".join(words.split()) in shown.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_of_field_is_listed(language: str) -> None:
    table = source("diagram", language).partition("{#fields}")[2].partition("\n\n## ")[0].split("\n\n")[1]
    listed = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert listed == set(TYPES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conditions_and_norms_that_are_shown_can_be_read(language: str) -> None:
    conditions = [line for block in blocks(language, "diagram", "expressions") for line in block.splitlines()]
    assert len(conditions) == 4
    for condition in conditions:
        parse_condition(condition)
    norms = re.findall(r"`(P[0-9T][^`]*)`", source("diagram", language))
    assert len(norms) >= 5
    for norm in norms:
        parse_norm(norm)


def test_all_pages_in_one_keep_their_anchors_apart_and_their_links_inside() -> None:
    for language in LANGUAGES:
        together = "".join(each.html for each in pages(language, whole=True))
        ids = re.findall(r' id="([^"]+)"', together)
        assert len(ids) == len(set(ids))
        assert set(PAGES) <= set(ids)
        assert {href for href in re.findall(r'href="([^"]+)"', together) if href[1:] not in ids} == set()
