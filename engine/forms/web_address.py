"""Web addresses that people may be led to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from engine.forms.wrong import Wrong

_BAD = re.compile(
    "[\x00-\x20\x7f-\xa0\\\\<>\"'`{}|^\u2000-\u200f\u2028-\u202f\u2066-\u2069\ufeff\ud800-\udfff]"
)
_HOST = re.compile(r"(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)", re.ASCII)


def host_of(url: str) -> str:
    """The host as the network sees it: lower case, punycode. Raises Wrong for anything but a web address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removesuffix(".").encode("idna").decode("ascii").lower()
        fine = parts.port is None or parts.port > 0
    except (ValueError, UnicodeError):
        raise Wrong("not_a_url") from None
    if parts.scheme not in {"http", "https"} or _BAD.search(url) or not fine:
        raise Wrong("not_a_url")
    # user:password@host hides where a link leads
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        raise Wrong("not_a_url")
    return host
