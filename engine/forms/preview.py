"""What will be published, channel by channel, as the approver sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms.channels import channel
from engine.forms.content import all_items
from engine.forms.fields import Field
from engine.forms.richtext import Html, to_html
from engine.forms.scope import Answer
from engine.forms.shown import NOTHING, Media, key_label, media_of

#: The parts of a publication, and the fields that hold them unless `dari` lists others in this order.
ROLES = ("channels", "title", "lead", "body", "caption", "tags", "media", "main")
FIELDS = (
    "kanal",
    "judul_tayang",
    "teras",
    "isi_berita",
    "takarir_kanal",
    "tagar",
    "pilih_media",
    "foto_utama",
)


@dataclass(frozen=True, kw_only=True)
class Preview:
    key: str
    channel: str
    title: str
    lead: str
    #: The article, on the website only: other channels show the caption.
    body: Html
    caption: str
    tags: tuple[str, ...]
    #: The main photo first.
    media: tuple[Media, ...]
    length: int
    limit: int | None

    @property
    def copy_text(self) -> str:
        """Caption and hashtags, ready to paste."""
        return "\n\n".join(part for part in (self.caption, " ".join(self.tags)) if part)


def previews(
    field: Field, data: Mapping[str, Answer], media: Mapping[str, Media] | None = None
) -> list[Preview]:
    """One preview for each chosen channel; none when nothing was chosen yet. `media`: the files of the
    instance with what was asked about them (engine.forms.described)."""
    role = dict(zip(ROLES, field.of or FIELDS, strict=False))
    found: dict[str, Answer] = {name: data.get(role.get(name, "")) for name in ROLES}
    chosen = _list(found["channels"])
    files = _media(found["media"], found["main"], data, media or {})
    return [_preview(str(key), found, files) for key in chosen]


def _preview(key: str, found: Mapping[str, Answer], media: tuple[Media, ...]) -> Preview:
    captions = found["caption"] if isinstance(found["caption"], Mapping) else {}
    caption = str(captions.get(key) or "")
    article = key == "website"
    where = channel(key)
    return Preview(
        key=key,
        channel=key_label(key),
        title=str(found["title"] or "") if article or (where and where.title_max) else "",
        lead=str(found["lead"] or "") if article else "",
        body=to_html(str(found["body"] or "")) if article else NOTHING,
        caption=caption,
        tags=tuple(f"#{tag}" for tag in _list(found["tags"])),
        media=media,
        length=where.length(caption) if where else len(caption),
        limit=where.text_max if where else None,
    )


def _media(
    chosen: Answer, main: Answer, data: Mapping[str, Answer], known: Mapping[str, Media]
) -> tuple[Media, ...]:
    items = all_items(data)
    ids = [key for key in _list(chosen) if isinstance(key, str) and key in items]
    ids.sort(key=lambda key: key != main)  # stable: the others keep their order
    return tuple(known.get(key) or media_of(items[key]) for key in ids)


def _list(value: Answer) -> list[Any]:
    return value if isinstance(value, list) else []
