"""What the office wrote is in its language, whatever language the page speaks (WCAG 2.2, 3.1.2).

A text that a page prints between tags is words of a catalogue (`Words`), HTML, or else the office's: a name
from a diagram, an answer, a person's reason. On a page in another language, the office's stand in an element
with `lang`, also inside a sentence of a catalogue. Templates need not say so: each `{{ … }}` between tags is
printed by the filter `marked`. Where none can stand (an option, an alternative text), the element around gets
`{{ lang_of(text) }}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask
from flask.json.tag import JSONTag
from flask.sessions import session_json_serializer
from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from markupsafe import Markup, escape

from engine.texts import DEFAULT, Words, as_text, joined

#: In which the office writes: that of its laws, and of its SOPs.
_OFFICE = DEFAULT
#: A number or a letter is in no language.
_WORD = re.compile(r"[^\W\d_]{2}")


def set_up(app: Flask, *, language: Callable[[], str]) -> None:
    """For all templates; and words stay words in the session."""
    add_to(app.jinja_env, language=language)
    session_json_serializer.register(_WordsInJson, force=True, index=0)


def add_to(environment: Environment, *, language: Callable[[], str]) -> None:
    """The filters `marked` and `joined`, and the function `lang_of`."""

    # With the context: it depends on the reader, so nothing is worked out while a template is compiled. The
    # page knows its language at once, a macro that was imported alone asks for it.
    @pass_context
    def print_marked(context: Context, value: object) -> object:
        return marked(value, context.vars.get("language") or context.parent.get("language") or language())

    def lang_of(value: object) -> Markup:
        wanted = language() != _OFFICE and _is_of_the_office(value)
        return Markup(' lang="{}"').format(_OFFICE) if wanted else Markup()

    environment.add_extension(_Marking)
    environment.filters.update(marked=print_marked, joined=joined)
    environment.globals["lang_of"] = lang_of


def marked(value: object, language: str) -> object:
    """For a page in this language: with the office's parts in elements that say theirs."""
    return value if language == _OFFICE else _marked(value)


def _marked(value: object) -> object:
    if isinstance(value, Words):
        shown = escape(value.entry).format_map(_Parts(value.params)) if value.params else value
        # One element: a button lays out each of its own.
        return Markup("<bdi>{}</bdi>").format(shown) if isinstance(shown, Markup) and "<" in shown else shown
    if _is_of_the_office(value):
        return Markup('<bdi lang="{}">{}</bdi>').format(_OFFICE, value)
    return value


def _is_of_the_office(value: object) -> bool:
    return (
        isinstance(value, str)
        and not (isinstance(value, Words) or hasattr(value, "__html__"))
        and bool(_WORD.search(value))
    )


class _Parts(dict[str, object]):
    """What a sentence is filled with, each part marked where it has to be."""

    def __init__(self, params: Mapping[str, object]) -> None:
        super().__init__((name, _marked(value)) for name, value in params.items())

    def __missing__(self, name: str) -> str:
        return "…"


class _WordsInJson(JSONTag):
    """A message that waits in the session for the next page is still what it was."""

    __slots__ = ()
    key = " words"

    def check(self, value: Any) -> bool:
        return isinstance(value, Words)

    def to_json(self, value: Any) -> Any:
        params = {name: self.serializer.tag(as_text(part)) for name, part in value.params.items()}
        return [str(value.entry), params]

    def to_python(self, value: Any) -> Words:
        return Words(*value)


class _Marking(Extension):
    """Reads `{{ value }}` between tags as `{{ (value) | marked }}`."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """All tokens of one template, in its order."""
        place = _Place()
        for token in stream:
            yield token
            if token.type == "data":
                place.read(str(token.value))
            elif token.type == "block_begin":
                place.enter(stream)
            elif token.type == "variable_begin" and place.takes_elements and stream.current.type != "string":
                yield from _filtered(stream)


def _filtered(stream: TokenStream) -> Iterator[Token]:
    line = stream.current.lineno
    yield Token(line, "lparen", "(")
    while stream.current.type != "variable_end":
        yield next(stream)
    yield Token(line, "rparen", ")")
    yield Token(line, "pipe", "|")
    yield Token(line, "name", "marked")
    yield next(stream)


class _Place:
    """Where in the HTML a template stands: between tags, in a tag, or in an element that holds text alone."""

    _SIGNS = re.compile(r'="|"|<(/?)([a-z][a-z0-9]*)|>')
    #: No element stands in these.
    _TEXT_ALONE = frozenset({"option", "script", "style", "textarea", "title"})
    #: Blocks of base.html that stand in such a place.
    _BLOCKS = frozenset({"title", "body_class"})

    def __init__(self) -> None:
        self._in_tag = self._in_quotes = False
        self._holder = self._block = ""

    @property
    def takes_elements(self) -> bool:
        """Whether an element can be written here."""
        return not (self._in_tag or self._in_quotes or self._holder or self._block)

    def read(self, html: str) -> None:
        """Goes on behind this piece of HTML."""
        for sign in self._SIGNS.finditer(html):
            self._pass(sign)

    def enter(self, stream: TokenStream) -> None:
        """At the beginning of a statement: a block of the page's frame opens or closes."""
        word = stream.current.value
        if word == "block":
            name = stream.look().value
            self._block = name if name in self._BLOCKS else ""
        elif word == "endblock":
            self._block = ""

    def _pass(self, sign: re.Match[str]) -> None:
        if self._in_quotes or sign[0] == '="':
            # An attribute is quoted to its end; a macro may hold attributes alone.
            self._in_quotes = sign[0] != '"'
        elif sign[2]:
            self._open_or_close(sign[2], closing=bool(sign[1]))
        elif sign[0] == ">":
            self._in_tag = False

    def _open_or_close(self, element: str, *, closing: bool) -> None:
        self._in_tag = True
        if element in self._TEXT_ALONE:
            self._holder = "" if closing else element
