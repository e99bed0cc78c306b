"""Answers that are text travel compressed: a page of 45 KB is 10 KB on a telephone's line.

Files of the build were compressed when they were built (`webforms.http.assets`), streams and films stay as
they are. What a page holds in secret must not show in its length (BREACH): another site can make a browser
ask for a page of ours with words of its choice, so nothing is compressed that another site led to, and the
form's token is another one in each answer (`webforms.http.csrf`).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

import zstandard
from flask import Flask, Response, request

#: Bytes below which an answer fits into one packet anyway.
MIN_SIZE = 860
#: Fast enough for the second in which a person waits; a page takes a millisecond or two.
_ZSTD_LEVEL, _GZIP_LEVEL = 9, 6
_TEXTS = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/xml",
    "application/bpmn+xml",
    "application/javascript",
    "image/svg+xml",
)
#: In the order in which they are preferred. Browsers offer zstd over https only.
_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda plain: zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(plain),
    "gzip": lambda plain: gzip.compress(plain, _GZIP_LEVEL, mtime=0),
}


def set_up(app: Flask) -> None:
    """To be set up before all that changes answers: it looks at them last."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not _is_compressible(response):
        return response
    response.vary.add("Accept-Encoding")
    encoding = next((name for name in _ENCODINGS if request.accept_encodings.quality(name)), None)
    if encoding is None or not _comes_from_here():
        return response
    response.set_data(_ENCODINGS[encoding](response.get_data()))
    response.content_encoding = encoding
    etag, _is_weak = response.get_etag()
    if etag:
        # The same state in other bytes (RFC 9110, 8.8.3).
        response.set_etag(etag, weak=True)
    return response


def _is_compressible(response: Response) -> bool:
    if response.status_code != 200 and response.status_code < 400:
        return False
    if response.is_streamed or response.direct_passthrough or response.content_encoding:
        return False
    return (response.mimetype or "").startswith(_TEXTS) and len(response.get_data()) >= MIN_SIZE


def _comes_from_here() -> bool:
    """Not led to by a page of another site. A browser that doesn't say so is on a line without encryption,
    where there is nothing to be guessed, or is no browser."""
    return request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
