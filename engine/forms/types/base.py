"""What the engine asks of a type of field: an interface that each type fills in, in a file of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

from engine.errors import Problem
from engine.forms.characters import clean_line
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale, Names
from engine.forms.shown import Audience, Shown
from engine.forms.typed import Reading
from engine.forms.wrong import Wrong, problem
from engine.texts import known


class Inputs(Enum):
    """How a field's inputs are named in a form, and what stands in them."""

    #: Nothing is typed: the field is read.
    NONE = "none"
    #: `judul`: one input.
    VALUE = "value"
    #: `keputusan`: several inputs of that name, one for each option.
    OPTIONS = "options"
    #: `pilih_media`: several inputs of that name, one for each file of earlier steps.
    ITEMS = "items"
    #: `alasan.ITEM`: an option for each file of earlier steps.
    ITEM_KEYS = "item_keys"
    #: `surat.file`: an upload's id; `surat.text`: words in its place.
    FILE = "file"
    #: `hasil.status`: the parts, once.
    GROUP = "group"
    #: `kutipan.0.nama`: the parts, any number of times.
    ROWS = "rows"


class Shape(Enum):
    """What an answer is to a condition; the editor offers the comparisons that fit it."""

    TEXT = "text"
    NUMBER = "number"
    #: A day or a moment: compared with others and with the clock.
    MOMENT = "moment"
    TRUTH = "truth"
    #: The id of one option.
    OPTION = "option"
    #: Several words or ids: one may be among them.
    LIST = "list"
    #: Several rows: only counted.
    ROWS = "rows"


#: What a diagram may say of every field, by the keys of the vocabulary (engine.bpmn.vocabulary) …
_OF_ALL = frozenset({"name", "label", "type", "kind", "help", "section", "shown_if"})
#: … and of every field that is answered.
_OF_ANSWERED = frozenset({"required", "required_if", "rules", "message", "per"})
#: … and of every field that is answered in inputs of its own name: there a first answer can stand.
_OF_NAMED = frozenset({"default"})


class FieldType(ABC):
    """One type of field. Has no state: the registry holds one of each."""

    #: As diagrams say it, and the key of its words, its control and its reader in the page.
    name: ClassVar[str]
    #: What people may type into its one input; a type without one is answered by what the form offers.
    example: ClassVar[str] = ""
    #: Camunda 7's own name of it, where it has one.
    camunda: ClassVar[str] = ""
    inputs: ClassVar[Inputs]
    shape: ClassVar[Shape] = Shape.TEXT
    #: Otherwise it is drawn, but nobody answers it.
    answered: ClassVar[bool] = True
    #: It offers the options that the field lists.
    has_options: ClassVar[bool] = False
    #: Which of them are offered may hang on another field's choice (`narrowed_by`, `Option.parents`).
    narrows_options: ClassVar[bool] = False
    #: What is chosen may be the keys of another field (`per`).
    gives_keys: ClassVar[bool] = False
    takes_files: ClassVar[bool] = False
    #: It shows what is decided about: who decides sees it before anything is asked.
    is_material: ClassVar[bool] = False
    #: An answer says something in words, a reason for example: a ticked statement or a file says none.
    says_words: ClassVar[bool] = True
    #: What is typed is a time in the office's zone, which the page names.
    has_clock: ClassVar[bool] = False
    #: Two answers are compared word by word, and characters are counted.
    is_prose: ClassVar[bool] = False
    #: Its answer can be what an instance is called in lists (`judul_berkas`).
    names_instances: ClassVar[bool] = False
    #: Names that an answer with parts uses itself: no part can be called so.
    own_names: ClassVar[frozenset[str]] = frozenset({"file"})
    #: What a diagram may say of this type beyond that, by the same keys.
    properties: ClassVar[frozenset[str]] = frozenset()

    def read(self, reading: Reading, field: Field, path: str) -> Answer:
        """The answer in the inputs at `path`; `empty` where nothing was typed. Problems go to `reading`.

        Of a type with parts nothing: they are read by themselves (engine.forms.settled).
        """
        return self.empty

    @abstractmethod
    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        """An answer that is not empty, for reading. May raise AttributeError, TypeError or ValueError for an
        answer that was given while the field was of another type.
        """

    @property
    def empty(self) -> Answer:
        """No answer, of the same shape as one: a gateway may read a list that no form has filled."""
        return None

    @property
    def has_parts(self) -> bool:
        """Whether a field of the type is made of others."""
        return self.inputs in {Inputs.GROUP, Inputs.ROWS}

    @property
    def offers_items(self) -> bool:
        """Whether it offers the files of earlier steps."""
        return self.inputs in {Inputs.ITEMS, Inputs.ITEM_KEYS}

    @property
    def sends_items(self) -> bool:
        """Whether its answer is rows of files, among which later steps may choose."""
        return self.takes_files and self.inputs is Inputs.ROWS

    @property
    def takes_default(self) -> bool:
        """Whether a first answer can stand in its inputs."""
        return self.inputs in {Inputs.VALUE, Inputs.OPTIONS}

    @property
    def has_keys(self) -> bool:
        """Whether the answer is {key: answer} by itself, without `per`."""
        return self.inputs is Inputs.ITEM_KEYS

    @property
    def all_properties(self) -> frozenset[str]:
        """All that a diagram may say of this type with effect: the editor offers it, lint accepts it."""
        of_answered = _OF_ANSWERED | (_OF_NAMED if self.takes_default else frozenset())
        return _OF_ALL | self.properties | (of_answered if self.answered else frozenset())

    def fits(self, value: Answer) -> bool:
        """Whether a value can be an answer: the field may have been of another type when it was answered."""
        return True

    def line(self, typed: Sequence[str]) -> str:
        """What was typed, in the one input that shows it."""
        return typed[0] if typed else ""

    def plain(self, text: str) -> str:
        """A text as it is stored, and as its characters are counted."""
        return clean_line(text)

    def rows(self, path: str, value: Answer) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The answers to the parts, each row with the name that its inputs begin with."""
        yield from ()

    def typed(self, field: Field, path: str, value: Answer, locale: Locale) -> Iterator[tuple[str, str]]:
        """Inputs (name, text) that read as this answer again."""
        if isinstance(value, Mapping):
            yield from ((f"{path}.{key}", str(option)) for key, option in value.items())
        elif isinstance(value, list):
            yield from ((path, str(item)) for item in value)
        elif value is not None:
            yield path, self.as_typed(value, locale)

    def rewritten(self, field: Field, text: str, before: Locale, after: Locale) -> str:
        """What was typed into its one input, as people of another language type the same."""
        return text

    def as_typed(self, value: Answer, locale: Locale) -> str:
        """One value as people type it."""
        if isinstance(value, bool):
            return "ya" if value else ""
        if isinstance(value, float):
            return format(Decimal(repr(value)), "f").replace(".", ",")
        return str(value)

    def offered(self, field: Field, names: Names) -> dict[str, Mapping[str, Any]]:
        """The files of earlier steps that the field offers, by id, in the order in which they were sent."""
        return {}

    def about_items(self, field: Field, value: Answer, to: Audience) -> Mapping[str, Shown]:
        """What an answer says about single files of earlier steps, by their ids. Raises as `show` does."""
        return {}

    def own(self, reading: Reading, path: str) -> Sequence[str]:
        """What was typed into a row itself, not into its parts; `path` is the row's."""
        return ()

    def read_own(self, reading: Reading, field: Field, path: str) -> Mapping[str, Any]:
        """A row's answers besides those of its parts; `path` is the row's. Problems go to `reading`."""
        return {}

    def row_faults(self, rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Problem]:
        """What is wrong with rows themselves (`read_own`), by the names of inputs; `rows`: by their paths."""
        return {}

    def settle(self, field: Field, value: Answer, names: Names) -> Answer:
        """What of an answer the rest of the form allows."""
        return value

    def faults(self, field: Field, value: Answer, names: Names, *, needed: bool) -> Mapping[str, Problem]:
        """What the rest of the form finds wrong with an answer as it was read, by what follows its path."""
        return {}

    def missing(self, field: Field, names: Names) -> Problem:
        """What to do about a required field without an answer."""
        words = f"field_types.{self.name}.missing"
        return Problem(code=words, params={}) if known(words) else problem("required")

    def limit(self, field: Field, value: Answer, names: Names, *, needed: bool) -> Problem | None:
        """The first limit that an answer breaks, by itself."""
        return None

    def texts(self, path: str, value: Answer) -> Iterator[tuple[str, str]]:
        """The words that a person wrote by the input that they stand in: they may give personal data away."""
        yield from ()

    def doubt(self, field: Field, value: Answer) -> Problem | None:
        """What is allowed, but deserves a second look."""
        return None

    def sample_rows(self, field: Field) -> tuple[str, ...]:
        """What follows the field's path where a trial puts a sample file, or looks into the parts."""
        return ()


class ValueType(FieldType):
    """A type whose whole answer is typed into inputs of the field's own name."""

    inputs = Inputs.VALUE

    @abstractmethod
    def value(self, field: Field, typed: Sequence[str], locale: Locale) -> Answer:
        """The answer, or `empty`; raises Wrong."""

    def read(self, reading: Reading, field: Field, path: str) -> Answer:
        try:
            return self.value(field, reading.values(path), reading.locale)
        except Wrong as wrong:
            reading.wrong(path, wrong)
            return self.empty

    def shown(self, field: Field, text: str) -> Shown:
        """Kind `text`: words on one line."""
        return Shown(label=field.label, kind="text", text=text)


class OneValue(ValueType):
    """One text, read when there is one."""

    @abstractmethod
    def parse(self, field: Field, text: str, locale: Locale) -> Answer:
        """The answer in a text that is neither empty nor surrounded by space; raises Wrong."""

    def value(self, field: Field, typed: Sequence[str], locale: Locale) -> Answer:
        text = self.line(typed).strip()
        return self.parse(field, text, locale) if text else None

    def fits(self, value: Answer) -> bool:
        return not isinstance(value, list | Mapping)


class ListType(ValueType):
    """A type whose answer is a list of words or ids."""

    shape = Shape.LIST
    properties = frozenset({"min_items", "max_items"})

    @property
    def empty(self) -> Answer:
        return []

    def fits(self, value: Answer) -> bool:
        return isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value)

    def limit(self, field: Field, value: Answer, names: Names, *, needed: bool) -> Problem | None:
        return how_many(field, value)


def how_many(field: Field, value: Sequence[Answer]) -> Problem | None:
    """The limit of items that a list breaks; None: neither."""
    if field.min_items is not None and len(value) < field.min_items:
        return problem("too_few", n=field.min_items)
    if field.max_items is not None and len(value) > field.max_items:
        return problem("too_many", n=field.max_items)
    return None
