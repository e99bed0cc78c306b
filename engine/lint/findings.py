"""What lint reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.texts import Words, as_text, capital, joined, known, text

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Word:
    """A parameter that is itself a key of the catalogue; several of them stand in a tuple."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


#: What an element is called: its name, or words for one that has none.
Name = str | Word


@dataclass(frozen=True)
class Called:
    """A parameter that names an element."""

    kind: str
    name: Name


def nameless(after: str = "") -> Word:
    """Words for an element without a name: an id says nothing to people, what it follows does."""
    return Word("lint.unnamed_after", {"name": after}) if after else Word("lint.unnamed")


def in_words(kind: str, name: Name, language: str) -> str:
    """An element as a person would call it: langkah “Memeriksa materi liputan”."""
    key = f"lint.kind.{kind}"
    called = _in_words(name, language)
    is_nameless = isinstance(name, Word) and name.key.startswith("lint.unnamed")
    what = text(key, language) if known(key) else kind
    return Words("{what} {name}" if is_nameless else "{what} “{name}”", {"what": what, "name": called})


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong with a diagram. The words are in lint.toml, under `rule.RULE`."""

    rule: str
    #: "error": the diagram can't be activated; "warning": it can, but its owner should look at it.
    severity: str
    #: Id of the element; the process's own id where the whole diagram is meant.
    element: str
    #: What the element is (userTask, sequenceFlow …) and what it is called.
    kind: str = "process"
    name: Name = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """The element's name; its id where it has none."""
        return as_text(_in_words(self.name or self.element, language))

    def message(self, language: str) -> str:
        """The sentence `lint.rule.RULE.message`, with a capital."""
        return self._words("message", language)

    def remedy(self, language: str) -> str:
        """What its owner can do: `lint.rule.RULE.remedy`, with a capital."""
        return self._words("remedy", language)

    def as_dict(self, language: str) -> dict[str, str]:
        """For JSON: rule, severity and element as they are, message and remedy in words."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "element": self.element,
            "message": self.message(language),
            "remedy": self.remedy(language),
        }

    def _words(self, part: str, language: str) -> str:
        sentence = text(
            f"lint.rule.{self.rule}.{part}",
            language,
            **{key: _in_words(value, language) for key, value in self.params.items()},
            what=in_words(self.kind, self.name or self.element, language),
            element=self.element,
        )
        return capital(sentence)


def errors_in(findings: Iterable[Finding]) -> int:
    """How many of them are errors: with one, a diagram can't be put in force."""
    return sum(finding.severity == ERROR for finding in findings)


def _in_words(value: object, language: str) -> object:
    if isinstance(value, Word):
        params = {name: _in_words(item, language) for name, item in value.params.items()}
        return text(value.key, language, **params)
    if isinstance(value, Called):
        return in_words(value.kind, value.name, language)
    if isinstance(value, tuple):
        return joined((as_text(_in_words(item, language)) for item in value), ", ")
    return value
