"""A page of a paper as SVG, as light as a telephone wants it: typst writes places to the billionth of a
point, names each letter by a hash, and holds each outline in a symbol. A browser makes a picture of its own
for every use of a symbol, two thousand times a page."""

from __future__ import annotations

import re

#: Without the zeros that it begins with.
_HASH = re.compile(rb"\bg[0-9A-F]{26,32}\b")
_SYMBOL = re.compile(rb'<symbol id="(g\d+)" overflow="visible">\s*<path d="([^"]*)"\s*/>\s*</symbol>')
_LONG = re.compile(rb"-?\d+\.\d{3,}")
#: Where a letter stands in its line.
_LETTER = re.compile(rb'(?<= x=")-?\d+\.\d+')


def lean(svg: bytes) -> bytes:
    """The same picture with bare outlines, to the hundredth of a point, and letters placed to the tenth: a
    thirtieth of a millimetre."""
    names: dict[bytes, bytes] = {}
    named = _HASH.sub(lambda found: names.setdefault(found[0], b"g%d" % len(names)), svg)
    named = _SYMBOL.sub(rb'<path id="\1" d="\2"/>', named)
    return _LETTER.sub(lambda found: _round(found[0], 1), _LONG.sub(lambda found: _round(found[0], 2), named))


def _round(number: bytes, decimals: int) -> bytes:
    rounded = f"{float(number):.{decimals}f}".rstrip("0").rstrip(".")
    return b"0" if rounded == "-0" else rounded.encode()
