"""`url`: a web address, of the channel's own host where the diagram says so."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem
from engine.forms.channels import channel
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale, Names
from engine.forms.shown import Audience, Shown
from engine.forms.types.base import OneValue
from engine.forms.types.written import WORDS
from engine.forms.web_address import host_of
from engine.forms.wrong import Wrong, problem

MAX_URL = 2000


class Url(OneValue):
    name = "url"
    example = "https://bantulkab.go.id/berita"
    properties = WORDS | {"channel_limit"}

    def parse(self, field: Field, text: str, locale: Locale) -> str:
        if len(text) > MAX_URL:
            raise Wrong("url_too_long", n=MAX_URL)
        host_of(text)
        return text

    def limit(self, field: Field, value: str, names: Names, *, needed: bool) -> Problem | None:
        where = channel(names("kunci")) if field.channel_limit == "url" else None
        if where and where.url_hosts and not where.owns(host_of(value)):
            return problem("wrong_host", channel=where.label, hosts=", ".join(where.url_hosts))
        return None

    def texts(self, path: str, value: Answer) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield path, value

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return Shown(label=field.label, kind="link", text=str(value))
