"""Answers for reading: plain structures that a template or a paper prints without knowing field types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from engine.forms.channels import channel
from engine.forms.richtext import Html
from engine.forms.scope import PLACEHOLDER, Answer
from engine.texts import text

NOTHING = Html("")
#: A file without a name, in every language.
NAMELESS_FILE = "file"
_FILE_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Media:
    """A file of an instance; `kind` says what a page can do with it: image, video, audio, document."""

    id: str
    name: str
    kind: str
    caption: str = ""
    alt: str = ""
    restricted: bool = False
    #: All else that was asked about it (recognisable persons, consent …), in its own step and in later ones.
    about: tuple[Shown, ...] = ()
    #: The id of the file with its captions, for a film that has one.
    captions: str = ""

    @property
    def placeholder(self) -> bool:
        """Nothing is behind it: a trial has no files."""
        return self.id.startswith(PLACEHOLDER)


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


@dataclass(frozen=True, kw_only=True)
class Audience:
    """For whom an answer is written out."""

    language: str
    zone: tzinfo
    #: The files of the instance by id, for fields that choose among them.
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: The same with what was asked about them (engine.forms.described).
    media: Mapping[str, Media] = field(default_factory=dict)

    def file(self, key: str) -> Media:
        """One of `items`, with all that is known about it."""
        return self.media.get(key) or media_of(self.items[key])

    def words(self, key: str) -> str:
        """The text of that key in the reader's language."""
        return text(key, self.language)


def listed(label: str, words: tuple[str, ...]) -> Shown:
    """Kind `list`: words one below the other."""
    return Shown(label=label, kind="list", text=", ".join(words), items=words)


def rows(label: str, parts: list[Shown]) -> Shown:
    """Kind `rows`: labelled groups, one for each row or key."""
    words = " · ".join(f"{part.label}: {part.text}" for part in parts)
    return Shown(label=label, kind="rows", text=words, parts=tuple(parts))


def gallery(label: str, media: tuple[Media, ...]) -> Shown:
    """Kind `media`: files, with their names as text."""
    return Shown(label=label, kind="media", text=", ".join(item.name for item in media), media=media)


def media_of(
    item: Mapping[str, Any], *, restricted: bool = False, about: tuple[Shown, ...] = (), captions: str = ""
) -> Media:
    """From an answer's item: file, name, type, and the parts keterangan and teks_alternatif."""
    return Media(
        id=str(item.get("file", "")),
        name=name_of(item),
        kind=media_kind(str(item.get("type", ""))),
        caption=str(item.get("keterangan") or ""),
        alt=str(item.get("teks_alternatif") or item.get("keterangan") or item.get("name") or ""),
        restricted=restricted,
        about=about,
        captions=captions,
    )


#: The part that a file is called by, by the name that the SOP's forms give it.
CAPTION = "keterangan"


def media_kind(media_type: str) -> str:
    """image, video, audio or document, for a media type such as image/jpeg."""
    family = media_type.partition("/")[0]
    return family if family in {"image", "video", "audio"} else "document"


def name_of(item: Mapping[str, Any]) -> str:
    """The item's caption (keterangan), else the name of the file."""
    return str(item.get("keterangan") or item.get("name") or "")


def key_label(key: str, items: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """The channel's name for its key, the name of one of the `items` for its id; any other key as it is."""
    found = channel(key)
    return found.label if found else name_of((items or {}).get(key, {})) or named(key)


def day(iso: str, language: str) -> str:
    """ "Senin, 23 November 2026", for YYYY-MM-DD. Raises ValueError."""
    return _written(date.fromisoformat(iso), "ui.time.day", language)


def typed_day(on: date, language: str) -> str:
    """ "23 November 2026": as people type a day, whatever language the browser speaks."""
    return _written(on, "ui.time.plain_day", language)


def moment(iso: str, language: str, zone: tzinfo) -> str:
    """Day, time of day and zone, in the given zone, for ISO 8601 with an offset. Raises ValueError."""
    local = datetime.fromisoformat(iso).astimezone(zone)
    form = "%H.%M.%S" if local.second else "%H.%M"
    time = local.strftime(form.replace(".", ":") if language == "en" else form)
    return _written(local, "ui.time.moment", language, time=time, zone=local.tzname() or "")


def in_words(value: Answer, to: Audience) -> str:
    """Any JSON value, where nobody knows what it means; a file by its name."""
    if isinstance(value, Mapping):
        if isinstance(value.get("file"), str):
            return name_of(value) or text_of(value["file"], to)
        return ", ".join(f"{key_label(name, to.items)}: {in_words(item, to)}" for name, item in value.items())
    return ", ".join(in_words(item, to) for item in value) if isinstance(value, list) else text_of(value, to)


def text_of(value: Answer, to: Audience) -> str:
    """One value as a text: the id of a file is never shown, but what the file is called."""
    written = str(value)
    return name_of(to.items.get(written, {})) or named(written)


def names_files(value: Answer) -> bool:
    """Whether it is the id of a file, or a list with one."""
    each = value if isinstance(value, list) else [value]
    return any(isinstance(item, str) and _FILE_ID.fullmatch(item) for item in each)


def named(text: str) -> str:
    """The text; for an id under which files are stored the word for one that nobody knows any more."""
    return NAMELESS_FILE if _FILE_ID.fullmatch(text) else text


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
