"""A browser that does what somebody does at it, whatever it is driven by."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from typing import Any

from tests.patience import PATIENCE

#: How WebDriver names an element (W3C WebDriver, 11).
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_FIND = """const [label] = arguments;
const labels = [...document.querySelectorAll("label")];
const named = labels.find((each) => each.textContent.trim().startsWith(label));
const found = named?.control ?? document.querySelector(`[aria-label^="${label}"]`);
if (!found) throw new Error(`no field ${label}`);
"""


class Driven(ABC):
    @abstractmethod
    def say(self, command: str, **params: Any) -> Any:
        """A command of WebDriver by its name ("Navigate"), and what it answers."""

    def go(self, address: str) -> None:
        self.say("Navigate", url=address)

    def back(self) -> None:
        self.say("Back")

    def run(self, script: str, *values: object) -> Any:
        """What a script's `return` gives; `values` are its `arguments`."""
        return self.say("ExecuteScript", script=script, args=list(values))

    def wait(self, condition: str, *values: object) -> None:
        """Until an expression holds; the page may change meanwhile. AssertionError with what stands there."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.run(f"return Boolean({condition})", *values):
                    return
            except DrivingError:
                pass  # between two pages
            time.sleep(0.1)
        seen = self.run("return [location.href, document.body.innerText.slice(0, 1500)]")
        raise AssertionError(f"never: {condition} {values}\n{seen[0]}\n{seen[1]}")

    def see(self, words: str) -> None:
        self.wait("document.body.innerText.includes(arguments[0])", words)

    def type(self, label: str, text: str) -> None:
        """Into the field with this label, by keys."""
        self.run(f"{_FIND} found.value = ''; found.focus();", label)
        self.say("ElementSendKeys", id=self._focused(), text=text)

    def tick(self, label: str) -> None:
        """A box, or one of several choices."""
        self.run(f"{_FIND} found.click();", label)

    def choose(self, label: str, option: str) -> None:
        """From a list."""
        script = """found.value = [...found.options].find((each) => each.label === arguments[1]).value;
        for (const name of ["input", "change"]) found.dispatchEvent(new Event(name, { bubbles: true }));"""
        self.run(_FIND + script, label, option)

    def press(self, name: str) -> None:
        """The button that can be seen and whose words begin so."""
        script = """const button = [...document.querySelectorAll("button")].find((each) =>
          each.checkVisibility() && each.innerText.trim().startsWith(arguments[0]));
        if (!button) throw new Error(`no button ${arguments[0]}`);
        setTimeout(() => button.click());"""
        self.run(script, name)

    def _focused(self) -> str:
        found: str = self.run("return document.activeElement")[_ELEMENT]
        return found


class DrivingError(Exception):
    """The browser refused a command."""

    def __init__(self, answer: object) -> None:
        super().__init__(json.dumps(answer)[:2000])
