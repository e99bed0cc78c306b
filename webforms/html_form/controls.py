"""What a template prints for one field: plain data, every word and id decided."""

from __future__ import annotations

import json
from dataclasses import dataclass

from engine.forms.fields import Field
from engine.forms.shown import Media, Shown
from engine.forms.types import type_of
from engine.media_types import for_picker, takes_family

PER = "per"


def element_of(path: str) -> str:
    """An id that CSS and JavaScript can name without escaping."""
    return "f-" + path.replace(".", "--")


@dataclass(frozen=True, kw_only=True)
class Choice:
    id: str
    #: The input's own id in the page.
    element: str
    label: str
    checked: bool
    #: It can't be chosen now …
    barred: bool = False
    #: … for this reason; empty where all can be.
    why: str = ""
    media: Media | None = None
    #: The choices of another field that it belongs to, in words; empty where it is always offered.
    group: str = ""
    #: What decides whether it may be chosen (the status of consent), in words.
    chips: tuple[Shown, ...] = ()
    off: bool = False
    #: JSON, for the page: the conditions under which it is offered, and may be chosen as far as that hangs on
    #: other answers of the form; what they read of the file.
    shown_if: str = ""
    selectable_if: str = ""
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class Counter:
    element: str
    text: str
    #: The same sentence with {length} and {n} open, for the page.
    template: str
    shown: int | None
    maximum: int | None = None
    #: Above it the page warns.
    soft: int | None = None
    link_counts: int | None = None
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that was uploaded, or is on its way."""

    id: str
    name: str
    #: receiving, checking, ready, refused, attached; unknown when the server has no such file.
    state: str
    state_text: str
    kind: str
    #: JSON of what an answer stores of it, for the page; empty as long as it can't be used.
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A row, a channel, or the whole of a group: controls under one heading."""

    #: Index of a row, key of a channel; empty for a group.
    key: str
    path: str
    legend: str
    controls: tuple[Control, ...]
    file: Attached | None = None
    #: About the row's file.
    problem: str = ""
    off: bool = False

    @property
    def element(self) -> str:
        """Id of the part's own element."""
        return element_of(self.path)


@dataclass(frozen=True, kw_only=True)
class Control:
    field: Field
    #: Its type's name, or "per": one control for each option that is chosen in another field.
    kind: str
    #: Name of the input.
    path: str
    #: Id of the element that takes the focus.
    element: str
    label: str
    #: With the names of what it stands in: "Foto 2: Keterangan foto".
    full_label: str
    help: tuple[str, ...] = ()
    value: str = ""
    #: The diagram's first answer, as the reader types it.
    default_text: str = ""
    #: A day or a moment in words, whatever language the browser's own input is in; None for other types.
    echo: str | None = None
    #: Required now, as far as what is typed tells.
    needed: bool = False
    problem: str = ""
    warning: str = ""
    choices: tuple[Choice, ...] = ()
    counter: Counter | None = None
    parts: tuple[Part, ...] = ()
    #: A row to copy, its number written as __n__.
    blank: Part | None = None
    file: Attached | None = None
    #: JSON of the conditions, for the page.
    shown_if: str = ""
    required_if: str = ""
    #: JSON of the options that are offered only with some choices of another field: id → these choices.
    parents: str = ""
    #: Hidden as long as the page has JavaScript to show it again.
    off: bool = False
    #: The conditions hide it, but something was typed there.
    refused: bool = False
    #: What is said instead when there is nothing to choose from.
    empty: str = ""

    @property
    def inputs(self) -> str:
        """How its inputs are named: what the page reads them by, where the type has no reader of its own."""
        return PER if self.kind == PER else type_of(self.field).inputs.value

    @property
    def groups(self) -> dict[str, list[Choice]]:
        """Its choices by what they belong to, those that belong to nothing first."""
        groups: dict[str, list[Choice]] = {"": []}
        for choice in self.choices:
            groups.setdefault(choice.group, []).append(choice)
        return groups

    @property
    def default(self) -> str:
        """What stands in its input before anybody types."""
        return self.default_text if type_of(self.field).takes_default and self.kind != PER else ""

    @property
    def nothing(self) -> str:
        """JSON of no answer, where that is more than nothing."""
        empty = {} if self.kind == PER else type_of(self.field).empty
        return "" if empty is None else json.dumps(empty)

    @property
    def accept(self) -> str:
        """What a file input offers to choose."""
        return for_picker(self.field.accept)

    @property
    def camera(self) -> str:
        """What a phone's camera may take for it: `image/*` or `video/*`; empty: nothing."""
        return next((kind for kind in ("image/*", "video/*") if takes_family(self.field.accept, kind)), "")

    @property
    def template(self) -> str:
        """The file whose macro `draw` prints it. `kind` is a name of ours, never what a diagram says."""
        return "form/per.html" if self.kind == PER else f"form/types/{self.kind}.html"

    @property
    def described_by(self) -> str:
        """Ids of help, counter, warning and problem, in the order in which they should be read."""
        found = [f"{self.element}-help"] if self.help else []
        found += [self.counter.element] if self.counter else []
        found += [f"{self.element}-warning"] if self.warning else []
        found += [f"{self.element}-problem"] if self.problem else []
        return " ".join(found)
