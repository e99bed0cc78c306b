"""The channels that an office publishes on, and what each allows: channels.json, typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.forms.characters import count


@dataclass(frozen=True, kw_only=True)
class Channel:
    key: str
    label: str
    #: More characters than this can't be published.
    text_max: int | None = None
    #: More than this can, but shouldn't.
    text_warn: int | None = None
    #: What a link counts as, where the channel shortens links.
    url_counts_as: int | None = None
    hashtags_warn: int | None = None
    title_max: int | None = None
    images_max: int | None = None
    url_hosts: tuple[str, ...] = ()

    def length(self, text: str) -> int:
        """Characters as the channel counts them: each link as `url_counts_as`."""
        return count(text, link_counts=self.url_counts_as)

    def owns(self, host: str) -> bool:
        """Whether the host, in lower case, is one of the channel's own or below one."""
        return any(host == own or host.endswith(f".{own}") for own in self.url_hosts)


@cache
def channels() -> dict[str, Channel]:
    """Channels by key (the ids of the options of `kanal`)."""
    table = json.loads((files("engine.forms") / "channels.json").read_text("utf-8"))
    wanted = Channel.__dataclass_fields__.keys() - {"key", "url_hosts"}
    return {
        key: Channel(
            key=key,
            url_hosts=tuple(row.get("url_hosts", ())),
            **{name: value for name, value in row.items() if name in wanted},
        )
        for key, row in table.items()
        if not key.startswith("_")
    }


def channel(key: object) -> Channel | None:
    """By the id of an option of `kanal`; None for anything else."""
    return channels().get(key) if isinstance(key, str) else None
