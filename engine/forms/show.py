"""Answers for reading: plain structures that a template or a paper prints without knowing field types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from engine.forms.channels import channel
from engine.forms.content import all_items
from engine.forms.fields import Field, Form
from engine.forms.richtext import Html, to_html
from engine.forms.scope import Answer
from engine.texts import text

NOTHING = Html("")


@dataclass(frozen=True, kw_only=True)
class Media:
    """A file of a case; `kind` says what a page can do with it: image, video, audio, document."""

    id: str
    name: str
    kind: str
    caption: str = ""
    alt: str = ""
    restricted: bool = False
    #: What else was said about it (recognisable persons, consent …).
    about: tuple[Shown, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shown:
    label: str
    #: text, lines (keeps line ends), rich (see html), link, list, media, group, rows, empty
    kind: str
    #: In words, for every kind: good enough for a table cell or a line of a log.
    text: str = ""
    html: Html = NOTHING
    items: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    #: group: the parts; rows: one group for each row or key, labelled.
    parts: tuple[Shown, ...] = ()


def show_form(
    form: Form, data: Mapping[str, Answer], language: str, zone: tzinfo, *, empty: bool = False
) -> list[Shown]:
    """All answers of a form in its order; `empty` keeps what was left out."""
    items = all_items(data)
    shown = (
        show(field, data.get(field.name), language, zone, items=items) for field in form if field.answered
    )
    return [one for one in shown if empty or one.kind != "empty"]


def show(
    field: Field,
    value: Answer,
    language: str,
    zone: tzinfo,
    *,
    items: Mapping[str, Mapping[str, Any]] | None = None,
) -> Shown:
    """`items`: the files of the case by id, for fields that choose among them."""
    return _Showing(language, zone, items or {}).field(field, value)


def answers(field: Field, value: Answer) -> bool:
    """Whether a value can be an answer to this field: it may have been of another type when it was asked."""
    return isinstance(value, _SHAPES.get(field.type, object))


@dataclass(frozen=True)
class _Showing:
    language: str
    zone: tzinfo
    items: Mapping[str, Mapping[str, Any]]

    def field(self, field: Field, value: Answer) -> Shown:
        if value is None or value in ("", [], {}):
            return Shown(label=field.label, kind="empty", text=text("forms.show.none", self.language))
        if field.per and isinstance(value, Mapping):
            single = replace(field, per="")
            return self.rows(
                field, [replace(self.field(single, v), label=key_label(k)) for k, v in value.items()]
            )
        try:
            if answers(field, value):
                return _KINDS.get(field.type, _Showing.text)(self, field, value)
        except (AttributeError, TypeError, ValueError):
            pass
        # Answered under a version in which the field was of another type, or set by a script.
        return self.text(field, _in_words(value))

    def text(self, field: Field, value: Answer) -> Shown:
        return Shown(label=field.label, kind="text", text=str(value))

    def lines(self, field: Field, value: Answer) -> Shown:
        return Shown(label=field.label, kind="lines", text=str(value))

    def rich(self, field: Field, value: Answer) -> Shown:
        return Shown(label=field.label, kind="rich", text=str(value), html=to_html(str(value)))

    def link(self, field: Field, value: Answer) -> Shown:
        return Shown(label=field.label, kind="link", text=str(value))

    def number(self, field: Field, value: Answer) -> Shown:
        return self.text(field, number(value, self.language))

    def date(self, field: Field, value: Answer) -> Shown:
        return self.text(field, day(str(value), self.language))

    def datetime(self, field: Field, value: Answer) -> Shown:
        return self.text(field, moment(str(value), self.language, self.zone))

    def checkbox(self, field: Field, value: Answer) -> Shown:
        return self.text(field, text("forms.show.yes" if value else "forms.show.no", self.language))

    def option(self, field: Field, value: Answer) -> Shown:
        return self.text(field, option_label(field, value))

    def options(self, field: Field, value: Answer) -> Shown:
        return self.bullets(field, tuple(option_label(field, one) for one in value))

    def tags(self, field: Field, value: Answer) -> Shown:
        return self.bullets(field, tuple(f"#{tag}" for tag in value))

    def bullets(self, field: Field, words: tuple[str, ...]) -> Shown:
        return Shown(label=field.label, kind="list", text=", ".join(words), items=words)

    def files(self, field: Field, value: Answer) -> Shown:
        rows = value if isinstance(value, list) else [value]
        media = tuple(self.media(field, row) for row in rows if isinstance(row, Mapping))
        return Shown(label=field.label, kind="media", text=", ".join(one.name for one in media), media=media)

    def file_or_text(self, field: Field, value: Answer) -> Shown:
        if isinstance(value, Mapping) and "text" in value:
            return self.lines(field, value["text"])
        return self.files(field, value)

    def chosen(self, field: Field, value: Answer) -> Shown:
        """Items of an earlier step; this form doesn't know their parts, so only caption and alt show."""
        ids = value if isinstance(value, list) else [value]
        media = tuple(self.media(field, self.items[key]) for key in ids if key in self.items)
        return Shown(label=field.label, kind="media", text=", ".join(one.name for one in media), media=media)

    def per_item(self, field: Field, value: Answer) -> Shown:
        rows = [
            Shown(label=name_of(self.items[key]), kind="text", text=option_label(field, option))
            for key, option in value.items()
            if key in self.items
        ]
        return self.rows(field, rows)

    def group(self, field: Field, value: Answer) -> Shown:
        parts = tuple(self.field(part, value.get(part.name)) for part in field.parts if part.answered)
        parts = tuple(part for part in parts if part.kind != "empty")
        words = "; ".join(f"{part.label}: {part.text}" for part in parts)
        return Shown(label=field.label, kind="group", text=words, parts=parts)

    def repeat(self, field: Field, value: Answer) -> Shown:
        rows = [replace(self.group(field, row), label=f"{field.label} {n}") for n, row in enumerate(value, 1)]
        return self.rows(field, rows)

    def rows(self, field: Field, rows: list[Shown]) -> Shown:
        words = " · ".join(f"{row.label}: {row.text}" for row in rows)
        return Shown(label=field.label, kind="rows", text=words, parts=tuple(rows))

    def media(self, field: Field, item: Mapping[str, Any]) -> Media:
        about = (self.field(part, item.get(part.name)) for part in field.parts if part.name not in _CAPTIONS)
        known = tuple(one for one in about if one.kind != "empty")
        return media_of(item, restricted=field.restricted, about=known)


def media_of(item: Mapping[str, Any], *, restricted: bool = False, about: tuple[Shown, ...] = ()) -> Media:
    return Media(
        id=str(item.get("file", "")),
        name=name_of(item),
        kind=media_kind(str(item.get("type", ""))),
        caption=str(item.get("keterangan") or ""),
        alt=str(item.get("teks_alternatif") or item.get("keterangan") or item.get("name") or ""),
        restricted=restricted,
        about=about,
    )


#: Parts of a file with a meaning of their own, by the names that the SOP's forms give them.
_CAPTIONS = {"keterangan", "teks_alternatif"}


def media_kind(media_type: str) -> str:
    family = media_type.partition("/")[0]
    return family if family in {"image", "video", "audio"} else "document"


def name_of(item: Mapping[str, Any]) -> str:
    return str(item.get("keterangan") or item.get("name") or "")


def option_label(field: Field, value: Answer) -> str:
    return next((option.label for option in field.options if option.id == value), str(value))


def key_label(key: str) -> str:
    found = channel(key)
    return found.label if found else key


def number(value: float, language: str) -> str:
    plain = f"{value:,}"
    return plain if language == "en" else plain.translate(str.maketrans(",.", ".,"))


def day(iso: str, language: str) -> str:
    return _written(date.fromisoformat(iso), "ui.time.day", language)


def moment(iso: str, language: str, zone: tzinfo) -> str:
    local = datetime.fromisoformat(iso).astimezone(zone)
    time = local.strftime("%H:%M" if language == "en" else "%H.%M")
    return _written(local, "ui.time.moment", language, time=time, zone=local.tzname() or "")


def _in_words(value: Answer) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_in_words(one)}" for name, one in value.items())
    return ", ".join(map(_in_words, value)) if isinstance(value, list) else str(value)


def _written(on: date, key: str, language: str, **params: str) -> str:
    return text(
        key,
        language,
        weekday=text("ui.time.weekdays", language).split()[on.weekday()],
        day=on.day,
        month=text("ui.time.months", language).split()[on.month - 1],
        year=on.year,
        **params,
    )


#: Answers that only look like others to the code below: the letters of a word are no list of options.
_SHAPES: dict[str, type | tuple[type, ...]] = {
    "number": (int, float),
    "multiselect": list,
    "checklist": list,
    "tags": list,
    "item_select": list,
    "item_ref": str,
    "files": (list, Mapping),
    "file": Mapping,
    "file_or_text": Mapping,
    "repeat": list,
}
_KINDS: dict[str, Callable[[_Showing, Field, Answer], Shown]] = {
    "textarea": _Showing.lines,
    "richtext": _Showing.rich,
    "url": _Showing.link,
    "number": _Showing.number,
    "date": _Showing.date,
    "datetime": _Showing.datetime,
    "checkbox": _Showing.checkbox,
    "select": _Showing.option,
    "radio": _Showing.option,
    "multiselect": _Showing.options,
    "checklist": _Showing.options,
    "tags": _Showing.tags,
    "files": _Showing.files,
    "file": _Showing.files,
    "file_or_text": _Showing.file_or_text,
    "item_select": _Showing.chosen,
    "item_ref": _Showing.chosen,
    "per_item_select": _Showing.per_item,
    "group": _Showing.group,
    "repeat": _Showing.repeat,
}
