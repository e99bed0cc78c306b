"""A form as its template prints it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from typing import ClassVar

from engine.errors import Problem
from engine.forms.conditions import parse
from engine.forms.content import Change, Piece, all_items, differences
from engine.forms.described import audience
from engine.forms.fields import Field, Form
from engine.forms.preview import Preview, previews
from engine.forms.scope import Answer, Scope
from engine.forms.settled import Settled, settle_form
from engine.forms.show import show
from engine.forms.shown import Media, Shown, key_label
from engine.forms.typed import LANGUAGE, Reading
from engine.forms.types import Inputs, Shape, type_of
from engine.forms.types.date import months, weekdays
from engine.forms.types.dispatch import written_in
from engine.texts import catalogue
from webforms.html_form.build import control
from webforms.html_form.controls import Control
from webforms.html_form.frame import Frame, Typed, in_words, sources_of
from webforms.html_form.hints import zone_name
from webforms.html_form.script_words import SCRIPT_WORDS
from webforms.html_form.sections import Section, in_sections

#: So many answers stand side by side on a phone.
MAX_CHOICES = 3


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A change for reading: texts by words, anything else before and after."""

    label: str
    pieces: Sequence[Piece] = ()
    before: Shown | None = None
    after: Shown | None = None


@dataclass(frozen=True)
class Line:
    """One line of the summary; without `element` it belongs to no input."""

    element: str
    label: str
    sentence: str


@dataclass(frozen=True)
class FormView:
    #: Name of the input that says in which language the others are written.
    LANGUAGE: ClassVar[str] = LANGUAGE

    form: Form
    typed: Typed
    _: KW_ONLY
    scope: Scope
    language: str
    problems: Mapping[str, Problem] = field(default_factory=dict)
    warnings: Mapping[str, Problem] = field(default_factory=dict)
    #: All forms of the definition: they word the parts of earlier steps' files.
    forms: Iterable[Form] = ()
    #: For a field of type `changes`.
    changes: Sequence[Change] = ()
    #: For a field of type `authority`: the lane that decides, and who is deciding.
    lane: str = ""
    person: str = ""
    #: What was taken out of the form just now, by the names of its inputs: it can be put back.
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Where the page sends uploads and drafts; without a task nothing can be uploaded.
    task: int | None = None
    draft_url: str = ""
    #: When the draft that the page shows was saved: another one is not overwritten unwanted.
    draft_seen: str = ""
    #: Whose input is kept on the device while the server can't be reached (an id; devices are shared).
    owner: str = ""
    #: Under which that is sealed.
    draft_key: str = ""

    def __post_init__(self) -> None:
        """Whoever opens it may read another language than who typed: the same numbers in other marks."""
        written = written_in(self.language, self.form, self.typed, self.scope.zone)
        object.__setattr__(self, "typed", written)

    @cached_property
    def values(self) -> Mapping[str, Answer]:
        """What is typed, as far as it can be read and is shown."""
        return self.settled.answers

    @cached_property
    def settled(self) -> Settled:
        """Which fields are shown with what is typed."""
        return settle_form(self.form, Reading(typed=self.typed, scope=self.scope))

    @cached_property
    def controls(self) -> list[Control]:
        """One for each field, in the order of the form."""
        frame = Frame(
            typed=self.typed,
            scope=self.scope,
            language=self.language,
            problems=in_words(self.problems, self.language),
            warnings=self._doubts,
            settled=self.settled,
            fields={field.name: field for field in self.form},
            sources=sources_of([*self.forms, self.form]),
            media=self.media,
        )
        names = self.scope.names(self.values)
        return [control(frame, field, field.name, names) for field in self.form]

    @property
    def takes_files(self) -> bool:
        """Whether something in it sends files."""
        return _take_files(self.form)

    @property
    def sections(self) -> list[Section]:
        """The controls, part by part; the first part may have no heading."""
        return in_sections(self.controls, self.values, self.language)

    @property
    def removed_json(self) -> str:
        """`removed`, for the page to send back; empty when nothing was."""
        return json.dumps(self.removed, ensure_ascii=False) if self.removed else ""

    @property
    def material(self) -> list[Control]:
        """What is decided about, in the order of the form."""
        return [control for control in self.controls if type_of(control.field).is_material]

    @property
    def questions(self) -> list[Control]:
        """All but `material`."""
        return [control for control in self.controls if not type_of(control.field).is_material]

    def choice(self, deciding: Collection[str]) -> Control | None:
        """The question that a decision's bar asks: always asked, its few answers in sight. `deciding`: the
        names of fields that choose where the instance goes."""
        for each in self.questions:
            kind = type_of(each.field)
            few = kind.inputs is Inputs.OPTIONS and len(each.choices) <= MAX_CHOICES
            alone = kind.shape is Shape.OPTION and not (each.field.per or each.shown_if)
            if each.field.name in deciding and few and alone:
                return each
        return None

    @cached_property
    def problem_lines(self) -> list[Line]:
        """The summary above the form: in its order, what belongs to no input last."""
        return list(_lines(self.controls, in_words(self.problems, self.language)))

    @cached_property
    def warning_lines(self) -> list[Line]:
        """As `problem_lines`."""
        return list(_lines(self.controls, self._doubts))

    @cached_property
    def _doubts(self) -> dict[str, str]:
        """Warnings speak of answers, whose rows are counted anew; the page shows rows as they were typed."""
        found = in_words(self.warnings, self.language)
        return {self._as_typed(path): sentence for path, sentence in found.items()}

    def _as_typed(self, path: str) -> str:
        name, *rest = path.split(".")
        rows = self.settled.rows.get(name, ())
        if not rest or not rest[0].isdigit() or int(rest[0]) >= len(rows):
            return path
        return ".".join([name, rows[int(rest[0])], *rest[1:]])

    def previews(self, field: Field) -> list[Preview]:
        """What a field of type `preview` shows."""
        return previews(field, {**self.scope.data, **self.values}, self.media)

    @cached_property
    def media(self) -> Mapping[str, Media]:
        """The files of earlier steps by id, with what was asked about them."""
        to = audience(self.forms, self.scope.data, language=self.language, zone=self.scope.zone)
        return to.media

    @property
    def changed(self) -> list[Changed]:
        """For a field of type `changes`."""
        return [self._changed(change) for change in self.changes]

    def _changed(self, change: Change) -> Changed:
        items = all_items(self.scope.data)
        label = f"{change.label} ({key_label(change.key, items)})" if change.key else change.label
        texts = [value for value in (change.before, change.after) if value is not None]
        if type_of(change.field).is_prose and all(isinstance(text, str) for text in texts):
            return Changed(label=label, pieces=differences(change.before or "", change.after or ""))
        single = replace(change.field, per="") if change.key else change.field
        before, after = (
            show(single, value, self.language, self.scope.zone, items=items, media=self.media)
            for value in (change.before, change.after)
        )
        return Changed(label=label, before=before, after=after)

    @cached_property
    def config(self) -> str:
        """For frontend/src/form: what conditions name beyond the form, the zone, words."""
        scope, read = self.scope, {name.split(".")[0] for name in _names(self.form.fields)}
        local = scope.now.astimezone(scope.zone)
        outside = sorted(name for name in read & scope.data.keys() if not _answers(self.form, name))
        config = {
            # Nothing of the instance that no condition asks for.
            "data": {name: scope.data[name] for name in outside},
            "langkah": scope.steps if "langkah" in read else {},
            "now": int(scope.now.timestamp() * 1000),
            "offset": local.isoformat()[-6:],
            "zone": zone_name(local),
            "months": months(),
            "weekdays": weekdays(),
            "words": {
                key.removeprefix("forms.").removeprefix("ui."): catalogue(self.language)[key]
                for key in SCRIPT_WORDS
            },
        }
        return json.dumps(config, ensure_ascii=False)


def _answers(form: Form, name: str) -> bool:
    """Whether the form itself says what the name means."""
    found = form.get(name)
    return found is not None and type_of(found).answered


def _lines(controls: Iterable[Control], sentences: Mapping[str, str]) -> Iterator[Line]:
    """In the form's order; what belongs to no input comes last."""
    left = dict(sentences)
    for path, element, label in _targets(controls):
        if path in left:
            yield Line(element, label, left.pop(path))
    yield from (Line("", "", sentence) for sentence in left.values())


def _targets(controls: Iterable[Control]) -> Iterator[tuple[str, str, str]]:
    for item in controls:
        paths = (item.path, f"{item.path}.file", f"{item.path}.text")
        yield from ((path, item.element, item.full_label) for path in paths)
        for part in item.parts:
            yield f"{part.path}.file", part.element, part.legend
            yield from _targets(part.controls)


def _names(fields: Iterable[Field]) -> Iterator[str]:
    """What the page must know to show and hide."""
    for item in fields:
        for condition in (item.shown_if, item.required_if, item.selectable_if):
            yield from parse(condition).names if condition else ()
        yield from (name for name in (item.per, item.narrowed_by) if name)
        yield from _names(item.parts)


def _take_files(fields: Iterable[Field]) -> bool:
    return any(type_of(field).takes_files or _take_files(field.parts) for field in fields)
