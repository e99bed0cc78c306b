"""What a newcomer is told is true: paths and commands of CONTRIBUTING, words of the glossary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import jinja2
import pytest
import yaml
from flask import Flask
from jinja2 import nodes

from engine.tables.base import Table
from engine.texts import catalogue
from tests.conftest import ROOT
from tests.test_architecture import SOURCES
from tests.webforms.conftest import whole

__all__ = ["whole"]

GITHUB = ROOT / ".github"
#: In a recipe these stand for what its reader makes.
_TO_BE_MADE = ("NAME", "VERSION", "duration", "…")


def told_paths() -> set[str]:
    words = re.findall(r"`([^`]+)`", (GITHUB / "CONTRIBUTING.md").read_text("utf-8"))
    paths = {
        word.partition("::")[0] for word in words if re.match(r"[\w.]+/[\w./{},-]+$", word.partition("::")[0])
    }
    return {path for path in paths if not any(name in path for name in _TO_BE_MADE)}


def spelled_out(path: str) -> Iterator[str]:
    """`a/{id,en}/b` is two paths."""
    braces = re.search(r"\{([^}]*)\}", path)
    if braces is None:
        yield path
    else:
        for part in braces[1].split(","):
            yield from spelled_out(path.replace(braces[0], part, 1))


def test_every_path_of_the_recipes_exists() -> None:
    paths = {path for told in told_paths() for path in spelled_out(told)}
    assert len(paths) > 20
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_every_command_of_the_recipes_is_one() -> None:
    said = re.findall(r"`make ([a-z-]+)", (GITHUB / "CONTRIBUTING.md").read_text("utf-8"))
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(said) - set(targets) == set()


def test_the_hosted_workflow_runs_what_a_developer_runs() -> None:
    workflow = yaml.safe_load((GITHUB / "workflows" / "check.yml").read_text())
    steps = workflow["jobs"]["check"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["bash .ci/run"]
    assert workflow["permissions"] == {"contents": "read"}


def test_what_runs_before_a_commit_is_of_this_project() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    assert [hook["id"] for hook in hooks if not (ROOT / hook["entry"].split()[0]).exists()] == []


def _other_words() -> dict[str, str]:
    """Word that is not used → where it is right, from the glossary's second table."""
    table = (GITHUB / "GLOSSARY.md").read_text("utf-8").partition("| not | but |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]*)\|$", table, re.MULTILINE)
    return {
        word.strip(): right
        for words, right in rows
        for word in words.split(",")
        if not word.startswith("---")
    }


OTHER_WORDS = _other_words()
#: Not part of any name; "one" is no name by itself, but part of good ones.
WORDS = {word for word in OTHER_WORDS if not word.endswith("_")} - {"one"}
#: Of these, what no text of the pages says either.
TEXT_WORDS = {word for word in WORDS if not OTHER_WORDS[word].startswith("sentences")}
#: Names that are right all the same.
RIGHT = {name for right in OTHER_WORDS.values() for name in re.findall(r"`(\w+)`", right)}


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if isinstance(node.ctx, ast.Store):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case _:
                continue


def _words(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def is_stray(name: str) -> bool:
    """Whether it uses another word than the glossary's."""
    beginnings = tuple(word for word in OTHER_WORDS if word.endswith("_"))
    return name not in RIGHT and (
        bool(_words(name) & WORDS) or name == "one" or name.lstrip("_").startswith(beginnings)
    )


def strays(source: str) -> set[str]:
    """Such names that are made in a source."""
    return {name for name in _names(ast.parse(source)) if is_stray(name)}


def test_the_glossary_names_what_stands_instead() -> None:
    assert {"case", "procedure", "deed", "one", "MOST_"} <= OTHER_WORDS.keys()


@pytest.mark.parametrize(
    "source",
    [
        "_MOST_ROWS = 1",
        "LARGEST_FILE: int = 2",
        "open_case = 1",
        "def deed(): pass",
        "[one for one in x]",
        "def as_told(kept): pass",
        "class Ways: pass",
    ],
)
def test_another_word_is_found(source: str) -> None:
    assert strays(source)


def test_what_the_glossary_calls_right_passes() -> None:
    assert strays("def no_way_out(): gateway, holds, anything = 1, 2, 3") == set()
    assert {"again", "way"} & TEXT_WORDS == set()
    assert "case" in TEXT_WORDS


def test_the_code_uses_the_words_of_the_glossary() -> None:
    found = {str(path.relative_to(ROOT)): strays(path.read_text("utf-8")) for path in SOURCES}
    assert {path: names for path, names in found.items() if names} == {}


def test_files_and_columns_use_them_too() -> None:
    files = [path.relative_to(ROOT) for top in ("engine", "webforms") for path in (ROOT / top).rglob("*.*")]
    made = {str(path) for path in files if not {"node_modules", "dist", "__pycache__"} & set(path.parts)}
    assert {path for path in made if _words(path) & WORDS} == set()
    columns = {
        f"{table.name}.{column.name}" for table in Table.metadata.sorted_tables for column in table.columns
    }
    assert {name for name in columns if _words(name) & WORDS} == set()


def test_templates_use_them_too() -> None:
    found = {}
    for path in sorted((ROOT / "webforms" / "templates").rglob("*.html")):
        tree = jinja2.Environment().parse(path.read_text("utf-8"))
        names = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
        names |= {macro.name for macro in tree.find_all(nodes.Macro)}
        found[str(path.relative_to(ROOT))] = {name for name in names if is_stray(name)}
    assert {path: names for path, names in found.items() if names} == {}


def test_addresses_use_them_too(whole: Flask) -> None:
    rules = {rule.rule for rule in whole.url_map.iter_rules() if rule.endpoint != "moved"}
    assert {rule for rule in rules if _words(rule) & WORDS} == set()


def test_english_texts_use_them_too() -> None:
    said = {
        key: " ".join([entry] if isinstance(entry, str) else entry.values())
        for key, entry in catalogue("en").items()
    }
    assert {key: words for key, words in said.items() if _words(words) & TEXT_WORDS} == {}
