"""The watch over the pages must be able to fail: each fault, made on purpose, is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import browsing, faults, serving
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

FAULTS = {
    "image-alt": "document.querySelector('main').append(new Image())",
    "axe button-name": "document.querySelector('main button').textContent = ''",
    "axe link-name": "document.querySelector('main a.title').textContent = ''",
    "axe page-has-heading-one": "document.querySelector('h1').remove()",
    "axe aria-required-children": "document.querySelector('main').setAttribute('role', 'list')",
    "dark: axe color-contrast": "document.querySelector('h1').style.color = '#222'",
    "wider than 390 px": "document.querySelector('h1').style.width = '600px'",
    "spaced out: cut off in h1": (
        "Object.assign(document.querySelector('h1').style, {height: '1.75rem', overflow: 'hidden'})"
    ),
    "console: ": "console.error('broken')",
    "404: GET": "await fetch('/nothing-here', {headers: {Accept: 'application/json'}})",
    "Content Security Policy": "document.body.insertAdjacentHTML('beforeend', '<p style=color:red></p>')",
}


@pytest.fixture(scope="module")
def guinea_pig(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alur]:
    with serving.serving(serving.copy(seeded, tmp_path_factory.mktemp("guinea-pig") / "data")) as running:
        yield running


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(fault: str, guinea_pig: Alur, desk: Open) -> None:
    window = desk(guinea_pig, "ketua.tim").check()
    faults.SET_APART.clear()
    window.page.evaluate(f"async () => {{ {FAULTS[fault]} }}")
    with pytest.raises(AssertionError, match=fault):
        window.check()


def test_a_window_that_draws_no_more_is_told_from_one_that_waits(
    guinea_pig: Alur, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk(guinea_pig, "ketua.tim")
    assert window.draws
    monkeypatch.setattr(browsing, "MILLISECONDS", 500)
    window.page.evaluate("() => { window.requestAnimationFrame = () => 0 }")
    assert not window.draws
