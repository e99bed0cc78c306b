"""The watch over the pages must be able to fail: each fault, made on purpose, is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import browsing, faults, serving
from tests.journeys.conftest import Open

FAULTS = {
    "image-alt": "document.querySelector('main').append(new Image())",
    "axe button-name": "document.querySelector('main button').textContent = ''",
    "axe link-name": "document.querySelector('main a.title').textContent = ''",
    "axe page-has-heading-one": "document.querySelector('h1').remove()",
    "axe heading-order": "document.querySelector('h1').outerHTML = '<h1>Tugas</h1><h5>Saya</h5>'",
    "axe landmark-no-duplicate-main": "document.querySelector('main').after(document.createElement('main'))",
    "axe landmark-unique": "document.querySelector('main').innerHTML += '<nav>1</nav><nav>2</nav>'",
    "axe document-title": "document.title = ''",
    "axe html-has-lang": "document.documentElement.removeAttribute('lang')",
    "axe region": "document.body.insertAdjacentHTML('afterbegin', '<p>Di luar bagian mana pun</p>')",
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


def test_each_fault_is_seen(
    seeded: Path, tmp_path: Path, desk: Open, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a page that was found good just before; a window that draws no more is told from one that waits."""
    with serving.serving(serving.copy(seeded, tmp_path / "data")) as guinea_pig:
        window = desk(guinea_pig, "ketua.tim").check()
        for fault, how in FAULTS.items():
            with subtests.test(fault):
                faults.SET_APART.clear()
                window.page.evaluate(f"async () => {{ {how} }}")
                with pytest.raises(AssertionError, match=fault):
                    window.check()
            window.go("/")
        window.check()
        assert window.draws
        monkeypatch.setattr(browsing, "MILLISECONDS", 500)
        window.page.evaluate("() => { window.requestAnimationFrame = () => 0 }")
        assert not window.draws
