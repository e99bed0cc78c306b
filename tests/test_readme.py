"""The README is short, names every room, and leads nowhere else than to what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = ROOT / "README.md"
GITHUB = ROOT / ".github"
#: Built, or not ours.
LEFT_OUT = {"node_modules", "static", "__pycache__"}
PAGES = (README, GITHUB / "SECURITY.md", *sorted((GITHUB / "decisions").glob("*.md")))


def rooms() -> Iterator[str]:
    """Folders of code, two levels deep."""
    for top in ("engine", "webforms"):
        for folder in sorted((ROOT / top).iterdir()):
            if folder.is_dir() and folder.name not in LEFT_OUT and _code_in(folder):
                yield f"{top}/{folder.name}/"


def _code_in(folder: Path) -> bool:
    files = (path for path in folder.rglob("*") if path.suffix in {".py", ".js"})
    return any(LEFT_OUT.isdisjoint(path.relative_to(folder).parts) for path in files)


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(README.read_bytes()) <= 8 * 1024


def test_the_map_names_every_room() -> None:
    found = list(rooms())
    assert len(found) > 20
    text = README.read_text("utf-8")
    assert [room for room in found if f"| `{room}`" not in text and f", `{room}`" not in text] == []


def test_the_map_names_no_room_that_is_not_there() -> None:
    named = re.findall(r"`((?:engine|webforms)/\w+/)`", README.read_text("utf-8"))
    assert [room for room in named if not (ROOT / room).is_dir() and room != "webforms/static/"] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_to_what_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", text) + re.findall(r'src="([^"]+)"', text)
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_each_decision_says_why_and_at_what_price_and_is_listed() -> None:
    listed = (GITHUB / "decisions" / "README.md").read_text("utf-8")
    numbered = sorted((GITHUB / "decisions").glob("[0-9]*.md"))
    # Who begins a decision takes a number; one that comes to nothing leaves a gap.
    numbers = [int(path.name[:4]) for path in numbered]
    assert len(set(numbers)) == len(numbers)
    for path in numbered:
        text = path.read_text("utf-8")
        assert f"]({path.name})" in listed
        assert re.match(rf"# {path.name[:4]} · .+\n\n\d{{4}}-\d\d-\d\d\n\n", text), path.name
        for part in ("Context", "Decision", "Because", "At the price of"):
            assert f"**{part}.** " in text, (path.name, part)
